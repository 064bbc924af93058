"""The figures that the documents state of indicators."""

from __future__ import annotations

import datetime
import math
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    are_empty,
    are_filled,
    are_in_order,
    key_column,
    number_column,
    plain_column,
    text_column,
    year_column,
)
from pipeline.dataset.schemas.places import CELL_PATTERN, box_in_order, one_place
from pipeline.dataset.table import Table


class ValueRow(TypedDict):
    """One row a figure (clause) that the document states of an indicator."""

    value_id: Annotated[str, key_column("val", "Stable hash of the indicator, the cell and the clause.", unique=True)]
    indicator_id: Annotated[str, key_column("ind", "The indicator.")]
    plan_id: Annotated[str, key_column("plan", "The document.")]
    role: Annotated[words.Role, text_column("What the figure is to the indicator.")]
    period: Annotated[int | None, year_column("The year it is for; null only where nothing says it.")]
    part: Annotated[
        words.Part | None, text_column("The part of the year that the column names; null for the whole year.")
    ]
    population: Annotated[str | None, text_column("For a benchmark: whose figure it is.")]
    clause: Annotated[int, number_column("Number of the clause within its cell, from 1.", ge=1)]
    kind: Annotated[words.Kind, text_column("What kind of statement the clause is.")]
    comparator: Annotated[words.Comparator | None, text_column("How the figure is to be compared.")]
    comparator_source: Annotated[words.ComparatorSource | None, text_column("What states the comparator.")]
    number: Annotated[float | None, number_column("The figure.")]
    number_high: Annotated[float | None, number_column("Upper end of a `between`, both ends included.")]
    unit: Annotated[str | None, text_column("Unit of the figure; null where the cell states none.", isin=words.UNITS)]
    date: Annotated[datetime.date | None, plain_column("The deadline, or the date of a result.")]
    boolean: Annotated[bool | None, plain_column("Yes or no.")]
    reference: Annotated[
        str | None, text_column("What it is compared with, or the event a number of days counts from.")
    ]
    text: Annotated[str | None, text_column("What of the cell is left over as words.")]
    raw: Annotated[str, text_column("The cell as printed, single spaces.")]
    raw_source: Annotated[
        str | None,
        text_column("The cell as the file's text layer gives it, where letters of it were put right; else null."),
    ]
    status: Annotated[words.Status, text_column("Whether the cell was understood.")]
    interim: Annotated[
        bool,
        plain_column(
            "Whether it is a result of a year that had not ended when the document was approved, or that a document "
            "of its type cannot know: kept, never computed with."
        ),
    ]
    usable: Annotated[
        bool,
        plain_column(
            "The one flag to filter by: the figure was understood (`ok`) or read by a person (`corrected`), is not "
            "interim, and is in no pair whose printed percentage contradicts it until a person decides."
        ),
    ]
    confidence: Annotated[
        float,
        number_column("How probably the cell is right, 0 to 1: its own where one figure is in doubt.", ge=0, le=1),
    ]
    signs: Annotated[
        str | None, text_column("The documented signs of doubt that are this cell's alone, separated by commas.")
    ]
    page: Annotated[
        int | None, number_column("Page where the cell stands, from 1; null where there are no pages.", ge=1)
    ]
    x0: Annotated[
        float | None, number_column("Left edge of the cell in PDF points, origin top left; null without page.")
    ]
    y0: Annotated[float | None, number_column("Top edge of the cell in PDF points.")]
    x1: Annotated[float | None, number_column("Right edge of the cell in PDF points.")]
    y1: Annotated[float | None, number_column("Bottom edge of the cell in PDF points.")]
    line: Annotated[
        int | None, number_column("Line of the cell in a text source, or the paragraph in a document of text.", ge=1)
    ]
    sheet: Annotated[
        str | None,
        text_column("Sheet of a workbook, or table of a document of text (`table 3`), where the cell stands."),
    ]
    cell: Annotated[str | None, text_column("The cell in that sheet or table, `A12`.", pattern=CELL_PATTERN)]


def quantity_has_number(row: ValueRow) -> bool:
    """A quantity has a number."""
    return row["kind"] != "quantity" or row["number"] is not None


def date_has_date(row: ValueRow) -> bool:
    """A date has a date."""
    return row["kind"] != "date" or row["date"] is not None


def boolean_has_boolean(row: ValueRow) -> bool:
    """A boolean is true or false, and nothing else is."""
    return (row["kind"] == "boolean") == (row["boolean"] is not None)


def relative_has_reference(row: ValueRow) -> bool:
    """A relative figure says what it is relative to, and how."""
    return row["kind"] != "relative" or are_filled(row, "reference", "comparator")


def between_has_two_ends(row: ValueRow) -> bool:
    """`between` has two ends, nothing else has, and the upper is not below the lower."""
    both = (row["comparator"] == "between") == (row["number_high"] is not None)
    return both and are_in_order(row["number"], row["number_high"])


def compared_kinds_have_comparator(row: ValueRow) -> bool:
    """A quantity and a date say how they are compared; only these and relative figures do."""
    if row["comparator"] is None:
        return row["kind"] not in ("quantity", "date")
    return row["kind"] in ("quantity", "date", "relative")


def comparator_has_source(row: ValueRow) -> bool:
    """A comparator says where it comes from; nothing else does."""
    return (row["comparator"] is None) == (row["comparator_source"] is None)


def invalid_is_invalid(row: ValueRow) -> bool:
    """Kind and status `invalid` go together unless a person confirms the cell; no figure is invented for it."""
    if row["kind"] != "invalid":
        return row["status"] != "invalid"
    return row["status"] in ("invalid", words.CORRECTED) and are_empty(row, "number", "date")


def unparsed_is_qualitative(row: ValueRow) -> bool:
    """What was not understood is published as words."""
    return row["status"] != "unparsed" or row["kind"] == "qualitative"


def wordy_kinds_have_no_figure(row: ValueRow) -> bool:
    """What is missing, only words, or to be measured has neither number nor date."""
    return row["kind"] not in ("missing", "qualitative", "baseline_year") or are_empty(row, "number", "date")


def unit_has_number(row: ValueRow) -> bool:
    """A unit is the unit of a number or of a relation."""
    return row["unit"] is None or row["number"] is not None or row["kind"] == "relative"


def population_of_benchmark(row: ValueRow) -> bool:
    """A benchmark names its population; nothing else does."""
    return (row["role"] == "benchmark") == (row["population"] is not None)


def finite(row: ValueRow) -> bool:
    """Numbers are finite."""
    return all(math.isfinite(row[column] or 0) for column in ("number", "number_high"))


def usable_is_read(row: ValueRow) -> bool:
    """What may be computed with was understood or corrected, and is not interim."""
    return not row["usable"] or (row["status"] in words.READ and not row["interim"])


VALUES = Table(
    name="values",
    row=ValueRow,
    key="value_id",
    references={"plan_id": "plans", "indicator_id": "indicators", "comparator": "comparators", "unit": "units"},
    rules=(
        quantity_has_number,
        date_has_date,
        boolean_has_boolean,
        relative_has_reference,
        between_has_two_ends,
        compared_kinds_have_comparator,
        comparator_has_source,
        invalid_is_invalid,
        unparsed_is_qualitative,
        wordy_kinds_have_no_figure,
        unit_has_number,
        population_of_benchmark,
        finite,
        usable_is_read,
        one_place,
        box_in_order,
    ),
)
