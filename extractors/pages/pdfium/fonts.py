"""Fonts of a PDF through pdfium: how bold and high their types are, and how wide their characters.

pdfium gives the box of each character, but asks a price for it. Once a font's characters have shown how wide they are,
the first and the last box of a word tell whether all between them stands in order.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.widths import Widths
from extractors.pages.words import is_bold_name

_LEAST_HEIGHT = 0.98  # type sizes from descent to ascent; common fonts have 1 or more
_STROKED_TOO = 2  # the render mode that draws outlines as well: how programs embolden a type without bold


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a text object: `height` is from its descent to its ascent, in type sizes, as pdfium draws boxes.

    `widths` are those that pdfium has wrong, `advances` those that it has shown: by character, in heights of its box.
    `unsure` tells that the font names no height (subsets of LibreOffice): pdfium then takes that of some glyph for it,
    and boxes are as high as what is drawn. `descent` is how far it takes letters to reach below the line of writing,
    in type sizes below 0; where it is 0, boxes end on that line.
    """

    bold: bool
    height: float
    widths: Widths | None = None
    advances: dict[str, float] = field(default_factory=dict)
    unsure: bool = False
    descent: float = 0.0

    def width(self, text: str) -> float | None:
        """The width of `text` where it stands without gaps, in heights of its box; None where it is not known."""
        try:
            return sum(map(self.advances.__getitem__, text))
        except KeyError:
            return None

    def learn(self, text: str, lefts: Sequence[float], rights: Sequence[float], height: float) -> None:
        """Note how wide the characters of `text` are, but for the parts of one glyph, which have its whole box."""
        advances = self.advances
        for char, x0, before, after, x1 in zip(text, lefts, (None, *lefts), (*lefts[1:], None), rights, strict=False):
            if x0 not in (before, after):
                advances[char] = (x1 - x0) / height


class Fonts:
    """The fonts of one document. `widths` are those of `extractors.pages.pdfium.widths`."""

    def __init__(self, widths: Mapping[str, Widths]) -> None:
        self._widths = widths
        self._advances: dict[str, dict[str, float]] = {}  # by name: a font's handle is only good for a page
        self._types: dict[int, Type] = {}

    def new_page(self) -> None:
        """Forget the handles of the page before."""
        self._types.clear()

    def type_of(self, text_object: call.Handle) -> Type:
        """The type of a text object, a handle of pdfium."""
        font = call.text_font(text_object)
        kind = self._types.get(font)
        if kind is None:
            kind = self._types[font] = self._type_of(font)
        if not kind.bold and call.text_render_mode(text_object) == _STROKED_TOO:
            return replace(kind, bold=True)
        return kind

    def _type_of(self, font: int) -> Type:
        ascent, descent = ctypes.c_float(), ctypes.c_float()
        call.font_ascent(font, 1.0, ctypes.addressof(ascent))
        call.font_descent(font, 1.0, ctypes.addressof(descent))
        length = call.font_name(font, None, 0)
        buffer = ctypes.create_string_buffer(max(length, 1))
        call.font_name(font, ctypes.addressof(buffer), length)
        name = buffer.value.decode("latin-1")
        advances = self._advances.setdefault(name, {})
        height = ascent.value - descent.value
        return Type(is_bold_name(name), height, self._widths.get(name), advances, height < _LEAST_HEIGHT, descent.value)
