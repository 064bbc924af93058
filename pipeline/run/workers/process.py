"""What a worker process does: it reads documents, or pages for another worker, until its pipe ends."""

from __future__ import annotations

import gc
import re
import time
import traceback
from multiprocessing.connection import Connection
from typing import Final

from extractors.errors import DocumentError
from extractors.sources import Opening
from extractors.tables.packed_pages import LONG
from pipeline.dataset import issue_codes as codes
from pipeline.processes.limits import Limits, apply_limits, check_pages, release_memory, says_no_memory
from pipeline.processes.messages import send_line
from pipeline.processes.without_pandas import load_no_pandas
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.serialization import Failure, pack_failure
from pipeline.run.documents.settling import settle
from pipeline.run.inputs import sha256_of
from pipeline.run.workers.page_provider import SharedPages, read_for_another
from pipeline.run.workers.tasks import (
    HELPED,
    PAGE,
    PART,
    PICTURE,
    RESULT,
    STAGE,
    STARTED,
    ReadingOptions,
    Task,
    failure_of,
    over_memory,
)

_BETWEEN_PAGES: Final = 0.05  # seconds; little beside what --page-timeout allows
_SELDOM: Final = 1_000_000  # things made before a look for cycles among them
_REPORT: Final = "Report this with the file and the message; the other documents are not affected."


def do_tasks(pipe: Connection, options: ReadingOptions) -> None:
    """Do what the run asks for until the pipe ends."""

    def beat(page: int) -> None:
        send_line(pipe, PICTURE + b"%d" % page)

    how = Opening(options.engine, options.ocr, beat)
    limits = options.limits
    apply_limits(limits)
    load_no_pandas()
    # A document is a great many small things without cycles: looking for some takes a fifth of the time.
    gc.set_threshold(_SELDOM)
    while True:
        try:
            task: Task = pipe.recv()
            send_line(pipe, STARTED)
            if task.helps:
                _read_pages(task, how, limits, pipe)
                send_line(pipe, HELPED)
            else:
                send_line(pipe, RESULT, _answer_task(task, options.layout, how, limits, pipe))
        except (EOFError, OSError):
            return


def _read_pages(task: Task, how: Opening, limits: Limits, pipe: Connection) -> None:
    """Read pages of a document that another worker reads."""

    def progress(_: int, total: int | None) -> None:
        send_line(pipe, PAGE + b"-1 -1")
        check_pages(total, limits)

    assert task.shared is not None
    read_for_another(task.source.path, how.engine, task.shared, progress, ocr=how.ocr, beat=how.beat)


def _answer_task(task: Task, layout: str | None, how: Opening, limits: Limits, pipe: Connection) -> bytes:
    """What became of the document, when its rows are sent."""
    source = task.source
    try:
        rows = read_document(
            source,
            layout=layout,
            engine=how.engine,
            ocr=how.ocr,
            progress=_Told(pipe, limits),
            beat=how.beat,
            provider=SharedPages(task.shared) if task.shared is not None else None,
        )
        if sha256_of(source.path) != source.sha256:
            return pack_failure(Failure(codes.FILE_CHANGED.code, "its content changed while it was read", "Run again."))
        return settle(rows, lambda part: send_line(pipe, PART, part), limits.output)
    except DocumentError as error:
        return pack_failure(failure_of(error))
    except Exception as error:  # whatever it is, it costs this document alone
        if says_no_memory(error):
            return pack_failure(over_memory(limits))
        # Addresses in memory differ from run to run, and the cause stands in the published issues.
        cause = re.sub(r" at 0x[0-9a-fA-F]+", "", f"{type(error).__name__}: {error}")[:_LONGEST_CAUSE]
        trace = traceback.format_exc()[-_LONGEST_TRACE:]
        return pack_failure(Failure(codes.DOCUMENT_CRASHED.code, cause, _REPORT, trace))


class _Told:
    """Tells the run how the reading of a document gets on."""

    def __init__(self, pipe: Connection, limits: Limits) -> None:
        self._pipe = pipe
        self._limits = limits
        self._reads = False  # pages are read, and their engine has the file open
        self._told = 0.0  # when the run was told of a page

    def page(self, done: int, total: int | None) -> None:
        """A page is done. Not each is told: most take some milliseconds, and each message wakes the run.

        Raises:
            TooManyPages: there are more than the limit.
        """
        if done in (1, total) or time.monotonic() - self._told > _BETWEEN_PAGES:
            send_line(self._pipe, PAGE + b"%d %d" % (done, -1 if total is None else total))
            self._told = time.monotonic()
        check_pages(total, self._limits)
        self._reads = done > LONG

    def stage(self, name: str) -> None:
        """A stage after the pages has begun, or goes on."""
        if self._reads:  # what the engine took for the pages of a long document, the stages have room for
            self._reads = False
            release_memory()
        send_line(self._pipe, STAGE + name.encode("ascii"))


_LONGEST_CAUSE: Final = 500  # characters; messages of libraries may quote the whole file
_LONGEST_TRACE: Final = 20_000
