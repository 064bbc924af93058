"""The documents."""

from __future__ import annotations

import datetime
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    are_in_order,
    key_column,
    number_column,
    plain_column,
    text_column,
    year_column,
)
from pipeline.dataset.schemas.shared import ID_PATTERN
from pipeline.dataset.table import Table


class StatedFacts(TypedDict):
    """What a document states of itself: columns of `plans`."""

    chamber: str | None
    title: str | None
    doc_type: words.DocType
    period_start: int | None
    period_end: int | None
    approved_act: str | None
    approved_on: datetime.date | None


class PlanRow(TypedDict):
    """One row a document."""

    plan_id: Annotated[
        str, key_column("plan", "Stable id of the document: the same file gives the same id.", unique=True)
    ]
    chamber: Annotated[str | None, text_column("The publishing chamber, as a name people use.")]
    chamber_id: Annotated[
        str | None,
        text_column("The chamber, in `chambers`; null where its printed name is none of theirs.", pattern=ID_PATTERN),
    ]
    title: Annotated[str | None, text_column("Title of the document as printed.")]
    doc_type: Annotated[words.DocType, text_column("Kind of document.")]
    period_start: Annotated[int | None, year_column("First year covered.")]
    period_end: Annotated[int | None, year_column("Last year covered; equal to the first for a document of one year.")]
    approved_act: Annotated[str | None, text_column("The act that approved the document, as printed.")]
    approved_on: Annotated[datetime.date | None, plain_column("Date of the approving act.")]
    source_file: Annotated[str, text_column("File name inside the raw folder.")]
    source_sha256: Annotated[str, text_column("SHA-256 of the file's content.", pattern="[0-9a-f]{64}")]
    source_url: Annotated[
        str | None, text_column("Where the file was published, by the folder's manifest.", pattern=r"https?://\S+")
    ]
    retrieved_on: Annotated[
        datetime.date | None, plain_column("The day it was fetched from there, by the folder's manifest.")
    ]
    language: Annotated[
        words.Language | None,
        text_column("The language that most of the document's text is in; null where nothing says it."),
    ]
    media_type: Annotated[words.MediaType, text_column("Media type of the file.")]
    pages: Annotated[int | None, number_column("Pages of a PDF; null for other files.", ge=1)]
    layout_id: Annotated[str, text_column("The layout profile that read it, `generic` where none matched.")]
    rows_seen: Annotated[int, number_column("Printed rows and cards read.", ge=0)]
    rows_published: Annotated[int, number_column("Rows published as indicators.", ge=0)]
    rows_rejected: Annotated[int, number_column("Rows set aside in `issues`, with the reason.", ge=0)]
    rows_ignored: Annotated[int, number_column("Rows left out under a named rule of the layout.", ge=0)]
    freshness: Annotated[
        words.Freshness,
        text_column(
            "`current` as read by this run; `kept` for rows published before, of a document that failed or gave "
            "clearly fewer rows since."
        ),
    ]


def rows_add_up(row: PlanRow) -> bool:
    """rows_seen = rows_published + rows_rejected + rows_ignored."""
    return row["rows_seen"] == row["rows_published"] + row["rows_rejected"] + row["rows_ignored"]


def period_in_order(row: PlanRow) -> bool:
    """Both years or none; the first is not after the last."""
    both = (row["period_start"] is None) == (row["period_end"] is None)
    return both and are_in_order(row["period_start"], row["period_end"])


def pages_of_pdf(row: PlanRow) -> bool:
    """A PDF has pages, other files have none."""
    return (row["pages"] is not None) == (row["media_type"] == "application/pdf")


PLANS = Table(
    name="plans",
    row=PlanRow,
    key="plan_id",
    references={"chamber_id": "chambers"},
    rules=(
        rows_add_up,
        period_in_order,
        pages_of_pdf,
    ),
)
