"""The bytes of a file that is read whole: no more of them than a plan has."""

from __future__ import annotations

from pathlib import Path

from extractors.errors import DocumentTooLarge, UnreadableFile


def read_at_most(path: Path, most: int, what: str) -> bytes:
    """The bytes of the file at `path`, `most` of them at most; `what` is what the message calls it.

    Raises:
        UnreadableFile: the file system does not give them.
        DocumentTooLarge: there are more.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error
    if len(data) > most:
        raise DocumentTooLarge(f"the {what} has more than {most >> 20} MiB")
    return data
