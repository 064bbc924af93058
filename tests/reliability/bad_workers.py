"""Worker processes that a document has harmed: what they say is no answer."""

from __future__ import annotations

import base64
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractors.errors import DocumentError
from pipeline.processes.messages import send_line
from pipeline.run.documents.fragment_rows import pack_rows, part_line, unpack_rows
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.rows import DocumentRows
from pipeline.run.documents.settling import settle
from pipeline.run.workers.tasks import PAGE, PART, RESULT, STAGE, STARTED, Task

MARK = "CRUSCOTTO_TEST_MARK"
"""The environment variable with the file that code run in the parent would write."""


class Harm:
    """What runs code in the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path(os.environ[MARK]),)


def stops_in_mid_message(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    os.write(pipe.fileno(), RESULT + b'{"set_aside"')
    time.sleep(600)


def ends_no_stage(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    send_line(pipe, PAGE + b"1 1")
    send_line(pipe, STAGE + b"tables")
    time.sleep(600)


def names_a_stage_that_is_none(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    send_line(pipe, STAGE + b"\x1b[2J")
    time.sleep(600)


def answers_late(pipe: Connection, *_: object) -> None:
    task: Task = pipe.recv()
    send_line(pipe, STARTED)
    time.sleep(3)
    _answer(pipe, read_document(task.source))
    time.sleep(600)


def never_stops_talking(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    while True:
        send_line(pipe, PAGE + b"1 2")


def sends_a_pickle(pipe: Connection, *_: object) -> None:
    pipe.recv()
    pipe.send(Harm())
    time.sleep(600)


def has_a_message_without_end(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    while True:
        os.write(pipe.fileno(), b"x" * 65536)


def _answer(pipe: Connection, rows: DocumentRows) -> None:
    send_line(pipe, RESULT, settle(rows, lambda part: send_line(pipe, PART, part), 1 << 30))


def _answers(pipe: Connection, change: Callable[[str, pa.Table], pa.Table], *, lasting: bool = False) -> None:
    """Answer with the rows of the document as `change` makes them, table by table."""
    while True:
        task: Task = pipe.recv()
        send_line(pipe, STARTED)
        lines: list[bytes] = []
        end = settle(read_document(task.source), lines.append, 1 << 30)
        for line in lines:
            name, packed = line.decode("ascii").split(" ")
            rows, _ = unpack_rows(name, base64.b64decode(packed))
            if not lasting or task.source.name.startswith("bad"):
                rows = change(name, rows)
            send_line(pipe, PART, part_line(name, pack_rows(rows)))
        send_line(pipe, RESULT, end)


def sends_parts_without_end(pipe: Connection, *_: object) -> None:
    task: Task = pipe.recv()
    send_line(pipe, STARTED)
    sent: list[bytes] = []
    settle(read_document(task.source), sent.append, 1 << 30)
    while True:
        send_line(pipe, PART, sent[-1])


def gives_rows_twice(pipe: Connection, *_: object) -> None:
    _answers(pipe, lambda name, rows: pa.concat_tables([rows, rows]) if name == "values" else rows)


def leaves_rows_out(pipe: Connection, *_: object) -> None:
    _answers(pipe, lambda name, rows: rows.slice(1) if name == "indicators" else rows)


def reads_one_page_of_many(pipe: Connection, *_: object) -> None:
    pipe.recv()
    send_line(pipe, STARTED)
    send_line(pipe, PAGE + b"1 4000")
    time.sleep(600)


def answers_for_another_document(pipe: Connection, *_: object) -> None:
    _answers(pipe, partial(_with_column, of="plans", column="source_file", cells=["other.txt"]))


def answers_with_no_cell(pipe: Connection, *_: object) -> None:
    _answers(pipe, partial(_with_column, of="plans", column="title", cells=[["no", "text"]]))


def answers_without_a_column(pipe: Connection, *_: object) -> None:
    """Rows that lack a column, for documents named `bad*`; the others are read as they are."""
    _answers(pipe, lambda name, rows: rows.drop_columns("value_id") if name == "values" else rows, lasting=True)


def _with_column(name: str, rows: pa.Table, *, of: str, column: str, cells: list[Any]) -> pa.Table:
    return rows.set_column(rows.column_names.index(column), column, [cells]) if name == of else rows


def draws_a_pickle(path: Path, folder: Path) -> Iterator[int]:
    """A drawer that leaves its protocol by the pipe it has inherited."""
    for handle in range(3, 64):
        try:
            os.write(handle, pickle.dumps(Harm()) + b"\n")
        except OSError:
            continue
    yield 1


def never_ends(_: str) -> str:
    while True:
        time.sleep(1)


def ends_its_process(_: str) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def cannot_read(_: str) -> str:
    raise DocumentError("it is torn")


def answers_after_a_while(_: str) -> str:
    time.sleep(3)
    return "read"


def draws_after_a_while(path: Path, folder: Path) -> Iterator[str]:
    """A page that takes three seconds."""
    assert path != folder
    time.sleep(3)
    yield "drawn"


def echoes(text: str) -> str:
    return text


def has_no_memory_in_c(_: str) -> str:
    raise RuntimeError("std::bad_alloc")
