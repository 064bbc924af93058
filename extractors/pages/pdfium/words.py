"""Words of a page through pdfium: its characters read in bulk, its text objects taken apart into words.

A word is what `extractors/pages/words.py` says it is, and its box is the one that pdfminer would give: as wide as its
characters advance, as high as its type size, down to the font's descent. Within a text object type, size and line are
the same, so that most words need no look at their single characters: where the boxes of the first and the last are
as far apart as the font makes its characters wide, those between stand in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress, groupby, pairwise
from operator import attrgetter, ne, sub
from typing import NamedTuple

from extractors.pages.model import Box, MendedWord, Word
from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.actual_text import replaced
from extractors.pages.pdfium.characters import CharacterBoxes, PageCharacters
from extractors.pages.pdfium.fonts import Fonts, Type
from extractors.pages.pdfium.frames import Frame
from extractors.pages.pdfium.spaced_letters import cut_positions, letter_spacing, may_be_spaced
from extractors.pages.pdfium.tags import PageTags
from extractors.pages.pdfium.text_pieces import TextPiece, ends_of_accents, goes_on, has_accents, join_piece, joints_of
from extractors.pages.words import WORD_BACK, WORD_GAP, without_ligatures

_PRINTED = re.compile(r"[^\s\x00]+")
_RAISED = re.compile(r"[-\u2010-\u2015\u00ad'\"\u2018-\u201d\u00b0\u00ba*\s]+")  # what stands on no line of writing
_DESCENT = 0.21  # type sizes below the line of writing, in common fonts
_NARROWEST = 0.05  # type sizes; characters that overlap by less than this stand in order
# Type sizes by which the characters of a word may together stand wider apart, or closer as kerning sets them, than
# their widths say: no gap that parts words can hide in less.
_WIDER = 0.04  # type sizes
_CLOSER = 0.12  # type sizes


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
    said: int  # the text that its element says in place of its glyphs, as in `PageTags`; -1 for none
    first_at: int = 0

    def wanted(self) -> Iterable[int]:
        """The characters whose boxes are asked."""
        if not self.plain or not self.words:
            return range(self.start, self.end) if self.words or self.said >= 0 else ()
        start = self.start
        ends = chain.from_iterable([(start + a, start + b - 1) for _, a, b in self.words])
        return chain((start,), ends) if self.begins_blank else ends

    @property
    def begins_blank(self) -> bool:
        """Whether there is white space before the first word."""
        return self.words[0][1] > 0


class DrawnWords(NamedTuple):
    """The words of a page in drawing order, and those whose element says another text than their glyphs."""

    words: tuple[Word, ...]
    mended: tuple[MendedWord, ...]


def words_of(page: call.Handle, frame: Frame, fonts: Fonts, tags: PageTags) -> DrawnWords:
    """The words of a text page, a handle of pdfium, with their boxes in `frame`, the displayed one."""
    fonts.new_page()
    reader = _Words(PageCharacters(page, frame), fonts, tags)
    reader.read()
    return DrawnWords(tuple(reader.words), tuple(reader.mended))


class _Words:
    """Reads a page's words, one text object after the other; the last word of each may go on in the next one."""

    def __init__(self, chars: PageCharacters, fonts: Fonts, tags: PageTags) -> None:
        self.words: list[Word] = []
        self.mended: list[MendedWord] = []
        self._tags = tags
        self._chars = chars
        self._fonts = fonts
        self._open: TextPiece | None = None
        self._frame = chars.displayed  # in which the open word stands

    def read(self) -> None:
        """Read all words."""
        runs = list(self._list_runs())
        wanted: list[int] = []
        for run in runs:
            run.first_at = len(wanted)
            wanted.extend(run.wanted())
        boxes = self._chars.boxes(wanted, self._chars.displayed)
        for said, group in groupby(runs, attrgetter("said")):
            if said >= 0:
                self._read_replaced(list(group), boxes, self._tags.texts[said])
            else:
                for run in group:
                    self._read_run(run, boxes)
        self._close_word()

    def _read_run(self, run: _Run, boxes: CharacterBoxes) -> None:
        self._in_frame(run.turn)
        if run.words and not (run.plain and self._read_plain(run, boxes)):
            self._read_closely(run, self._all_boxes(run, boxes))
        if self._chars.text[run.end - 1].isspace():
            self._close_word()

    def _read_replaced(self, runs: Sequence[_Run], boxes: CharacterBoxes, said: str) -> None:
        """Read the text objects of an element that says another text than its glyphs; its first and last word may be
        parts of one with the text before and after."""
        upright = all(run.turn == self._chars.displayed.turn for run in runs)
        if not upright:
            self._close_word()
        before, opened, self.words, self._open = self.words, self._open, [], None
        for run in runs:
            self._read_run(run, boxes)
        self._close_word()
        drawn, self.words, self._open = self.words, before, opened
        words, mended = replaced(drawn or self._blank_words(runs, boxes), said)
        self.mended += mended
        for word in words:
            if upright:
                bold = len(word.text) if word.bold else 0
                self._add_word(
                    TextPiece(word.text, *word.box, word.size, bold, word.box.x1, word.tag), word.box.x0, glued=True
                )
            else:
                self.words.append(word)

    def _blank_words(self, runs: Iterable[_Run], boxes: CharacterBoxes) -> list[Word]:
        """Words without text where text objects stand that have nothing but white space to say."""
        found = []
        for run in runs:
            part = self._all_boxes(run, boxes)
            box = self._frame.to(self._chars.displayed, (min(part.x0), min(part.y0), max(part.x1), max(part.y1)))
            if box.width > 0:
                found.append(Word("", box, box.height, run.kind.bold, run.tag))
        return found

    def _list_runs(self) -> Iterator[_Run]:
        """The page's text objects."""
        objects = self._chars.objects
        starts = [0, *compress(range(1, len(objects)), map(ne, objects[1:], objects))] if objects else []
        handles = [call.Handle(objects[start]) for start in starts]
        upright = self._chars.displayed.turn
        ends = (*starts, len(objects))[1:]
        for start, end, handle, tag, said in zip(starts, ends, handles, *self._tagged_cells(handles), strict=True):
            kind = self._fonts.type_of(handle)
            turn = self._chars.turn_at(start)
            text = self._chars.text_of(start, end)
            words = _printed_words(text)
            plain = turn == upright and kind.height > 0 and not kind.widths and not kind.unsure and said < 0
            yield _Run(start, end, kind, turn, text, words, plain, tag, said)

    def _tagged_cells(self, text_objects: Sequence[call.Handle]) -> tuple[list[int], list[int]]:
        """Of each text object the tagged cell that holds it, and the text that stands in its place; -1 for none."""
        tags, none = self._tags, [-1] * len(text_objects)
        if not tags.cell_of and not tags.text_of:
            return none, none
        contents = list(map(call.object_content, text_objects))
        cells = list(map(tags.cell_of.get, contents, none))
        return cells, list(map(tags.text_of.get, contents, none)) if tags.text_of else none

    def _in_frame(self, turn: int) -> None:
        if self._frame.turn != turn:
            self._close_word()
            self._frame = self._chars.displayed.turned(turn)

    def _all_boxes(self, run: _Run, boxes: CharacterBoxes) -> CharacterBoxes:
        """The boxes of all characters of a text object, in the frame in which it reads."""
        if run.plain or run.turn != self._chars.displayed.turn:
            return self._chars.boxes(range(run.start, run.end), self._frame)
        return boxes.part(run.first_at, run.first_at + run.end - run.start)

    def _read_plain(self, run: _Run, boxes: CharacterBoxes) -> bool:
        """Read a text object by the ends of its words; False where its characters must be looked at."""
        at = run.first_at
        y1 = boxes.y1[at]
        height, begin = y1 - boxes.y0[at], at + run.begins_blank
        end = begin + 2 * len(run.words)
        if height <= 0:
            return False
        size = height / run.kind.height
        least = max(size, 1.0)
        wider, closer, length = -_WIDER * least, _CLOSER * least, len(run.text)
        lefts, rights = boxes.x0[begin:end:2], boxes.x1[begin + 1 : end : 2]
        for (text, _, _), x0, x1 in zip(run.words, lefts, rights, strict=True):
            width = run.kind.width(text)
            if width is None or not wider < width * height - (x1 - x0) < closer:
                return False
        top, bold, tag = y1 - size, run.kind.bold, run.tag
        if len(lefts) > 1 and may_be_spaced(length, len(lefts), min(map(sub, lefts[1:], rights)) / least):
            return False
        for (text, a, b), x0, x1 in zip(run.words, lefts, rights, strict=True):
            if self._open is not None and (
                a > 0 or self._open.tag != tag or not goes_on(self._open, text, top, y1, size, x0)
            ):
                self._close_word()
            if self._open is None and b < length:  # a whole word, as most are
                self.words.append(Word(without_ligatures(text), Box(x0, top, x1, y1), size, bold, tag))
            else:
                self._add_word(
                    TextPiece(text, x0, top, x1, y1, size, len(text) if bold else 0, x1, tag), x0, glued=a == 0
                )
        return True

    def _read_closely(self, run: _Run, boxes: CharacterBoxes) -> None:
        """Read a text object character by character, `boxes` those of all of them."""
        run, boxes = _without_made_blanks(run, boxes)
        gaps = boxes.gaps()
        y0, y1, size = self._measure(run, boxes)
        least = max(size, 1.0)
        widest = WORD_GAP * least + letter_spacing(gaps, least)
        accented = has_accents(run.text)
        even = not gaps or (min(gaps) > -_NARROWEST * least and max(gaps) < widest)
        straight = even and not accented and run.turn == self._chars.displayed.turn
        for text, a, b in run.words:
            if straight and a > 0 and b < len(run.text):  # a whole word, as most are
                self._close_word()
                self.words.append(Word(text, Box(boxes.x0[a], y0, boxes.x1[b - 1], y1), size, run.kind.bold, run.tag))
                continue
            cuts = [a, b] if even else cut_positions(gaps, a, b, WORD_BACK * least, widest)
            if accented:
                cuts = sorted({*cuts, *ends_of_accents(text, a, boxes.x0, boxes.x1, least)})
            for i, j in pairwise(cuts):
                x0, x1 = min(boxes.x0[i:j]), max(boxes.x1[i:j])
                bold = j - i if run.kind.bold else 0
                piece = TextPiece(text[i - a : j - a], x0, y0, x1, y1, size, bold, boxes.x1[j - 1], run.tag)
                glued = i == 0 or i > a
                self._add_word(piece, boxes.x0[i], glued=glued)

    def _measure(self, run: _Run, boxes: CharacterBoxes) -> tuple[float, float, float]:
        """The upper and lower end of a text object and its type size; its boxes get the widths that its font says."""
        kind = run.kind
        y0, y1 = boxes.y0[0], boxes.y1[0]
        if kind.height > 0 and y1 > y0:
            size = (y1 - y0) / kind.height
            if run.plain:
                kind.learn(run.text, boxes.x0, boxes.x1, y1 - y0)
            elif kind.unsure:
                size = self._chars.type_size(run.start) or size
                y1 = boxes.foot()
                if _RAISED.fullmatch(run.text) and (line := self._chars.line_of_writing(run.start, self._frame)):
                    y1 = line - kind.descent * size
            if kind.widths:
                boxes.stretch(size, kind.widths)
            if kind.unsure and not kind.descent:
                y1 += _DESCENT * size
            return y1 - size, y1, size
        # The font says nothing of its height: pdfium gives the glyphs' own boxes.
        y0, y1 = min(boxes.y0), max(boxes.y1)
        return y0, y1, y1 - y0

    def _add_word(self, piece: TextPiece, begin: float, *, glued: bool) -> None:
        """Add a word whose first character begins at `begin`; one that is `glued` may go on with the open word."""
        last = self._open
        same = glued and last is not None and last.tag == piece.tag
        if same and last is not None and goes_on(last, piece.text, piece.y0, piece.y1, piece.size, begin):
            join_piece(last, piece)
            return
        self._close_word()
        self._open = piece

    def _close_word(self) -> None:
        """End the open word."""
        piece, self._open = self._open, None
        if piece is None:
            return
        text = piece.text
        box = self._frame.to(self._chars.displayed, (piece.x0, piece.y0, piece.x1, piece.y1))
        bold = piece.bold * 2 > len(text)
        joints = joints_of(piece) if piece.joints and self._frame.turn == self._chars.displayed.turn else ()
        self.words.append(Word(without_ligatures(text), box, piece.size, bold, piece.tag, joints))


def _printed_words(text: str) -> list[tuple[str, int, int]]:
    """The words in a text, each with where it begins and ends."""
    return [(found[0], *found.span()) for found in _PRINTED.finditer(text)]


def _without_made_blanks(run: _Run, boxes: CharacterBoxes) -> tuple[_Run, CharacterBoxes]:
    """A run with the boxes of its characters, without blanks that pdfium put where it saw a gap: they have no width."""
    kept = [not char.isspace() or x1 > x0 for char, x0, x1 in zip(run.text, boxes.x0, boxes.x1, strict=True)]
    if all(kept):
        return run, boxes
    text = "".join(compress(run.text, kept))
    return replace(run, text=text, words=_printed_words(text)), boxes.only(kept)
