"""The pieces of a cell: figures, days and marks with their places in the folded text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(slots=True)
class Comparing:
    """What stands before a figure: `sign` is None where it only says `circa`; `within` and `signed` how it says it."""

    start: int
    end: int
    sign: str | None
    within: bool = False
    signed: bool = False
    about: bool = False
    moment: bool = False
    singular: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Figure:
    """A number with what belongs to it. `year` tells a bare `2018`, `spelled` a number in words, `counted` an `n.`."""

    start: int
    end: int
    number: float
    high: float | None = None
    unit: str | None = None
    comparing: Comparing | None = None
    sign: str | None = None
    year: bool = False
    spelled: bool = False
    counted: bool = False
    digits: str = ""
    scale: float = 1.0
    doubts: tuple[str, ...] = ()
    sort: ClassVar[str] = ""
    word: ClassVar[str] = ""


@dataclass(slots=True)
class Day:
    """A day of the calendar, its year None where it is not printed; `day` None is the last of the month."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None
    comparing: Comparing | None = None
    doubts: tuple[str, ...] = ()
    sort: ClassVar[str] = ""
    word: ClassVar[str] = ""


@dataclass(slots=True)
class Mark:
    """Anything else: `sort` says what kind of thing it is, `word` is its folded text (empty for a comparison)."""

    start: int
    end: int
    sort: str
    word: str = ""
    comparing: Comparing | None = None


Piece: TypeAlias = Figure | Day | Mark


def has_digits(folded: str, pieces: Iterable[Piece]) -> bool:
    """Whether a digit or a fraction (`¼`) stands in one of the pieces."""
    return any(c.isnumeric() for p in pieces for c in folded[p.start : p.end])


def is_within(piece: Piece) -> bool:
    """Whether a piece is, or has before it, a deadline's word (`entro`)."""
    return piece.comparing is not None and piece.comparing.within


def is_limit(piece: Piece) -> bool:
    """Whether a piece is, or has before it, a word of a deadline or of a moment (`entro`, `dopo`)."""
    return piece.comparing is not None and (piece.comparing.within or piece.comparing.moment)


def is_sign(piece: Piece) -> bool:
    """Whether the piece is a comparison by a sign (`>`, `<=`) that stands before no figure."""
    return isinstance(piece, Mark) and piece.comparing is not None and piece.comparing.signed


def find_closing(pieces: Sequence[Piece], first: int = 0) -> int:
    """The index of the bracket that closes the one at `first`; the end where it is never closed."""
    depth = 0
    for i in range(first, len(pieces)):
        sort = pieces[i].sort
        depth += (sort == "open") - (sort == "close")
        if depth == 0:
            return i
    return len(pieces)
