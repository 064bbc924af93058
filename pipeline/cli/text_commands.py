"""`read-cell` and `read-code`: what the normalizers make of a text, as JSON."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, BinaryIO

from normalizers.codes import Code
from normalizers.targets.clauses import Clause
from normalizers.targets.reader import read_cell
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, LANGUAGES

_CHUNK = 1 << 16
_KEYS = ("role", "period", "formula", "unit", "siblings", "language")
_TEXTS = frozenset({"role", "formula", "unit", "language"})
_FIELDS = tuple(field.name for field in fields(Clause))
DEFAULT_ROLE = "target"
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def read_cell_clauses(
    raw: str,
    role: str = DEFAULT_ROLE,
    period: int | None = None,
    formula: str | None = None,
    unit: str | None = None,
    *,
    siblings: Sequence[str] = (),
    language: str = DEFAULT_LANGUAGE,
) -> list[dict[str, Any]]:
    """The clauses of a cell, each with the columns of `values` that its text decides on."""
    clauses = read_cell(raw, role=role, period=period, formula=formula, unit=unit, siblings=siblings, language=language)
    return [_clause_as_dict(clause) for clause in clauses]


@functools.lru_cache(maxsize=1 << 16)
def answer_line(line: bytes) -> str:
    """The answer to one JSON line: the clauses of its cell, or an object with `error` where it has none."""
    try:
        asked = json.loads(line.decode("utf-8"))
    except ValueError as error:  # UnicodeDecodeError is one too
        return _error_as_json(f"no JSON: {error}")
    if not isinstance(asked, dict) or not isinstance(asked.get("raw"), str):
        return _error_as_json('no object with a text "raw"')
    given = {key: asked[key] for key in _KEYS if asked.get(key) is not None}
    wrong = _find_wrong_key(given)
    if wrong is not None:
        return _error_as_json(wrong)
    return _as_json(read_cell_clauses(asked["raw"], **given))


def _find_wrong_key(given: Mapping[str, Any]) -> str | None:
    """What is wrong with the keys beside `raw`, None where all are sound."""
    period, siblings = given.get("period"), given.get("siblings", [])
    checks = {
        '"period" is no year': period is None or (isinstance(period, int) and not isinstance(period, bool)),
        '"role", "formula", "unit" and "language" are texts': all(
            isinstance(given.get(key, ""), str) for key in _TEXTS
        ),
        f'"language" is one of {", ".join(LANGUAGES)}': given.get("language", DEFAULT_LANGUAGE) in LANGUAGES,
        '"siblings" is a list of texts': isinstance(siblings, list) and all(isinstance(raw, str) for raw in siblings),
    }
    return next((wrong for wrong, holds in checks.items() if not holds), None)


def code_parts(code: Code) -> dict[str, Any]:
    """What a code was read as, for JSON."""
    return {
        "raw": code.raw,
        "code": code.code,
        "scheme": code.scheme,
        "level": code.level,
        "process_code": code.process_code,
        "ancestors": list(code.ancestors),
        "parts": code.parts,
        "repaired": list(code.repaired),
        "doubts": list(code.doubts),
    }


def answer_stream(source: int, sink: BinaryIO, reply: Callable[[bytes], str]) -> None:
    """Answer each line that comes from the file descriptor `source` with one line on `sink`.

    Answers go out as soon as no further whole line is at hand, so that another program can hold a
    conversation, and many at a time while lines come in fast. Empty lines have no answer.
    """
    for lines in _read_lines(source):
        answers = "".join(f"{reply(line)}\n" for line in lines if line.strip())
        sink.write(answers.encode("utf-8", errors="replace"))
        sink.flush()


def _read_lines(source: int) -> Iterator[list[bytes]]:
    """The whole lines that each read gives."""
    rest: list[bytes] = []
    while chunk := os.read(source, _CHUNK):
        whole, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(tail)
            continue
        yield b"".join([*rest, whole]).split(b"\n")
        rest = [tail]
    if last := b"".join(rest):
        yield [last]


def _clause_as_dict(clause: Clause) -> dict[str, Any]:
    shown = {name: getattr(clause, name) for name in _FIELDS}
    if clause.date is not None:
        shown["date"] = clause.date.isoformat()
    return shown


def _error_as_json(cause: str) -> str:
    return _as_json({"error": cause})
