"""A page that tells what a run came to, for whoever runs it over thousands of plans: by layout, by cause, by cost.

One file without scripts that opens from disk, and that stays as short for twenty thousand plans as for two hundred:
of each list the first are shown, and how many more there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.cli.error_output import write_output_file
from pipeline.cli.run_output.console import by_layout, cost_line
from pipeline.language.choice import asked_language, say
from pipeline.report.html import make_environment
from pipeline.run.assembly.results import FailedDocument, PlanSummary, RunResult

_SHOWN: Final = 200
_DEAREST: Final = 20


@dataclass(frozen=True, slots=True)
class CauseLine:
    """The files that were not read for one cause: the first of them, and how many there are."""

    code: str
    count: int
    remedy: str
    first: Sequence[FailedDocument]


def by_cause(failed: Sequence[FailedDocument]) -> list[CauseLine]:
    """What was not read, the commonest cause first."""
    groups: dict[str, list[FailedDocument]] = {}
    for one in failed:
        groups.setdefault(one.failure.code, []).append(one)
    return [
        CauseLine(code, len(own), own[0].failure.remedy, own[:_SHOWN])
        for code, own in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    ]


def dearest(plans: Sequence[PlanSummary]) -> list[PlanSummary]:
    """The documents that took longest to read, none of those that were not read again."""
    read = [plan for plan in plans if not plan.cached]
    return sorted(read, key=lambda plan: (-plan.seconds, plan.source_file))[:_DEAREST]


def write_run_page(path: Path, result: RunResult, seconds: float) -> None:
    """Write what a run came to, which took so many seconds.

    Raises:
        UsageError: it cannot be written.
    """
    shown = (
        make_environment("pipeline.cli")
        .get_template("run.html")
        .render(
            say=say,
            language=asked_language() or "en",
            ended=datetime.now().astimezone().isoformat(sep=" ", timespec="seconds"),
            seconds=seconds,
            result=result,
            cost=cost_line(result),
            layouts=by_layout(result.plans),
            causes=by_cause(result.failed),
            dearest=dearest(result.plans),
            most=_SHOWN,
        )
    )
    write_output_file(path, shown.encode(errors="replace"))
