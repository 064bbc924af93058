"""Words of a page through pdfium: its characters read in bulk, its text objects taken apart into words.

A word is what `extractors/words.py` says it is, and its box is the one that pdfminer would give: as wide as its
characters advance, as high as its type size, down to the font's descent. Within a text object type, size and line are
the same, so that most words need no look at their single characters.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import compress, pairwise, repeat
from math import hypot, pi
from operator import eq, ne, sub

from extractors import pdfium_calls as call
from extractors.model import Box, Word
from extractors.pdfium_frames import Edges, Frame
from extractors.pdfium_widths import Widths
from extractors.words import SAME_LINE, WORD_BACK, WORD_GAP, is_bold_name, without_ligatures

_PRINTED = re.compile(r"[^\s\x00]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# What pdfium gives instead of a hyphen at the end of a line: one code in a page's text, another for the character.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
# Letters and signs of plans; other characters may be numbers of glyphs that have no meaning.
_ODD = re.compile("[^\x20-\u017f\u2010-\u2265]")
_STROKED_TOO = 2  # the render mode that draws outlines as well: how programs embolden a type without bold
_UPRIGHT = 0.1  # radians by which the direction of text may differ from a quarter turn
_DESCENT = 0.21  # type sizes below the line of writing, in common fonts
_LEAST_HEIGHT = 0.98  # type sizes from descent to ascent; common fonts have 1 or more
_NARROWEST = 0.05  # type sizes; characters that overlap by less than this stand in order


@dataclass(slots=True)
class _Piece:
    """A word at an end of a text object, in the frame in which it reads from left to right; it may go on in another."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: int  # how many of its characters are
    end: float  # right end of its last character


@dataclass(frozen=True, slots=True)
class _Type:
    """The type of a text object: `height` is from its descent to its ascent, in type sizes, as pdfium draws boxes.

    `unsure` tells that the font names no height (subsets of LibreOffice): pdfium then takes that of some glyph for it,
    and boxes are as high as what is drawn. `descent` is how far it takes letters to reach below the line of writing,
    in type sizes below 0; where it is 0, boxes end on that line.
    """

    bold: bool
    height: float
    widths: Widths | None = None
    unsure: bool = False
    descent: float = 0.0


class _Chars:
    """The characters of a page, those left out that pdfium itself puts between words and lines."""

    def __init__(self, page: int, frame: Frame) -> None:
        count = call.count_chars(page)
        objects = list(map(call.char_object, repeat(page), range(count)))
        edges = call.floats(call.char_box, count, 4, repeat(page), range(count))
        self.page = page
        self.displayed = frame
        self.objects: list[int] = list(compress(objects, objects))
        self.numbers = list(compress(range(count), objects))
        self.text = _SURROGATE.sub("\ufffd", "".join(compress(_text(page, count), objects)).translate(_HYPHENS))
        # left, top, right, bottom of each, in PDF space
        self._edges = [list(compress(edges[i::4], objects)) for i in range(4)]
        self._frames: dict[int, _Placed] = {}

    def placed(self, turn: int) -> _Placed:
        """Where the characters stand in frame `turn`."""
        if turn not in self._frames:
            left, top, right, bottom = self._edges
            self._frames[turn] = _Placed(self.displayed.turned(turn), left, bottom, right, top)
        return self._frames[turn]


def _text(page: int, count: int) -> str:
    """One character for each of the page's `count`."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if call.page_text(page, 0, count, ctypes.addressof(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be", "replace")
        if len(text) == count:
            return text
    return "".join(map(chr, map(call.char_code, repeat(page), range(count))))  # some have no or two codes


class _Placed:
    """The boxes of a page's characters in one frame; `gaps` are from each to the next one."""

    def __init__(
        self, frame: Frame, lefts: list[float], bottoms: list[float], rights: list[float], tops: list[float]
    ) -> None:
        self.frame = frame
        self.x0, self.y0, self.x1, self.y1 = frame.boxes(lefts, bottoms, rights, tops)
        self.gaps = list(map(sub, self.x0[1:], self.x1))
        for i in compress(range(len(self.gaps)), map(eq, self.x0, self.x0[1:])):
            if self.x1[i] == self.x1[i + 1]:
                self.gaps[i] = 0.0  # parts of one glyph, such as a ligature

    def stretch(self, start: int, end: int, size: float, widths: Widths) -> None:
        """Give the characters of a text object of this type size the widths that pdfium rounded down; the gaps stay."""
        scale = size / 1000
        moved = 0.0
        for i in range(start, end):
            whole = round((self.x1[i] - self.x0[i]) / scale)
            self.x0[i] += moved
            moved += (widths.get(whole, whole) - whole) * scale
            self.x1[i] += moved

    def foot(self, start: int, end: int) -> float:
        """The lower end of the characters from `start` to `end` but for those that reach below the others."""
        ends = zip(self.y0[start:end], self.y1[start:end], strict=True)
        return min((y1 for y0, y1 in ends if y1 - y0 > 1), default=self.y1[start])


def _size(page: int, number: int) -> float:
    """The type size of a character in points, 0 where pdfium does not tell it."""
    matrix = (ctypes.c_float * 6)()
    if not call.char_matrix(page, number, ctypes.addressof(matrix)):
        return 0.0
    return float(call.char_size(page, number)) * hypot(matrix[2], matrix[3])


def words_of(page: int, frame: Frame, widths: Mapping[str, Widths]) -> tuple[Word, ...]:
    """The words of a text page, a handle of pdfium, in drawing order with their boxes in `frame`, the displayed one.

    `widths` are those of `extractors.pdfium_widths`.
    """
    reader = _Words(_Chars(page, frame), widths)
    reader.read()
    return tuple(reader.words)


class _Words:
    """Reads a page's words, one text object after the other; the last word of each may go on in the next one."""

    def __init__(self, chars: _Chars, widths: Mapping[str, Widths]) -> None:
        self.words: list[Word] = []
        self._chars = chars
        self._widths = widths
        self._types: dict[int, _Type] = {}
        self._open: _Piece | None = None
        self._frame = chars.displayed  # in which the open word stands
        self._may_be_odd = _ODD.search(chars.text) is not None

    def read(self) -> None:
        """Read all words."""
        objects = self._chars.objects
        starts = [0, *compress(range(1, len(objects)), map(ne, objects[1:], objects))]
        for start, end in pairwise((*starts, len(objects))):
            if end > start:
                self._object(start, end)
        self._close()

    def _object(self, start: int, end: int) -> None:
        """Read the text object whose characters are `start` to `end`."""
        kind = _type_of(self._chars.objects[start], self._types, self._widths)
        turn = _turn(self._chars, start)
        placed = self._chars.placed(turn)
        if self._frame.turn != turn:
            self._close()
            self._frame = placed.frame
        y0, y1 = placed.y0[start], placed.y1[start]
        if kind.height > 0 and y1 > y0:
            size = (y1 - y0) / kind.height
            if kind.unsure:
                y1 = placed.foot(start, end)
                size = _size(self._chars.page, self._chars.numbers[start]) or size
            if kind.widths:
                placed.stretch(start, end, size, kind.widths)
            if kind.unsure and not kind.descent:
                y1 += _DESCENT * size
            y0 = y1 - size
        else:  # the font says nothing of its height: pdfium gives the glyphs' own boxes
            y0, y1 = min(placed.y0[start:end]), max(placed.y1[start:end])
            size = y1 - y0
        least, gaps = max(size, 1.0), placed.gaps[start : end - 1]
        even = not gaps or (min(gaps) > -_NARROWEST * least and max(gaps) < WORD_GAP * least)
        straight = even and turn == self._chars.displayed.turn
        for found in _PRINTED.finditer(_mapped(self._chars, start, end, self._may_be_odd)):
            a, b = found.span()
            if straight and a > 0 and start + b < end:  # a whole word, as most are
                self._close()
                box = Box(placed.x0[start + a], y0, placed.x1[start + b - 1], y1)
                self.words.append(Word(found[0], box, size, kind.bold))
                continue
            cuts = [a, b] if even else _cuts(placed, start + a, start + b, least, start)
            for i, j in pairwise(cuts):
                x0, x1 = min(placed.x0[start + i : start + j]), max(placed.x1[start + i : start + j])
                bold = j - i if kind.bold else 0
                last = placed.x1[start + j - 1]
                piece = _Piece(found[0][i - a : j - a], x0, y0, x1, y1, size, bold, last)
                glued = i == 0 or i > a
                self._add(piece, placed.x0[start + i], glued=glued)
        if self._chars.text[end - 1].isspace():
            self._close()

    def _add(self, piece: _Piece, begin: float, *, glued: bool) -> None:
        """Add a word whose first character begins at `begin`; one that is `glued` may go on with the open word."""
        if self._open is not None and glued and _goes_on(self._open, piece, begin):
            _join(self._open, piece)
            return
        self._close()
        self._open = piece

    def _close(self) -> None:
        """End the open word."""
        piece, self._open = self._open, None
        if piece is None:
            return
        edges: Edges = (piece.x0, piece.y0, piece.x1, piece.y1)
        box = self._frame.to(self._chars.displayed, edges)
        self.words.append(Word(without_ligatures(piece.text), box, piece.size, piece.bold * 2 > len(piece.text)))


def _goes_on(last: _Piece, piece: _Piece, begin: float) -> bool:
    size = max(last.size, piece.size, 1.0)
    if abs(last.y0 + last.y1 - piece.y0 - piece.y1) > 2 * SAME_LINE * size:
        return False
    return WORD_BACK * size < begin - last.end < WORD_GAP * size


def _join(word: _Piece, piece: _Piece) -> None:
    word.text += piece.text
    word.x0, word.y0 = min(word.x0, piece.x0), min(word.y0, piece.y0)
    word.x1, word.y1 = max(word.x1, piece.x1), max(word.y1, piece.y1)
    word.size = max(word.size, piece.size)
    word.bold += piece.bold
    word.end = piece.end


def _turn(chars: _Chars, index: int) -> int:
    """The frame in which the text object that begins at character `index` reads; slanting text is taken as upright."""
    angle = call.char_angle(chars.page, chars.numbers[index])
    if angle == 0.0:
        return 0
    quarters = angle / (pi / 2)
    turn = round(quarters)
    return -turn % 4 if abs(quarters - turn) * pi / 2 < _UPRIGHT else chars.displayed.turn


def _mapped(chars: _Chars, start: int, end: int, may_be_odd: bool) -> str:
    """The text of a text object; glyphs that the font gives no meaning are shown as such and never guessed."""
    text = chars.text[start:end]
    odd = may_be_odd and _ODD.search(text)
    if not odd and call.char_unmapped(chars.page, chars.numbers[start]) != 1:
        return text
    unmapped = map(call.char_unmapped, repeat(chars.page), chars.numbers[start:end])
    return "".join("\ufffd" if flag == 1 else char for flag, char in zip(unmapped, text, strict=True))


def _cuts(placed: _Placed, start: int, end: int, size: float, origin: int) -> list[int]:
    """Where a run without white space begins, parts into words and ends, counted from `origin`."""
    parts = [
        i + 1 - origin
        for i, gap in enumerate(placed.gaps[start : end - 1], start)
        if not WORD_BACK * size < gap < WORD_GAP * size
    ]
    return [start - origin, *parts, end - origin]


def _type_of(handle: int, types: dict[int, _Type], widths: Mapping[str, Widths]) -> _Type:
    font = call.text_font(handle)
    stroked = call.text_render_mode(handle) == _STROKED_TOO
    if font not in types:
        types[font] = _type(font, widths)
    kind = types[font]
    return replace(kind, bold=True) if stroked and not kind.bold else kind


def _type(font: int, widths: Mapping[str, Widths]) -> _Type:
    ascent, descent = ctypes.c_float(), ctypes.c_float()
    call.font_ascent(font, 1.0, ctypes.addressof(ascent))
    call.font_descent(font, 1.0, ctypes.addressof(descent))
    length = call.font_name(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    call.font_name(font, ctypes.addressof(buffer), length)
    name = buffer.value.decode("latin-1")
    height = ascent.value - descent.value
    return _Type(is_bold_name(name), height, widths.get(name), height < _LEAST_HEIGHT, descent.value)
