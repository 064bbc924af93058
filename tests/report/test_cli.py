"""The command line around the report and corrections."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import ExitCode
from pipeline.publish.dataset_files import read_dataset
from tests.report.plans import correction

TEXT = Path(__file__).parents[1] / "pipeline" / "plans" / "massa-carrara-2017.txt"


def call(*words: object) -> tuple[int, str]:
    called = CliRunner().invoke(app, [str(word) for word in words])
    return called.exit_code, called.output


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "raw").mkdir()
    (folder / "corrections").mkdir()
    shutil.copy(TEXT, folder / "raw")
    assert extract(folder)[0] == ExitCode.OK
    return folder


def extract(work: Path, *more: object) -> tuple[int, str]:
    corrections = work / "corrections"
    return call("extract", work / "raw", "--out", work / "clean", "--corrections", corrections, "--quiet", *more)


def test_the_report_is_written_unless_it_is_not_wanted(work: Path) -> None:
    assert (work / "clean" / "report" / "index.html").is_file()
    assert extract(work, "--no-report")[0] == ExitCode.OK
    assert not (work / "clean" / "report").exists()
    assert (work / "clean" / "values.parquet").is_file()
    assert extract(work)[0] == ExitCode.OK
    assert (work / "clean" / "report" / "massa-carrara-2017.html").is_file()


def test_corrections_are_pending_then_applied_and_their_exit_codes_say_it(work: Path) -> None:
    frames = read_dataset(work / "clean")
    value = next(row for row in frames["values"] if row["kind"] == "quantity")
    file = work / "corrections" / "massa-carrara-2017.yml"
    more = f"indicator_id: {value['indicator_id']}"
    name = next(r["name"] for r in frames["indicators"] if r["indicator_id"] == value["indicator_id"])
    entry = correction(name, value["raw"], "77%", role=value["role"], period=value["period"], more=more)
    file.write_text(entry, encoding="utf-8")
    check = ("corrections", "check", work / "corrections", "--data", work / "clean")
    assert call(*check)[0] == ExitCode.OK
    assert call(*check)[1].startswith("pending\tmassa-carrara-2017.yml, entry 1: ")
    assert extract(work)[0] == ExitCode.OK
    (row,) = json.loads(call(*check, "--json")[1])
    assert (row["standing"], row["value_id"], row["set"], row["by"]) == ("applied", value["value_id"], "77%", "Ada")
    assert (row["where"]["role"], row["when"]) == (value["role"], "2026-11-20")
    file.write_text(entry + correction("Nobody has heard of it", "1", "2"), encoding="utf-8")
    code, output = call(*check)
    assert code == ExitCode.CORRECTIONS
    assert output.endswith("1 applied, 0 pending, 1 stale, 0 conflicting\n")
    assert extract(work)[0] == ExitCode.OK  # a stale correction is a warning in `issues`
    assert "correction-stale" in {row["code"] for row in read_dataset(work / "clean")["issues"]}
    assert call("validate", work / "clean")[0] == ExitCode.OK


def test_a_file_that_cannot_be_read_ends_the_run_before_anything_is_published(work: Path) -> None:
    before = (work / "clean" / "values.parquet").read_bytes()
    bad = work / "corrections" / "zzz.yml"
    bad.write_text("- where: {role: target}\n")
    code, output = extract(work)
    assert code == ExitCode.CORRECTIONS
    assert "zzz.yml: entry 1" in output
    assert "Mend the file" in output
    assert call("corrections", "check", work / "corrections", "--data", work / "clean")[0] == ExitCode.CORRECTIONS
    bad.unlink()
    assert (work / "clean" / "values.parquet").read_bytes() == before


def test_a_folder_that_is_named_must_be_there(work: Path) -> None:
    nowhere = work / "nowhere"
    assert call("extract", work / "raw", "--corrections", nowhere)[0] == ExitCode.USAGE
    assert call("corrections", "check", nowhere, "--data", work / "clean")[0] == ExitCode.USAGE
    assert call("corrections", "check", work / "corrections", "--data", nowhere)[0] == ExitCode.NOT_FOUND
