"""A cheap look at a PDF's bytes: whether a map from glyphs to characters is unsound.

Reading a page shows characters that cannot be what is printed, but not a glyph that is given as a space: only its map
shows that several glyphs are. Maps are streams of their own, a few hundred bytes each; nothing else of the file is
looked at.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from extractors.pages.pdf_file import bytes_to_search
from extractors.pages.swapped_letters import restored
from extractors.pages.text_layer import is_doubtful
from extractors.pages.text_repair.character_maps import read_map

_STREAM: Final = re.compile(rb"stream\r?\n")
_HEAD: Final = 512  # bytes of a stream that show what it is
_LONGEST: Final = 1 << 18  # bytes of a map
_MARK: Final = b"begincmap"
_FOREIGN: Final = re.compile("[\u00c0-\u017f](?<![ÀÁÈÉÌÍÒÓÙÚàáèéìíòóùú×÷])")


def has_unsound_maps(path: Path) -> bool:
    """Whether a map of the PDF at `path` gives several glyphs one character, or one that nothing prints, or that no
    Italian text does."""
    return any(map(is_unsound, _find_maps(bytes_to_search(path))))


def is_unsound(characters: dict[int, str]) -> bool:
    """Whether a map from codes to characters has codes that `unsound_codes` names, or that give a letter which no
    Italian word has."""
    return bool(unsound_codes(characters)) or any(map(is_foreign, characters.values()))


def is_foreign(text: str) -> bool:
    """Whether what a map gives for one glyph is a letter of other languages than Italian: it may be a name's, or stand
    for a ligature whose number was cut (Ghostscript gives U+00FC for the `fi` of U+FB01)."""
    return _FOREIGN.fullmatch(text) is not None


def unsound_codes(characters: dict[int, str]) -> set[int]:
    """The codes of glyphs that a map gives what they cannot all be: none or doubtful characters, or one character
    that several glyphs have."""
    times = Counter(text for code, text in characters.items() if _is_counted(text))
    return {
        code
        for code, text in characters.items()
        if not text.strip("\x00") or is_doubtful_glyph(text) or (_is_counted(text) and times[text] > 1)
    }


def is_doubtful_glyph(text: str) -> bool:
    """Whether what a map gives for one glyph cannot be what is printed, as it would begin a word."""
    return is_doubtful(f"{restored(text)}a")


def _is_counted(text: str) -> bool:
    """Whether one glyph alone should have it: a space of any width, hyphens and dots are drawn by several."""
    return text == " " or text.isalnum() or text == "&"


def _find_maps(data: bytes) -> Iterable[dict[int, str]]:
    for content in _list_streams(data):
        if _MARK in content:
            yield read_map(content)


def _list_streams(data: bytes) -> Iterator[bytes]:
    """What those streams hold that begin as a map does, deflated or not."""
    for found in _STREAM.finditer(data):
        start = found.end()
        head = data[start : start + _HEAD]
        if _MARK in head:
            yield data[start : start + _LONGEST].split(b"endstream")[0]
            continue
        unpacked = _inflate_bytes(head, _HEAD)
        if _MARK in unpacked:
            yield _inflate_bytes(data[start : start + _LONGEST], _LONGEST)


def _inflate_bytes(data: bytes, most: int) -> bytes:
    """The first `most` bytes that are deflated in `data`, none where it is not deflated."""
    if len(data) < 2 or data[0] & 0x0F != 8 or int.from_bytes(data[:2]) % 31:  # RFC 1950, 2.2
        return b""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""
