"""What is read of one document, as rows. Who takes it loads no reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow
    from pipeline.dataset.schemas.plans import PlanRow
    from pipeline.dataset.schemas.values import ValueRow


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """The rows of one document, by table; `pipeline.dataset.checks.quarantine` fills in the plan's `rows_published`."""

    plan: PlanRow
    objectives: list[ObjectiveRow]
    indicators: list[IndicatorRow]
    values: list[ValueRow]
    issues: list[IssueRow]

    @property
    def tables(self) -> dict[str, list[Any]]:
        """The rows by the name of their table."""
        return {
            "plans": [self.plan],
            "objectives": self.objectives,
            "indicators": self.indicators,
            "values": self.values,
            "issues": self.issues,
        }

    def __len__(self) -> int:
        """How many rows there are beside that of the plan."""
        return len(self.objectives) + len(self.indicators) + len(self.values) + len(self.issues)
