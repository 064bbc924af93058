"""What the extractors report: one place for the stable codes of their findings, with severity and meaning.

A finding's code stands in `issues.code`; the pipeline's own codes stand in `pipeline.dataset.issue_codes`, those of
documents that cannot be read with their errors (`extractors.errors`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A kind of finding: its stable short name, how grave it is, and what it means."""

    code: str
    severity: Severity
    meaning: str


_REJECTED: Final = (
    FindingCode(
        "row-unexplained", "error", "No heading or rule of the layout covers a printed row; it stands here whole."
    ),
    FindingCode("row-without-name", "error", "A row has figures but no name of an indicator."),
    FindingCode("row-outside-tables", "error", "A line that looks like an indicator's row stands in no table found."),
    FindingCode("card-row-unexplained", "error", "No rule covers a row among cards."),
    FindingCode("card-without-keys", "error", "A card has a name, and no keys below it."),
    FindingCode("card-keys-without-name", "error", "Keys of a card stand under no name."),
)
_NOTICED: Final = (
    FindingCode("column-unknown", "warning", "No rule knows a column; its cells stand in `indicators.extra`."),
    FindingCode("heading-fuzzy", "warning", "A heading was taken for a known one by likeness."),
    FindingCode("objective-unknown", "warning", "A row names an objective that the plan's tree does not have."),
    FindingCode("area-missing", "warning", "The numbers of two areas show that one between them is missing."),
    FindingCode("second-reading-differs", "warning", "Another engine reads other cells in a row that was in doubt."),
    FindingCode("node-missing", "warning", "A row stands under no objective, in a document that has objectives."),
    FindingCode("period-inferred", "info", "No text states the years of the plan; those of its columns are taken."),
    FindingCode("period-stated", "info", "Which text the years of a plan were read from that no layout describes."),
    FindingCode("year-inferred", "info", "A heading names no year; the message says what states that of its figures."),
    FindingCode("title-rejoined", "warning", "A title that was cut was put together again, with some doubt."),
    FindingCode("title-differs", "info", "A title is printed again in other words."),
    FindingCode("card-text-unplaced", "info", "A line among cards goes with nothing above it."),
    FindingCode(
        "text-doubtful", "warning", "Words hold characters that cannot be what is printed; their rows are in doubt."
    ),
    FindingCode("text-mended", "warning", "The file gives letters of words wrongly; they were put right."),
    FindingCode("page-read-by-ocr", "info", "Pages have no sound text layer; OCR has read their pictures."),
    FindingCode("ocr-doubtful", "warning", "OCR is not sure of some words of a page; figures with them are `review`."),
    FindingCode("page-not-read", "warning", "A page is a picture without text, and OCR has not read it."),
    FindingCode(
        "hidden-part", "warning", "A sheet, row, column or text of the file is hidden; what it states is not read."
    ),
    FindingCode(
        "value-not-computed", "warning", "A formula was never computed: what a reader sees in its cell is not known."
    ),
    FindingCode(
        "tags-set-aside",
        "info",
        "The file doubts its own tags, or the page does not show a table that it tags; the tags are not used.",
    ),
    FindingCode("chamber-inferred", "info", "No text names the body of the plan; it is taken from the plan's form."),
    FindingCode("chamber-other", "warning", "The plan has the form of a chamber's plans, and names another body."),
    FindingCode(
        "layout-unfit", "warning", "The chamber's layout reads few rows of this plan; `generic` has read it instead."
    ),
    FindingCode("engine-fallback", "info", "The engine asked for cannot read the file; another one read it."),
    FindingCode("engine-failed", "error", "The engine failed on a page; what is printed there was not read."),
)
FINDING_CODES: Final[dict[str, FindingCode]] = {found.code: found for found in (*_REJECTED, *_NOTICED)}
"""All of them, by code; those of rejected rows first."""
