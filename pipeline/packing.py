"""The rows of a document as bytes: how workers hand them over, and how the cache keeps them.

JSON and nothing else: bytes that come from a process which has read a stranger's file, or from a file on disk, are
never unpickled. Days are the one kind of value that JSON has not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pipeline.document import DocumentRows

_DAY = "$day"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document gave no plan; `trace` is for whoever mends an error that nobody foresaw."""

    code: str
    cause: str
    remedy: str
    trace: str | None = None


def pack(result: DocumentRows | Failure) -> bytes:
    """What became of a document, as bytes.

    Raises:
        TypeError: a row holds what is neither text, number, boolean, day nor None.
    """
    kind = "rows" if isinstance(result, DocumentRows) else "failure"
    # Not with `asdict`, which copies every row before it is written.
    content = {field.name: getattr(result, field.name) for field in fields(result)}
    return json.dumps({kind: content}, default=_plain, separators=(",", ":")).encode("ascii")


def unpack(packed: bytes) -> DocumentRows | Failure:
    """What `pack` made bytes of.

    Raises:
        ValueError: `packed` is nothing that it makes.
    """
    try:
        found = json.loads(packed, object_hook=_with_days)
        if "rows" in found:
            rows = DocumentRows(**found["rows"])
            tables = [getattr(rows, field.name) for field in fields(rows)]
            if not isinstance(rows.plan, dict) or not all(isinstance(table, list) for table in tables[1:]):
                raise ValueError("a table is no list of rows")
            return rows
        return Failure(**found["failure"])
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"these are no rows of a document: {error}") from error


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _with_days(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
