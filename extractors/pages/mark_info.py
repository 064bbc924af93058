"""What a PDF's bytes say of its tags: `Suspects`, set in its catalogue by programs that guessed them, which pdfium does
not tell; and whether any element may say a text in the place of its glyphs.

The file's bytes are searched, a few milliseconds; nothing else of it is read. Where a file was changed later, the last
word counts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from extractors.pages.pdf_file import bytes_to_search

_PACKED: Final = b"/ObjStm"
_SAID: Final = re.compile(rb"/Suspects\s+(true|false)\b")
# Files of PDF 1.5 and later may keep their objects, the catalogue among them, in compressed streams.
_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_LONGEST: Final = 1 << 22  # bytes of such a stream, unpacked


def has_suspect_tags(path: Path) -> bool:
    """Whether the PDF at `path` says that its tags may be wrong."""
    content = bytes_to_search(path)
    if not any(word in content for word in (b"/Suspects", _PACKED)):
        return False
    said = [word for part in (*_object_streams(content), content) for word in _SAID.findall(part)]
    return bool(said) and said[-1] == b"true"


def may_say_texts(path: Path) -> bool:
    """Whether an element of the PDF at `path` may say a text in the place of its glyphs (`ActualText`); also where its
    objects are compressed, or it is too large to look at."""
    content = bytes_to_search(path)
    return not content or any(word in content for word in (b"/ActualText", _PACKED))


def _object_streams(content: bytes) -> Iterator[bytes]:
    packed = memoryview(content)
    for found in _OBJECTS.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(packed[found.end() : found.end() + _LONGEST], _LONGEST)
