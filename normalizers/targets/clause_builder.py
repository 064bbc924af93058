"""Clauses on their way: what is known of them before the cell's place is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from normalizers.targets.pieces import Day, Figure, Piece
from normalizers.targets.references import Reference


@dataclass(slots=True)
class Relation:
    """A comparison with something that is no number of this cell (`≥ media cluster`, `x ≤ x-1`)."""

    sign: str | None
    reference: Reference


Value: TypeAlias = Figure | Day | Relation


@dataclass(slots=True)
class Open:
    """A clause while its pieces are read: what stands before its value, the value, what stands behind.

    `compared` is what the value is compared with, as it is printed.
    """

    lead: list[Piece] = field(default_factory=list)
    value: Value | None = None
    tail: list[Piece] = field(default_factory=list)
    due: Day | None = None
    reference: str | None = None
    compared: Sequence[Piece] = ()
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A clause before its place is known.

    `sort` is `value`, `boolean`, `missing`, `first_year`, `words` or `invalid`; `due` is the day by which a figure is
    to be reached. `rest` are the pieces left over as words, `unknown` those words that no vocabulary accounts for.
    """

    sort: str
    value: Value | None = None
    due: Day | None = None
    boolean: bool | None = None
    reference: str | None = None
    rest: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    unparsed: bool = False
