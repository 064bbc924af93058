"""What is told of the documents of a run: of each what was published, or why nothing is. Public: `Account`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.run.assembly.results import FailedDocument, PlanSummary
from pipeline.run.documents.fragment import Fragment


def share_text(cell: Any) -> Any:
    """A text as the one object that is this text, as the name of a file is that of its source."""
    return sys.intern(cell) if type(cell) is str else cell


class Account:
    """What is told of the documents, which pass by once."""

    def __init__(self, documents: Iterable[Fragment]) -> None:
        self.plans: list[PlanSummary] = []
        self.failed: list[FailedDocument] = []
        self.set_aside = 0
        for one in documents:
            self.set_aside += one.set_aside
            self.failed += failed_documents(one)
            if one.plan is not None:
                self.plans.append(_summarize_plan(one, one.plan))


def failed_documents(one: Fragment) -> Iterator[FailedDocument]:
    """The file of a document whose plan fails the schema: nothing of it is published."""
    if one.failure is not None:
        yield FailedDocument(one.key[0], one.failure)


def _summarize_plan(one: Fragment, row: Mapping[str, Any]) -> PlanSummary:
    """What was published of a document, which has this row of `plans`."""
    statuses = one.statuses
    return PlanSummary(
        plan_id=share_text(row["plan_id"]),
        source_file=share_text(row["source_file"]),
        chamber=share_text(row["chamber"]),
        layout=share_text(row["layout_id"]),
        pages=row["pages"],
        indicators=row["rows_published"],
        values=statuses.total(),
        review=statuses["review"],
        unparsed=statuses["unparsed"],
        invalid=statuses["invalid"],
        rejected=row["rows_rejected"],
        ignored=row["rows_ignored"],
        seconds=round(one.seconds, 3),
        freshness=share_text(row["freshness"]),
        cached=one.cached,
    )
