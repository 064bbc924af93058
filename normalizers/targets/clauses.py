"""Clauses: what one figure of a cell means, and what is known of it on the way, before the cell's place is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from normalizers.targets.pieces import Day, Figure, Piece
from normalizers.targets.references import Reference


class Clause(NamedTuple):
    """One figure (clause) that a cell states, in the vocabularies of the published `values` table.

    `kind` is `quantity`, `date`, `boolean`, `relative`, `baseline_year`, `qualitative`, `missing` or `invalid`.
    `comparator` is `>=`, `>`, `<=`, `<`, `=`, `between` or None; `comparator_source` says where it stands
    (`cell`, `formula`, `implicit`). `number_high` is the upper end of a `between`, both ends included. `unit` is one
    of `normalizers.quantities.units.UNITS`, None where the cell itself states none. `reference` is what the figure is
    compared with (`t-1`, `media cluster`) or the event from which days are counted. `text` is what is left over as
    words. `status` is `ok`, `review`, `unparsed` or `invalid`; `reason` is one sentence why it is not `ok`, else None.
    """

    kind: str
    comparator: str | None = None
    comparator_source: str | None = None
    number: float | None = None
    number_high: float | None = None
    unit: str | None = None
    date: datetime.date | None = None
    boolean: bool | None = None
    reference: str | None = None
    text: str | None = None
    status: str = "ok"
    reason: str | None = None


@dataclass(slots=True)
class Relation:
    """A comparison with something that is no number of this cell (`≥ media cluster`, `x ≤ x-1`)."""

    sign: str | None
    reference: Reference


Value: TypeAlias = Figure | Day | Relation


@dataclass(slots=True)
class Draft:
    """A clause before its place is known.

    `sort` is `value`, `boolean`, `missing`, `first_year`, `words` or `invalid`; `due` is the day by which a figure is
    to be reached. `lead` and `tail` stand before and behind the value, `compared` is what it is compared with, as it is
    printed. `rest` are the pieces left over as words, `unknown` those words that no vocabulary accounts for.
    """

    sort: str = "value"
    value: Value | None = None
    due: Day | None = None
    boolean: bool | None = None
    reference: str | None = None
    lead: list[Piece] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)
    compared: Sequence[Piece] = ()
    rest: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    unparsed: bool = False
