"""The year of a figure: its heading's, or that of the report, the section or the plan where the heading names none.

In: a heading and where the reader stands. Out: the year and the signals of doubt at it. Where the year is not the
heading's own, an issue says what stated it, once for each heading. Public: `note_survey`, `year_of`.
"""

from __future__ import annotations

import re

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.schema import Column
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Place
from extractors.quality.signals import Signal
from extractors.records.figures.scales import says_scale_of_table
from extractors.records.model import Finding
from extractors.records.reader_state import ReaderState
from extractors.text import heading_key


def note_survey(at: ReaderState, text: str) -> None:
    """Take the year of a survey's figures, and whether figures are in thousands, from a text outside the table's rows:
    a line with the one before it, as its sentence may be wrapped."""
    at.is_scaled_below = says_scale_of_table(text)
    if at.rules.survey and (found := printed_pattern(at.rules.survey).search(text)):
        at.survey_year = int(found["year"])


def year_of(at: ReaderState, heading: Heading, column: Column, place: Place) -> tuple[int | None, tuple[Signal, ...]]:
    """The year of figures under `heading`, which names `column`, with what makes it uncertain."""
    signs: tuple[Signal, ...] = ()
    if heading.bare and heading.name == "result":
        signs = (Signal.ROLE_BY_YEAR,)
    elif heading.bare and heading.name == "target" and heading.year is not None and not at.years.are_of_a_plan:
        signs = () if at.heading is None or at.heading.has_named_targets else (Signal.ROLE_UNKNOWN,)
    if heading.offset is not None and at.years.start is not None:
        return at.years.start + heading.offset, signs
    if heading.year is not None or column.period == "none":
        return heading.year, signs
    year, doubt = _year_left_out(at, heading, column, place) if at.rules.dated else _year_of_layout(at, column)
    if year is None:
        return None, (Signal.YEAR_UNKNOWN,)
    return year, (doubt,) if doubt is not None else ()


def _year_left_out(at: ReaderState, heading: Heading, column: Column, place: Place) -> tuple[int | None, Signal | None]:
    """The year of a column of a plan that nobody has described, which its heading leaves out; an issue says so."""
    if at.year_of_table is not None and at.year_of_table[0] == at.heading_table:
        return at.year_of_table[1], None
    if heading.part is not None and at.heading is not None and (whole := at.heading.year_of_whole(heading)) is not None:
        return whole, None
    if at.heading is not None and not at.heading.is_dated(heading):
        return None, None  # another column of its kind names its year, or leaves it out too
    year, origin = _inferred_year(at, heading, column)
    if year is None:
        return None, None
    message = f"The heading «{heading.text}» names no year: its figures are taken for {year}, the year of {origin}."
    at.note_once(Finding("info", "year-inferred", message, place))
    if origin != _PLAN or column.column != "target":
        return year, None
    return year, Signal.YEAR_BY_DEFAULT if at.years.is_one_year else Signal.YEAR_INFERRED


def _year_of_layout(at: ReaderState, column: Column) -> tuple[int | None, Signal | None]:
    """The year that a described layout gives a column whose headings name none."""
    of_result = at.heading.result_year if at.heading else None
    year = {"plan": at.years.start, "result": of_result, "survey": at.survey_year, "none": None}[column.period]
    return year, None if "period" in column.model_fields_set else Signal.YEAR_BY_DEFAULT


_PLAN = "the plan"
# At the end of the years that the plan is for, or of others: `Valore atteso a fine triennio`, `Target di fine mandato`.
_AT_END = re.compile(r"\bfine (?:del )?(?:(?P<plan>triennio|piano|periodo)|mandato|legislatura)\b")


def _inferred_year(at: ReaderState, heading: Heading, column: Column) -> tuple[int | None, str]:
    """The year of a column of a plan that nobody has described, and what states it."""
    if not at.years.is_one_year and (end := _AT_END.search(heading_key(heading.text))):
        return at.years.end if end["plan"] else None, "the end of the plan"
    reported = column.column == "result" or column.period == "result"
    reported = reported or (at.years.is_report and column.column == "target")
    if column.period == "result" and at.heading is not None and at.heading.result_year is not None:
        return at.heading.result_year, "the result beside it"
    if (reported or column.period == "survey") and at.survey_year is not None:
        return at.survey_year, "what the document reports on"
    section = at.section_year
    if section is not None and (at.years.start is None or section in at.years.of_sections):
        return section, "the section's heading"
    return at.years.start, _PLAN
