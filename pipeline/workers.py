"""Documents read in worker processes, so that whatever happens to one costs that document alone.

Each worker has a pipe of its own: when a worker dies, in native code or by a signal, its pipe ends, its
document has failed, and a new worker goes on with the next one. A pool that shares queues, such as
`ProcessPoolExecutor`, would lose the documents of all workers.
"""

from __future__ import annotations

import multiprocessing
import re
import signal
import time
import traceback
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Protocol, TypeAlias

from extractors.errors import DocumentError
from pipeline import issue_codes as codes
from pipeline.document import DocumentRows, Source, read_document


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document gave no plan; `trace` is for whoever mends an error that nobody foresaw."""

    code: str
    cause: str
    remedy: str
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its rows, or why there are none."""

    source: Source
    result: DocumentRows | Failure
    seconds: float


class Watcher(Protocol):
    """Is told how a run gets on."""

    def page(self, source: Source, done: int, total: int | None, /) -> None:
        """A page of the document was read."""

    def end(self, outcome: Outcome, /) -> None:
        """The document is done."""


_Message: TypeAlias = "tuple[int, int | None] | Outcome"

_REPORT = "Report this with the file and the message; the other documents are not affected."
_DIED = "Try again with --jobs 1; if the document still fails, report it with the file."


def failure_of(error: DocumentError) -> Failure:
    """The failure of a document that cannot be read."""
    return Failure(error.code, error.cause, error.remedy)


def read_documents(
    sources: Sequence[Source], *, layout: str | None, processes: int, watcher: Watcher | None = None
) -> list[Outcome]:
    """Read the documents in at most `processes` worker processes; the outcomes are in the order of `sources`.

    Whatever keeps a document from being read is its outcome; nothing of it is raised. When the caller is
    interrupted, the workers are killed.
    """
    waiting = deque(range(len(sources)))
    outcomes: dict[int, Outcome] = {}
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.job is not None for worker in workers):
            while waiting and len(workers) < processes:
                workers.append(_Worker(layout))
            for worker in workers:
                if worker.job is None and waiting:
                    worker.give(waiting.popleft(), sources)
            ready = wait([worker.pipe for worker in workers if worker.job is not None])
            for worker in [w for w in workers if w.pipe in ready]:
                outcome = worker.listen(sources, watcher)
                if outcome is not None:
                    outcomes[sources.index(outcome.source)] = outcome
                    if watcher is not None:
                        watcher.end(outcome)
                if worker.dead:
                    workers.remove(worker)
    finally:
        for worker in workers:
            worker.stop()
    return [outcomes[number] for number in range(len(sources))]


class _Worker:
    """A worker process as the run sees it; `job` is the number of the document that it reads."""

    def __init__(self, layout: str | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.job: int | None = None
        self.dead = False
        self._since = time.perf_counter()
        self._process: BaseProcess = context.Process(target=_work, args=(theirs, layout), daemon=True)
        self._process.start()
        theirs.close()  # only the worker holds that end now, so the pipe ends when the worker does

    def give(self, job: int, sources: Sequence[Source]) -> None:
        """Let the worker read a document."""
        self.job = job
        self._since = time.perf_counter()
        with suppress(OSError):  # if it is dead already, listening will say so
            self.pipe.send(sources[job])

    def listen(self, sources: Sequence[Source], watcher: Watcher | None) -> Outcome | None:
        """Take the worker's next message; the outcome of its document once there is one."""
        if self.job is None:
            return None
        source = sources[self.job]
        try:
            message: _Message = self.pipe.recv()
        except (EOFError, OSError):
            return self._died(source)
        if isinstance(message, Outcome):
            self.job = None
            return Outcome(source, message.result, message.seconds)
        if watcher is not None:
            watcher.page(source, *message)
        return None

    def stop(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def _died(self, source: Source) -> Outcome:
        self.job = None
        self.dead = True
        self.stop()
        code = self._process.exitcode or 0
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        failure = Failure(codes.WORKER_DIED.code, f"the process that read the document {how}", _DIED)
        return Outcome(source, failure, time.perf_counter() - self._since)


def _work(pipe: Connection, layout: str | None) -> None:
    """What a worker process does: read documents until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then kills its workers
    while True:
        try:
            source: Source = pipe.recv()
            pipe.send(_outcome(source, layout, pipe))
        except (EOFError, OSError):
            return


def _outcome(source: Source, layout: str | None, pipe: Connection) -> Outcome:
    start = time.perf_counter()
    result: DocumentRows | Failure
    try:
        result = read_document(source, layout=layout, progress=lambda done, total: pipe.send((done, total)))
    except DocumentError as error:
        result = failure_of(error)
    except Exception as error:  # whatever it is, it costs this document alone
        # Addresses in memory differ from run to run, and the cause stands in the published issues.
        cause = re.sub(r" at 0x[0-9a-fA-F]+", "", f"{type(error).__name__}: {error}")
        result = Failure(codes.DOCUMENT_CRASHED.code, cause, _REPORT, traceback.format_exc())
    return Outcome(source, result, time.perf_counter() - start)
