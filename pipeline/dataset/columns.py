"""The kinds of columns that tables are made of, and the vocabulary of rules between columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeAlias, TypeVar, cast

import pandas as pd
import pandera.pandas as pa
import pyarrow

from pipeline.dataset.vocabularies import FIRST_YEAR, LAST_YEAR

Text: TypeAlias = pd.StringDtype
Whole: TypeAlias = pd.Int64Dtype
Real: TypeAlias = pd.Float64Dtype
Truth: TypeAlias = pd.BooleanDtype
Day: TypeAlias = Annotated[pd.ArrowDtype, pyarrow.date32()]
Frame: TypeAlias = pd.DataFrame
Flags: TypeAlias = "pd.Series[bool]"
Rule = TypeVar("Rule")

BOX = ("x0", "y0", "x1", "y1")


def text_column(
    description: str, *, nullable: bool = True, isin: Sequence[str] | None = None, pattern: str | None = None
) -> Any:
    """A column of text that is never empty, of a vocabulary, or of a pattern that it fits whole."""
    rules: dict[str, Any] = {"str_length": {"min_value": 1}}
    if isin is not None:
        rules = {"isin": list(isin)}
    elif pattern is not None:
        rules = {"str_matches": rf"^{pattern}\Z"}
    return pa.Field(nullable=nullable, description=description, **rules)


def key_column(prefix: str, description: str, *, nullable: bool = False, unique: bool = False) -> Any:
    """A column of ids."""
    pattern = rf"^{prefix}-[0-9a-f]{{16}}\Z"
    return pa.Field(nullable=nullable, unique=unique, description=description, str_matches=pattern)


def number_column(description: str, *, nullable: bool = True, ge: float | None = None, le: float | None = None) -> Any:
    """A column of numbers within bounds, both included."""
    return pa.Field(nullable=nullable, description=description, ge=ge, le=le)


def year_column(description: str) -> Any:
    """A column of years."""
    return number_column(description, ge=FIRST_YEAR, le=LAST_YEAR)


def rule(name: str) -> Callable[[Rule], Rule]:
    """A rule between the columns of a row; its name is part of the code of the issue on a breach."""
    return cast(Callable[[Rule], Rule], pa.dataframe_check(name=name, error=name))


def filled(frame: Frame, *columns: str) -> Flags:
    """Rows where every one of the columns has a value."""
    return frame[list(columns)].notna().all(axis=1)


def empty(frame: Frame, *columns: str) -> Flags:
    """Rows where none of the columns has a value."""
    return frame[list(columns)].isna().all(axis=1)


def holds(condition: pd.Series[Any]) -> Flags:
    """A condition over nullable columns; what cannot be told is not held against the row."""
    return condition.fillna(True).astype(bool)


def is_one_of(frame: Frame, column: str, *values: str) -> Flags:
    """Rows where the column has one of the values."""
    return frame[column].isin(list(values)).astype(bool)


def last_segment(paths: pd.Series[Any]) -> pd.Series[Any]:
    """What stands behind the last `/` of each path."""
    return paths.str.rsplit("/", n=1).str[-1]
