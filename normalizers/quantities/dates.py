"""Italian dates: `31/12/2019`, `25.05.18`, `30 giugno 2023`, `giugno 2023`, `I trimestre 2020`."""

from __future__ import annotations

import calendar
import datetime
import re

from normalizers.cleaning import clean

_MONTH_NAMES = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
MONTHS: dict[str, int] = {name: i for i, name in enumerate(_MONTH_NAMES, start=1)}
"""Month names and their abbreviations (without full stop), folded."""
MONTHS |= {name[:3]: i for name, i in list(MONTHS.items())}
MONTHS |= {"genn": 1, "febb": 2, "febbr": 2, "sett": 9, "giugn": 6, "lugl": 7, "nove": 11}

PARTS_OF_YEAR = {"bimestre": 2, "bim": 2, "trimestre": 3, "trim": 3, "quadrimestre": 4, "quadr": 4, "quad": 4}
"""Months that a part of the year has, by its name or abbreviation."""
PARTS_OF_YEAR |= {"semestre": 6, "sem": 6}

ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
"""Which part of the year, by its ordinal."""
ORDINALS |= {word + end: n for n, word in enumerate(("prim", "second", "terz", "quart"), start=1) for end in "oa"}
ORDINALS |= {str(n): n for n in range(1, 7)}

_TWO_DIGIT_PIVOT = 70
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def full_year(digits: str) -> int:
    """The year that two or four digits say: `18` is 2018, `95` is 1995."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)


def plausible_year(year: int) -> bool:
    """Whether a plan can mean this year: earlier years are a spreadsheet's artefacts."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def make_date(year: int, month: int, day: int) -> datetime.date | None:
    """The date, None where the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> datetime.date | None:
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
        return make_date(full_year(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        return make_date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORDS.fullmatch(text)) and found[2] in MONTHS:
        return make_date(full_year(found[3].lstrip("'")), MONTHS[found[2]], int(found[1]))
    return None
