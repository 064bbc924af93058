"""What a run's log says of its time, and plans that take a second each."""

from __future__ import annotations

import json
from pathlib import Path

from bench.plans import Stated, write_long_plan
from bench.scaling import Phases, phases_of
from pipeline.corrections.source import Source
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.rows import DocumentRows
from pipeline.run.inputs import sha256_of


def test_the_phases_of_a_run_are_told_by_its_log(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    happened = (("run-start", 0), ("document-end", 7), ("issue", 8), ("document-end", 19), ("run-end", 22))
    lines = [json.dumps({"time": f"2026-11-27T04:00:{at:02}.000+00:00", "event": event}) for event, at in happened]
    log.write_text("\n".join(lines), encoding="ascii")
    assert phases_of(log) == Phases(7.0, 12.0, 3.0)


def test_a_long_plan_has_the_rows_that_were_asked_for(tmp_path: Path) -> None:
    stated = [Stated(f"Numero di pratiche evase dall'ufficio {n}", f">= {n + 10} %") for n in range(40)]
    plan = write_long_plan(tmp_path, 3, stated, 60)
    rows = read_document(Source(plan, plan.name, sha256_of(plan)))
    assert isinstance(rows, DocumentRows)
    assert (rows.plan["pages"], len(rows.indicators)) == (4, 60)
