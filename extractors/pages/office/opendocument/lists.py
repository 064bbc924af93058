"""The numbers that programs print before headings and entries of lists of OpenDocument."""

from __future__ import annotations

from typing import Any, NamedTuple

from extractors.pages.office.list_numbers import in_format
from extractors.pages.office.opendocument.package import OdfPackage, attribute, name_of, qualified

_OUTLINE = ""


class _ListLevel(NamedTuple):
    kind: str
    prefix: str
    suffix: str
    levels: int
    start: int


class ListNumbers:
    """Counts entries by their list's style and level."""

    def __init__(self, package: OdfPackage) -> None:
        self._styles: dict[str, dict[int, _ListLevel]] = {}
        for root in reversed(package.roots):
            for style in root.iter(qualified("text:list-style")):
                self._styles[attribute(style, "style:name") or ""] = dict(map(_read_level, style))
            for style in root.iter(qualified("text:outline-style")):
                self._styles[_OUTLINE] = dict(map(_read_level, style))
        self._counts: dict[str, dict[int, int]] = {}

    def begin(self, style: str, level: int, *, goes_on: bool) -> None:
        """Begin a list; unless it `goes_on` with one before, its entries are counted anew."""
        if not goes_on:
            self._counts.setdefault(style, {}).pop(level, None)

    def of_entry(self, style: str, level: int, start: str | None = None) -> str:
        """What is printed before the next entry at `level`, from 1, of a list with this style."""
        levels = self._styles.get(style, {})
        own = levels.get(level)
        if own is None:
            return ""
        counts = self._counts.setdefault(style, {})
        counts[level] = int(start) if start and start.isdigit() else counts.get(level, own.start - 1) + 1
        for below in [place for place in counts if place > level]:
            del counts[below]
        if not own.kind:
            return ""
        shown = [p for p in range(level - own.levels + 1, level + 1) if p in levels and levels[p].kind]
        numbers = (in_format(counts.get(place, levels[place].start), levels[place].kind) for place in shown)
        return f"{own.prefix}{'.'.join(numbers)}{own.suffix}".strip()

    def of_heading(self, level: int) -> str:
        """What is printed before the next heading of this level."""
        return self.of_entry(_OUTLINE, level)


def _read_level(element: Any) -> tuple[int, _ListLevel]:
    """The level that an element of a list's style describes; a bullet has no number."""
    place = int(attribute(element, "text:level") or 0)
    numbered = name_of(element) in ("text:list-level-style-number", "text:outline-level-style")
    return place, _ListLevel(
        (attribute(element, "style:num-format") or "") if numbered else "",
        attribute(element, "style:num-prefix") or "",
        attribute(element, "style:num-suffix") or "",
        int(attribute(element, "text:display-levels") or 1),
        int(attribute(element, "text:start-value") or 1),
    )
