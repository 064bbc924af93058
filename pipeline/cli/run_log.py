"""The log of a run: JSON lines that programs read, with document, page and row.

Every line has `time` (UTC), `run` (the same for all lines of a run) and `event`: `run-start`, `page`, `document-end`,
`issue` (with severity, code, message, page or line, and the row's text in `row`), `regression`, `run-end` and
`run-failed`.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.corrections.source import Source
from pipeline.errors import UsageError
from pipeline.run.document import DocumentRows
from pipeline.run.extract import run
from pipeline.run.results import RunResult
from pipeline.run.workers import Outcome, Watcher

_LONGEST: Final = 2000  # characters of a printed row


class Log:
    """An open log; a line that cannot be written, such as on a full disk, is no error of the run."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._run = secrets.token_hex(8)

    def write_event(self, event: str, **fields: Any) -> None:
        """Append a line, whole: lines of runs at the same time do not mix."""
        head = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "run": self._run, "event": event}
        line = json.dumps({**head, **fields}, ensure_ascii=True, default=str) + "\n"
        with suppress(OSError):
            os.write(self._handle, line.encode("ascii"))

    def write_issues(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append a line for each issue."""
        for row in rows:
            shown = {
                name: row[name] for name in ("severity", "code", "message", "page", "line", "plan_id", "indicator_id")
            }
            self.write_event("issue", document=row["source_file"], **shown, row=(row["raw"] or "")[:_LONGEST] or None)


@contextmanager
def open_log(path: Path) -> Iterator[Log]:
    """Append to the log at `path`, which is made where it does not exist.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", remedy="Name another --log-file.") from error
    log = Log(handle)
    try:
        yield log
    except BaseException as error:
        log.write_event("run-failed", error=type(error).__name__, message=str(error))
        raise
    finally:
        os.close(handle)


class LoggingWatcher:
    """Tells the log how a run gets on, and another watcher too."""

    def __init__(self, log: Log, other: Watcher | None) -> None:
        self._log = log
        self._other = other
        self._stages: dict[Source, str] = {}

    def page(self, source: Source, done: int, total: int | None) -> None:
        """A page of the document was read."""
        self._log.write_event("page", document=source.name, page=done, pages=total)
        if self._other is not None:
            self._other.page(source, done, total)

    def stage(self, source: Source, name: str) -> None:
        """A stage after the pages has begun or goes on."""
        if self._stages.get(source) != name:
            self._stages[source] = name
            self._log.write_event("stage", document=source.name, stage=name)
        if self._other is not None:
            self._other.stage(source, name)

    def end(self, outcome: Outcome) -> None:
        """The document is done."""
        shown: dict[str, Any] = {
            "document": outcome.source.name,
            "sha256": outcome.source.sha256,
            "seconds": round(outcome.seconds, 3),
            "cached": outcome.cached,
        }
        if isinstance(outcome.result, DocumentRows):
            plan = outcome.result.plan
            shown |= {"status": "read", "layout": plan["layout_id"], "rows": len(outcome.result.indicators)}
            self._log.write_event("document-end", **shown)
            self._log.write_issues(outcome.result.issues)
        else:
            failure = outcome.result
            self._log.write_event(
                "document-end", **shown, status="failed", code=failure.code, cause=failure.cause, trace=failure.trace
            )
        if self._other is not None:
            self._other.end(outcome)


def logging_watch(log: Log, watch: Callable[[int], Watcher] | None) -> Callable[[int], Watcher]:
    """Makes watchers that tell the log, and those that `watch` makes."""
    return lambda documents: LoggingWatcher(log, watch(documents) if watch else None)


def run_with_log(
    paths: Sequence[Path],
    out: Path,
    *,
    log_file: Path | None = None,
    watch: Callable[[int], Watcher] | None = None,
    **options: Any,
) -> RunResult:
    """Like `pipeline.run.extract.run`, with a log where `log_file` names one.

    Raises:
        UsageError: the log cannot be written; and whatever `run` raises.
    """
    if log_file is None:
        return run(paths, out, watch=watch, **options)
    with open_log(log_file) as log:
        log.write_event("run-start", paths=[str(path) for path in paths], out=str(out))
        result = run(paths, out, watch=logging_watch(log, watch), **options)
        for one in result.regressions:
            log.write_event("regression", document=one.source_file, plan_id=one.plan_id, cause=one.cause, kept=one.kept)
        log.write_event(
            "run-end",
            changed=result.changed,
            exit_code=int(result.exit_code),
            plans=len(result.plans),
            failed={one.source_file: one.failure.code for one in result.failed},
            gone=list(result.gone),
            issues=result.issues,
        )
    return result
