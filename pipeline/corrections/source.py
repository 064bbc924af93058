"""A document to read: its file, the name it is published under, and what people have corrected of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corrections.files import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `name` is its name inside the raw folder; `url` and `retrieved_on` say where it came from."""

    path: Path
    name: str
    sha256: str
    url: str | None = field(default=None, compare=False)
    retrieved_on: datetime.date | None = field(default=None, compare=False)
    corrections: tuple[Entry, ...] = field(default=(), compare=False)

    @property
    def size(self) -> int:
        """The size of the document in bytes, 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0
