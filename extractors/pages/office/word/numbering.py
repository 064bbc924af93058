"""The numbers that Word prints before headings and entries of lists, which stand nowhere in its text."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from extractors.pages.office.list_numbers import in_format
from extractors.pages.office.word.markup import attribute, is_on, tag
from extractors.pages.office.word.styles import Styles

_PLACE = re.compile(r"%([1-9])")
_FORMATS: Final = {
    "decimal": "1",
    "decimalZero": "01",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1",
}


class _NumberingLevel(NamedTuple):
    """One level of a list: its first number, how numbers are written, and the text around those of all levels."""

    start: int
    kind: str
    text: str
    legal: bool


class Numbering:
    """Counts the entries of a document's lists as they come."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _NumberingLevel]] = {}
        self._lists: dict[str, str] = {}  # the abstract list of each list
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        self._of_styles: dict[tuple[str, str], int] = {}  # the level that a list gives to a style
        if root is not None:
            self._read_lists(root)

    def label(self, paragraph: Any) -> str:
        """What is printed before a paragraph, empty where it is no entry of a numbered list; counts it."""
        number = self._number_of(paragraph)
        if number is None:
            return ""
        list_id, level = number
        abstract = self._lists.get(list_id)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return ""
        counts = self._count_entry(list_id, abstract, level)
        if levels[level].kind == "bullet" or levels[level].kind == "none":
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            own = levels.get(place)
            if own is None:
                return ""
            kind = "1" if levels[level].legal else _FORMATS.get(own.kind, "1")
            return in_format(counts.get(place, own.start), kind)

        return _PLACE.sub(written, levels[level].text).strip()

    def _count_entry(self, list_id: str, abstract: str, level: int) -> dict[int, int]:
        """The counts of a list, its entry counted: an entry begins the levels below it anew."""
        levels = self._levels[abstract]
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for place, start in self._starts.get(list_id, {}).items():
                counts[place] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for below in [place for place in counts if place > level]:
            del counts[below]
        return counts

    def _number_of(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph, by itself or by its style."""
        properties = paragraph.find(tag("pPr"))
        list_id, level = _list_reference(properties)
        for style in self._styles.chain_of(properties, "pStyle"):
            own_id, own_level = _list_reference(style.find(tag("pPr")))
            list_id, level = list_id or own_id, own_level if level is None else level
            if own_id and level is None:
                level = self._level_of_style(own_id, attribute(style, "styleId"))
        return None if list_id in (None, "0") else (str(list_id), level or 0)

    def _level_of_style(self, list_id: str, style_id: str | None) -> int | None:
        return self._of_styles.get((self._lists.get(list_id, ""), style_id or ""))

    def _read_lists(self, root: Any) -> None:
        for abstract in root.iter(tag("abstractNum")):
            own = attribute(abstract, "abstractNumId") or ""
            self._levels[own] = {}
            for level in abstract.iter(tag("lvl")):
                place = int(attribute(level, "ilvl") or 0)
                self._levels[own][place] = _read_level(level)
                style = level.find(tag("pStyle"))
                if style is not None:
                    self._of_styles[own, attribute(style, "val") or ""] = place
        for number in root.iter(tag("num")):
            list_id, abstract = attribute(number, "numId") or "", number.find(tag("abstractNumId"))
            self._lists[list_id] = "" if abstract is None else attribute(abstract, "val") or ""
            for override in number.iter(tag("lvlOverride")):
                start = override.find(tag("startOverride"))
                if start is not None:
                    place = int(attribute(override, "ilvl") or 0)
                    self._starts.setdefault(list_id, {})[place] = int(attribute(start, "val") or 1)


def _list_reference(properties: Any) -> tuple[str | None, int | None]:
    """The list and level that `properties` name."""
    found = None if properties is None else properties.find(tag("numPr"))
    if found is None:
        return None, None
    list_id, level = found.find(tag("numId")), found.find(tag("ilvl"))
    return (
        None if list_id is None else attribute(list_id, "val"),
        None if level is None else int(attribute(level, "val") or 0),
    )


def _read_level(element: Any) -> _NumberingLevel:
    def text(name: str, default: str) -> str:
        found = element.find(tag(name))
        return default if found is None else attribute(found, "val") or ""

    start = text("start", "1")
    first = int(start) if start.isdigit() else 1
    return _NumberingLevel(first, text("numFmt", "decimal"), text("lvlText", ""), is_on(element, "isLgl"))
