"""The calendar: months and parts of the year by their Italian words, years of two digits, days that exist."""

from __future__ import annotations

import calendar
import datetime

from normalizers.vocabulary.measures import measures

MONTHS: dict[str, int] = {
    word: i for i, words in enumerate(measures.months, start=1) for word in (*words, words[0][:3])
}
"""Month names and their abbreviations (without full stop), folded."""

PARTS_OF_YEAR = {word: months for months, words in measures.parts_of_year.items() for word in words}
"""Months that a part of the year has, by its name or abbreviation."""

ORDINALS = {word: i for i, words in enumerate(measures.ordinals, start=1) for word in (*words, str(i))}
"""Which part of the year, by its ordinal."""

_TWO_DIGIT_PIVOT = 70
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def complete_year(digits: str) -> int:
    """The year that two or four digits say: `18` is 2018, `95` is 1995."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)


def is_plausible_year(year: int) -> bool:
    """Whether a plan can mean this year: earlier years are a spreadsheet's artefacts."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def make_date(year: int, month: int, day: int) -> datetime.date | None:
    """The date, None where the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def find_month_end(year: int, month: int) -> datetime.date | None:
    """The last day of a month, None where there is no such month or year."""
    if not (1 <= month <= 12 and datetime.MINYEAR <= year <= datetime.MAXYEAR):
        return None
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
