"""A copy of a PDF in which each glyph that the file's maps are unsound of has a character of its own.

What the font's program says of a glyph is taken at once. The others are marked with characters for private use, which
the words around them are to tell (`deciphering`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from extractors.pages.swapped_letters import restored
from extractors.pages.text_repair.fonts import Font, fonts_of
from extractors.pages.text_repair.scan import is_doubtful_glyph, is_foreign, unsound_codes

# Private use, but for what signs of the Symbol and Wingdings fonts are given as.
_MARKS: Final = tuple(chr(code) for code in chain(range(0xE000, 0xF000), range(0xF100, 0xF800)))


@dataclass(frozen=True, slots=True)
class Glyph:
    """What is known of a marked glyph: what the file gives for it, and what its font's program says, None for
    nothing."""

    given: str
    said: str | None


@dataclass(slots=True)
class MarkedPdf:
    """A copy of a PDF, and its marked glyphs by mark."""

    data: bytes
    glyphs: dict[str, Glyph] = field(default_factory=dict)


def mark_unsound_glyphs(path: Path) -> MarkedPdf | None:
    """The PDF at `path` with its unsound glyphs marked; None where none is unsound, or the file cannot be written
    anew."""
    marks = iter(_MARKS)
    glyphs: dict[str, Glyph] = {}
    try:
        writer = PdfWriter(clone_from=PdfReader(path))
        for font in fonts_of(writer):
            changed = dict(_mark_codes(font, marks, glyphs))
            if changed:
                font.write_map(writer, {**font.characters, **changed})
        if not glyphs:
            return None
        target = BytesIO()
        writer.write(target)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return None  # its words stay in doubt, as they are without this
    return MarkedPdf(target.getvalue(), glyphs)


def _mark_codes(font: Font, marks: Iterator[str], glyphs: dict[str, Glyph]) -> Iterator[tuple[int, str]]:
    """The codes of the font's unsound glyphs, each with its mark; blank ones are spaces."""
    said, blank = font.program.texts, font.program.blank
    unmapped = font.codes - font.characters.keys() if font.characters else font.codes
    foreign = {code for code, given in font.characters.items() if is_foreign(given)}
    for code in sorted(unsound_codes(font.characters) | unmapped | _unconfirmed_codes(font) | foreign):
        given = font.characters.get(code, "")
        if code in blank:
            if given != " ":
                yield code, " "
        elif given == " " and code not in font.program.drawn:
            continue  # nothing tells whether it is one
        elif said.get(code) != given or not given:
            mark = next(marks, None)
            if mark is None:
                return
            known = said.get(code) or _known_letter(given)
            glyphs[mark] = Glyph(given, known)
            yield code, mark


def _unconfirmed_codes(font: Font) -> set[int]:
    """The codes of glyphs that the map gives a letter or sign which the font's program has for another glyph, or for
    none, where it has most of the others."""
    said = font.program.texts
    if 2 * len(said.keys() & font.characters.keys()) < len(font.characters):
        return set()
    single = {code: given for code, given in font.characters.items() if len(given) == 1 and given.isascii()}
    return {
        code for code, given in single.items() if code not in said or (said[code].isalpha() and said[code] != given)
    }


def _known_letter(given: str) -> str | None:
    """The letters that characters with swapped bytes stand for."""
    letters = restored(given)
    return letters if letters != given and not is_doubtful_glyph(letters) else None
