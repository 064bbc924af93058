"""What the bytes of a PDF say, before any engine opens it: whether it begins as one does; `Suspects`, set in its
catalogue by programs that guessed its tags, which pdfium does not tell; and whether any element may say a text in the
place of its glyphs.

The bytes are searched, a few milliseconds; nothing else of them is read. Where a file was changed later, the last word
counts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from extractors.errors import EmptyFile, NotAPdf, UnreadableFile

_LARGEST: Final = 64 << 20  # bytes; a larger file holds pictures
_PACKED: Final = b"/ObjStm"
_SAID: Final = re.compile(rb"/Suspects\s+(true|false)\b")
# Files of PDF 1.5 and later may keep their objects, the catalogue among them, in compressed streams.
_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_LONGEST: Final = 1 << 22  # bytes of such a stream, unpacked


def bytes_to_search(path: Path) -> bytes:
    """The bytes of the PDF at `path`, for a cheap look at them; none of a file that is too large, or cannot be read:
    the engine that opens it says what is wrong with it."""
    try:
        return path.read_bytes() if 0 < path.stat().st_size <= _LARGEST else b""
    except OSError:
        return b""


def check_head(path: Path) -> None:
    """See that `path` can be read and begins as a PDF does.

    Raises:
        UnreadableFile: the file cannot be opened.
        EmptyFile: it has no content.
        NotAPdf: the mark of a PDF is not within its first kilobyte.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error
    if not head:
        raise EmptyFile("the file has no content")
    if b"%PDF-" not in head:
        raise NotAPdf("the content does not begin with %PDF-")


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
