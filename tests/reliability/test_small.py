"""Small things that hold when somebody means it: limits of single commands, signals, closed outputs, leftovers."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.errors import DocumentError
from pipeline.dataset.text import strip_control
from pipeline.errors import ExitCode
from pipeline.processes.alone import run_alone
from pipeline.processes.limits import Limits, says_no_memory
from pipeline.processes.temporary import sweep_temporary_folders, temporary_folder
from pipeline.publish.csv_export import escaped, unescaped
from pipeline.run.extract import run
from tests.reliability import bad_workers
from tests.reliability.hostile import HOSTILE
from tests.reliability.plans import HEAD, plan

CRUSCOTTO = (sys.executable, "-m", "pipeline.cli.app")


def test_one_document_alone_is_held_to_the_limits() -> None:
    assert run_alone(bad_workers.echoes, "è\n€") == "è\n€"
    worse = (
        (bad_workers.never_ends, "not read within"),
        (bad_workers.ends_its_process, "without an answer"),
        (bad_workers.cannot_read, "torn"),
        (bad_workers.has_no_memory_in_c, "more than .* MiB of memory"),
    )
    for task, said in worse:
        with pytest.raises(DocumentError, match=said):
            run_alone(task, "", limits=Limits(timeout=6))


def test_a_text_of_millions_of_blank_lines_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_bytes(HEAD.encode() + b"\n" * 2_000_000 + b"x\t1%\t2%\n")
    (tmp_path / "good.txt").write_text(plan(6), encoding="utf-8")
    result = run([tmp_path / "blank.txt", tmp_path / "good.txt"], tmp_path / "out", jobs=1, report=True)
    assert [(one.source_file, one.failure.code) for one in result.failed] == [("blank.txt", "document-too-large")]
    assert [one.source_file for one in result.plans] == ["good.txt"]
    assert max(path.stat().st_size for path in (tmp_path / "out" / "report").rglob("*.html")) < 1 << 20


def test_one_process_with_little_time_ends_what_hangs(tmp_path: Path) -> None:
    (tmp_path / "hangs.pdf").write_bytes(HOSTILE["forms-double.pdf"]())
    (tmp_path / "good.txt").write_text(plan(6), encoding="utf-8")
    result = run([tmp_path], tmp_path / "out", jobs=1, limits=Limits(timeout=3))
    (hung,) = result.failed
    assert hung.source_file == "hangs.pdf"
    assert hung.failure.code in ("document-timeout", "memory-exceeded")  # it fills memory too, faster on some machines
    assert [one.source_file for one in result.plans] == ["good.txt"]


def test_a_term_signal_ends_a_run_as_ctrl_c_does(tmp_path: Path) -> None:
    (tmp_path / "slow.txt").write_bytes(b"Indicatore\tTarget\n" + b"x\t" * 400_000)
    with subprocess.Popen(
        [*CRUSCOTTO, "extract", str(tmp_path / "slow.txt"), "--out", str(tmp_path / "out")],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "command", ["read-code 1.1 >&-", "read-code 1.1 2>&-", "extract one.txt --out out --no-report >&- 2>&-"]
)
def test_an_output_that_is_closed_is_no_traceback(command: str, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(plan(3), encoding="utf-8")
    ended = subprocess.run(
        ["sh", "-c", f'"$0" -m pipeline.cli.app {command}', sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == ExitCode.OK
    assert "Traceback" not in ended.stderr + ended.stdout


def test_folders_of_killed_runs_are_swept_and_those_of_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"cruscotto-{ended.pid}-abc" / "0").mkdir(parents=True)
    (tmp_path / "cruscotto-notes").mkdir()
    (tmp_path / f"cruscotto-{ended.pid}-link").symlink_to(tmp_path / "cruscotto-notes")
    with temporary_folder() as own:
        sweep_temporary_folders()
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            ["cruscotto-notes", f"cruscotto-{ended.pid}-link", Path(own).name]
        )


def test_no_terminal_obeys_a_name(tmp_path: Path) -> None:
    assert strip_control("a\x1b[31mred\x9b0m\r\nb\tc è") == "a\ufffd[31mred\ufffd0m\ufffd\nb\tc è"
    ended = subprocess.run(
        [*CRUSCOTTO, "inspect", str(tmp_path / "\x1b]0;title\x07.pdf")], capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "\x1b" not in ended.stderr + ended.stdout


@pytest.mark.parametrize("text", ["ok;=1+5", "a; -1+1", "a;\t@x", "a;'b", ";=", "a\t=1", "fatto; - da fare"])
def test_no_spreadsheet_that_parts_cells_at_semicolons_computes_a_text(text: str) -> None:
    safe = escaped(text)
    assert unescaped(safe) == text
    for separator in (";", "\t"):
        for cell in next(csv.reader(io.StringIO(safe), delimiter=separator)):
            assert not cell.strip().startswith(("=", "+", "-", "@"))


def test_a_library_in_c_that_has_no_memory_left_is_over_the_limit() -> None:
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((1, 1), np.uint8), (1 << 30, 1 << 30), interpolation=cv2.INTER_NEAREST)
    assert says_no_memory(caught.value)
    assert not says_no_memory(ValueError("the page has no words"))
