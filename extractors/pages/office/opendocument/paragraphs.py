"""The text of a paragraph of OpenDocument, and the boxes that are anchored in it."""

from __future__ import annotations

from typing import Any, Final

from extractors.pages.office.opendocument.package import OdfPackage, attribute, count_of, name_of, qualified
from extractors.pages.office.text_flow import TextRuns
from extractors.text import raised

# Elements around text that is read as it stands; the others hold none, or none that a reader sees there.
_AROUND: Final = frozenset((
    "text:span", "text:a", "text:ruby", "text:ruby-base", "text:meta", "text:meta-field", "text:bookmark-ref",
    "text:reference-ref", "text:page-number", "text:page-count", "text:date", "text:time", "text:title",
    "text:subject", "text:author-name", "text:chapter", "text:sequence", "text:sequence-ref", "text:variable-get",
    "text:variable-set", "text:user-field-get", "text:expression", "text:text-input", "text:placeholder",
    "text:conditional-text", "text:file-name", "text:description", "text:keywords",
))  # fmt: skip
_BREAKS: Final = {"text:line-break": "\n", "text:tab": " "}


class ParagraphText:
    """Collects the runs of one paragraph, its boxes and its notes."""

    def __init__(self, package: OdfPackage) -> None:
        self._package = package
        self.runs = TextRuns()
        self.boxes: list[Any] = []
        self.notes: list[Any] = []
        self.hidden = 0

    def read(self, paragraph: Any) -> None:
        """Take in a paragraph whole."""
        bold = self._package.is_bold("paragraph", attribute(paragraph, "text:style-name")) or False
        self._read_content(paragraph, bold=bold)

    def _read_content(self, parent: Any, *, bold: bool) -> None:
        self.runs.add(parent.text or "", bold=bold)
        for child in parent:
            name = name_of(child)
            if name in _AROUND:
                self._read_inside(child, bold=bold)
            elif name in _BREAKS:
                self.runs.add(_BREAKS[name], bold=bold)
            elif name == "text:s":
                self.runs.add(" " * min(count_of(child, "text:c"), 2), bold=bold)
            elif name == "text:note":
                self.notes.append(child.find(qualified("text:note-body")))
            elif name.startswith("draw:"):
                self.boxes += [child] if name == "draw:text-box" else list(child.iter(qualified("draw:text-box")))
            elif name in ("text:hidden-text", "text:hidden-paragraph"):
                self.hidden += 1
            self.runs.add(child.tail or "", bold=bold)

    def _read_inside(self, element: Any, *, bold: bool) -> None:
        style = attribute(element, "text:style-name")
        if self._package.property("text", style, "style:text-properties", "text:display") == "none":
            self.hidden += 1
            return
        own = self._package.is_bold("text", style)
        if self._package.is_raised(style):
            self.runs.add(raised("".join(element.itertext())), bold=bold)
            return
        self._read_content(element, bold=bold if own is None else own)
