"""What is told of documents, as JSON: how workers say it, and how the cache and the summary of a run keep it.

Bytes that come from a process which has read a stranger's file, or from a file on disk, are never unpickled. Days are
the one kind of value that JSON has not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, TypeVar

Item = TypeVar("Item")
LONGEST: Final = 16 << 20
"""Bytes of what a worker says at a time: what the process that takes it has room for."""
_PIECE: Final = 1 << 16  # characters
_DAY = "$day"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document gave no plan; `trace` is for whoever mends an error that nobody foresaw."""

    code: str
    cause: str
    remedy: str
    trace: str | None = None


def pack_failure(failure: Failure) -> bytes:
    """A failure as bytes."""
    return to_json({"failure": failure_record(failure)})


def failure_record(failure: Failure) -> dict[str, Any]:
    """A failure as JSON has it."""
    return asdict(failure)


def as_failure(found: Any) -> Failure:
    """The failure that `failure_record` told.

    Raises:
        TypeError: it told nothing of the kind.
    """
    failure = Failure(**found)
    if not all(isinstance(part, str) for part in (failure.code, failure.cause, failure.remedy, failure.trace or "")):
        raise TypeError("a failure is told in words")
    return failure


def to_json(content: object) -> bytes:
    """JSON of rows and the like, days included.

    Raises:
        TypeError: it holds what has no place in a row.
    """
    return json.dumps(content, default=_plain_value, separators=(",", ":")).encode("ascii")


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
    for token in encoder.iterencode(content) if encoder.indent is not None else _json_tokens(content, encoder):
        piece.append(token)
        length += len(token)
        if length >= _PIECE:
            yield "".join(piece)
            piece, length = [], 0
    yield "".join(piece)


def _json_tokens(content: object, encoder: json.JSONEncoder) -> Iterator[str]:
    """JSON of `content` on one line, each item of a `Passing` list in a piece."""
    if isinstance(content, Passing):
        for number, item in enumerate(content):
            yield ("[" if number == 0 else encoder.item_separator) + encoder.encode(item)
        yield "]" if content else "[]"
    elif isinstance(content, dict) and content:
        for number, (name, cell) in enumerate(content.items()):
            yield ("{" if number == 0 else encoder.item_separator) + encoder.encode(name) + encoder.key_separator
            yield from _json_tokens(cell, encoder)
        yield "}"
    else:
        yield encoder.encode(content)


def from_json(packed: bytes) -> Any:
    """What `to_json` made bytes of; tuples are lists.

    Raises:
        ValueError: `packed` is no JSON.
    """
    try:
        return json.loads(packed, object_hook=_with_days)
    except (TypeError, RecursionError) as error:
        raise ValueError(f"this is no JSON of ours: {error}") from error


def _plain_value(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a row")


def _with_days(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
