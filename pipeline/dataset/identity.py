"""Ids: hashes of what is printed, the same on every machine and run, never a row number.

Rows whose printed content is the same in every field are told apart by how many came before them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

DIGITS = 16
"""Hexadecimal digits of an id: with 64 bits, two of a million rows clash once in 40 million datasets."""


def plan_id(sha256: str) -> str:
    """The id of the document with this content; it depends on nothing that reading could change."""
    return f"plan-{sha256[:DIGITS]}"


def hash_parts(*parts: object) -> str:
    """A hash of the parts, as hexadecimal digits; parts are anything JSON can hold."""
    return hashlib.sha256(_as_json(parts).encode("ascii")).hexdigest()[:DIGITS]


_as_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's content, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Identities:
    """Gives out the ids of one table of one document."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: Counter[str] = Counter()

    def make_id(self, *parts: object) -> str:
        """The id of a row with these raw fields; the second such row gets another one than the first."""
        base = hash_parts(*parts)
        occurrence = self._seen[base]
        self._seen[base] += 1
        return f"{self._prefix}-{base if occurrence == 0 else hash_parts(base, occurrence)}"
