"""Numbers and dates of workbooks as the person who opens them sees them.

A workbook keeps `0.8` and the format `0%`; on the screen stands `80%`. Formats are written in one notation whatever
the language (ECMA-376 part 1, 18.8.31: `.` for decimals, `,` for groups, `;` between the sections for positive and
negative numbers, zero and text); they are shown as Italian programs show them, `1.234,50`.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_MONTHS: Final = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]
_DAYS: Final = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
# Formats that Excel shows by the language of the system, whatever their code says (18.8.30, ids 14 and 22).
_BY_LANGUAGE: Final = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy hh:mm"}
_DIGITS: Final = 11  # significant digits that the format General shows at most

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General)|(?P<number>[#0?][#0?,.]*|\.[#0?]+)|(?P<percent>%)|(?P<at>@)"
    r"|(?P<half>AM/PM|A/P)|(?P<date>yyyy|yy|y|m{1,5}|d{1,4}|h{1,2}|s{1,2}(?:\.0+)?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
# Fractions and powers of ten, which no plan prints: the number is shown as it is.
_OTHER_SHAPE = re.compile(r"[#0?] ?/ ?[#0?\d]|[#0?]E[+-]", re.IGNORECASE)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)', re.DOTALL)
_PART_OF_A_FORMAT: Final = ("quoted", "escaped", "currency", "other")


def shown_number(value: float, code: str) -> str:
    """How `value` is shown in the number format `code`."""
    sections = _split_sections(code)
    section, magnitude = _section_of(value, sections)
    tokens = list(_TOKEN.finditer(section))
    if any(t["general"] for t in tokens):
        return _with_words(tokens, _format_general(magnitude))
    if len(sections) > 1 and not any(t["number"] or t["at"] for t in tokens):
        return _with_words(tokens, "")  # a sign for zero, or nothing
    if not any(t["number"] for t in tokens) or _OTHER_SHAPE.search(section):
        return _format_general(value)
    scaled = magnitude * 100 ** sum(t["percent"] is not None for t in tokens)
    shape = "".join(t["number"] for t in tokens if t["number"])
    return _fill_digits(tokens, _in_shape(scaled, shape))


def shown_date(value: datetime.datetime | datetime.date | datetime.time, code: str) -> str:
    """How a date or time is shown in the format `code`."""
    section = _split_sections(_BY_LANGUAGE.get(code.casefold(), code))[0]
    tokens = [t for t in _TOKEN.finditer(section) if t["bracket"] is None and not (t["room"] or t["fill"])]
    kinds = [(t["date"] or "").casefold() for t in tokens]
    parts = []
    for index, token in enumerate(tokens):
        if token["date"]:
            parts.append(_date_part(value, kinds[index], is_minute=_is_minute(kinds, index)))
        elif not token["at"]:
            parts.append(_text_of_part(token))
    return " ".join("".join(parts).split())


def _split_sections(code: str) -> list[str]:
    found = [m[1] for m in _SECTION.finditer(code)]
    return found[:-1] if len(found) > 1 and not found[-1] else found


def _section_of(value: float, sections: list[str]) -> tuple[str, float]:
    """The section of a format that shows `value`, and the number that it is to show: a section for negative numbers
    has their sign itself."""
    numeric = [s for s in sections if "@" not in s] or sections
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _format_general(value: float) -> str:
    if float(value).is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = f"{value:.{_DIGITS - 1}g}"
    if "e" in text and abs(value) >= 1:
        return text.upper().replace(".", ",")
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".") if "e" in text else text
    return text.replace(".", ",")


def _in_shape(value: float, shape: str) -> str:
    """A number in the places that `#`, `0` and `?` give it."""
    whole, _, decimals = shape.partition(".")
    trailing = len(shape) - len(shape.rstrip(","))  # each comma after the last place hides three digits
    decimals = decimals.rstrip(",")
    exact = Decimal(f"{value:.15g}") / 1000**trailing
    text = f"{exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    integer, _, fraction = text.partition(".")
    kept = len(decimals.rstrip("#"))
    fraction = fraction[:kept] + fraction[kept:].rstrip("0")
    places = whole.rstrip(",").count("0")
    integer = integer.lstrip("0").rjust(places, "0") if places != 1 else integer
    if "," in whole.rstrip(","):
        integer = f"{int(integer or 0):,}".replace(",", ".") if integer else ""
    is_zero = not (integer + fraction).strip("0.")
    return f"{'' if is_zero else sign}{integer}{',' if fraction else ''}{fraction}"


def _fill_digits(tokens: list[re.Match[str]], number: str) -> str:
    """The texts of a format with the number in the place of its digits."""
    parts, placed = [], False
    for token in tokens:
        if token["number"]:
            parts += [] if placed else [number]
            placed = True
        elif token["percent"]:
            parts.append("%")
        else:
            parts.append(_text_of_part(token))
    return " ".join("".join(parts).split())


def _with_words(tokens: list[re.Match[str]], number: str) -> str:
    return " ".join("".join(number if t["general"] else _text_of_part(t) for t in tokens).split())


def _text_of_part(token: re.Match[str]) -> str:
    """What a part of a format that is no digit shows: its text, a space for room that is left."""
    if token["room"]:
        return " "
    return next((token[kind] for kind in _PART_OF_A_FORMAT if token[kind]), "")


def _is_minute(kinds: list[str], index: int) -> bool:
    """Whether `m` stands for minutes: beside hours or seconds."""
    before = next((k for k in reversed(kinds[:index]) if k), "")
    after = next((k for k in kinds[index + 1 :] if k), "")
    return kinds[index].startswith("m") and (before.startswith("h") or after.startswith("s"))


def _date_part(value: datetime.datetime | datetime.date | datetime.time, kind: str, *, is_minute: bool) -> str:
    if kind[0] in "hs" or is_minute:
        if not isinstance(value, (datetime.datetime, datetime.time)):
            return "00"
        number = value.hour if kind[0] == "h" else value.second if kind[0] == "s" else value.minute
        return f"{number:02d}" if len(kind) > 1 else str(number)
    if isinstance(value, datetime.time):
        return ""
    if kind[0] == "y":
        return f"{value.year:04d}" if len(kind) > 2 else f"{value.year % 100:02d}"
    if kind[0] == "d":
        return _name_of(value.day, _DAYS[value.weekday()], kind)
    return _MONTHS[value.month - 1][0] if len(kind) == 5 else _name_of(value.month, _MONTHS[value.month - 1], kind)


def _name_of(number: int, name: str, kind: str) -> str:
    if len(kind) <= 2:
        return f"{number:0{len(kind)}d}"
    return name[:3] if len(kind) == 3 else name
