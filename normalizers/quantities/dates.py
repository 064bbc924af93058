"""Italian dates: `31/12/2019`, `25.05.18`, `30 giugno 2023`, `giugno 2023`, `I trimestre 2020`."""

from __future__ import annotations

import calendar
import datetime
import re

from normalizers.cleaning import clean
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
    if len(digits) > 2:
        return year
    return year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)


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


_NUMERIC = re.compile(r"([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WORDS = re.compile(r"([0-9]{1,2})°? ?(?:di )?([a-z]+)\.? ?(?:del )?([0-9]{4}|'[0-9]{2})")


def read_date(raw: str) -> datetime.date | None:
    """The date that a text states as a whole: `31.01.2019`, `25.05.18`, `31 gennaio 2019`, `2019-01-31`.

    None where it states none or the calendar has no such day.
    """
    text = clean(raw).folded.strip(" .,;")
    if found := _NUMERIC.fullmatch(text):
        return make_date(complete_year(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        return make_date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORDS.fullmatch(text)) and found[2] in MONTHS:
        return make_date(complete_year(found[3].lstrip("'")), MONTHS[found[2]], int(found[1]))
    return None
