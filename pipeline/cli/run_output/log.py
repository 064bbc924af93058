"""The log of a run: JSON lines that programs read, with document, page and row.

Every line has `time` (UTC), `run` (the same for all lines of a run) and `event`: `run-start`, `page`, `document-end`,
`issue` (with severity, code, message, page or line, and the row's text in `row`), `regression`, `run-end` and
`run-failed`. What is of a document has its file name and its `plan_id`. `--log-file` appends them to a file,
`--log-format json` writes them to stderr.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.cli.run_output.metrics import write_metrics
from pipeline.corrections.source import Source
from pipeline.dataset.identity import plan_id
from pipeline.errors import UsageError
from pipeline.publish.atomic import current_version
from pipeline.run.assembly.results import RunResult
from pipeline.run.documents.fragment import Fragment
from pipeline.run.extract import run
from pipeline.run.workers.pool import Outcome, Watcher

_LONGEST: Final = 2000  # characters of a printed row


class Log:
    """An open log; a line that cannot be written, such as on a full disk, is no error of the run."""

    def __init__(self, handles: Sequence[int]) -> None:
        self._handles = handles
        self._run = secrets.token_hex(8)

    def write_event(self, event: str, **fields: Any) -> None:
        """Append a line."""
        self._write_events(event, [fields])

    def write_issues(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append a line for each issue."""
        self._write_events("issue", map(_issue_fields, rows))

    def _write_events(self, event: str, told: Iterable[Mapping[str, Any]]) -> None:
        """Append lines, at once: those of runs at the same time do not mix."""
        head = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "run": self._run, "event": event}
        lines = "".join(_as_json({**head, **fields}) + "\n" for fields in told).encode("ascii")
        for handle in self._handles:
            with suppress(OSError):
                os.write(handle, lines)


_as_json: Final = json.JSONEncoder(ensure_ascii=True, default=str).encode
_TOLD: Final = ("severity", "code", "message", "page", "line", "plan_id", "indicator_id")


def _issue_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in _TOLD}
    return {"document": row["source_file"], **told, "row": (row["raw"] or "")[:_LONGEST] or None}


@contextmanager
def open_log(path: Path | None, *, on_stderr: bool = False) -> Iterator[Log]:
    """Append to the log at `path`, which is made where it does not exist, and write to stderr where that is asked for.

    Raises:
        UsageError: it cannot be written.
    """
    handles = [2] if on_stderr else []
    opened: int | None = None
    if path is not None:
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written ({error.strerror})", remedy="Name another --log-file."
            ) from error
        handles.append(opened)
    log = Log(handles)
    try:
        yield log
    except BaseException as error:
        log.write_event("run-failed", error=type(error).__name__, message=str(error))
        raise
    finally:
        if opened is not None:
            os.close(opened)


class LoggingWatcher:
    """Tells the log how a run gets on, and another watcher too."""

    def __init__(self, log: Log, other: Watcher | None) -> None:
        self._log = log
        self._other = other
        self._stages: dict[Source, str] = {}

    def page(self, source: Source, done: int, total: int | None) -> None:
        """A page of the document was read."""
        self._log.write_event("page", **_document_fields(source), page=done, pages=total)
        if self._other is not None:
            self._other.page(source, done, total)

    def stage(self, source: Source, name: str) -> None:
        """A stage after the pages has begun or goes on."""
        if self._stages.get(source) != name:
            self._stages[source] = name
            self._log.write_event("stage", **_document_fields(source), stage=name)
        if self._other is not None:
            self._other.stage(source, name)

    def end(self, outcome: Outcome) -> None:
        """The document is done."""
        shown: dict[str, Any] = {
            **_document_fields(outcome.source),
            "sha256": outcome.source.sha256,
            "seconds": round(outcome.seconds, 3),
            "cached": outcome.cached,
        }
        if isinstance(outcome.result, Fragment):
            self._tell_read(outcome.result, shown)
        else:
            failure = outcome.result
            self._log.write_event(
                "document-end", **shown, status="failed", code=failure.code, cause=failure.cause, trace=failure.trace
            )
        if self._other is not None:
            self._other.end(outcome)

    def _tell_read(self, read: Fragment, shown: dict[str, Any]) -> None:
        from pipeline.run.documents.fragment_rows import rows_of_piece  # noqa: PLC0415 - it is loaded while documents are read

        if read.plan is not None:
            shown |= {"layout": read.plan["layout_id"], "rows": read.plan["rows_published"]}
        self._log.write_event("document-end", **shown, status="read")
        for piece in read.parts.get("issues", ()):
            self._log.write_issues(rows_of_piece(read, "issues", piece, read.read).to_pylist())


def _document_fields(source: Source) -> dict[str, str]:
    return {"document": source.name, "plan_id": plan_id(source.sha256)}


def logging_watch(log: Log, watch: Callable[[int], Watcher] | None) -> Callable[[int], Watcher]:
    """Makes watchers that tell the log, and those that `watch` makes."""
    return lambda documents: LoggingWatcher(log, watch(documents) if watch else None)


def run_with_log(
    paths: Sequence[Path],
    out: Path,
    *,
    log_file: Path | None = None,
    log_format: str = "text",
    metrics: Path | None = None,
    run_page: Path | None = None,
    watch: Callable[[int], Watcher] | None = None,
    **options: Any,
) -> RunResult:
    """Like `pipeline.run.extract.run`, with a log where `log_file` or `log_format` ask for one, with `metrics` and a
    `run_page` where these are named.

    Raises:
        UsageError: the log, the metrics or the page cannot be written; and whatever `run` raises.
    """
    began = time.monotonic()
    result = _run_logged(paths, out, log_file, log_format == "json", watch, options)
    seconds = time.monotonic() - began
    if metrics is not None:
        write_metrics(metrics, result, seconds)
    if run_page is not None:
        from pipeline.cli.run_output.page import write_run_page  # noqa: PLC0415 - few ask for it

        write_run_page(run_page, result, seconds)
    return result


def _run_logged(
    paths: Sequence[Path],
    out: Path,
    log_file: Path | None,
    on_stderr: bool,
    watch: Callable[[int], Watcher] | None,
    options: Mapping[str, Any],
) -> RunResult:
    if log_file is None and not on_stderr:
        return run(paths, out, watch=watch, **options)
    with open_log(log_file, on_stderr=on_stderr) as log:
        log.write_event("run-start", paths=[str(path) for path in paths], out=str(out))
        result = run(paths, out, watch=logging_watch(log, watch), **options)
        for one in result.regressions:
            log.write_event("regression", document=one.source_file, plan_id=one.plan_id, cause=one.cause, kept=one.kept)
        log.write_event(
            "run-end",
            changed=result.changed,
            version=current_version(out).name,
            quarantined=list(result.quarantined),
            exit_code=int(result.exit_code),
            plans=len(result.plans),
            failed={one.source_file: one.failure.code for one in result.failed},
            gone=list(result.gone),
            issues=result.issues,
        )
    return result
