"""The files of the cache: each carries a hash of itself, and takes its name in one step.

One that is torn is as good as none; one that cannot be written is no error of the run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

SUFFIX: Final = ".json"
_DIGEST: Final = 64  # bytes of a hash


def read_file(path: Path) -> bytes | None:
    """The content of a file of the cache; None where there is none that is whole."""
    file = open_file(path)
    if file is None:
        return None
    with file:
        return file.read()


def open_file(path: Path) -> IO[bytes] | None:
    """A file of the cache, open where its content begins; None where there is none that is whole."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    try:
        digest = file.readline(_DIGEST + 1).rstrip(b"\n")
        start = file.tell()
        if hashlib.file_digest(file, "sha256").hexdigest().encode() == digest:
            file.seek(start)
            return file
    except OSError:
        pass
    file.close()
    return None


def write_file(path: Path, content: Iterable[bytes]) -> None:
    """Write a file of the cache of these pieces, with its hash; where that fails there is none."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:  # joined, the pieces of a long document would be in memory once more
            file.write(b"0" * _DIGEST + b"\n")
            for piece in content:
                digest.update(piece)
                file.write(piece)
            file.seek(0)
            file.write(digest.hexdigest().encode())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
