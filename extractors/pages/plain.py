"""Pages as JSON has them: where they go from one process to another, or wait to be looked at again.

JSON and nothing else: nothing that comes from a process which reads a stranger's file is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from extractors.pages.model import Box, Fill, MendedWord, Page, Reading, Rule, TaggedCell, Word


def plain(found: Any) -> list[Any]:
    """A page as JSON has it: what is a tuple JSON has a list for.

    Raises:
        TypeError: it is no dataclass.
    """
    return [getattr(found, field.name) for field in fields(found)]


def as_page(found: Any) -> Page:
    """The page that JSON has of it.

    Raises:
        ValueError, TypeError: this is none.
    """
    number, width, height, words, rules, fills, tables, trouble, tags, pictures, readings, mended = found
    return Page(
        number,
        width,
        height,
        as_words(words),
        _as_rules(rules),
        tuple(Fill(Box(*box)) for (box,) in fills),
        None if tables is None else tuple(map(_as_rules, tables)),
        trouble,
        tuple(TaggedCell(tuple(table), tuple(row), *rest) for table, row, *rest in tags),
        as_boxes(pictures),
        tuple(Reading(text, Box(*box), sure, doubt) for text, box, sure, doubt in readings),
        tuple(MendedWord(text, given, Box(*box)) for text, given, box in mended),
    )


def as_words(found: Iterable[Sequence[Any]]) -> tuple[Word, ...]:
    """The words that JSON has of them.

    Raises:
        ValueError, TypeError: these are none.
    """
    return tuple(
        Word(text, Box(*box), size, bold, tag, tuple((before, x) for before, x in joints))
        for text, box, size, bold, tag, joints in found
    )


def as_boxes(found: Iterable[Sequence[float]]) -> tuple[Box, ...]:
    """The boxes that JSON has of them.

    Raises:
        TypeError: these are none.
    """
    return tuple(Box(*box) for box in found)


def _as_rules(found: Any) -> tuple[Rule, ...]:
    return tuple(Rule(Box(*box)) for (box,) in found)
