"""The fonts of a PDF whose maps can be held against what they draw, through pypdf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from extractors.pages.text_repair.character_maps import read_map, written_map
from extractors.pages.text_repair.programs import NOTHING_SAID, Program, read_program

_PROGRAMS: Final = ("/FontFile2", "/FontFile3")
_MOST: Final = 4000  # codes; more are a whole font's, not those of a document
_MOST_AGREE: Final = 0.7  # share of the glyphs that a program and a map both know


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a PDF: its map as the file has it, by code, and what its program says of the glyphs of these."""

    own: DictionaryObject
    characters: dict[int, str]
    program: Program
    composite: bool

    @property
    def codes(self) -> set[int]:
        """The codes that a text may use."""
        drawn = self.program.drawn if len(self.program.drawn) < _MOST else frozenset()
        return {*self.characters, *drawn}

    def write_map(self, writer: PdfWriter, characters: dict[int, str]) -> None:
        """Give the font another map in `writer`, the file it is of."""
        stream = DecodedStreamObject()
        stream.set_data(written_map(characters, 2 if self.composite else 1))
        self.own[NameObject("/ToUnicode")] = writer._add_object(stream)


def fonts_of(writer: PdfWriter) -> Iterator[Font]:
    """The fonts of the file, each once, that have a map or a program that says what their glyphs are."""
    for found in list(writer._objects):
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/Font" and "/Subtype" in found:
            font = _read_font(found)
            if font is not None and (font.characters or font.program is not NOTHING_SAID):
                yield font


def _read_font(own: DictionaryObject) -> Font | None:
    kind = str(own["/Subtype"])
    composite = kind == "/Type0"
    if not composite and kind not in ("/TrueType", "/Type1", "/MMType1", "/Type3"):
        return None
    stream = own.get("/ToUnicode")
    stream = stream.get_object() if stream is not None else None
    characters = read_map(stream.get_data()) if isinstance(stream, StreamObject) else {}
    program = _read_program(own) if composite else NOTHING_SAID
    return Font(own, characters, program if _are_agreed(program.texts, characters) else NOTHING_SAID, composite)


def _are_agreed(said: dict[int, str], characters: dict[int, str]) -> bool:
    """Whether a program and a map say the same of most glyphs: some programs' tables were numbered anew."""
    both = said.keys() & characters.keys()
    return sum(said[code] == characters[code] for code in both) >= _MOST_AGREE * len(both)


def _read_program(own: DictionaryObject) -> Program:
    """What the program of a composite font says, where its codes are the numbers of its glyphs."""
    if own.get("/Encoding") not in ("/Identity-H", "/Identity-V") or not own.get("/DescendantFonts"):
        return NOTHING_SAID
    inner: Any = own["/DescendantFonts"].get_object()[0].get_object()  # type: ignore[index]
    if inner.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return NOTHING_SAID
    descriptor = inner.get("/FontDescriptor")
    for key in _PROGRAMS:
        if descriptor is not None and key in descriptor.get_object():
            return read_program(descriptor.get_object()[key].get_object().get_data())
    return NOTHING_SAID
