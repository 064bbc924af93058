"""The files of the cache: each carries a hash of itself, and takes its name in one step.

One that is torn is as good as none; one that cannot be written is no error of the run.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

SUFFIX: Final = ".json"


def read_file(path: Path) -> bytes | None:
    """The content of a file of the cache; None where there is none that is whole."""
    try:
        digest, content = path.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == digest else None


def write_file(path: Path, *content: bytes) -> None:
    """Write a file of the cache of these pieces, with its hash; where that fails there is none."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:  # joined, the pieces of a long document would be in memory once more
            file.writelines([digest.hexdigest().encode(), b"\n", *content])
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
