"""What was not published as it stood."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    key_column,
    number_column,
    text_column,
)
from pipeline.dataset.issue_codes import CODE_PATTERN
from pipeline.dataset.schemas.places import CELL_PATTERN
from pipeline.dataset.table import Table


class IssueRow(TypedDict):
    """Everything that was not published as it stood."""

    issue_id: Annotated[str, key_column("iss", "Stable hash of the issue's fields.", unique=True)]
    plan_id: Annotated[str | None, key_column("plan", "The document; null where the document was not published.")]
    source_file: Annotated[str, text_column("File name inside the raw folder.")]
    page: Annotated[int | None, number_column("Page it is about, from 1.", ge=1)]
    line: Annotated[int | None, number_column("Line it is about in a text source, or paragraph in a document.", ge=1)]
    sheet: Annotated[str | None, text_column("Sheet, or table of a document of text, it is about.")]
    cell: Annotated[str | None, text_column("Cell it is about in that sheet or table.", pattern=CELL_PATTERN)]
    severity: Annotated[words.Severity, text_column("How grave it is.")]
    code: Annotated[str, text_column("Stable short name of the kind of issue.", pattern=CODE_PATTERN)]
    message: Annotated[str, text_column("What happened, for people.")]
    raw: Annotated[
        str | None, text_column("The printed text it is about; for a row that fails the schema the row whole, as JSON.")
    ]
    indicator_id: Annotated[str | None, key_column("ind", "The indicator; null for a rejected row.")]


def indicator_needs_plan(row: IssueRow) -> bool:
    """An issue about an indicator is about its plan."""
    return row["indicator_id"] is None or row["plan_id"] is not None


ISSUES = Table(
    name="issues",
    row=IssueRow,
    key="issue_id",
    references={"plan_id": "plans", "indicator_id": "indicators"},
    rules=(indicator_needs_plan,),
)
