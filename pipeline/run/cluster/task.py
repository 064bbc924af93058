"""What a worker of a cluster does: it reads one document in a process of its own, held to the limits.

The process that opens a stranger's file is never the cluster's worker itself: a file that hangs, devours memory or ends
its process costs itself alone, and the worker goes on with the next. That process is kept from document to document.
"""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass
from typing import Final

from pipeline.corrections.source import Source
from pipeline.run.documents.fingerprint import code_fingerprint
from pipeline.run.documents.fragment import seal
from pipeline.run.workers.tasks import ReadingOptions, Task
from pipeline.run.workers.worker import Outcome, Worker

_TICK: Final = 0.1  # seconds between looks at what the process takes
_OWN: Final = threading.local()


@dataclass(frozen=True, slots=True)
class Job:
    """How documents are read: what the run was asked for, and the hash of the code that it runs."""

    options: ReadingOptions
    code: str


class UnfitWorkerError(Exception):
    """A worker of the cluster on which documents cannot be read as on the others; its text says why."""


def read_on_worker(source: Source, job: Job) -> tuple[bytes, float]:
    """What became of the document, as by `pipeline.run.documents.fragment.seal`, and the seconds that it took.

    Raises:
        UnfitWorkerError: this worker has other code than the run, or can start no process.
    """
    if code_fingerprint() != job.code:
        raise UnfitWorkerError("it has another version of this program, of a layout or of a library")
    if multiprocessing.current_process().daemon:
        raise UnfitWorkerError("it may start no process (distributed.worker.daemon)")
    outcome = _read_source(source, _worker_for(job))
    return b"".join(seal(outcome.result)), outcome.seconds


def _worker_for(job: Job) -> Worker:
    """The process that reads for this thread: a process ends with the thread that has started it."""
    known: tuple[Job, Worker] | None = getattr(_OWN, "reader", None)
    if known is not None and known[0] == job and not known[1].dead:
        return known[1]
    if known is not None and not known[1].dead:
        known[1].stop()
    worker = Worker(job.options)
    _OWN.reader = (job, worker)
    return worker


def _read_source(source: Source, worker: Worker) -> Outcome:
    worker.give(Task(source))
    while True:
        outcome = None
        if worker.pipe.poll(_TICK):
            outcome = worker.listen(None)
        if outcome is None and worker.task is not None:  # one that goes on talking is held to its time too
            outcome = worker.overdue()
        if outcome is not None:
            return outcome
