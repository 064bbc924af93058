"""The rows of a document as bytes: how workers hand them over, and how the cache keeps them.

JSON and nothing else: bytes that come from a process which has read a stranger's file, or from a file on disk, are
never unpickled. Days are the one kind of value that JSON has not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pipeline.corrections.source import Source
from pipeline.dataset.column_rows import ColumnRow, rows_of, share_texts
from pipeline.dataset.identity import plan_id
from pipeline.run.document_rows import DocumentRows

if TYPE_CHECKING:
    from pipeline.dataset.schemas.plans import PlanRow

Item = TypeVar("Item")
_PIECE: Final = 1 << 16  # characters
_DAY = "$day"
_TABLES = ("objectives", "indicators", "values", "issues")
_CELLS: Final = frozenset({str, int, float, bool, date, type(None)})


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
    return to_json(content)


def to_json(content: object) -> bytes:
    """JSON of rows and the like, days included.

    Raises:
        TypeError: it holds what has no place in a row.
    """
    return json.dumps(content, default=_plain, separators=(",", ":")).encode("ascii")


class Passing(list[Any]):
    """A list of which JSON is made while its items pass by: all of them together are never in memory."""

    def __init__(self, items: Sequence[Item], shown: Callable[[Item], Any]) -> None:
        """`shown` gives what is written of each of the `items`."""
        super().__init__()
        self._items = items
        self._shown = shown

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return map(self._shown, self._items)


def json_pieces(content: object, **how: Any) -> Iterator[str]:
    """JSON of `content`, which may hold `Passing` lists, in pieces of some length; `how` as `json.JSONEncoder` has it.

    In one piece, that of twenty thousand plans takes a hundred times its length while it is put together.
    """
    piece: list[str] = []
    length = 0
    encoder = json.JSONEncoder(**how)
    # What makes a line of it all is ten times as fast where it is given an item at a time.
    for token in encoder.iterencode(content) if encoder.indent is not None else _tokens(content, encoder):
        piece.append(token)
        length += len(token)
        if length >= _PIECE:
            yield "".join(piece)
            piece, length = [], 0
    yield "".join(piece)


def _tokens(content: object, encoder: json.JSONEncoder) -> Iterator[str]:
    """JSON of `content` on one line, each item of a `Passing` list in a piece."""
    if isinstance(content, Passing):
        for number, item in enumerate(content):
            yield ("[" if number == 0 else encoder.item_separator) + encoder.encode(item)
        yield "]" if content else "[]"
    elif isinstance(content, dict) and content:
        for number, (name, cell) in enumerate(content.items()):
            yield ("{" if number == 0 else encoder.item_separator) + encoder.encode(name) + encoder.key_separator
            yield from _tokens(cell, encoder)
        yield "}"
    else:
        yield encoder.encode(content)


def from_json(packed: bytes) -> Any:
    """What `to_json` made bytes of; tuples are lists.

    Raises:
        ValueError: `packed` is no JSON.
    """
    return json.loads(packed, object_hook=_with_days)


def unpack(packed: bytes) -> DocumentRows | Failure:
    """What `pack` made bytes of.

    Raises:
        ValueError: `packed` is nothing that it makes.
    """
    try:
        found = from_json(packed)
        if "rows" not in found:
            return _failure(**found["failure"])
        tables: dict[str, Any] = {name: _as_rows(table) for name, table in found["rows"].items()}
        (plan,) = tables.pop("plan")
        if tables.keys() != {*_TABLES}:
            raise ValueError("these are not the tables of a document")
        return DocumentRows(cast("PlanRow", dict(plan)), **tables)
    except (AttributeError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"these are no rows of a document: {error}") from error


def check_answer(source: Source, result: DocumentRows | Failure) -> None:
    """See that rows are those of the document that was asked for: whoever read it may have been harmed by it.

    Raises:
        ValueError: a row is of another document.
    """
    if isinstance(result, Failure):
        return
    own = (plan_id(source.sha256), source.name, source.sha256)
    if tuple(result.plan.get(name) for name in ("plan_id", "source_file", "source_sha256")) != own:
        raise ValueError("these are rows of another document")
    tables: tuple[Sequence[Mapping[str, Any]], ...] = tuple(getattr(result, name) for name in _TABLES)
    for row in ({**result.plan}, *chain.from_iterable(tables)):
        if row.get("plan_id") != own[0]:
            raise ValueError("a row is of another plan")


def _failure(code: Any, cause: Any, remedy: Any, trace: Any) -> Failure:
    if not all(isinstance(part, str) for part in (code, cause, remedy, trace or "")):
        raise TypeError("a failure is told in words")
    return Failure(code, cause, remedy, trace)


def _by_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The cells of the rows, by column."""
    columns = list(rows[0]) if rows else []
    if any(list(row) != columns for row in rows):
        raise ValueError("the rows of a table differ in their columns")
    return {name: [row[name] for row in rows] for name in columns}


def _as_rows(columns: Mapping[str, list[Any]]) -> list[ColumnRow]:
    """The rows of a table; a text that stands in thousands of them is kept once, for JSON makes it anew for each."""
    once: dict[str, str] = {}
    for cells in columns.values():
        if not _CELLS.issuperset(map(type, cells)):
            raise ValueError("a cell holds what no column holds")
        cells[:] = share_texts(cells, once)
    return rows_of(columns)


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _with_days(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
