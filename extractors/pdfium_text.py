"""Words of a page through pdfium: its characters read in bulk, its text objects taken apart into words.

A word is what `extractors/words.py` says it is, and its box is the one that pdfminer would give: as wide as its
characters advance, as high as its type size, down to the font's descent. Within a text object type, size and line are
the same, so that most words need no look at their single characters.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress, groupby, pairwise, repeat
from math import pi
from operator import sub

from extractors import pdfium_calls as call
from extractors.model import Word
from extractors.pdfium_frames import Edges, Frame
from extractors.pdfium_widths import Widths
from extractors.words import SAME_LINE, WORD_BACK, WORD_GAP, is_bold_name, without_ligatures

_PRINTED = re.compile(r"[^\s\x00]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HYPHEN_AT_END = 2  # what pdfium gives instead of a hyphen at the end of a line
_STROKED_TOO = 2  # the render mode that draws outlines as well: how programs embolden a type without bold
_ODD_CODE = 0x180  # characters of plans in Latin letters are below; others may be glyph numbers without a meaning
_UPRIGHT = 0.1  # radians by which the direction of text may differ from a quarter turn


@dataclass(slots=True)
class _Piece:
    """A word, or the part of it in one text object, in the frame in which it reads from left to right."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    turn: int
    bold: int  # how many of its characters are
    end: float  # right end of its last character
    glued: bool  # no white space parts it from the piece before


@dataclass(frozen=True, slots=True)
class _Type:
    """The type of a text object: `height` is from its descent to its ascent, in type sizes, as pdfium draws boxes."""

    bold: bool
    height: float
    widths: Widths | None = None


class _Chars:
    """The characters of a page, those left out that pdfium itself puts between words and lines."""

    def __init__(self, page: int, frame: Frame) -> None:
        count = call.count_chars(page)
        objects = list(map(call.char_object, repeat(page), range(count)))
        edges = call.floats(call.char_box, count, 4, repeat(page), range(count))
        codes = map(call.char_code, repeat(page), range(count))
        self.page = page
        self.objects: list[int] = list(compress(objects, objects))
        self.numbers = list(compress(range(count), objects))
        self.codes: list[int] = list(compress(codes, objects))
        # left, top, right, bottom of each, in PDF space
        self._edges = [list(compress(edges[i::4], objects)) for i in range(4)]
        self._displayed = frame
        self._frames: dict[int, _Placed] = {}

    def text(self) -> str:
        if _HYPHEN_AT_END in self.codes:
            for index, code in enumerate(self.codes):
                if code == _HYPHEN_AT_END and call.char_is_hyphen(self.page, self.numbers[index]):
                    self.codes[index] = ord("-")
        return _SURROGATE.sub("\ufffd", "".join(map(chr, self.codes)))

    def placed(self, turn: int) -> _Placed:
        """Where the characters stand in frame `turn`."""
        if turn not in self._frames:
            left, top, right, bottom = self._edges
            self._frames[turn] = _Placed(self._displayed.turned(turn), left, bottom, right, top)
        return self._frames[turn]


class _Placed:
    """The boxes of a page's characters in one frame; `gaps` are from each to the next one."""

    def __init__(
        self, frame: Frame, lefts: list[float], bottoms: list[float], rights: list[float], tops: list[float]
    ) -> None:
        self.frame = frame
        self.x0, self.y0, self.x1, self.y1 = frame.boxes(lefts, bottoms, rights, tops)
        self.gaps = list(map(sub, self.x0[1:], self.x1))

    def stretch(self, start: int, end: int, height: float, widths: Widths) -> None:
        """Give the characters of a text object the widths that pdfium rounded down, in place."""
        scale = (self.y1[start] - self.y0[start]) / height / 1000
        moved = 0.0
        for i in range(start, end):
            whole = round((self.x1[i] - self.x0[i]) / scale)
            self.x0[i] += moved
            moved += (widths.get(whole, whole) - whole) * scale
            self.x1[i] += moved
        self.gaps[start : end - 1] = map(sub, self.x0[start + 1 : end], self.x1[start:end])
        if start:
            self.gaps[start - 1] = self.x0[start] - self.x1[start - 1]


def words_of(page: int, frame: Frame, widths: Mapping[str, Widths]) -> tuple[Word, ...]:
    """The words of a text page, a handle of pdfium, in drawing order with their boxes in `frame`, the displayed one.

    `widths` are those of `extractors.pdfium_widths`.
    """
    chars = _Chars(page, frame)
    words: list[Word] = []
    open_word: _Piece | None = None
    for piece in _pieces(chars, widths):
        if open_word is not None and piece.glued and _goes_on(open_word, piece):
            _join(open_word, piece)
            continue
        if open_word is not None:
            words.append(_word(open_word, frame))
        open_word = piece
    if open_word is not None:
        words.append(_word(open_word, frame))
    return tuple(words)


def _word(piece: _Piece, frame: Frame) -> Word:
    edges: Edges = (piece.x0, piece.y0, piece.x1, piece.y1)
    box = frame.turned(piece.turn).to(frame, edges) if piece.turn != frame.turn else frame.to(frame, edges)
    return Word(without_ligatures(piece.text), box, piece.size, piece.bold * 2 > len(piece.text))


def _goes_on(last: _Piece, piece: _Piece) -> bool:
    size = max(last.size, piece.size, 1.0)
    if last.turn != piece.turn or abs(last.y0 + last.y1 - piece.y0 - piece.y1) > 2 * SAME_LINE * size:
        return False
    return WORD_BACK * size < piece.x0 - last.end < WORD_GAP * size


def _join(word: _Piece, piece: _Piece) -> None:
    word.text += piece.text
    word.x0, word.y0 = min(word.x0, piece.x0), min(word.y0, piece.y0)
    word.x1, word.y1 = max(word.x1, piece.x1), max(word.y1, piece.y1)
    word.size = max(word.size, piece.size)
    word.bold += piece.bold
    word.end = piece.end


def _pieces(chars: _Chars, widths: Mapping[str, Widths]) -> Iterator[_Piece]:
    """The words of each text object."""
    text = chars.text()
    types: dict[int, _Type] = {}
    start = 0
    after_space = True
    for handle, group in groupby(chars.objects):
        end = start + sum(1 for _ in group)
        kind = _type_of(handle, types, widths)
        placed = chars.placed(_turn(chars, start))
        if kind.widths and kind.height > 0:
            placed.stretch(start, end, kind.height, kind.widths)
        for found in _PRINTED.finditer(_mapped(chars, text, start, end)):
            glued = found.start() == 0 and not after_space
            yield from _cut(placed, kind, found[0], start + found.start(), glued=glued)
        after_space = text[end - 1].isspace()
        start = end


def _turn(chars: _Chars, index: int) -> int:
    """The frame in which the text object that begins at character `index` reads; slanting text is taken as upright."""
    angle = call.char_angle(chars.page, chars.numbers[index])
    if angle == 0.0:
        return 0
    quarters = angle / (pi / 2)
    turn = round(quarters)
    return -turn % 4 if abs(quarters - turn) * pi / 2 < _UPRIGHT else chars.placed(0).frame.turn


def _mapped(chars: _Chars, text: str, start: int, end: int) -> str:
    """The text of a text object; glyphs without a meaning are put in brackets, as pdfminer does, and never guessed."""
    first = call.char_unmapped(chars.page, chars.numbers[start])
    codes = chars.codes[start:end]
    if first != 1 and max(codes) < _ODD_CODE and min(codes) >= 32:
        return text[start:end]
    numbers = chars.numbers[start:end]
    unmapped = list(map(call.char_unmapped, repeat(chars.page), numbers))
    if 1 not in unmapped:
        return text[start:end]
    return "".join("\ufffd" if odd == 1 else chr(code) for odd, code in zip(unmapped, codes, strict=True))


def _cut(placed: _Placed, kind: _Type, text: str, start: int, *, glued: bool) -> Iterator[_Piece]:
    """A run without white space in one text object, cut where a gap parts two words."""
    end = start + len(text)
    y0, y1 = placed.y0[start], placed.y1[start]
    gaps = placed.gaps[start : end - 1]
    if kind.height > 0:
        size = (y1 - y0) / kind.height
        y0 = y1 - size
    else:  # the font says nothing of its height: pdfium gives the glyphs' own boxes
        y0, y1 = min(placed.y0[start:end]), max(placed.y1[start:end])
        size = y1 - y0
    least = max(size, 1.0)
    cuts = [start]
    if gaps and (max(gaps) >= WORD_GAP * least or min(gaps) <= WORD_BACK * least):
        cuts += [
            i + 1
            for i, gap in enumerate(gaps, start)
            if not WORD_BACK * least < gap < WORD_GAP * least and not _one_glyph(placed, i)
        ]
    cuts.append(end)
    for a, b in pairwise(cuts):
        yield _Piece(
            text[a - start : b - start],
            min(placed.x0[a:b]),
            y0,
            max(placed.x1[a:b]),
            y1,
            size,
            placed.frame.turn,
            b - a if kind.bold else 0,
            placed.x1[b - 1],
            glued and a == start,
        )


def _one_glyph(placed: _Placed, i: int) -> bool:
    """Whether a character and the next one are parts of one glyph, such as a ligature."""
    return placed.x0[i] == placed.x0[i + 1] and placed.x1[i] == placed.x1[i + 1]


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
    return _Type(is_bold_name(name), ascent.value - descent.value, widths.get(name))
