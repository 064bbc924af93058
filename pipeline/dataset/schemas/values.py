"""The figures that the documents state of indicators."""

from __future__ import annotations

import datetime
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    Flags,
    Frame,
    are_empty,
    are_filled,
    holds_or_unknown,
    is_one_of,
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


def quantity_has_number(frame: Frame) -> Flags:
    """A quantity has a number."""
    return ~is_one_of(frame, "kind", "quantity") | frame["number"].notna()


def date_has_date(frame: Frame) -> Flags:
    """A date has a date."""
    return ~is_one_of(frame, "kind", "date") | frame["date"].notna()


def boolean_has_boolean(frame: Frame) -> Flags:
    """A boolean is true or false, and nothing else is."""
    return is_one_of(frame, "kind", "boolean") == frame["boolean"].notna()


def relative_has_reference(frame: Frame) -> Flags:
    """A relative figure says what it is relative to, and how."""
    return ~is_one_of(frame, "kind", "relative") | are_filled(frame, "reference", "comparator")


def between_has_two_ends(frame: Frame) -> Flags:
    """`between` has two ends, nothing else has, and the upper is not below the lower."""
    both = is_one_of(frame, "comparator", "between") == frame["number_high"].notna()
    return both & holds_or_unknown(frame["number_high"] >= frame["number"])


def compared_kinds_have_comparator(frame: Frame) -> Flags:
    """A quantity and a date say how they are compared; only these and relative figures do."""
    compared = frame["comparator"].notna()
    needs = is_one_of(frame, "kind", "quantity", "date")
    return (compared | ~needs) & (~compared | needs | is_one_of(frame, "kind", "relative"))


def comparator_has_source(frame: Frame) -> Flags:
    """A comparator says where it comes from; nothing else does."""
    return frame["comparator"].notna() == frame["comparator_source"].notna()


def invalid_is_invalid(frame: Frame) -> Flags:
    """Kind and status `invalid` go together unless a person confirms the cell; no figure is invented for it."""
    invalid = is_one_of(frame, "kind", "invalid")
    confirmed = invalid & is_one_of(frame, "status", words.CORRECTED)
    together = invalid == is_one_of(frame, "status", "invalid")
    return (together | confirmed) & (~invalid | are_empty(frame, "number", "date"))


def unparsed_is_qualitative(frame: Frame) -> Flags:
    """What was not understood is published as words."""
    return ~is_one_of(frame, "status", "unparsed") | is_one_of(frame, "kind", "qualitative")


def wordy_kinds_have_no_figure(frame: Frame) -> Flags:
    """What is missing, only words, or to be measured has neither number nor date."""
    wordy = is_one_of(frame, "kind", "missing", "qualitative", "baseline_year")
    return ~wordy | are_empty(frame, "number", "date")


def unit_has_number(frame: Frame) -> Flags:
    """A unit is the unit of a number or of a relation."""
    return frame["unit"].isna() | frame["number"].notna() | is_one_of(frame, "kind", "relative")


def population_of_benchmark(frame: Frame) -> Flags:
    """A benchmark names its population; nothing else does."""
    return is_one_of(frame, "role", "benchmark") == frame["population"].notna()


def finite(frame: Frame) -> Flags:
    """Numbers are finite."""
    one, other = (frame[name].abs() != float("inf") for name in ("number", "number_high"))
    return holds_or_unknown(one) & holds_or_unknown(other)


def usable_is_read(frame: Frame) -> Flags:
    """What may be computed with was understood or corrected, and is not interim."""
    return ~frame["usable"] | (is_one_of(frame, "status", *words.READ) & ~frame["interim"])


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
