"""Figures of a run for Prometheus, in a file as its node exporter collects them (textfile collector)."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.run.assembly.results import RunResult


def write_metrics(path: Path, result: RunResult, seconds: float) -> None:
    """Write what a run came to, which took so many seconds; the file takes its place in one step.

    Raises:
        UsageError: it cannot be written, or what writes it is not installed.
    """
    try:
        from prometheus_client import CollectorRegistry, Gauge, write_to_textfile  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(f"--metrics: {error}", remedy="Install it: pip install 'cruscotto[metrics]'.") from error
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, values: dict[str, float] | float, label: str = "") -> None:
        made = Gauge(f"cruscotto_{name}", meaning, [label] if label else [], registry=registry)
        for of, value in values.items() if isinstance(values, dict) else ():
            made.labels(of).set(value)
        if not isinstance(values, dict):
            made.set(values)

    plans = result.plans
    cached = sum(plan.cached for plan in plans)
    documents = {"read": len(plans) - cached, "cached": cached, "failed": len(result.failed)}
    statuses = {name: sum(getattr(plan, name) for plan in plans) for name in ("review", "unparsed", "invalid")}
    gauge("documents", "Documents of the last run, by what became of them.", dict(documents), "state")
    gauge(
        "failures",
        "Documents that were not read, by code.",
        dict(Counter(f.failure.code for f in result.failed)),
        "code",
    )
    gauge("quarantined", "Files that failed twice and are not read again.", len(result.quarantined))
    gauge("regressions", "Documents that give less than was published.", len(result.regressions))
    gauge("pages", "Pages of the documents that were read.", sum(p.pages or 0 for p in plans if not p.cached))
    gauge("reading_seconds", "Seconds of workers that reading took.", sum(plan.seconds for plan in plans))
    gauge("indicators", "Published indicators.", sum(plan.indicators for plan in plans))
    gauge("values", "Published values.", sum(plan.values for plan in plans))
    gauge("values_in_doubt", "Published values that a person should look at, by status.", dict(statuses), "status")
    gauge("issues", "Issues, by severity.", dict(result.issues), "severity")
    gauge("exit_code", "The exit code of the last run.", int(result.exit_code))
    gauge("run_seconds", "Seconds that the last run took.", seconds)
    gauge("run_end_timestamp_seconds", "When the last run ended.", time.time())
    try:
        write_to_textfile(str(path), registry)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", remedy="Name another --metrics.") from error
