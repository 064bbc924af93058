"""What a run tells of thousands of plans is written while it passes by: its memory does not grow with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli.run_output.console import summary_json
from pipeline.publish.ownership import BEST, VERSIONS
from pipeline.run.assembly.best import read_best, write_best
from pipeline.run.assembly.results import FailedDocument, PlanSummary, RunResult, as_remembered, recalled
from pipeline.run.cache.cache import recall_run, remember_run, run_key
from pipeline.run.documents.serialization import Failure
from pipeline.run.extract import parts_of_key
from pipeline.run.inputs import find_inputs

MANY = 4000
MOST = 800  # bytes a plan that is told of
MOST_OF_SOURCES = 1000  # bytes a document that is to be read


def _result(out: Path) -> RunResult:
    plans = tuple(
        PlanSummary(f"plan-{n:016x}", f"plan-{n}.pdf", "Comune di Prova", "generic", 9, 18, 30, 1, 1, 0, 0, 2, 1.25)
        for n in range(MANY)
    )
    failed = (FailedDocument("torn.pdf", Failure("pdf-unreadable", "it is torn", "Download it again.")),)
    return RunResult(out, plans, failed, 0, {"info": 3}, strict=False, changed=True)


def _write_summary(result: RunResult) -> None:
    with (result.out / "summary.json").open("w", encoding="utf-8") as file:
        file.writelines(summary_json(result))


def _write_best(result: RunResult) -> None:
    write_best(result.out, {one.plan_id: {"rows": one.indicators, "values": one.values} for one in result.plans})


def _remember(result: RunResult) -> None:
    remember_run(result.out, "key", "version", as_remembered(result))


@pytest.mark.parametrize("write", [_write_summary, _write_best, _remember])
def test_what_is_told_of_thousands_of_plans_is_never_in_memory_together(
    write: Callable[[RunResult], None], tmp_path: Path
) -> None:
    (tmp_path / VERSIONS).mkdir()
    result = _result(tmp_path)
    tracemalloc.start()
    try:
        write(result)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST * MANY


def test_what_was_written_piece_by_piece_is_read_again(tmp_path: Path) -> None:
    (tmp_path / VERSIONS).mkdir()
    result = _result(tmp_path)
    told = json.loads("".join(summary_json(result)))
    assert [one["source_file"] for one in told["plans"]] == [one.source_file for one in result.plans]
    assert told["failed"][0]["code"] == "pdf-unreadable"
    _write_best(result)
    assert len(read_best(tmp_path)) == MANY
    assert (tmp_path / VERSIONS / BEST).read_text(encoding="utf-8").startswith('{\n "plans": {\n  "plan-')
    _remember(result)
    known = recall_run(tmp_path, "key", lambda _: True)
    assert known is not None
    again = recalled(known, tmp_path, strict=False)
    assert [one.source_file for one in again.plans] == [one.source_file for one in result.plans]
    assert again.failed == result.failed
    assert again.issues == result.issues


def test_the_documents_of_a_run_are_known_by_a_kilobyte_each(tmp_path: Path) -> None:
    for number in range(MANY):
        (tmp_path / f"piano-{number:06}-comune-di-prova.txt").write_text(str(number), encoding="utf-8")
    run_key(parts_of_key(find_inputs([tmp_path])))  # loads the layouts
    peaks = []
    for _ in range(3):  # what the interpreter has for names grows now and then, by what was there before
        tracemalloc.start()
        try:
            inputs = find_inputs([tmp_path])
            key = run_key(parts_of_key(inputs))
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert min(peaks) < MOST_OF_SOURCES * MANY
    assert key != run_key(parts_of_key(replace(inputs, sources=inputs.sources[1:])))


def test_arrow_gives_back_what_it_frees() -> None:
    asked = "import pipeline.publish.dataset_files, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    kept = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    told = subprocess.run([sys.executable, "-c", asked], env=kept, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "system"
