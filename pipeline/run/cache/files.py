"""The files of the cache: each carries a hash of itself, and takes its name in one step.

One that is torn is as good as none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

SUFFIX: Final = ".cache"
_DIGEST: Final = 64  # bytes of a hash
HEAD: Final = _DIGEST + 1
"""Where the content of a file begins."""


def read_file(path: Path) -> bytes | None:
    """The content of a file of the cache; None where there is none that is whole."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    content = found[HEAD:]
    return content if found[:HEAD] == _hash_head(hashlib.sha256(content)) else None


def write_file(path: Path, content: Iterable[bytes]) -> None:
    """Write a file of the cache of these pieces, with its hash.

    Raises:
        OSError: it cannot be written; there is none then.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:  # joined, what is told of many documents would be in memory once more
            file.write(_hash_head(digest))
            for piece in content:
                digest.update(piece)
                file.write(piece)
            file.seek(0)
            file.write(_hash_head(digest))
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _hash_head(digest: hashlib._Hash) -> bytes:
    return digest.hexdigest().encode("ascii") + b"\n"
