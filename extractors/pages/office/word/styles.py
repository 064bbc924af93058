"""What the styles of a document of Word say of a text: bold, hidden, in capitals, a heading of which level."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from extractors.pages.office.word.markup import attribute, switch, tag

_HEADING = re.compile(r"(?:heading|titolo) ?(?P<level>[1-9])", re.IGNORECASE)
_TITLES: Final = ("title", "titolo")


class ParagraphStyle(NamedTuple):
    """Whether a paragraph's text is bold by its style, and its level as a heading, 0 where it is none."""

    bold: bool
    level: int


class RunMarks(NamedTuple):
    """How the text of a run is shown."""

    bold: bool
    hidden: bool
    caps: bool
    raised: bool


class Styles:
    """The styles of a document, with what they are based on."""

    def __init__(self, root: Any) -> None:
        self._by_id = {attribute(style, "styleId"): style for style in root.iter(tag("style"))}

    def chain(self, style_id: str | None) -> list[Any]:
        """The style and those that it is based on, the nearest first."""
        found: list[Any] = []
        while style_id is not None and (style := self._by_id.get(style_id)) is not None and style not in found:
            found.append(style)
            based = style.find(tag("basedOn"))
            style_id = None if based is None else attribute(based, "val")
        return found

    def chain_of(self, properties: Any, kind: str) -> list[Any]:
        """The chain of the style that `properties` name in their element `kind`."""
        named = None if properties is None else properties.find(tag(kind))
        return [] if named is None else self.chain(attribute(named, "val"))

    def of_paragraph(self, paragraph: Any) -> ParagraphStyle:
        """What the paragraph's style says of it."""
        properties = paragraph.find(tag("pPr"))
        chain = self.chain_of(properties, "pStyle")
        bold = next((b for style in chain if (b := switch(style.find(tag("rPr")), "b")) is not None), False)
        return ParagraphStyle(bold, self._outline_level(properties, chain))

    def of_run(self, run: Any, *, bold: bool) -> RunMarks:
        """How a run is shown in a paragraph whose style says `bold`."""
        properties = run.find(tag("rPr"))
        chain = [properties, *(style.find(tag("rPr")) for style in self.chain_of(properties, "rStyle"))]

        def first(name: str, default: bool) -> bool:
            return next((on for each in chain if (on := switch(each, name)) is not None), default)

        heights = [found for each in chain if each is not None and (found := each.find(tag("vertAlign"))) is not None]
        is_raised = bool(heights) and attribute(heights[0], "val") == "superscript"
        return RunMarks(first("b", bold), first("vanish", False), first("caps", False), is_raised)

    def heads_first_row(self, table: Any) -> bool:
        """Whether the table's style sets its first row off."""
        properties = table.find(tag("tblPr"))
        look = None if properties is None else properties.find(tag("tblLook"))
        if look is None or attribute(look, "firstRow") in (None, "0", "false"):
            return False
        parts = [part for style in self.chain_of(properties, "tblStyle") for part in style.iter(tag("tblStylePr"))]
        return any(attribute(part, "type") == "firstRow" for part in parts)

    def _outline_level(self, properties: Any, chain: list[Any]) -> int:
        for each in (properties, *(style.find(tag("pPr")) for style in chain)):
            outline = None if each is None else each.find(tag("outlineLvl"))
            if outline is not None and (attribute(outline, "val") or "").isdigit():
                level = int(attribute(outline, "val") or 9) + 1
                return level if level < 10 else 0  # 9 is text
        for style in chain:
            named = style.find(tag("name"))
            name = (attribute(named, "val") or "") if named is not None else ""
            if found := _HEADING.fullmatch(name):
                return int(found["level"])
            if name.casefold() in _TITLES:
                return 1
        return 0
