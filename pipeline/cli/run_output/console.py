"""What the command line shows of a run: the progress bar, the summary and its JSON form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipeline.dataset.vocabularies import CURRENT
from pipeline.language.choice import say
from pipeline.run.documents.serialization import Passing, json_pieces

if TYPE_CHECKING:
    from extractors.finding_codes import Severity
    from pipeline.corrections.source import Source
    from pipeline.run.assembly.results import PlanSummary, RunResult
    from pipeline.run.workers.pool import Outcome

MANY = 100
"""Plans of which a summary tells one by one; of more it tells by layout and cause."""
_EXAMPLES = 3
_WIDE = 200  # columns of a summary that goes to a file or a pipe, where nothing wraps


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """What was read by one layout; `pages` are those of documents that have some."""

    layout: str
    plans: int
    pages: int
    indicators: int
    values: int
    review: int
    rejected: int


class ProgressBar:
    """A bar for the whole run and a line for each document that is being read, with its page."""

    def __init__(self, progress: Progress, documents: int) -> None:
        self._progress = progress
        self._all = progress.add_task("documents", total=documents)
        self._tasks: dict[str, TaskID] = {}

    def page(self, source: Source, done: int, total: int | None) -> None:
        """A page of the document was read."""
        if source.sha256 not in self._tasks:
            self._tasks[source.sha256] = self._progress.add_task(source.name, total=total)
        self._progress.update(self._tasks[source.sha256], completed=done, total=total)

    def stage(self, source: Source, name: str) -> None:
        """A stage after the document's pages, or OCR of one of them, has begun or goes on."""
        if source.sha256 not in self._tasks:
            self._tasks[source.sha256] = self._progress.add_task(source.name, total=None)
        self._progress.update(self._tasks[source.sha256], description=f"{source.name}: {name}")

    def end(self, outcome: Outcome) -> None:
        """The document is done."""
        if (task := self._tasks.pop(outcome.source.sha256, None)) is not None:
            self._progress.remove_task(task)
        self._progress.advance(self._all)


@contextmanager
def progress_on(console: Console) -> Iterator[Progress]:
    """A progress display on `console` that is gone when the work is done."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress


def summary_table(result: RunResult) -> Table:
    """The summary of a run as a table, one row a plan."""
    table = Table(box=None, pad_edge=False)
    for heading in ("plan", "layout"):
        table.add_column(say(heading))
    for heading in ("pages", "indicators", "values", "review", "rejected", "seconds"):
        table.add_column(say(heading), justify="right")
    for plan in result.plans:
        counts = (plan.indicators, plan.values, plan.unresolved, plan.rejected)
        pages = "-" if plan.pages is None else str(plan.pages)
        state = plan.freshness if plan.freshness != CURRENT else "cached" if plan.cached else None
        seconds = f"{plan.seconds:.1f}" if state is None else say(state)
        table.add_row(Text(plan.source_file), Text(plan.layout), pages, *map(str, counts), seconds)
    for failed in result.failed:
        table.add_row(Text(failed.source_file), Text(say(f"not read: {failed.failure.code}")))
    return table


def by_layout(plans: Sequence[PlanSummary]) -> list[LayoutLine]:
    """What was read, layout by layout."""
    groups: dict[str, list[PlanSummary]] = {}
    for plan in plans:
        groups.setdefault(plan.layout, []).append(plan)
    return [
        LayoutLine(
            layout,
            len(own),
            sum(plan.pages or 0 for plan in own),
            sum(plan.indicators for plan in own),
            sum(plan.values for plan in own),
            sum(plan.unresolved for plan in own),
            sum(plan.rejected for plan in own),
        )
        for layout, own in sorted(groups.items())
    ]


def causes_table(result: RunResult) -> Table:
    """The summary of a run over many plans: what was read by layout, what was not by cause, the first files of each."""
    table = Table(box=None, pad_edge=False)
    for heading in ("plans", "pages", "indicators", "values", "review", "rejected"):
        table.add_column(say(heading), justify="right")
    table.add_column(say("layout"))
    for line in by_layout(result.plans):
        counts = (line.plans, line.pages, line.indicators, line.values, line.review, line.rejected)
        table.add_row(*map(str, counts), Text(line.layout))
    for code in sorted({failed.failure.code for failed in result.failed}):
        files = [failed.source_file for failed in result.failed if failed.failure.code == code]
        shown = ", ".join(files[:_EXAMPLES]) + (", …" if len(files) > _EXAMPLES else "")
        table.add_row(str(len(files)), *[""] * 5, Text(f"{say(f'not read: {code}')} ({shown})"))
    return table


def cost_line(result: RunResult) -> str | None:
    """What reading has cost for a thousand pages; None where no page was read."""
    read = [plan for plan in result.plans if not plan.cached and plan.pages]
    pages, seconds = sum(plan.pages or 0 for plan in read), sum(plan.seconds for plan in read)
    if not pages:
        return None
    return say(f"cost: {1000 * seconds / pages:.1f} seconds of a worker for a thousand pages ({pages} pages read)")


def print_summary(console: Console, result: RunResult) -> None:
    """Print the summary of a run; off a terminal nothing is wrapped."""
    if not console.is_terminal:
        console.width = _WIDE
    console.print(summary_table(result) if len(result.plans) <= MANY else causes_table(result))
    order: tuple[Severity, ...] = ("error", "warning", "info")
    issues = ", ".join(say(f"{result.issues[s]} {s}") for s in order if s in result.issues) or say("none")
    state = "published in" if result.changed else "unchanged in"
    console.print(f"{say(state)} {result.out}; {say('issues')}: {issues}", markup=False, highlight=False)
    if (cost := cost_line(result)) is not None:
        console.print(cost, markup=False, highlight=False)
    report = Path(result.out) / "report" / "index.html"
    if report.is_file():
        console.print(f"report: {report}", markup=False, highlight=False)


def regression_lines(result: RunResult) -> list[str]:
    """What to say of documents that give less than before, and of plans that are published no more."""
    lines = []
    for one in result.regressions:
        done = (
            f"its rows of before were kept (if less is right: --accept '{one.source_file}')"
            if one.kept
            else "they were replaced by what there is now"
        )
        lines.append(f"warning: {one.source_file}: {one.cause}; {done}")
    if len(lines) > MANY:
        lines = [*lines[:MANY], f"warning: {len(lines) - MANY} documents more give less than before"]
    if result.quarantined:
        files = ", ".join(result.quarantined[:_EXAMPLES]) + (", …" if len(result.quarantined) > _EXAMPLES else "")
        count = len(result.quarantined)
        lines.append(f"note: {count} files failed twice and are read with --retry-quarantined alone: {files}")
    lines += [f"note: {file}: published before and not among the files read; its plan is gone" for file in result.gone]
    return lines


def skipped_lines(result: RunResult) -> list[str]:
    """What to say of files in the folders of the input that are not read."""
    return [f"warning: {one.source_file}: {one.cause}" for one in result.skipped]


def summary_json(result: RunResult) -> Iterator[str]:
    """The summary of a run as one JSON object, in pieces."""
    shown: dict[str, Any] = {
        "out": str(result.out),
        "exit_code": int(result.exit_code),
        "changed": result.changed,
        "plans": Passing(result.plans, asdict),
        "failed": [
            {
                "source_file": failed.source_file,
                "code": failed.failure.code,
                "cause": failed.failure.cause,
                "remedy": failed.failure.remedy,
            }
            for failed in result.failed
        ],
        "regressions": [asdict(one) for one in result.regressions],
        "gone": list(result.gone),
        "skipped": [asdict(one) for one in result.skipped],
        "quarantined": list(result.quarantined),
        "set_aside": result.set_aside,
        "issues": result.issues,
    }
    return json_pieces(shown, ensure_ascii=False, indent=1)
