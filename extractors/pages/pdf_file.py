"""What every PDF engine asks of a file before it opens it."""

from __future__ import annotations

from pathlib import Path

from extractors.errors import EmptyFile, NotAPdf, UnreadableFile


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
