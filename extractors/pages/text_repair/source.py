"""Pages of a PDF whose unsound glyphs were told by their fonts or by the document's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pypdfium2

from extractors.pages.model import MendedWord, Page
from extractors.pages.pdfium.source import PdfiumPages, open_pages
from extractors.pages.source import Pages
from extractors.pages.text_layer import is_doubtful
from extractors.pages.text_repair.deciphering import decipher
from extractors.pages.text_repair.marking import Glyph, MarkedPdf, mark_unsound_glyphs
from extractors.pages.text_repair.scan import is_foreign
from extractors.pages.text_repair.word_odds import italian_words

_LIGATURES: Final = 0xFB00  # `ff`, and those that follow it
_COUNT: Final = 5  # `ff`, `fi`, `fl`, `ffi`, `ffl`
UNKNOWN = "\ufffd"
"""Printed for a glyph that nothing tells: the replacement character, which no row is sure with."""


@dataclass(frozen=True, slots=True)
class GlyphReading:
    """What is read for a mark, what the file gives, and whether it is known."""

    text: str
    given: str
    known: bool


class RepairedPages(Pages):
    """Pages of a marked copy, its marks replaced by what they stand for."""

    def __init__(self, pages: PdfiumPages, readings: Mapping[str, GlyphReading]) -> None:
        self._pages = pages
        self._readings = readings

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """
        page = self._pages.page(number)
        words, mended = [], list(page.mended)
        for word in page.words:
            marks = [self._readings[char] for char in word.text if char in self._readings]
            if not marks:
                words.append(word)
                continue
            read = word.with_text("".join(self._text_of(char) for char in word.text))
            words.append(read)
            given = "".join(r.given if (r := self._readings.get(char)) else char for char in word.text)
            if all(mark.known for mark in marks) and read.text != given:
                mended.append(MendedWord(read.text, given, read.box))
        return replace(page, words=tuple(words), mended=tuple(mended))

    def _text_of(self, char: str) -> str:
        reading = self._readings.get(char)
        return char if reading is None else reading.text


@contextmanager
def open_repaired(path: Path) -> Iterator[Pages]:
    """Open the PDF at `path` with its text layer put right as far as anything tells how; as it is where no glyph of
    it is unsound.

    Raises what `extractors.pages.pdfium.source.open_pages` raises.
    """
    marked = mark_unsound_glyphs(path)
    if marked is None:
        with open_pages(path) as pages:
            yield pages
        return
    readings = _read_glyphs(marked)
    with open_pages(path, marked.data) as pages:
        yield RepairedPages(pages, readings)


def _read_glyphs(marked: MarkedPdf) -> dict[str, GlyphReading]:
    tokens = _list_tokens(marked)
    told = {mark: glyph.said for mark, glyph in marked.glyphs.items() if glyph.said}
    tokens = ["".join(told.get(char, char) for char in token) for token in tokens]
    asked = {mark: glyph.given for mark, glyph in marked.glyphs.items() if mark not in told}
    told |= decipher(tokens, asked, italian_words())
    cut = {mark: letters for mark, given in asked.items() if (letters := _cut_ligature(given))}
    if any(told.get(mark) == letters for mark, letters in cut.items()):
        told = cut | told
    return {mark: _make_reading(glyph, told.get(mark)) for mark, glyph in marked.glyphs.items()}


def _cut_ligature(given: str) -> str | None:
    """The letters of the ligature whose number was cut to that of a letter, as some versions of Ghostscript do: U+00FC,
    which is FB + 01, for U+FB01; None where it is none's. Words must tell that it was, for plans name people too."""
    number = ord(given) - _LIGATURES // 0x100 if len(given) == 1 else -1
    return unicodedata.normalize("NFKC", chr(_LIGATURES + number)) if 0 <= number < _COUNT else None


def _make_reading(glyph: Glyph, letters: str | None) -> GlyphReading:
    if letters is None and is_foreign(glyph.given):
        letters = glyph.given  # a name's, for all that the words tell
    if letters is not None:
        return GlyphReading(letters, glyph.given, True)
    return GlyphReading(glyph.given if is_doubtful(f"{glyph.given}a") else UNKNOWN, glyph.given, False)


def _list_tokens(marked: MarkedPdf) -> list[str]:
    """All that stands between white space on the pages of a marked copy."""
    found: list[str] = []
    pdf = pypdfium2.PdfDocument(marked.data)
    try:
        for page in pdf:
            text = page.get_textpage()
            found += text.get_text_range().split()
            text.close()
            page.close()
    finally:
        pdf.close()
    return found
