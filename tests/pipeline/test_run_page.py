"""The page of a run: what a person who runs it over thousands of plans wants to know, and no more of it than that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.plans import Stated, write_plan
from pipeline.cli.app import app
from pipeline.cli.run_output.page import write_run_page
from pipeline.errors import UsageError
from pipeline.language.italian import has_italian
from pipeline.run.assembly.results import FailedDocument, PlanSummary, Regression, RunResult
from pipeline.run.documents.serialization import Failure

TEMPLATE = Path(__file__).parents[2] / "pipeline" / "cli" / "templates" / "run.html"


def many(out: Path, plans: int) -> RunResult:
    """A run over so many plans: every tenth is not read, every twentieth gives less than before."""
    broken = Failure("pdf-broken", "its structure <cannot> be read", "Download it again.")
    slow = Failure("document-timeout", "it was not read within 300 seconds", "Look at the file.")
    return RunResult(
        out=out,
        plans=tuple(
            PlanSummary(f"plan-{n}", f"{n}.pdf", None, f"layout-{n % 3}", 10, 100, 200, 5, 0, 0, 1, 2, n / 1000)
            for n in range(plans)
        ),
        failed=tuple(FailedDocument(f"no-{n}.pdf", slow if n % 4 else broken) for n in range(plans // 10)),
        set_aside=0,
        issues={"error": 3, "info": 7},
        strict=False,
        changed=True,
        regressions=tuple(Regression(f"{n}.pdf", f"plan-{n}", 100, 50, "rows", kept=True) for n in range(plans // 20)),
        gone=tuple(f"gone-{n}.pdf" for n in range(plans // 20)),
    )


def test_it_tells_what_was_read_what_was_not_and_what_it_cost(tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    write_run_page(page, many(tmp_path, 20_000), 3600.0)
    text = page.read_text(encoding="utf-8")
    assert "document-timeout: 1500" in text
    assert text.index("document-timeout: 1500") < text.index("pdf-broken: 500")
    assert "its structure &lt;cannot&gt; be read" in text
    assert "999.9 seconds of a worker for a thousand pages (200000 pages read)" in text
    assert '<th scope="row">layout-0</th><td class="n">6667</td><td class="n">66670</td>' in text
    assert "Exit code 9, after 3600 seconds." in text
    assert '<th scope="row">19999.pdf</th>' in text  # what took longest
    assert "and 800 more" in text  # regressions
    assert page.stat().st_size < 200_000


def test_it_is_written_by_a_run_and_in_italian(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    write_plan(raw, 1, [Stated(f"Numero di pratiche evase {n}", f">= {n + 10} %") for n in range(40)])
    (raw / "empty.pdf").touch()
    page = tmp_path / "run.html"
    told = ("--lang", "it", "extract", str(raw), "--out", str(tmp_path / "out"), "--jobs", "1", "--no-report")
    assert CliRunner().invoke(app, [*told, "--run-page", str(page)]).exit_code == 3
    text = page.read_text(encoding="utf-8")
    assert "empty.pdf: il file è vuoto" in text
    assert '<html lang="it">' in text
    assert "What " not in text


def test_all_that_it_says_has_its_italian() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    said = {text for call in re.findall(r"say\((.+?)\)", template) for text in re.findall(r'"([^"]+)"', call)}
    assert len(said) > 20
    filled = {re.sub(r"%[\d.]*[df]", "7", text) for text in said} - {"7 %s"}  # a count and a word
    assert [text for text in sorted(filled) if not has_italian(text)] == []


def test_where_it_cannot_be_written_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_run_page(tmp_path / "nowhere" / "run.html", many(tmp_path, 20), 1.0)
