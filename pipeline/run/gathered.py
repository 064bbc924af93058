"""What is known of one gathered document, and as the bytes in which it waits on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from pipeline.dataset.checks.quarantine import SetAside
from pipeline.dataset.checks.row_checks import Breach
from pipeline.run.lineage import COMPARED, Given
from pipeline.run.regression import counts_of
from pipeline.run.serialization import from_json, to_json
from pipeline.run.spool import Part


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is published of one document: `parts` by table (a long one has some), as Arrow and, where that was made, as
    CSV, and what the summary tells of it.

    `plan` is its row of `plans`, None where that fails the schema. `statuses` counts its values, `severities` its
    issues, `objectives` its nodes. `seconds` are those that its reading took, `cached` that it was not read again.
    """

    parts: Mapping[str, Sequence[tuple[Part, Part | None]]]
    plan: Mapping[str, Any] | None
    statuses: Counter[str]
    severities: Counter[str]
    objectives: int
    set_aside: tuple[SetAside, ...]
    seconds: float = 0.0
    cached: bool = False

    @property
    def given(self) -> Given | None:
        """Its rows as they are counted against those published before."""
        if self.plan is None:
            return None
        compared = {name: self.plan[name] for name in COMPARED}
        return Given(compared, counts_of(self.plan["rows_published"], self.objectives, self.statuses))


def pack_gathered(one: Gathered) -> bytes:
    """A document's record as bytes."""
    content = (
        {
            name: [[None if part is None else astuple(part) for part in pair] for pair in pairs]
            for name, pairs in one.parts.items()
        },
        one.plan,
        one.statuses,
        one.severities,
        one.objectives,
        [(aside.table, {**aside.row}, [astuple(check) for check in aside.checks]) for aside in one.set_aside],
        one.seconds,
        one.cached,
    )
    return to_json(content)


def unpack_gathered(packed: bytes) -> Gathered:
    """What `pack_gathered` made bytes of."""
    parts, plan, statuses, severities, objectives, set_aside, seconds, cached = from_json(packed)
    return Gathered(
        {
            name: [(Part(*arrow), None if csv is None else Part(*csv)) for arrow, csv in pairs]
            for name, pairs in parts.items()
        },
        plan,
        Counter(statuses),
        Counter(severities),
        objectives,
        tuple(SetAside(table, row, tuple(Breach(*check) for check in checks)) for table, row, checks in set_aside),
        seconds,
        cached,
    )
