"""What a column may hold: the metadata that the row types of `pipeline.dataset.schemas` carry in their annotations.

A field `pages: Annotated[int | None, number("Pages of the file.", ge=1)]` states all there is to a column: its type
and whether it may be null by the type, its meaning and bounds by the metadata, its vocabulary by a `Literal`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import pyarrow

from pipeline.dataset.vocabularies import FIRST_YEAR, LAST_YEAR

Row: TypeAlias = Mapping[str, Any]
"""A row of any table: a Python value or None for each of its columns."""
Kind: TypeAlias = Literal["string", "int", "double", "bool", "date"]

BOX = ("x0", "y0", "x1", "y1")

ARROW_TYPES: Final[dict[Kind, Any]] = {
    "string": pyarrow.string(),
    "int": pyarrow.int64(),
    "double": pyarrow.float64(),
    "bool": pyarrow.bool_(),
    "date": pyarrow.date32(),
}
PYTHON_TYPES: Final[dict[Kind, type]] = {
    "string": str,
    "int": int,
    "double": float,
    "bool": bool,
    "date": datetime.date,
}
_KINDS: Final[dict[object, Kind]] = {held: kind for kind, held in PYTHON_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Constraint:
    """What values must be: the name of one of pandera's checks (`isin`, `str_matches`), and what it asks."""

    check: str
    asks: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column means and what its values must be; `unique` where none may stand twice."""

    description: str
    constraints: tuple[Constraint, ...] = ()
    unique: bool = False


def _one_of(words: Sequence[str]) -> Constraint:
    return Constraint("isin", {"allowed_values": list(words)})


def _matches_pattern(pattern: str) -> Constraint:
    return Constraint("str_matches", {"pattern": rf"^{pattern}\Z"})


def text_column(description: str, *, isin: Sequence[str] | None = None, pattern: str | None = None) -> Meaning:
    """A text that is never empty, of a vocabulary, or of a pattern that it fits whole."""
    if isin is not None:
        return Meaning(description, (_one_of(isin),))
    if pattern is not None:
        return Meaning(description, (_matches_pattern(pattern),))
    return Meaning(description, (Constraint("str_length", {"min_value": 1}),))


def key_column(prefix: str, description: str, *, unique: bool = False) -> Meaning:
    """An id: the table's prefix and a hash."""
    return Meaning(description, (_matches_pattern(rf"{prefix}-[0-9a-f]{{16}}"),), unique)


def number_column(description: str, *, ge: float | None = None, le: float | None = None) -> Meaning:
    """A number within bounds, both included."""
    lower = () if ge is None else (Constraint("greater_than_or_equal_to", {"min_value": ge}),)
    upper = () if le is None else (Constraint("less_than_or_equal_to", {"max_value": le}),)
    return Meaning(description, (*lower, *upper))


def year_column(description: str) -> Meaning:
    """A year."""
    return number_column(description, ge=FIRST_YEAR, le=LAST_YEAR)


def plain_column(description: str) -> Meaning:
    """A day, or yes and no: what needs no bounds."""
    return Meaning(description)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its name, the kind of its values, whether it may be null, and what it means."""

    name: str
    kind: Kind
    nullable: bool
    meaning: Meaning

    @property
    def description(self) -> str:
        """What it means, for people."""
        return self.meaning.description

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """What its values must be."""
        return self.meaning.constraints


def columns_of(row: type) -> tuple[TableColumn, ...]:
    """The columns that a row type states, in its order.

    Raises:
        TypeError: a field has no `Meaning`, or a type that no column holds.
    """
    return tuple(_make_column(name, hint) for name, hint in get_type_hints(row, include_extras=True).items())


def _make_column(name: str, hint: object) -> TableColumn:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name} does not say what it means")
    kind, meaning = get_args(hint)
    members = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    (held,) = (member for member in members if member is not type(None))
    nullable = type(None) in members
    if get_origin(held) is Literal:
        words = _one_of(get_args(held))
        return TableColumn(name, "string", nullable, Meaning(meaning.description, (words,), meaning.unique))
    if held not in _KINDS:
        raise TypeError(f"no column holds {held}")
    return TableColumn(name, _KINDS[held], nullable, meaning)


def are_filled(row: Mapping[str, object], *columns: str) -> bool:
    """Whether every one of the columns has a value."""
    return all(row[column] is not None for column in columns)


def are_empty(row: Mapping[str, object], *columns: str) -> bool:
    """Whether none of the columns has a value."""
    return all(row[column] is None for column in columns)


def are_in_order(first: float | None, last: float | None) -> bool:
    """Whether one number is not over the other; what is not known of one is not held against the row."""
    return first is None or last is None or first <= last
