"""Words of a page through pdfium: its characters read in bulk, its text objects taken apart into words.

A word is what `extractors/pages/words.py` says it is, and its box is the one that pdfminer would give: as wide as its
characters advance, as high as its type size, down to the font's descent. Within a text object type, size and line are
the same, so that most words need no look at their single characters: where the boxes of the first and the last are
as far apart as the font makes its characters wide, those between stand in order.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, compress, pairwise, repeat
from math import hypot, pi
from operator import eq, ne, sub

from extractors.pages.model import Box, Word
from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.fonts import Fonts, Type
from extractors.pages.pdfium.frames import Edges, Frame
from extractors.pages.pdfium.widths import Widths
from extractors.pages.words import SAME_LINE, WORD_BACK, WORD_GAP, without_ligatures

_PRINTED = re.compile(r"[^\s\x00]+")
_SPACE = re.compile(r"\s")
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# What pdfium gives instead of a hyphen at the end of a line: one code in a page's text, another for the character.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
# Letters and signs of plans; other characters may be numbers of glyphs that have no meaning.
_ODD = re.compile("[^\x20-\u017f\u2010-\u2265]")
_UPRIGHT = 0.1  # radians by which the direction of text may differ from a quarter turn
_DESCENT = 0.21  # type sizes below the line of writing, in common fonts
_NARROWEST = 0.05  # type sizes; characters that overlap by less than this stand in order
# Type sizes by which the characters of a word may together stand wider apart, or closer as kerning sets them, than
# their widths say: no gap that parts words can hide in less.
_WIDER = 0.04
_CLOSER = 0.12
_SEAMLESS = 0.06  # type sizes by which a word drawn in several pieces may miss itself


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
    tag: int  # the tagged cell that holds it, as in `Word`
    joints: tuple[tuple[int, float], ...] = ()  # where other text objects begin in it: characters before, left end


@dataclass(slots=True)
class _Run:
    """The characters `start` to `end` of a page, those of one text object, and the words in them: text, begin and end,
    counted from `start`. `first_at` is where the boxes asked of it begin; of `plain` ones they are those of the first
    character and of each word's first and last, of others those of all characters."""

    start: int
    end: int
    kind: Type
    turn: int
    text: str
    words: list[tuple[str, int, int]]
    plain: bool
    tag: int
    first_at: int = 0

    def wanted(self) -> Iterable[int]:
        """The characters whose boxes are asked."""
        if not self.plain or not self.words:
            return range(self.start, self.end) if self.words else ()
        start = self.start
        ends = chain.from_iterable([(start + a, start + b - 1) for _, a, b in self.words])
        return chain((start,), ends) if self.begins_blank else ends

    @property
    def begins_blank(self) -> bool:
        """Whether there is white space before the first word."""
        return self.words[0][1] > 0


class _Chars:
    """The characters of a page, those left out that pdfium itself puts between words and lines."""

    def __init__(self, page: call.Handle, frame: Frame) -> None:
        text = _text(page, call.count_chars(page))
        objects = _objects(page, text)
        self.page = page
        self.displayed = frame
        self.objects: list[int] = [found for found in objects if found]
        self.numbers = list(compress(range(len(text)), objects))
        self.text = _SURROGATE.sub("\ufffd", "".join(compress(text, objects)).translate(_HYPHENS))

    def boxes(self, indices: Sequence[int], frame: Frame) -> _Boxes:
        """Where some of the characters stand in `frame`."""
        numbers = list(map(self.numbers.__getitem__, indices))
        edges = call.floats(call.char_box, len(numbers), 4, repeat(self.page), numbers)
        return _Boxes(*frame.boxes(edges[0::4], edges[3::4], edges[2::4], edges[1::4]))


def _text(page: call.Handle, count: int) -> str:
    """One character for each of the page's `count`."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if call.page_text(page, 0, count, ctypes.addressof(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le" if sys.byteorder == "little" else "utf-16-be", "replace")
        if len(text) == count:
            return text
    return "".join(map(chr, map(call.char_code, repeat(page), range(count))))  # some have no or two codes


def _objects(page: call.Handle, text: str) -> list[int | None]:
    """The text object of each character; None of those that pdfium itself puts between words and lines.

    A run without white space whose ends are of one object is of it throughout, unless text from right to left was put
    in order: so half of the characters need not be asked.
    """
    asked = partial(call.char_object, page)
    if _FROM_RIGHT.search(text):
        return list(map(asked, range(len(text))))
    objects: list[int | None] = [None] * len(text)
    spaces = [found.start() for found in _SPACE.finditer(text)]
    for i, found in zip(spaces, map(asked, spaces), strict=True):
        objects[i] = found
    runs = [(i + 1, j) for i, j in pairwise((-1, *spaces, len(text))) if j - i > 1]
    firsts, lasts = map(asked, [start for start, _ in runs]), map(asked, [end - 1 for _, end in runs])
    for (start, end), first, last in zip(runs, firsts, lasts, strict=True):
        whole = first == last
        objects[start:end] = [first] * (end - start) if whole else map(asked, range(start, end))
    return objects


class _Boxes:
    """The edges of characters in one frame."""

    def __init__(self, x0: list[float], y0: list[float], x1: list[float], y1: list[float]) -> None:
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1

    def part(self, start: int, end: int) -> _Boxes:
        """The boxes `start` to `end`."""
        return _Boxes(self.x0[start:end], self.y0[start:end], self.x1[start:end], self.y1[start:end])

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


def _size(page: call.Handle, number: int) -> float:
    """The type size of a character in points, 0 where pdfium does not tell it."""
    matrix = (ctypes.c_float * 6)()
    if not call.char_matrix(page, number, ctypes.addressof(matrix)):
        return 0.0
    return float(call.char_size(page, number)) * hypot(matrix[2], matrix[3])


def words_of(page: call.Handle, frame: Frame, fonts: Fonts, cell_of: Mapping[int, int]) -> tuple[Word, ...]:
    """The words of a text page, a handle of pdfium, in drawing order with their boxes in `frame`, the displayed one.

    `cell_of` gives by marked-content id the tagged cell that holds the content.
    """
    fonts.new_page()
    reader = _Words(_Chars(page, frame), fonts, cell_of)
    reader.read()
    return tuple(reader.words)


class _Words:
    """Reads a page's words, one text object after the other; the last word of each may go on in the next one."""

    def __init__(self, chars: _Chars, fonts: Fonts, cell_of: Mapping[int, int]) -> None:
        self.words: list[Word] = []
        self._cell_of = cell_of
        self._chars = chars
        self._fonts = fonts
        self._open: _Piece | None = None
        self._frame = chars.displayed  # in which the open word stands
        self._may_be_odd = _ODD.search(chars.text) is not None

    def read(self) -> None:
        """Read all words."""
        runs = list(self._runs())
        wanted: list[int] = []
        for run in runs:
            run.first_at = len(wanted)
            wanted.extend(run.wanted())
        boxes = self._chars.boxes(wanted, self._chars.displayed)
        for run in runs:
            self._in_frame(run.turn)
            if run.words and not (run.plain and self._read_plain(run, boxes)):
                self._read_closely(run, self._all_boxes(run, boxes))
            if self._chars.text[run.end - 1].isspace():
                self._close()
        self._close()

    def _runs(self) -> Iterator[_Run]:
        """The page's text objects."""
        objects = self._chars.objects
        starts = [0, *compress(range(1, len(objects)), map(ne, objects[1:], objects))]
        upright = self._chars.displayed.turn
        for start, end in pairwise((*starts, len(objects))):
            if end > start:
                kind = self._fonts.type_of(call.Handle(objects[start]))
                turn = _turn(self._chars, start)
                text = _mapped(self._chars, start, end, self._may_be_odd)
                words = [(found[0], *found.span()) for found in _PRINTED.finditer(text)]
                plain = turn == upright and kind.height > 0 and not kind.widths and not kind.unsure
                yield _Run(start, end, kind, turn, text, words, plain, self._tag(objects[start]))

    def _tag(self, text_object: int) -> int:
        """The tagged cell that holds a text object."""
        if not self._cell_of:
            return -1
        return self._cell_of.get(call.object_content(call.Handle(text_object)), -1)

    def _in_frame(self, turn: int) -> None:
        if self._frame.turn != turn:
            self._close()
            self._frame = self._chars.displayed.turned(turn)

    def _all_boxes(self, run: _Run, boxes: _Boxes) -> _Boxes:
        """The boxes of all characters of a text object, in the frame in which it reads."""
        if run.plain or run.turn != self._chars.displayed.turn:
            return self._chars.boxes(range(run.start, run.end), self._frame)
        return boxes.part(run.first_at, run.first_at + run.end - run.start)

    def _read_plain(self, run: _Run, boxes: _Boxes) -> bool:
        """Read a text object by the ends of its words; False where its characters must be looked at."""
        at = run.first_at
        y0, y1 = boxes.y0[at], boxes.y1[at]
        height, begin = y1 - y0, at + run.begins_blank
        end = begin + 2 * len(run.words)
        if height <= 0:
            return False
        size = height / run.kind.height
        least = max(size, 1.0)
        wider, closer = -_WIDER * least, _CLOSER * least
        lefts, rights = boxes.x0[begin:end:2], boxes.x1[begin + 1 : end : 2]
        for (text, _, _), x0, x1 in zip(run.words, lefts, rights, strict=True):
            width = run.kind.width(text)
            if width is None or not wider < width * height - (x1 - x0) < closer:
                return False
        y0, bold, length = y1 - size, run.kind.bold, len(run.text)
        for (text, a, b), x0, x1 in zip(run.words, lefts, rights, strict=True):
            if self._open is not None and (
                a > 0 or self._open.tag != run.tag or not _goes_on(self._open, y0, y1, size, x0)
            ):
                self._close()
            if self._open is None and b < length:  # a whole word, as most are
                self.words.append(Word(without_ligatures(text), Box(x0, y0, x1, y1), size, bold, run.tag))
            else:
                self._add(_Piece(text, x0, y0, x1, y1, size, len(text) if bold else 0, x1, run.tag), x0, glued=a == 0)
        return True

    def _read_closely(self, run: _Run, boxes: _Boxes) -> None:
        """Read a text object character by character, `boxes` those of all of them."""
        kind = run.kind
        y0, y1 = boxes.y0[0], boxes.y1[0]
        gaps = boxes.gaps()
        if kind.height > 0 and y1 > y0:
            size = (y1 - y0) / kind.height
            if run.plain:
                kind.learn(run.text, boxes.x0, boxes.x1, y1 - y0)
            elif kind.unsure:
                y1 = boxes.foot()
                size = _size(self._chars.page, self._chars.numbers[run.start]) or size
            if kind.widths:
                boxes.stretch(size, kind.widths)
            if kind.unsure and not kind.descent:
                y1 += _DESCENT * size
            y0 = y1 - size
        else:  # the font says nothing of its height: pdfium gives the glyphs' own boxes
            y0, y1 = min(boxes.y0), max(boxes.y1)
            size = y1 - y0
        least = max(size, 1.0)
        even = not gaps or (min(gaps) > -_NARROWEST * least and max(gaps) < WORD_GAP * least)
        straight = even and run.turn == self._chars.displayed.turn
        for text, a, b in run.words:
            if straight and a > 0 and b < len(run.text):  # a whole word, as most are
                self._close()
                self.words.append(Word(text, Box(boxes.x0[a], y0, boxes.x1[b - 1], y1), size, kind.bold, run.tag))
                continue
            cuts = [a, b] if even else _cuts(gaps, a, b, least)
            for i, j in pairwise(cuts):
                x0, x1 = min(boxes.x0[i:j]), max(boxes.x1[i:j])
                bold = j - i if kind.bold else 0
                piece = _Piece(text[i - a : j - a], x0, y0, x1, y1, size, bold, boxes.x1[j - 1], run.tag)
                glued = i == 0 or i > a
                self._add(piece, boxes.x0[i], glued=glued)

    def _add(self, piece: _Piece, begin: float, *, glued: bool) -> None:
        """Add a word whose first character begins at `begin`; one that is `glued` may go on with the open word."""
        same = self._open is not None and self._open.tag == piece.tag
        if self._open is not None and same and glued and _goes_on(self._open, piece.y0, piece.y1, piece.size, begin):
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
        bold = piece.bold * 2 > len(piece.text)
        joints = _joints_of(piece, self._frame.turn == self._chars.displayed.turn)
        self.words.append(Word(without_ligatures(piece.text), box, piece.size, bold, piece.tag, joints))


def _goes_on(last: _Piece, y0: float, y1: float, size: float, begin: float) -> bool:
    """Whether a word of this height and type size that begins at `begin` is the rest of `last`."""
    size = max(last.size, size, 1.0)
    if abs(last.y0 + last.y1 - y0 - y1) > 2 * SAME_LINE * size:
        return False
    return WORD_BACK * size < begin - last.end < WORD_GAP * size


def _joints_of(piece: _Piece, displayed: bool) -> tuple[tuple[int, float], ...]:
    """Where other text objects begin in a word, counted in the characters that its ligatures stand for."""
    if not displayed:
        return ()
    return tuple((len(without_ligatures(piece.text[:before])), x) for before, x in piece.joints)


def _join(word: _Piece, piece: _Piece) -> None:
    if abs(piece.x0 - word.end) > _SEAMLESS * max(piece.size, 1.0):
        word.joints = (*word.joints, (len(word.text), piece.x0))
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


def _cuts(gaps: Sequence[float], start: int, end: int, size: float) -> list[int]:
    """Where a run without white space begins, parts into words and ends."""
    parted = (i + 1 for i in range(start, end - 1) if not WORD_BACK * size < gaps[i] < WORD_GAP * size)
    return [start, *parted, end]
