"""Headings as a layout writes them: texts with placeholders or patterns, each of a column. Public: `KnownHeading`,
`known_heading`, `letters_of`, `any_of`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.layouts.code_forms import with_macros
from extractors.layouts.schema import Column
from extractors.text import folded, heading_key

_PLACEHOLDERS = {
    "{year}": r"(?P<year>(?:19|20)\d\d)",
    "{n}": r"(?P<offset>[nt](?: ?[+-] ?\d)?)",
    "{population}": r"(?P<population>.+)",
}
_NAMED = re.compile(r"\(\?P<\w+>")
_REFERS = re.compile(r"\\[1-9]|(?<!\\)\(\?(?:P=|\()")
# Parts of patterns that match any text.
_OPEN = (".*", ".+")


class KnownHeading(NamedTuple):
    """A heading that a layout names: its pattern, its column, and the population that it names in full.

    `is_open` tells that its pattern matches any text somewhere, so that a long match says no more than a short one.
    """

    pattern: re.Pattern[str]
    column: Column
    population: str | None
    is_open: bool


def known_heading(text: str, column: Column) -> KnownHeading:
    """The heading that a layout writes so for a column."""
    pattern = _compile_pattern(text)
    is_open = any(part in pattern.pattern for part in _OPEN)
    # A printing may set its headings in capitals: the population is spelt as the layout has it.
    is_population = column.column == "benchmark" and not re.search(r"[{/]", text)
    return KnownHeading(pattern, column, text if is_population else None, is_open)


def _compile_pattern(text: str) -> re.Pattern[str]:
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        pattern = with_macros(text[1:-1])
        for placeholder, group in _PLACEHOLDERS.items():
            pattern = pattern.replace(placeholder, group)
        return re.compile(pattern, re.IGNORECASE)
    parts = re.split(r"({[a-z]+})", text)
    # Words that a narrow cell broke may hold a space where there is none: spaces never decide.
    return re.compile(
        "".join(_PLACEHOLDERS[p] if p in _PLACEHOLDERS else _loosen_text(heading_key(p)) for p in parts),
        re.IGNORECASE,
    )


def letters_of(heading: str) -> str:
    """The letters of a heading as it is written in a layout, those of a pattern with what it says between them."""
    if heading.startswith("/"):
        return "|".join(re.findall(r"[^\W\d_]{3,}", folded(heading)))
    return re.sub(r"{\w+}|\s", "", heading_key(heading))


def any_of(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str] | None:
    """A pattern that matches what one of `patterns` matches; None where one of them refers to its own groups."""
    if any(_REFERS.search(p.pattern) for p in patterns):
        return None
    return re.compile("|".join(f"(?:{_NAMED.sub('(', p.pattern)})" for p in patterns), re.IGNORECASE)


def _loosen_text(text: str) -> str:
    return r"\s*" + "".join(re.escape(c) + r"\s*" for c in text if not c.isspace())
