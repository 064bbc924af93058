"""The rows of a document as bytes: how workers hand them over, and how the cache keeps them.

JSON and nothing else: bytes that come from a process which has read a stranger's file, or from a file on disk, are
never unpickled. Days are the one kind of value that JSON has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipeline.run.document import DocumentRows

_DAY = "$day"
_TABLES = ("objectives", "indicators", "values", "issues")


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
        ValueError: the rows of a table differ in their columns.
    """
    if isinstance(result, Failure):
        content: dict[str, Any] = {"failure": asdict(result)}
    else:
        tables = {"plan": [result.plan], **{name: getattr(result, name) for name in _TABLES}}
        content = {"rows": {name: _by_columns(rows) for name, rows in tables.items()}}
    return json.dumps(content, default=_plain, separators=(",", ":")).encode("ascii")


def unpack(packed: bytes) -> DocumentRows | Failure:
    """What `pack` made bytes of.

    Raises:
        ValueError: `packed` is nothing that it makes.
    """
    try:
        found = json.loads(packed, object_hook=_with_days)
        if "rows" not in found:
            return Failure(**found["failure"])
        tables: dict[str, Any] = {name: _as_rows(*table) for name, table in found["rows"].items()}
        (plan,) = tables.pop("plan")
        return DocumentRows(plan, **tables)
    except (AttributeError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"these are no rows of a document: {error}") from error


def _by_columns(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """The columns of the rows, named once, and their cells."""
    columns = list(rows[0]) if rows else []
    if any(list(row) != columns for row in rows):
        raise ValueError("the rows of a table differ in their columns")
    return columns, [list(row.values()) for row in rows]


def _as_rows(columns: Sequence[str], cells: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _with_days(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
