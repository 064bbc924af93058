"""Readers see a whole dataset: whatever kills a run, fills its disk or runs beside it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ExitCode
from pipeline.publish.dataset_files import read_dataset
from pipeline.run.extract import run
from tests.reliability.killed_runs import state
from tests.reliability.plans import plan
from tests.sizes import size

CRUSCOTTO = (sys.executable, "-m", "pipeline.cli.app")
KILLS = size(10, 250)
"""In each of two folders."""


def extract(raw: Path, out: Path, *options: str, file_size: int | None = None) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return subprocess.run(
        [*CRUSCOTTO, "extract", str(raw), "--out", str(out), "--no-report", "--jobs", "1", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=limit,
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "one.txt").write_text(plan(12), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_runs_killed_at_random_moments_leave_a_whole_dataset(tmp_path: Path, raw: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "one.txt").write_text(plan(12), encoding="utf-8")
    (more / "two.txt").write_text(plan(8, "Numero"), encoding="utf-8")
    command = [sys.executable, "-m", "tests.reliability.killed_runs"]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            [*command, str(tmp_path / f"out-{seed}"), str(KILLS), str(seed), str(raw), str(more)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=root,
        )
        for seed in (1, 2)
    ]
    told = [json.loads(process.communicate(timeout=3600)[0]) for process in running]
    assert [one["killed"] for one in told] == [KILLS, KILLS]
    for one in told:
        assert set(one["seen"]) <= {"0", "1"}
        assert one["last"]
        assert one["left"] == []


def test_a_run_that_is_killed_leaves_no_worker_behind(tmp_path: Path) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_bytes(b"Indicatore\tTarget\n" + b"x\t" * 400_000)
    with subprocess.Popen([*CRUSCOTTO, "extract", str(slow), "--out", str(tmp_path / "out")], stderr=-3) as process:
        children: list[str] = []
        while len(children) < 2:  # the worker, and what looks after processes that are spawned
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            assert process.poll() is None
        process.kill()
    for pid in children:
        for _ in range(200):
            if not _alive(int(pid)):
                break
            signal.sigtimedwait([], 0.05)
        assert not _alive(int(pid))


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_full_disk_leaves_the_dataset_whole_and_the_next_run_works(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    assert run([raw], out, jobs=1).exit_code is ExitCode.OK
    before = state(out)
    (raw / "two.txt").write_text(plan(8, "Numero"), encoding="utf-8")
    for most in (0, 6000):  # bytes that a file may have: as a disk that is full sooner or later
        ended = extract(raw, out, file_size=most)
        assert ended.returncode == ExitCode.PUBLISH, ended.stderr
        assert ended.stderr.startswith("error: cannot publish")
        assert state(out) == before
    assert run([raw], out, jobs=1).exit_code is ExitCode.OK
    assert len(read_dataset(out)["plans"]) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser writes everywhere")
def test_a_folder_that_cannot_be_written_leaves_the_dataset_whole(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    assert extract(raw, out).returncode == 0
    before = state(out)
    (raw / "two.txt").write_text(plan(8, "Numero"), encoding="utf-8")
    for folder in (out, out / ".versions"):
        folder.chmod(0o555)
    ended = extract(raw, out)
    for folder in (out, out / ".versions"):
        folder.chmod(0o755)
    assert ended.returncode == ExitCode.PUBLISH
    assert state(out) == before


def test_runs_at_the_same_time_publish_one_after_the_other(tmp_path: Path, raw: Path) -> None:
    out = tmp_path / "out"
    more = tmp_path / "more"
    more.mkdir()
    (more / "two.txt").write_text(plan(8, "Numero"), encoding="utf-8")
    whole = []
    for folder in (raw, more):
        assert run([folder], tmp_path / f"{folder.name}-out", jobs=1).exit_code is ExitCode.OK
        whole.append(state(tmp_path / f"{folder.name}-out"))
    options = ["--out", str(out), "--no-report", "--quiet", "--on-regression", "replace"]
    running = [
        # Each gives other documents than the one before: with less than was published, and meant.
        subprocess.Popen([*CRUSCOTTO, "extract", str(folder), *options])
        for folder in (raw, more)
    ]
    assert [process.wait(300) for process in running] == [0, 0]
    assert state(out) in whole
