"""Nothing silently smaller, and only what changed is read again, with the same bytes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

import extractors
import normalizers
import pipeline
from pipeline.cli.answers.diff import compare_datasets
from pipeline.cli.app import app
from pipeline.dataset.checks.quarantine import find_all_breaches
from pipeline.dataset.checks.relations import find_count_breaches
from pipeline.errors import ExitCode, RegressionError
from pipeline.publish.dataset_files import read_dataset
from pipeline.run.assembly.results import RunResult
from pipeline.run.cache.cache import CACHE, LAST_RUN, Cache
from pipeline.run.documents.fingerprint import code_files
from pipeline.run.extract import run
from pipeline.run.inputs import find_inputs
from tests.reliability.killed_runs import state
from tests.reliability.plans import plan


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two plans in `raw`, published in `out`."""
    base = tmp_path_factory.mktemp("regression")
    (base / "raw").mkdir()
    (base / "raw" / "one.txt").write_text(plan(20), encoding="utf-8")
    (base / "raw" / "two.txt").write_text(plan(10, "Numero"), encoding="utf-8")
    assert [plan.cached for plan in again(base / "raw", base / "out").plans] == [False, False]
    return base


@pytest.fixture
def raw(first: Path, tmp_path: Path) -> Path:
    """The plans, which are published already."""
    shutil.copytree(first, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "raw"


def again(raw: Path, out: Path, *, force: bool = False) -> RunResult:
    return run([raw], out, jobs=1, force=force)


# Regressions


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", plan(3).encode()], ids=["empty", "broken", "shorter"])
def test_the_last_good_rows_are_kept_and_marked(raw: Path, tmp_path: Path, content: bytes) -> None:
    out = tmp_path / "out"
    before = read_dataset(out)
    (raw / "one.txt").write_bytes(content)
    result = again(raw, out)
    after = read_dataset(out)
    assert result.exit_code is ExitCode.REGRESSION
    assert [(one.source_file, one.before, one.kept) for one in result.regressions] == [("one.txt", 20, True)]
    assert after["indicators"] == before["indicators"]
    assert after["values"] == before["values"]
    assert {row["source_file"]: row["freshness"] for row in after["plans"]} == {
        "one.txt": "kept",
        "two.txt": "current",
    }
    told = [row for row in after["issues"] if row["code"] == "last-good-kept"]
    assert [(row["source_file"], row["severity"]) for row in told] == [("one.txt", "error")]
    assert find_all_breaches(after) == []
    assert find_count_breaches(after) == []


def test_what_is_kept_stays_until_the_plan_is_whole_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "one.txt").write_text(plan(3), encoding="utf-8")
    again(raw, out)
    kept = state(out)
    for force in (False, True):  # as long as it stays so, nothing changes, and the run goes on saying so
        assert again(raw, out, force=force).exit_code is ExitCode.REGRESSION
        assert state(out) == kept
    (raw / "one.txt").write_text(plan(20), encoding="utf-8")
    assert again(raw, out).exit_code is ExitCode.OK
    assert {row["freshness"] for row in read_dataset(out)["plans"]} == {"current"}


def test_a_run_can_refuse_or_replace(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = state(out)
    (raw / "one.txt").write_text(plan(3), encoding="utf-8")
    with pytest.raises(RegressionError, match=r"one\.txt: it gives 3 rows, 20 were published before"):
        run([raw], out, on_regression="fail")
    assert state(out) == before
    result = run([raw], out, on_regression="replace")
    assert (len(result.regressions), result.exit_code) == (1, ExitCode.OK)
    assert len(read_dataset(out)["indicators"]) == 13


def test_a_few_rows_less_are_no_regression_and_a_plan_taken_out_is_named(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "one.txt").write_text(plan(19), encoding="utf-8")
    (raw / "two.txt").unlink()
    result = again(raw, out)
    assert (result.regressions, result.gone, result.exit_code) == ((), ("two.txt",), ExitCode.OK)


def test_the_command_says_what_was_kept(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "one.txt").write_text(plan(3), encoding="utf-8")
    log = tmp_path / "run.log"
    shown = CliRunner().invoke(app, ["extract", str(raw), "--out", str(out), "--no-report", "--log-file", str(log)])
    assert shown.exit_code == ExitCode.REGRESSION
    assert "one.txt: it gives 3 rows, 20 were published before; its rows of before were kept" in shown.stderr
    events = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
    assert [event["event"] for event in events if event["event"] not in ("issue", "stage")] == [
        *("run-start", "document-end", "document-end", "regression", "run-end"),
    ]
    wrong = CliRunner().invoke(app, ["extract", str(raw), "--out", str(out), "--on-regression", "pray"])
    assert wrong.exit_code == ExitCode.USAGE


# The cache


def test_a_second_run_reads_nothing_and_gives_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bytes_of = state(out)
    second = again(raw, out)
    assert ([plan.cached for plan in second.plans], second.changed) == ([True, True], False)
    (out / CACHE / LAST_RUN).unlink()
    third = again(raw, out)  # without the memory of the run, from that of each document
    assert ([plan.cached for plan in third.plans], third.changed) == ([True, True], False)
    assert [plan.cached for plan in again(raw, out, force=True).plans] == [False, False]
    assert state(out) == bytes_of
    again(raw, tmp_path / "other")
    assert state(tmp_path / "other") == bytes_of


def test_only_a_document_that_changed_is_read_again(raw: Path, tmp_path: Path) -> None:
    (raw / "two.txt").write_text(plan(11, "Numero"), encoding="utf-8")
    assert [plan.cached for plan in again(raw, tmp_path / "out").plans] == [True, False]


def test_a_layout_that_changed_reads_its_plans_again(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one, two) = find_inputs([raw]).sources

    def known() -> list[bool]:
        return [Cache(tmp_path / "out").get(source) is not None for source in (one, two)]

    assert known() == [True, True]
    states = {"generic": "as it was"}
    monkeypatch.setattr("pipeline.run.cache.cache.layout_fingerprint", lambda name, _: states.get(name, ""))
    assert known() == [False, False]
    monkeypatch.undo()
    assert known() == [True, True]
    monkeypatch.setattr("pipeline.run.cache.cache.choice_fingerprint", lambda: "another way to choose")
    assert known() == [False, False]


@pytest.mark.parametrize("harm", [b"", b"{", b"0" * 64 + b"\n{}", b"\xff" * 100])
def test_a_torn_or_changed_entry_is_as_good_as_none(raw: Path, tmp_path: Path, harm: bytes) -> None:
    out = tmp_path / "out"
    before = state(out)
    for path in (out / CACHE).iterdir():
        path.write_bytes(harm)
    result = again(raw, out)
    assert [plan.cached for plan in result.plans] == [False, False]
    assert state(out) == before


# diff and doctor


def test_diff_finds_what_changed_by_key(raw: Path, tmp_path: Path) -> None:
    text = (raw / "one.txt").read_text(encoding="utf-8")
    (raw / "one.txt").write_text(text.replace(">= 1%", ">= 77%"), encoding="utf-8")
    (raw / "two.txt").write_text(plan(9, "Numero"), encoding="utf-8")
    again(raw, tmp_path / "new")
    old, new = read_dataset(tmp_path / "out"), read_dataset(tmp_path / "new")
    assert compare_datasets(old, old) == []
    found = [(change.table, change.kind, change.file) for change in compare_datasets(old, new)]
    assert ("indicators", "removed", "two.txt") in found
    assert ("values", "removed", "two.txt") in found
    (changed,) = (
        c for c in compare_datasets(old, new) if (c.table, c.file, c.kind) == ("values", "one.txt", "changed")
    )
    assert changed.columns["number"] == (1.0, 77.0)
    shown = CliRunner().invoke(app, ["diff", str(tmp_path / "out"), str(tmp_path / "new"), "--json"])
    told = json.loads(shown.stdout)
    assert not told["same"]
    assert told["counts"]["indicators"]["removed"] == 1


def test_doctor_is_content_with_what_was_published_and_sees_what_was_changed(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["doctor", "--raw", str(raw), "--data", str(out)]
    assert CliRunner().invoke(app, [*command[:-1], str(tmp_path / "none")]).exit_code == 0
    assert CliRunner().invoke(app, command).exit_code == 0
    with (out / "values.csv").open("a") as file:
        file.write("x")
    shown = CliRunner().invoke(app, [*command, "--json"])
    assert shown.exit_code == ExitCode.SCHEMA
    (bad,) = (check for check in json.loads(shown.stdout) if check["state"] == "bad")
    assert bad["name"] == "file hashes"
    assert "values.csv" in bad["found"]


@pytest.mark.parametrize("room", [extractors, normalizers, pipeline])
def test_what_is_remembered_depends_on_each_module(room: ModuleType) -> None:
    """Changes of `extractors/layouts/schema.py` were not noticed: layouts were left out with all beside them."""
    root = Path(str(room.__file__)).parent
    known = set(code_files(root))
    assert {path for path in root.rglob("*.py") if "__pycache__" not in path.parts} <= known
    assert not [path for path in known if path.parent.name == "layouts" and path.suffix == ".yml"]
