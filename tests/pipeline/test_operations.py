"""What whoever runs this for many plans looks at: logs, metrics, files that fail again, summaries by cause."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from typer.testing import CliRunner

from bench.plans import Stated, write_plan
from pipeline.cli.app import app
from pipeline.cli.run_output.console import causes_table, cost_line
from pipeline.dataset.identity import plan_id
from pipeline.errors import ExitCode
from pipeline.processes.limits import DEFAULT_LIMITS
from pipeline.run.assembly.results import FailedDocument, PlanSummary, RunResult
from pipeline.run.cache.quarantine import LIST, Quarantine
from pipeline.run.documents.serialization import Failure
from pipeline.run.extract import run
from pipeline.run.inputs import sha256_of

INDICATORS = [Stated(f"Numero di pratiche evase dall'ufficio {n}", f">= {n + 10} %") for n in range(40)]
TIGHT = replace(DEFAULT_LIMITS, memory=48 << 20)  # less than a table of thousands of rows takes


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A plan, and one that is too much for a process of 48 MiB."""
    folder = tmp_path / "raw"
    folder.mkdir()
    plan = write_plan(folder, 1, INDICATORS).read_text(encoding="utf-8")
    (folder / "huge.txt").write_text(plan + plan.splitlines(keepends=True)[-1] * 40_000, encoding="utf-8")
    return folder


def test_a_file_that_fails_twice_is_read_again_when_it_is_asked_for_alone(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run([raw], out, jobs=1, limits=TIGHT)
    assert [(one.source_file, one.failure.code) for one in first.failed] == [("huge.txt", "memory-exceeded")]
    assert first.quarantined == ()
    second = run([raw], out, jobs=1, limits=TIGHT)
    assert second.quarantined == ("huge.txt",)
    assert json.loads((out / LIST).read_text(encoding="utf-8"))[sha256_of(raw / "huge.txt") + ".txt"]["times"] == 2
    third = run([raw], out, jobs=1, limits=TIGHT)
    assert third.failed == second.failed
    assert json.loads((out / LIST).read_text(encoding="utf-8"))[sha256_of(raw / "huge.txt") + ".txt"]["times"] == 2
    run([raw], out, jobs=1, limits=TIGHT, retry_quarantined=True)
    assert json.loads((out / LIST).read_text(encoding="utf-8"))[sha256_of(raw / "huge.txt") + ".txt"]["times"] == 3


def test_quarantine_ends_with_other_limits_and_with_a_torn_list(raw: Path, tmp_path: Path) -> None:
    (source,) = [s for s in _sources(raw) if s.name == "huge.txt"]
    failure = Failure("document-timeout", "slow", "Wait.")
    kept = Quarantine(tmp_path, DEFAULT_LIMITS)
    kept.add(source, failure)
    assert kept.get(source) is None
    kept.add(source, failure)
    kept.add(
        source, Failure("pdf-broken", "broken", "Mend it.")
    )  # reading it again would give the same: no case for it
    kept.save()
    assert Quarantine(tmp_path, DEFAULT_LIMITS).get(source) == failure
    assert Quarantine(tmp_path, replace(DEFAULT_LIMITS, timeout=1.0)).get(source) is None
    (tmp_path / LIST).write_text('{"torn": ', encoding="utf-8")
    assert Quarantine(tmp_path, DEFAULT_LIMITS).get(source) is None


def _sources(raw: Path):  # type: ignore[no-untyped-def]
    from pipeline.run.inputs import find_inputs  # noqa: PLC0415

    return find_inputs([raw]).sources


def test_logs_as_json_and_metrics_tell_of_each_document(raw: Path, tmp_path: Path) -> None:
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    (raw / "huge.txt").unlink()
    metrics = tmp_path / "run.prom"
    options = ["--jobs", "1", "--no-report", "--log-format", "json", "--metrics", str(metrics)]
    shown = CliRunner().invoke(app, ["extract", str(raw), "--out", str(tmp_path / "out"), *options])
    assert shown.exit_code == ExitCode.DOCUMENT
    events = [json.loads(line) for line in shown.stderr.splitlines()] if shown.stderr else []
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.read_text(encoding="utf-8"))
        for sample in family.samples
    }
    assert figures["cruscotto_documents", "read"] == figures["cruscotto_documents", "failed"] == 1
    assert figures["cruscotto_failures", "pdf-broken"] == 1
    assert figures["cruscotto_exit_code",] == ExitCode.DOCUMENT
    assert all("event" in event for event in events)


def test_json_lines_on_stderr_have_the_document_s_ids(
    raw: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (raw / "huge.txt").unlink()
    CliRunner().invoke(app, ["extract", str(raw), "--out", str(tmp_path / "out"), "--jobs", "1", "--no-report",
                             "--log-format", "json"])  # fmt: skip
    events = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    (ended,) = [event for event in events if event["event"] == "document-end"]
    assert ended["plan_id"] == plan_id(sha256_of(raw / "plan-000001.txt"))
    assert ended["document"] == "plan-000001.txt"
    assert events[-1]["event"] == "run-end"


def test_a_summary_of_many_plans_tells_causes_and_cost() -> None:
    plan = PlanSummary("plan-1", "a.pdf", None, "generic", 4, 10, 12, 1, 0, 0, 2, 0, 0.5)
    failed = [FailedDocument(f"{n}.pdf", Failure("pdf-broken", "broken", "Mend it.")) for n in range(5)]
    result = RunResult(Path("out"), (plan,) * 250, tuple(failed), 0, {}, strict=False, changed=True)
    console = Console(width=150)
    with console.capture() as shown:
        console.print(causes_table(result))
    lines = shown.get().splitlines()
    assert lines[1].split() == ["250", "1000", "2500", "3000", "250", "500", "generic"]
    assert lines[2].strip() == "5" + " " * (lines[2].index("not") - lines[2].index("5") - 1) + (
        "not read: pdf-broken (0.pdf, 1.pdf, 2.pdf, …)"
    )
    assert cost_line(result) == "cost: 125.0 seconds of a worker for a thousand pages (1000 pages read)"
    assert cost_line(replace(result, plans=())) is None
