"""A document to read: its file, the name it is published under, and what people have corrected of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corrections.files import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `name` is its name inside the raw folder; `url` and `retrieved_on` say where it came from.

    `file` is its path as a text: as a `Path` it takes 300 bytes more, of which a run would have a hundred thousand.
    """

    file: str | PathLike[str]
    name: str
    sha256: str
    url: str | None = field(default=None, compare=False)
    retrieved_on: datetime.date | None = field(default=None, compare=False)
    corrections: tuple[Entry, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", fspath(self.file))

    @property
    def path(self) -> Path:
        """The file's path."""
        return Path(self.file)

    @property
    def size(self) -> int:
        """The size of the document in bytes, 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0
