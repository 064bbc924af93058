"""The characters of a page through pdfium: their text, the objects that draw them and the edges of their boxes, read in
bulk. Points, in the frame that is asked for."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import compress, repeat
from math import hypot, pi
from operator import eq, sub

from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.frames import Frame
from extractors.pages.pdfium.widths import Widths

_SPACE = re.compile(r"\s")
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# What pdfium gives instead of a hyphen at the end of a line: one code in a page's text, another for the character.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_SOFT_HYPHEN = "\u00ad"
# Letters and signs of plans; other characters may be numbers of glyphs that have no meaning.
_ODD = re.compile("[^\x20-\u017f\u2010-\u2265]")
_UPRIGHT = 0.1  # radians by which the direction of text may differ from a quarter turn


class PageCharacters:
    """The characters of a page, those left out that pdfium itself puts between words and lines."""

    def __init__(self, page: call.Handle, frame: Frame) -> None:
        text = _page_text(page, call.count_chars(page))
        objects = _text_objects(page, text)
        self._page = page
        self.displayed = frame
        self.objects: list[int] = [found for found in objects if found]
        self._numbers = list(compress(range(len(text)), objects))
        self.text = _SURROGATE.sub("\ufffd", "".join(compress(text, objects)).translate(_HYPHENS))
        if _SOFT_HYPHEN in self.text:
            self.text = self._with_printed_hyphens()
        self._may_be_odd = _ODD.search(self.text) is not None

    def _with_printed_hyphens(self) -> str:
        """The text, soft hyphens that have a width as hyphens: with some fonts one glyph is both."""
        places = [i for i, char in enumerate(self.text) if char == _SOFT_HYPHEN]
        boxes = self.boxes(places, self.displayed)
        text = list(self.text)
        for place, x0, y0, x1, y1 in zip(places, boxes.x0, boxes.y0, boxes.x1, boxes.y1, strict=True):
            if min(x1 - x0, y1 - y0) > 0:
                text[place] = "-"
        return "".join(text)

    def boxes(self, indices: Sequence[int], frame: Frame) -> CharacterBoxes:
        """Where some of the characters stand in `frame`."""
        numbers = list(map(self._numbers.__getitem__, indices))
        edges = call.floats(call.char_box, len(numbers), 4, repeat(self._page), numbers)
        return CharacterBoxes(*frame.boxes(edges[0::4], edges[3::4], edges[2::4], edges[1::4]))

    def type_size(self, index: int) -> float:
        """The type size of a character in points, 0 where pdfium does not tell it."""
        matrix = (ctypes.c_float * 6)()
        number = self._numbers[index]
        if not call.char_matrix(self._page, number, ctypes.addressof(matrix)):
            return 0.0
        return float(call.char_size(self._page, number)) * hypot(matrix[2], matrix[3])

    def line_of_writing(self, index: int, frame: Frame) -> float | None:
        """How high in `frame` a character stands, whatever of it is drawn; None where pdfium does not tell it."""
        point = (ctypes.c_double * 2)()
        place = ctypes.addressof(point)
        if not call.char_origin(self._page, self._numbers[index], place, place + ctypes.sizeof(ctypes.c_double)):
            return None
        x, y = point
        return frame.box(x, y, x, y)[1]

    def turn_at(self, start: int) -> int:
        """The frame in which the text object that begins at character `start` reads; slanting text is taken as
        upright."""
        angle = call.char_angle(self._page, self._numbers[start])
        if angle == 0.0:
            return 0
        quarters = angle / (pi / 2)
        turn = round(quarters)
        return -turn % 4 if abs(quarters - turn) * pi / 2 < _UPRIGHT else self.displayed.turn

    def text_of(self, start: int, end: int) -> str:
        """The text of a text object; glyphs that the font gives no meaning are shown as such and never guessed."""
        text = self.text[start:end]
        odd = self._may_be_odd and _ODD.search(text)
        if not odd and call.char_unmapped(self._page, self._numbers[start]) != 1:
            return text
        unmapped = map(call.char_unmapped, repeat(self._page), self._numbers[start:end])
        return "".join("\ufffd" if flag == 1 else char for flag, char in zip(unmapped, text, strict=True))


def _page_text(page: call.Handle, count: int) -> str:
    """One character for each of the page's `count`."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if call.page_text(page, 0, count, ctypes.addressof(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be", "replace")
        if len(text) == count:
            return text
    return "".join(map(chr, map(call.char_code, repeat(page), range(count))))  # some have no or two codes


def _text_objects(page: call.Handle, text: str) -> list[int | None]:
    """The text object of each character; None of those that pdfium itself puts between words and lines.

    A run without white space whose ends are of one object is of it throughout, unless text from right to left was put
    in order, and so is one between two spaces of the same object: few of the characters need be asked.
    """
    asked = partial(call.char_object, page)
    if _FROM_RIGHT.search(text):
        return list(map(asked, range(len(text))))
    objects: list[int | None] = [None] * len(text)
    spaces = [found.start() for found in _SPACE.finditer(text)]
    before = None
    start = 0
    for end, after in zip((*spaces, len(text)), (*map(asked, spaces), None), strict=True):
        if end > start:
            if before is not None and before == after:
                objects[start:end] = [before] * (end - start)
            else:
                objects[start:end] = _objects_of_run(asked, start, end, before)
        if end < len(text):
            objects[end] = before = after
        start = end + 1
    return objects


def _objects_of_run(asked: Callable[[int], int], start: int, end: int, before: int | None) -> Iterable[int]:
    """The objects of characters without white space between them, `before` that of the space before."""
    last = asked(end - 1)
    if last == before or last == asked(start):
        return [last] * (end - start)
    return map(asked, range(start, end))


class CharacterBoxes:
    """The edges of characters in one frame."""

    def __init__(self, x0: list[float], y0: list[float], x1: list[float], y1: list[float]) -> None:
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1

    def part(self, start: int, end: int) -> CharacterBoxes:
        """The boxes `start` to `end`."""
        return CharacterBoxes(self.x0[start:end], self.y0[start:end], self.x1[start:end], self.y1[start:end])

    def only(self, kept: Sequence[bool]) -> CharacterBoxes:
        """Those boxes that are `kept`."""
        return CharacterBoxes(*(list(compress(edges, kept)) for edges in (self.x0, self.y0, self.x1, self.y1)))

    def gaps(self) -> list[float]:
        """The room between each character and the next one."""
        gaps = list(map(sub, self.x0[1:], self.x1))
        for i in compress(range(len(gaps)), map(eq, self.x0, self.x0[1:])):
            if self.x1[i] == self.x1[i + 1]:
                gaps[i] = 0.0  # parts of one glyph, such as a ligature
        return gaps

    def stretch(self, size: float, widths: Widths) -> None:
        """Give the characters of a text object of this type size the widths that pdfium rounded down; the gaps stay."""
        scale = size / 1000
        moved = 0.0
        for i in range(len(self.x0)):
            whole = round((self.x1[i] - self.x0[i]) / scale)
            self.x0[i] += moved
            moved += (widths.get(whole, whole) - whole) * scale
            self.x1[i] += moved

    def foot(self) -> float:
        """The lower end of the characters but for those that reach below the others."""
        return min((y1 for y0, y1 in zip(self.y0, self.y1, strict=True) if y1 - y0 > 1), default=self.y1[0])
