"""The ways around the regression guard that were found: each is seen, the rows of before are kept, exit code 9."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import ExitCode, RegressionError
from pipeline.publish.atomic import current_version
from pipeline.publish.dataset_files import read_dataset
from pipeline.publish.ownership import BEST, VERSIONS
from pipeline.run.assembly.lineage import Given, successors
from pipeline.run.assembly.results import RunResult
from pipeline.run.extract import run
from tests.reliability.plans import plan

CRUSCOTTO = (sys.executable, "-m", "pipeline.cli.app")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan of 40 rows in `raw`, published in `out`."""
    base = tmp_path_factory.mktemp("guard")
    (base / "raw").mkdir()
    (base / "raw" / "one.txt").write_text(plan(40), encoding="utf-8")
    again(base / "raw", base / "out")
    return base


@pytest.fixture
def raw(first: Path, tmp_path: Path) -> Path:
    """The plan, which is published already."""
    shutil.copytree(first, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "raw"


def again(raw: Path, out: Path, **options: object) -> RunResult:
    return run([raw], out, jobs=1, **options)  # type: ignore[arg-type]


def rows(out: Path) -> int:
    return len(read_dataset(out)["indicators"])


@pytest.mark.slow
def test_a_plan_that_is_renamed_as_it_is_cut_is_still_that_plan(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "one.txt").unlink()
    (raw / "renamed.txt").write_text(plan(20), encoding="utf-8")
    result = again(raw, out)
    assert result.exit_code is ExitCode.REGRESSION
    (one,) = result.regressions
    assert (one.source_file, one.before, one.now, one.kept) == ("one.txt", 40, 20, True)
    assert "it is renamed.txt now" in one.cause
    assert rows(out) == 40
    assert [row["source_file"] for row in read_dataset(out)["plans"]] == ["one.txt"]


@pytest.mark.usefixtures("raw")
def test_the_wrong_folder_publishes_nothing_less(tmp_path: Path) -> None:
    out, wrong = tmp_path / "out", tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "other.txt").write_text(plan(10, "Numero").replace("Prova", "Altrove").replace("2019", "2015"), "utf-8")
    result = again(wrong, out)
    assert result.exit_code is ExitCode.REGRESSION
    assert rows(out) == 50
    assert result.gone == ()
    assert again(wrong, out, on_regression="replace").gone == ("one.txt",)
    assert rows(out) == 10


def test_small_steps_are_held_against_the_best_ever_published(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen = []
    for count in (38, 36, 34, 32):
        (raw / "one.txt").write_text(plan(count), encoding="utf-8")
        seen.append(again(raw, out).exit_code)
    assert seen == [ExitCode.OK] * 2 + [ExitCode.REGRESSION] * 2
    assert rows(out) == 36
    (out / VERSIONS / BEST).unlink()  # made anew from what is published
    assert again(raw, out).exit_code is ExitCode.REGRESSION


def test_values_that_turn_to_review_are_a_regression(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    text = (raw / "one.txt").read_text(encoding="utf-8")
    (raw / "one.txt").write_text(text.replace("\t>= ", "\t31/06/2018 e "), encoding="utf-8")
    result = again(raw, out)
    assert result.exit_code is ExitCode.REGRESSION
    assert "values without doubt" in result.regressions[0].cause
    assert {row["status"] for row in read_dataset(out)["values"]} == {"ok"}


def test_a_dataset_that_cannot_be_read_is_not_replaced_unasked(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (current_version(out) / "values.parquet").write_bytes(b"torn")
    (raw / "one.txt").write_text(plan(3), encoding="utf-8")
    with pytest.raises(RegressionError, match="cannot be read"):
        again(raw, out)
    assert again(raw, out, on_regression="replace").exit_code is ExitCode.OK
    assert rows(out) == 3


def test_one_regression_can_be_accepted_by_name(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (raw / "two.txt").write_text(plan(40, "Numero"), encoding="utf-8")
    again(raw, out)
    for name, words in (("one.txt", "Tempo medio"), ("two.txt", "Numero")):
        (raw / name).write_text(plan(10, words), encoding="utf-8")
    command = ["extract", str(raw), "--out", str(out), "--no-report", "--accept", "one.txt"]
    shown = CliRunner().invoke(app, command)
    assert shown.exit_code == ExitCode.REGRESSION
    assert "two.txt: it gives 10 rows, 40 were published before; its rows of before were kept" in shown.stderr
    assert "--accept 'two.txt'" in shown.stderr
    assert rows(out) == 10 + 40
    assert CliRunner().invoke(app, [*command, "--accept", "two.txt"]).exit_code == ExitCode.OK
    assert rows(out) == 20
    assert again(raw, out).exit_code is ExitCode.OK  # what was accepted is what later runs are held against


def test_runs_at_once_are_held_against_each_other(tmp_path: Path) -> None:
    """The guard looked before the lock: the run that came second saw a dataset that was gone by then."""
    out = tmp_path / "out"
    folders = []
    for count in (40, 10):
        folder = tmp_path / f"raw-{count}"
        folder.mkdir()
        (folder / "one.txt").write_text(plan(count), encoding="utf-8")
        folders.append(folder)
    running = [
        subprocess.Popen([*CRUSCOTTO, "extract", str(folder), "--out", str(out), "--no-report", "--quiet"])
        for folder in folders
    ]
    ended = [process.wait(300) for process in running]
    assert ended[0] == ExitCode.OK
    assert rows(out) == 40


def test_a_document_goes_on_from_one_plan_alone() -> None:
    def row(name: str, chamber: str | None) -> dict[str, object]:
        return {
            **{"plan_id": f"plan-{name}", "source_file": f"{name}.pdf", "chamber": chamber, "doc_type": "piano"},
            **{"period_start": 2019, "period_end": 2019},
        }

    def keys(_: str) -> frozenset[str]:
        return frozenset()

    before = [row("a", "X"), row("b", "X"), row("c", None)]
    new = Given(row("d", "X"), {})
    assert successors(before, [new], keys, keys) == {"plan-a": new}
    assert successors(before, [Given(row("b", "Y"), {}), new], keys, keys).keys() == {"plan-a", "plan-b"}
    other = Given(row("e", None), {})
    assert successors([before[2]], [other], keys, keys) == {}
    same = {"plan-c": frozenset("abcdefgh"), "plan-e": frozenset("abcd") | {"x"}}
    assert successors([before[2]], [other], same.__getitem__, same.__getitem__) == {"plan-c": other}
