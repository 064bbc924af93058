"""What an embedded font says itself of its glyphs: by its table of characters, their names, and its ligatures.

A subset may have lost all three; then it says nothing. What it draws it must have: a glyph without an outline is a
space.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from fontTools.agl import toUnicode
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont

from extractors.pages.words import without_ligatures

_LIGATURES: Final = 4  # type of a lookup in GSUB (OpenType 1.9, GSUB)
_EXTENSION: Final = 7  # type of one that only points to another (the same)
_PRIVATE: Final = range(0xE000, 0xF900)

# fontTools tells of every oddity of a subset; what cannot be read says nothing, which is no news.
logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Program:
    """Of a font program, by number of glyph: the `texts` that it says, the glyphs that are `drawn`, and the `blank`."""

    texts: dict[int, str] = field(default_factory=dict)
    drawn: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()


NOTHING_SAID: Final = Program()


def read_program(data: bytes) -> Program:
    """What the font program in `data` says, TrueType, OpenType or bare CFF; nothing where it cannot be read."""
    try:
        return _bare_cff(data) if data[:1] == b"\x01" and data[:4] != b"\x00\x01\x00\x00" else _open_type(data)
    except Exception:
        return NOTHING_SAID


def _open_type(data: bytes) -> Program:
    font = TTFont(BytesIO(data), lazy=True, fontNumber=0)
    texts: dict[int, str] = {}
    for code, name in sorted((font.getBestCmap() or {}).items()):
        if code not in _PRIVATE:
            texts.setdefault(font.getGlyphID(name), without_ligatures(chr(code)))
    names = font.getGlyphOrder()
    if "CFF " in font or ("post" in font and font["post"].formatType == 2.0):
        _add_names(texts, names)
    if "GSUB" in font and font["GSUB"].table.LookupList is not None:
        _add_ligatures(texts, font)
    glyphs = font.getGlyphSet()
    return _with_outlines(texts, glyphs, names)


def _bare_cff(data: bytes) -> Program:
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    font = fonts[0]
    names = font.getGlyphOrder()
    texts: dict[int, str] = {}
    _add_names(texts, names)
    return _with_outlines(texts, font.CharStrings, names)


def _add_names(texts: dict[int, str], names: list[str]) -> None:
    for number, name in enumerate(names):
        if text := toUnicode(name):
            texts.setdefault(number, without_ligatures(text))


def _add_ligatures(texts: dict[int, str], font: Any) -> None:
    """Add what glyphs stand for that the font puts in the place of several others."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = table.ExtSubTable if lookup.LookupType == _EXTENSION else table
            if inner.LookupType != _LIGATURES:
                continue
            for first, found in inner.ligatures.items():
                for ligature in found:
                    parts = [texts.get(font.getGlyphID(name)) for name in (first, *ligature.Component)]
                    if None not in parts:
                        texts.setdefault(font.getGlyphID(ligature.LigGlyph), "".join(filter(None, parts)))


def _with_outlines(texts: dict[int, str], glyphs: Any, names: list[str]) -> Program:
    drawn: set[int] = set()
    blank: set[int] = set()
    for number, name in enumerate(names):
        pen = ControlBoundsPen(glyphs)
        glyphs[name].draw(pen)
        (blank if pen.bounds is None else drawn).add(number)
    return Program(texts, frozenset(drawn), frozenset(blank))
