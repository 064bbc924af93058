"""What is read of one document, as rows: workers give it and the run publishes it. Who takes it loads no reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow
    from pipeline.dataset.schemas.plans import PlanRow
    from pipeline.dataset.schemas.values import ValueRow


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """The rows of one document, by table; `pipeline.dataset.checks.quarantine` fills in the plan's `rows_published`.

    `more` are further rows of a long document, some at a time with the same plan (`pipeline.run.document_parts`).
    """

    plan: PlanRow
    objectives: list[ObjectiveRow]
    indicators: list[IndicatorRow]
    values: list[ValueRow]
    issues: list[IssueRow]
    more: Iterable[DocumentRows] = ()
