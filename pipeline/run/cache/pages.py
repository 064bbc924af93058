"""Pages that OCR has read, kept in the cache of the output folder: reading one takes seconds.

A page is found by the hash of its picture, whatever document it is in, and by the code that reads pictures: what of
the program comes after does not matter. Like all of the cache, it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import extractors.pages.scans
from extractors.pages.model import Page
from extractors.pages.plain import as_page, plain
from pipeline.run.cache.files import SUFFIX, read_file, write_file

_PREFIX: Final = "page-"


@dataclass(frozen=True, slots=True)
class StoredPages:
    """The pages that are kept in `folder`."""

    folder: Path

    def get(self, key: str) -> Page | None:
        """The page of that picture; None where it was not read yet, or the file is torn."""
        found = read_file(self._entry_path(key))
        if found is not None:
            with suppress(ValueError, TypeError):
                return as_page(json.loads(found))
        return None

    def put(self, key: str, page: Page) -> None:
        """Keep the page of that picture."""
        content = json.dumps(page, default=plain, separators=(",", ":"))
        write_file(self._entry_path(key), [content.encode("ascii")])

    def _entry_path(self, key: str) -> Path:
        return self.folder / f"{_PREFIX}{hashlib.sha256(f'{_reader_hash()} {key}'.encode()).hexdigest()}{SUFFIX}"


@cache
def _reader_hash() -> str:
    """A hash of the code that reads pictures."""
    digest = hashlib.sha256()
    for path in sorted(Path(str(extractors.pages.scans.__file__)).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
