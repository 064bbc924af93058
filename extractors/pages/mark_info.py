"""What a PDF's catalogue says of its own tags: `Suspects`, set by programs that guessed them. pdfium does not tell it.

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

_SAID: Final = re.compile(rb"/Suspects\s+(true|false)\b")
# Files of PDF 1.5 and later may keep their objects, the catalogue among them, in compressed streams.
_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_LONGEST: Final = 1 << 22  # bytes of such a stream, unpacked


def has_suspect_tags(path: Path) -> bool:
    """Whether the PDF at `path` says that its tags may be wrong."""
    content = bytes_to_search(path)
    said = [word for part in (*_object_streams(content), content) for word in _SAID.findall(part)]
    return bool(said) and said[-1] == b"true"


def _object_streams(content: bytes) -> Iterator[bytes]:
    packed = memoryview(content)
    for found in _OBJECTS.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(packed[found.end() : found.end() + _LONGEST], _LONGEST)
