"""`read-cell` and `read-code`: JSON in, JSON out."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from normalizers.codes import read_code
from pipeline.cli.answers.second_process import SecondProcess, answer_lines
from pipeline.cli.answers.texts import answer_cells, answer_stream, code_parts, read_cell_clauses


def ask(**question: Any) -> Any:
    return json.loads(answer_cells([json.dumps(question).encode()])[0])


def test_a_clause_has_the_columns_of_values() -> None:
    (clause,) = read_cell_clauses(">= 80%", "target", 2019)
    assert list(clause) == [
        *("kind", "comparator", "comparator_source", "number", "number_high", "unit", "date", "boolean"),
        *("reference", "text", "status", "reason"),
    ]
    assert (clause["kind"], clause["comparator"], clause["number"], clause["unit"]) == (
        "quantity",
        ">=",
        80,
        "percent",
    )


def test_role_period_and_formula_decide_what_a_cell_says() -> None:
    assert ask(raw="31/12/2019", role="result", period=2019)[0]["comparator"] == "="
    assert ask(raw="31/12/2019", role="target", period=2019)[0]["comparator"] == "<="
    assert [c["date"] for c in ask(raw="entro il 30/06 e 31/12", period=2020)] == ["2020-06-30", "2020-12-31"]
    assert ask(raw="80%", formula="pratiche evase / totale >= 80%")[0]["comparator_source"] == "formula"


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"7",
        b"{}",
        b'{"raw": 7}',
        b'{"raw": "1", "period": "2019"}',
        b'{"raw": "1", "period": true}',
        b'{"raw": "1", "formula": 3}',
        b'{"raw": "\xff"}',
    ],
)
def test_a_line_that_asks_for_nothing_is_answered_with_an_error(line: bytes) -> None:
    assert list(json.loads(answer_cells([line])[0])) == ["error"]


def test_null_is_as_good_as_nothing() -> None:
    assert ask(raw="3", role=None, period=None, formula=None) == ask(raw="3")


def test_the_stream_answers_line_by_line() -> None:
    lines = [json.dumps({"raw": f">= {n}%"}) for n in range(5000)]
    given, taken = os.pipe()

    def write() -> None:
        with os.fdopen(taken, "wb") as file:
            # A last line without end, an empty one, and one longer than any buffer.
            file.write(("\n".join([*lines, "", json.dumps({"raw": "x" * 200_000})])).encode())

    writer = threading.Thread(target=write)
    writer.start()
    sink = io.BytesIO()
    answer_stream(given, sink, answer_cells)
    writer.join()
    os.close(given)
    answers = sink.getvalue().decode().splitlines()
    assert len(answers) == 5001
    assert [json.loads(a)[0]["number"] for a in answers[:5000]] == list(range(5000))


def test_many_lines_are_answered_by_two_processes_in_their_order() -> None:
    lines = [json.dumps({"raw": f">= {n}%"}).encode() for n in range(200)]
    alone = answer_lines(lines, answer_cells)
    second = SecondProcess(answer_cells)
    assert second.answer_lines(lines[:9]) == answer_lines(lines[:9], answer_cells)
    assert not multiprocessing.active_children(), "few lines are no work for two"
    assert second.answer_lines(lines) == alone
    assert len(multiprocessing.active_children()) == 1
    second.end()
    assert not multiprocessing.active_children(), "who ends it has waited for it"


def test_lines_are_answered_though_the_second_process_is_killed() -> None:
    lines = [json.dumps({"raw": f"entro {n} gg"}).encode() for n in range(200)]
    second = SecondProcess(answer_cells)
    assert second.answer_lines(lines) == answer_lines(lines, answer_cells)
    for process in multiprocessing.active_children():
        process.kill()
        process.join(10)
    assert second.answer_lines(lines) == second.answer_lines(lines) == answer_lines(lines, answer_cells)
    assert not multiprocessing.active_children(), "it is not begun anew"


def test_a_program_can_hold_a_conversation() -> None:
    """Each answer comes before the next question is asked."""
    command = [sys.executable, "-m", "pipeline.cli.app", "read-cell", "--stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2, 3):
            process.stdin.write(json.dumps({"raw": f"almeno {number}"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())[0]["number"] == number
        process.stdin.close()
    assert process.returncode == 0


def test_codes_show_their_parts_and_repairs() -> None:
    shown = code_parts(read_code("01.2.4-a", "massa-carrara"))
    assert (shown["code"], shown["scheme"], len(shown["repaired"])) == ("O1.2.4-a", "massa-carrara", 1)
    assert json.loads(json.dumps(shown)) == shown
    assert code_parts(read_code("1011.01.D1.11", "modena"))["process_code"] == "D1.11"
    assert code_parts(read_code("§§§"))["code"] is None
