"""Whole runs on real plans and on files that cannot be read."""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.corrections.source import Source
from pipeline.dataset.checks.quarantine import find_all_breaches
from pipeline.dataset.checks.relations import find_count_breaches
from pipeline.dataset.tables import ALL_TABLES
from pipeline.errors import ExitCode, ForeignFolderError, UsageError
from pipeline.publish.dataset_files import read_dataset
from pipeline.publish.table_files import dataset_files
from pipeline.run.assembly.results import RunResult, SkippedFile
from pipeline.run.documents.fragment import Fragment
from pipeline.run.extract import run
from pipeline.run.inputs import find_inputs
from pipeline.run.workers.pool import Failure, Outcome, read_documents
from tests.pipeline.bad_files import BAD_FILES, write_bad_files

RAW = Path(__file__).parents[2] / "data" / "raw"
PDF = RAW / "massa-carrara-2017.pdf"
TEXT = Path(__file__).parent / "plans" / "massa-carrara-2017.txt"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, Path]:
    """A run over a good plan, its copy, and every kind of file that cannot be read."""
    folder = tmp_path_factory.mktemp("raw")
    bad = write_bad_files(folder)
    shutil.copy(PDF, folder / "good.pdf")
    shutil.copy(PDF, folder / "the-same.pdf")
    shutil.copy(folder / "scan.pdf", folder / "the-same-scan.pdf")
    out = tmp_path_factory.mktemp("clean")
    return run([folder, *bad], out), out


def test_bad_files_cost_only_themselves(mixed: tuple[RunResult, Path]) -> None:
    result, out = mixed
    assert [plan.source_file for plan in result.plans] == ["good.pdf"]
    assert result.exit_code is ExitCode.DOCUMENT
    assert {f.source_file: f.failure.code for f in result.failed} == {
        **{name: code for name, (_, code) in BAD_FILES.items()},
        "the-same-scan.pdf": "pdf-without-text",
    }
    assert len(pd.read_parquet(out / "indicators.parquet")) == result.plans[0].indicators > 0


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, (_, code) in BAD_FILES.items()])
def test_a_bad_file_has_an_issue_that_names_file_cause_and_remedy(
    name: str, code: str, mixed: tuple[RunResult, Path]
) -> None:
    result, out = mixed
    issues = read_dataset(out)["issues"]
    (found,) = (i for i in issues if i["source_file"] == name and i["severity"] == "error")
    assert (found["code"], found["plan_id"]) == (code, None)
    (failed,) = (f for f in result.failed if f.source_file == name)
    for part in (name, failed.failure.cause, failed.failure.remedy):
        assert part in found["message"]


def test_a_copy_of_a_plan_is_read_once(mixed: tuple[RunResult, Path]) -> None:
    result, out = mixed
    issues = read_dataset(out)["issues"]
    (found,) = (i for i in issues if i["code"] == "duplicate-document")
    assert (found["source_file"], found["plan_id"]) == ("the-same.pdf", result.plans[0].plan_id)


def test_what_is_published_satisfies_the_schema_and_adds_up(mixed: tuple[RunResult, Path]) -> None:
    frames = read_dataset(mixed[1])
    assert find_all_breaches(frames) == []
    assert find_count_breaches(frames) == []
    plan = frames["plans"][0]
    assert plan["rows_seen"] == plan["rows_published"] + plan["rows_rejected"] + plan["rows_ignored"]
    assert plan["rows_published"] == len(frames["indicators"])


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_whatever_the_number_of_jobs(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    bad = write_bad_files(folder)
    shutil.copy(TEXT, folder / "good.txt")
    run([folder, *bad], tmp_path / "one", jobs=1)
    run([*reversed(bad), folder], tmp_path / "two", jobs=4)
    names = sorted(p.name for p in (tmp_path / "one").iterdir() if p.is_file())
    assert len(names) == 2 * len(ALL_TABLES) + 5  # the package, the catalogue, the views, the version and the lock
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert not run([folder, *bad], tmp_path / "one").changed


def test_ids_depend_on_the_content_and_not_on_the_name_of_the_file(tmp_path: Path) -> None:
    shutil.copy(TEXT, tmp_path / "renamed.txt")
    one = run([TEXT], tmp_path / "one")
    two = run([tmp_path / "renamed.txt"], tmp_path / "two")
    assert one.plans[0].plan_id == two.plans[0].plan_id
    ids = [{row["indicator_id"] for row in read_dataset(tmp_path / name)["indicators"]} for name in ("one", "two")]
    assert ids[0] == ids[1]
    assert [row["source_file"] for row in read_dataset(tmp_path / "two")["plans"]] == ["renamed.txt"]


def test_a_file_that_is_not_the_manifests_is_published_with_a_warning(tmp_path: Path) -> None:
    shutil.copy(TEXT, tmp_path / "plan.txt")
    (tmp_path / "manifest.csv").write_text(f"file,sha256\nplan.txt,{'0' * 64}\n")
    result = run([tmp_path], tmp_path / "clean")
    assert len(result.plans) == 1
    issues = read_dataset(tmp_path / "clean")["issues"]
    (found,) = (i for i in issues if i["code"] == "manifest-sha256")
    assert (found["severity"], found["plan_id"]) == ("warning", result.plans[0].plan_id)


def test_nothing_readable_publishes_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    result = run([tmp_path / "empty.pdf"], tmp_path / "clean")
    assert (result.plans, result.exit_code) == ((), ExitCode.DOCUMENT)
    frames = read_dataset(tmp_path / "clean")
    assert {name: len(frame) for name, frame in frames.items()} == {
        "plans": 0,
        "objectives": 0,
        "indicators": 0,
        "values": 0,
        "issues": 1,
    }


def test_an_unknown_layout_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no layout 'paris'"):
        run([TEXT], tmp_path, layout="paris")


def test_a_layout_can_be_a_file(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yml"
    with pytest.raises(UsageError, match="cannot be read"):
        run([TEXT], tmp_path / "out", layout=str(draft))
    draft.write_text("id: draft\nchamber: X\nsurprise: 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="surprise"):
        run([TEXT], tmp_path / "out", layout=str(draft))


def test_strict_minds_values_that_are_unresolved(tmp_path: Path) -> None:
    result = run([TEXT], tmp_path, strict=True)
    unresolved = any(plan.unresolved or plan.rejected for plan in result.plans)
    assert result.exit_code is (ExitCode.UNRESOLVED if unresolved else ExitCode.OK)


def test_strict_minds_a_skipped_file_alone(tmp_path: Path) -> None:
    skipped = (SkippedFile("plan.docx", "not read"),)
    result = RunResult(tmp_path, (), (), 0, {}, strict=False, changed=True, skipped=skipped)
    assert result.exit_code is ExitCode.OK
    assert replace(result, strict=True).exit_code is ExitCode.UNRESOLVED


# Workers


class Killer:
    """Kills the worker that has read the first page."""

    def __init__(self) -> None:
        self.killed: str | None = None
        self.ended: list[str] = []

    def stage(self, *_: object) -> None: ...

    def page(self, source: Source, *_: object) -> None:
        if self.killed is None:
            self.killed = source.name
            for child in multiprocessing.active_children():
                child.kill()

    def end(self, outcome: Outcome) -> None:
        self.ended.append(outcome.source.name)


def test_a_worker_that_is_killed_costs_its_document_alone(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(PDF.read_bytes() + name.encode())
    sources = find_inputs([tmp_path]).sources
    killer = Killer()
    outcomes = list(read_documents(sources, processes=1, watcher=killer))
    assert [outcome.source.name for outcome in outcomes] == ["a.pdf", "b.pdf"] == killer.ended
    assert killer.killed == "a.pdf"
    assert isinstance(outcomes[0].result, Failure)
    assert outcomes[0].result.code == "worker-died"
    assert "SIGKILL" in outcomes[0].result.cause
    assert isinstance(outcomes[1].result, Fragment)
    assert multiprocessing.active_children() == []


class Stopper(Killer):
    """Is interrupted at the first page, as by Ctrl-C."""

    def stage(self, *_: object) -> None: ...

    def page(self, *_: object) -> None:
        raise KeyboardInterrupt


def test_an_interrupted_run_leaves_no_worker_behind() -> None:
    sources = [Source(PDF, PDF.name, hashlib.sha256(PDF.read_bytes()).hexdigest())]
    with pytest.raises(KeyboardInterrupt):
        list(read_documents(sources, processes=1, watcher=Stopper()))
    assert multiprocessing.active_children() == []


def test_an_error_nobody_foresaw_costs_its_document_alone(tmp_path: Path) -> None:
    """A folder where a file should be: the readers do not know such a thing."""
    odd = Source(tmp_path, "folder.pdf", "0" * 64)
    gone = Source(tmp_path / "gone.pdf", "gone.pdf", "1" * 64)
    outcomes = list(read_documents([odd, gone], processes=2))
    for outcome in outcomes:
        assert isinstance(outcome.result, Failure)
        assert "0x" not in outcome.result.cause


def test_a_folder_that_leads_elsewhere_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / ".versions").symlink_to(elsewhere)
    (tmp_path / "plan.txt").write_text("Indicatore\tTarget\n", encoding="utf-8")
    with pytest.raises(ForeignFolderError):
        run([tmp_path / "plan.txt"], out, jobs=1)
    assert [path.name for path in out.iterdir()] == [".versions"]
    assert not [*elsewhere.iterdir()]


def test_a_folder_with_files_of_others_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Indicatore\tTarget\n", encoding="utf-8")
    for number, name in enumerate(("series.csv", "units.parquet", "datapackage.json", "report")):
        out = tmp_path / str(number)
        out.mkdir()
        (out / name).touch()
        with pytest.raises(ForeignFolderError):
            run([tmp_path / "plan.txt"], out, jobs=1)
        assert [path.name for path in out.iterdir()] == [name]


def test_the_files_of_a_dataset_are_those_of_its_tables() -> None:
    names = {name.partition(".")[0] for name in dataset_files() if name.endswith((".csv", ".parquet"))}
    assert names == {*ALL_TABLES}
