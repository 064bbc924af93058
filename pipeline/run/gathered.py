"""What is known of one gathered document, and as the bytes in which it waits on disk."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import chain
from typing import Any

from pipeline.dataset.checks.quarantine import SetAside
from pipeline.dataset.checks.row_checks import Breach
from pipeline.run.lineage import COMPARED, Given
from pipeline.run.regression import counts_of
from pipeline.run.serialization import from_json, to_json
from pipeline.run.spool import Part


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table of one document: where they stand as Arrow, a hash of that, and where as CSV if that was made."""

    arrow: Part
    digest: str
    lines: Part | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is published of one document: the `parts` of each table that has rows (those of a long one are some), and
    what the summary tells of it. Parts stand in the spool of the run, or in a `file` of the cache.

    `plan` is its row of `plans`, None where that fails the schema. `statuses` counts its values, `severities` its
    issues, `objectives` its nodes. `seconds` are those that its reading took, `cached` that it was not read again.
    """

    parts: Mapping[str, Sequence[Piece]]
    plan: Mapping[str, Any] | None
    statuses: Counter[str]
    severities: Counter[str]
    objectives: int
    set_aside: tuple[SetAside, ...]
    seconds: float = 0.0
    cached: bool = False
    file: str = ""

    @property
    def pieces(self) -> Iterator[Piece]:
        """All of its parts, in order."""
        return chain.from_iterable(self.parts.values())

    def standing(self, file: str, places: Iterable[Part]) -> Gathered:
        """The same where its parts stand, as Arrow alone, at these places in `file`."""
        at = iter(places)
        parts = {name: [Piece(next(at), one.digest) for one in pieces] for name, pieces in self.parts.items()}
        return replace(self, parts=parts, file=file)

    @property
    def given(self) -> Given | None:
        """Its rows as they are counted against those published before."""
        if self.plan is None:
            return None
        compared = {name: self.plan[name] for name in COMPARED}
        return Given(compared, counts_of(self.plan["rows_published"], self.objectives, self.statuses))


def digest_of(rows: bytes | memoryview) -> str:
    """The hash of a part, as Arrow."""
    return hashlib.sha256(rows).hexdigest()[:32]


def pack_gathered(one: Gathered) -> bytes:
    """A document's record as bytes."""
    content = (
        {name: [_numbers(piece) for piece in pieces] for name, pieces in one.parts.items()},
        one.plan,
        one.statuses,
        one.severities,
        one.objectives,
        [(aside.table, {**aside.row}, [astuple(check) for check in aside.checks]) for aside in one.set_aside],
        one.seconds,
        one.cached,
        one.file,
    )
    return to_json(content)


def _numbers(piece: Piece) -> tuple[Any, ...]:
    lines = () if piece.lines is None else (piece.lines.start, piece.lines.length)
    return (piece.arrow.start, piece.arrow.length), piece.digest, *lines


def unpack_gathered(packed: bytes) -> Gathered:
    """What `pack_gathered` made bytes of."""
    parts, plan, statuses, severities, objectives, set_aside, seconds, cached, file = from_json(packed)
    return Gathered(
        {
            name: [Piece(Part(*arrow), digest, Part(*lines) if lines else None) for arrow, digest, *lines in pieces]
            for name, pieces in parts.items()
        },
        plan,
        Counter(statuses),
        Counter(severities),
        objectives,
        tuple(SetAside(table, row, tuple(Breach(*check) for check in checks)) for table, row, checks in set_aside),
        seconds,
        cached,
        file,
    )
