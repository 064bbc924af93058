"""What every PDF engine asks of a file before it opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from extractors.errors import EmptyFile, NotAPdf, UnreadableFile

_LARGEST: Final = 64 << 20  # bytes; a larger file holds pictures


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
