"""A document to read: its file, the name it is published under, and what people have corrected of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corrections.files import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `name` is its name inside the raw folder."""

    path: Path
    name: str
    sha256: str
    corrections: tuple[Entry, ...] = field(default=(), compare=False)
