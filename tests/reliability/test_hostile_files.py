"""Hostile files: each ends with an issue or a plan, the run goes on, and a good plan among them is as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.corrections.source import Source
from pipeline.errors import ExitCode
from pipeline.processes.limits import MIB
from pipeline.publish.dataset_files import read_dataset
from pipeline.run.extract import run
from pipeline.run.inputs import find_inputs
from tests.reliability.hostile import HOSTILE, ODD_NAMES, page_of, stream, write_hostile
from tests.reliability.plans import plan

KILLED = {"worker-died", "document-timeout", "stage-timeout", "memory-exceeded"}
_PARENT = 300 * MIB

pytestmark = pytest.mark.slow

# What a run does in its own process, with its peak of memory; sockets are an error in it and in its workers.
_RUN = """
import json, sys
from pathlib import Path
from pipeline.processes.limits import Limits, MIB, peak_resident
from pipeline.run.extract import run
if __name__ == "__main__":
    limits = Limits(timeout=30, page_timeout=3, memory=192 * MIB)
    result = run([Path(sys.argv[1])], Path(sys.argv[2]), limits=limits)
    print(json.dumps({
        "peak": peak_resident(),
        "failed": {one.source_file: one.failure.code for one in result.failed},
        "plans": [one.source_file for one in result.plans],
        "exit": int(result.exit_code),
    }))
"""
_NO_NETWORK = """
import sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"network: {event} {args}")
sys.addaudithook(hook)
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """A run over all hostile files and a good plan: what it did, the dataset, and what it said."""
    place = tmp_path_factory.mktemp("hostile")
    raw, guard = place / "raw", place / "guard"
    raw.mkdir()
    guard.mkdir()
    write_hostile(raw)
    (raw / "good.txt").write_text(plan(12), encoding="utf-8")
    (guard / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    (place / "run.py").write_text(_RUN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(guard), str(Path(__file__).parents[2])])}
    ended = subprocess.run(
        [sys.executable, place / "run.py", raw, place / "clean"],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
        env=environment,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout), place / "clean", ended.stderr


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_file_ends_with_a_plan_or_an_issue(name: str, hostile: tuple[dict[str, Any], Path, str]) -> None:
    told, out, _ = hostile
    tables = read_dataset(out)
    issues = [row for row in tables["issues"] if row["source_file"] == name and row["severity"] == "error"]
    assert name in told["plans"] or issues
    assert told["exit"] == ExitCode.DOCUMENT


def test_what_hangs_or_devours_memory_is_killed(hostile: tuple[dict[str, Any], Path, str]) -> None:
    failed = hostile[0]["failed"]
    for name in ("xobject-calls-itself.pdf", "xobjects-call-each-other.pdf", "flate-bomb.pdf"):
        assert failed[name] in KILLED, name
    assert failed["million-pages.pdf"] == "pages-exceeded"
    assert failed["encrypted.pdf"] == "pdf-encrypted"
    assert failed["zero-bytes.pdf"] == failed["zero-bytes.txt"] == "file-empty"
    assert failed["text-named-pdf.pdf"] == failed["zip-named-pdf.pdf"] == "not-a-pdf"


def test_no_hostile_file_ends_in_an_error_nobody_foresaw(hostile: tuple[dict[str, Any], Path, str]) -> None:
    out = hostile[1]
    crashed = [row["message"] for row in read_dataset(out)["issues"] if row["code"] == "document-crashed"]
    assert crashed == []
    assert "network" not in hostile[2]


def test_the_run_itself_stays_small(hostile: tuple[dict[str, Any], Path, str]) -> None:
    assert 0 < hostile[0]["peak"] < _PARENT


def test_a_good_plan_among_them_is_published_unchanged(
    hostile: tuple[dict[str, Any], Path, str], tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(plan(12), encoding="utf-8")
    run([tmp_path / "good.txt"], tmp_path / "clean")
    alone, among = read_dataset(tmp_path / "clean"), read_dataset(hostile[1])
    (own,) = (row["plan_id"] for row in alone["plans"])
    for table, expected in alone.items():
        rows = [row for row in among[table] if row["plan_id"] == own]
        assert rows == expected, table


def test_names_of_files_harm_nothing(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    raw.mkdir()
    for number, name in enumerate(ODD_NAMES):
        (raw / name).write_bytes(page_of(stream(b"%d" % number)))
    (raw / "\U0001f9ea 'good' \"<b>.txt").write_text(plan(5, "<img src=x onerror=alert(1)> Tempo"), encoding="utf-8")
    result = run([raw], out, report=True)
    assert len(result.plans) == 1
    assert len(result.failed) == len(ODD_NAMES)
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "clean"}
    pages = [path.read_text(encoding="utf-8") for path in (out / "report").rglob("*.html")]
    assert pages
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    os.mkfifo(raw / "pipe.pdf")
    (raw / "zero.pdf").symlink_to("/dev/zero")
    (raw / "loop.pdf").symlink_to("loop.pdf")
    (raw / "gone.pdf").symlink_to("nowhere.pdf")
    (raw / "folder").symlink_to(".")
    with (raw / "huge.pdf").open("wb") as file:
        file.truncate(1 << 40)
    (raw / "manifest.csv").write_text("file,sha256\n../../etc/passwd\x00,1\n" + "x" * 5000 + ".pdf,1\n")
    found = find_inputs([raw, raw / "loop.pdf"])
    assert found.sources == []
    assert {name: error.code for name, error in found.failed} == {
        "pipe.pdf": "file-unsupported",
        "zero.pdf": "file-unsupported",
        "huge.pdf": "document-too-large",
        "loop.pdf": "file-unreadable",
        "gone.pdf": "file-unreadable",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every folder")
def test_a_folder_that_cannot_be_listed_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(plan(5), encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    found = find_inputs([tmp_path / "good.txt", closed])
    assert [source.name for source in found.sources] == ["good.txt"]
    assert [name for name, _ in found.failed] == ["closed"]


def test_a_file_that_changes_while_it_is_read_is_not_published(tmp_path: Path) -> None:
    from pipeline.run.workers.pool import Failure, read_documents  # noqa: PLC0415

    (tmp_path / "plan.txt").write_text(plan(5), encoding="utf-8")
    (outcome,) = read_documents([Source(tmp_path / "plan.txt", "plan.txt", "0" * 64)], processes=1)
    assert isinstance(outcome.result, Failure)
    assert outcome.result.code == "file-changed"


def test_the_makers_make_what_they_say() -> None:
    bomb = HOSTILE["flate-bomb.pdf"]()
    assert len(bomb) < 2 * MIB
    assert page_of(stream(b"")).startswith(b"%PDF-1.7")
