"""`read-cell` and `read-code`: what the normalizers make of a text, as JSON."""

from __future__ import annotations

import datetime
import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, BinaryIO, Final

from normalizers.codes import Code
from normalizers.targets.clauses import Clause
from normalizers.targets.reader import CellText, place_cell, read_cell, read_cells
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, LANGUAGES, Idiom
from pipeline.cli.answers.second_process import Reply, SecondProcess

_CHUNK = 1 << 16
DEFAULT_ROLE = "target"
_UNSAID: Final[Mapping[str, Any]] = {
    **{"role": DEFAULT_ROLE, "period": None, "formula": None, "unit": None, "siblings": ()},
    **{"language": DEFAULT_LANGUAGE},
}
"""What a question may say beside its text, and what it asks for where it does not."""
_IDIOMS: Final = {language: Idiom(language) for language in LANGUAGES}
_REMEMBERED: Final = 1 << 16
_answers: dict[bytes, str] = {}
"""The answers to lines that were asked already."""
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_decode = json.JSONDecoder().decode
_CLAUSE_AS_JSON = "{" + ", ".join(f'"{name}": %s' for name in Clause._fields) + "}"
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    float: float.__repr__,
    datetime.date: lambda date: f'"{date.isoformat()}"',
    bool: _as_json,
    int: _as_json,
}
"""How each type of a clause's values is written as JSON."""
_MANY = 1_000_000


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
    return [{**clause._asdict(), "date": clause.date and clause.date.isoformat()} for clause in clauses]


def answer_cells(lines: Sequence[bytes]) -> list[str]:
    """The answer to each JSON line: the clauses of its cell, or an object with `error` where it has none."""
    if len(_answers) > _REMEMBERED:
        _answers.clear()
    new = [line for line in dict.fromkeys(lines) if line not in _answers]
    asked = [_read_question(line) for line in new]
    read = iter(read_cells([question for question in asked if isinstance(question, CellText)]))
    for line, question in zip(new, asked, strict=True):
        _answers[line] = question if isinstance(question, str) else _clauses_as_json(next(read))
    return [_answers[line] for line in lines]


def _read_question(line: bytes) -> CellText | str:
    """The cell that a JSON line asks for, or the answer to a line that asks for none."""
    try:
        asked = _decode(line.decode("utf-8"))
    except ValueError as error:  # UnicodeDecodeError is one too
        return _error_as_json(f"no JSON: {error}")
    if not isinstance(asked, dict) or not isinstance(asked.get("raw"), str):
        return _error_as_json('no object with a text "raw"')
    given = dict(_UNSAID)
    for key, value in asked.items():
        if key in _UNSAID and value is not None:
            if (wrong := _find_fault(key, value)) is not None:
                return _error_as_json(wrong)
            given[key] = value
    return place_cell(asked["raw"], idiom=_IDIOMS[given.pop("language")], **given)


def _clauses_as_json(clauses: Sequence[Clause]) -> str:
    return f"[{', '.join([_clause_as_json(clause) for clause in clauses])}]"


def _clause_as_json(clause: Clause) -> str:
    return _CLAUSE_AS_JSON % tuple(["null" if value is None else _WRITERS[value.__class__](value) for value in clause])


def _find_fault(key: str, value: object) -> str | None:
    """What is wrong with a key beside `raw`, None where it is sound."""
    if key == "period":
        return None if isinstance(value, int) and not isinstance(value, bool) else '"period" is no year'
    if key == "siblings":
        sound = isinstance(value, list) and all(isinstance(raw, str) for raw in value)
        return None if sound else '"siblings" is a list of texts'
    if not isinstance(value, str):
        return '"role", "formula", "unit" and "language" are texts'
    if key == "language" and value not in LANGUAGES:
        return f'"language" is one of {", ".join(LANGUAGES)}'
    return None


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


def answer_stream(source: int, sink: BinaryIO, reply: Reply) -> None:
    """Answer each line that comes from the file descriptor `source` with one line on `sink`.

    Answers go out as soon as no further whole line is at hand, so that another program can hold a
    conversation, and many at a time while lines come in fast, in two processes then. Empty lines have no answer.
    """
    # Nothing that an answer is made of refers to itself: looking for such things anew would take a fifth of the time.
    gc.freeze()
    gc.set_threshold(_MANY)
    second = SecondProcess(reply)
    try:
        for lines in _read_lines(source):
            sink.write(second.answer_lines([line for line in lines if line.strip()]))
            sink.flush()
    finally:
        second.end()


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


def _error_as_json(cause: str) -> str:
    return _as_json({"error": cause})
