"""Which year, or part of a year, a heading names: `2019`, `al 30/06/2023`, `2° anno`, `n+1`, `III trimestre`.

In: a heading's key (`extractors.text.heading_key`: no case, no accents). Out: a `When`, and the heading without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_MONTH = (
    "(?:gen(?:naio)?|feb(?:braio)?|mar(?:zo)?|apr(?:ile)?|mag(?:gio)?|giu(?:gno)?"
    "|lug(?:lio)?|ago(?:sto)?|set(?:tembre)?|ott(?:obre)?|nov(?:embre)?|dic(?:embre)?)"
)
_ORDINALS = {
    **{str(n): n for n in range(1, 6)},
    **dict(zip(("i", "ii", "iii", "iv", "v"), range(1, 6), strict=True)),
    **dict(zip(("primo", "secondo", "terzo", "quarto", "quinto"), range(1, 6), strict=True)),
}
_ORDINAL = "(?:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)\d\d"
# Roman numerals and figures take a sign of their own (`1°`, `2^`, `3o`); NFKD makes `º` an o.
_SIGN = r"[°^oa]?"
_FORMS = (
    ("day", rf"(?P<day>3[01]|2[89])[/. -](?P<month>\d\d?|{_MONTH})(?:[/. -](?P<of>{_YEAR}|\d\d))?(?!\d)"),
    ("month", rf"(?P<name>{_MONTH})[. '-]{{1,2}}(?P<in>{_YEAR}|\d\d)(?!\d)"),
    ("half", rf"(?P<half>{_ORDINAL}){_SIGN} ?(?:sem(?:estre|\.)?)(?!\w)"),
    ("quarter", rf"(?P<quarter>{_ORDINAL}){_SIGN} ?(?:trim(?:estre|\.)?)(?!\w)"),
    ("ordinal", rf"(?P<ordinal>{_ORDINAL}){_SIGN} ?anno(?!\w)|anno (?P<ordinal_after>{_ORDINAL}){_SIGN}(?!\w)"),
    ("year", rf"(?P<year>{_YEAR})(?!\d)"),
    ("steps", r"(?:anno |\()?(?P<letter>[nt])(?: ?(?P<steps>[+-] ?\d))?\)?(?![\w'/.])"),
)
_FORM = re.compile("(?<![\\w/,])(?:" + "|".join(f"(?P<{name}_form>{form})" for name, form in _FORMS) + ")")
# Words and signs that lead to a year, and are left over where it is taken out.
_LEADING = re.compile(
    r"(?:[ (\[,:/-]|(?<!\w)(?:anno|esercizio|annualita|periodo|data|fine|per|per l'|l'|dell'|nell'|nel|al|alla data del"
    r"|a|il|del|in|entro(?: il)?))+$"
)
_TRAILING = re.compile(r"^[ )\],:/.-]+")


@dataclass(frozen=True, slots=True)
class When:
    """What a heading says of time. `offset` counts years from the plan's first; `part` is `S1`, `Q3`, `M06`."""

    year: int | None = None
    offset: int | None = None
    part: str | None = None


def without_period(key: str) -> tuple[str, When | None]:
    """A heading's key without the periods that it names, and those; None where it names none.

    Two years in one heading (`2019-2021`) are no year that a figure is of: the heading is given back whole.
    """
    rest, found = key, When()
    years: set[int] = set()
    while match := _FORM.search(rest):
        now = _read_form(match)
        if now is None:
            return key, None
        if now.year is not None:
            years.add(now.year)
        found = When(
            now.year if now.year is not None else found.year,
            now.offset if now.offset is not None else found.offset,
            now.part or found.part,
        )
        before = _LEADING.sub("", rest[: match.start()])
        rest = f"{before} {_TRAILING.sub('', rest[match.end() :])}".strip()
    if found == When() and rest == key:
        return key, None
    return (key, None) if len(years) > 1 else (rest.strip(" -:()"), found)


def _read_form(match: re.Match[str]) -> When | None:
    """What one form says; None where it can be no period, as a fifth quarter."""
    if match["day_form"]:
        month = _month_of(match["month"])
        return None if month is None else When(_full_year(match["of"]), None, _part_ending(month))
    if match["month_form"]:
        return When(_full_year(match["in"]), None, _part_ending(_month_of(match["name"]) or 12, whole=False))
    if match["half_form"] or match["quarter_form"]:
        letter, most = ("S", 2) if match["half_form"] else ("Q", 4)
        number = _ORDINALS[match["half"] or match["quarter"]]
        return When(part=f"{letter}{number}") if number <= most else None
    if match["ordinal_form"]:
        return When(offset=_ORDINALS[match["ordinal"] or match["ordinal_after"]] - 1)
    if match["year_form"]:
        return When(year=int(match["year"]))
    return When(offset=int((match["steps"] or "0").replace(" ", "")))


def _month_of(text: str) -> int | None:
    number = int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1
    return number if 1 <= number <= 12 else None


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _part_ending(month: int, *, whole: bool = True) -> str | None:
    """The part of the year that ends with `month`: what is measured on 30 June is of the first half. A month that is
    named without a day is itself the part, but for December, with which the year ends."""
    ends = {3: "Q1", 6: "S1", 9: "Q3"} if whole else {}
    return None if month == 12 else ends.get(month, f"M{month:02}")
