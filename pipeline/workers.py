"""Documents read in worker processes, so that whatever happens to one costs that document alone.

Each worker has a pipe of its own: when a worker dies, in native code or by a signal, its pipe ends, its
document has failed, and a new worker goes on with the next one. A pool that shares queues, such as
`ProcessPoolExecutor`, would lose the documents of all workers. A worker that is over the limits (`pipeline.limits`)
is killed. What workers say are plain bytes (`pipeline.packing`): a process that has read a stranger's file is not
trusted with more.
"""

from __future__ import annotations

import gc
import multiprocessing
import re
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, Protocol

from extractors.engines import Engine
from extractors.errors import DocumentError
from pipeline import issue_codes as codes
from pipeline.document import DocumentRows, Source, read_document
from pipeline.inputs import sha256_of
from pipeline.limits import DEFAULT_LIMITS, Limits, check_pages, confine, private, resident, start_deaf
from pipeline.packing import Failure, pack, unpack

__all__ = ["Failure", "Outcome", "Watcher", "failure_of", "read_documents"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its rows, or why there are none; `cached` where it was not read again."""

    source: Source
    result: DocumentRows | Failure
    seconds: float
    cached: bool = False


class Watcher(Protocol):
    """Is told how a run gets on."""

    def page(self, source: Source, done: int, total: int | None, /) -> None:
        """A page of the document was read."""

    def end(self, outcome: Outcome, /) -> None:
        """The document is done."""


_STARTED, _PAGE, _RESULT = b"s", b"p", b"r"
_TICK: Final = 0.1  # seconds between looks at what the workers take
_BEGINNING: Final = 60.0  # seconds a new process may take until it reads: that is the machine's doing
_WORTH_A_NEW_WORKER: Final = (codes.DOCUMENT_CRASHED.code, codes.MEMORY_EXCEEDED.code)

_SELDOM = 200_000  # things made before a look for cycles among them
_REPORT = "Report this with the file and the message; the other documents are not affected."
_DIED = "Try again with --jobs 1; if the document still fails, report it with the file."
_SLOW = "Look at the file in a viewer; if it is a plan, allow more with --timeout and --page-timeout."
_LARGE = "Look at the file in a viewer; if it is a plan, allow more with --max-memory."


def failure_of(error: DocumentError) -> Failure:
    """The failure of a document that cannot be read."""
    return Failure(error.code, error.cause, error.remedy)


def read_documents(
    sources: Sequence[Source],
    *,
    layout: str | None,
    engine: Engine = "pdfium",
    processes: int,
    watcher: Watcher | None = None,
    limits: Limits = DEFAULT_LIMITS,
    keep: Callable[[Outcome, bytes], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Generator[Outcome]:
    """Read the documents in at most `processes` worker processes; each outcome is given as soon as it is there.

    Whatever keeps a document from being read is its outcome; nothing of it is raised. Workers go on reading while the
    caller makes something of an outcome; when the caller is interrupted or has enough, they are killed. `keep` is
    given each outcome with the bytes that the worker has answered with, `meanwhile` is called once when the workers
    have begun.
    """
    crew = _Crew(sources, layout, engine, processes, limits)
    try:
        crew.assign()
        if meanwhile is not None:
            meanwhile()
        while crew.is_busy():
            for outcome in crew.heard(watcher, keep):
                if watcher is not None:
                    watcher.end(outcome)
                yield outcome
    finally:
        crew.stop()


class _Crew:
    """The workers, and the documents that wait for one."""

    def __init__(
        self, sources: Sequence[Source], layout: str | None, engine: Engine, processes: int, limits: Limits
    ) -> None:
        self._sources = sources
        self._start = partial(_Worker, layout, engine, limits)
        self._processes = processes
        # Large ones first: the last to be read should not keep the others' processes waiting.
        self._waiting = deque(sorted(range(len(sources)), key=lambda number: _size(sources[number]), reverse=True))
        self._workers: list[_Worker] = []

    def assign(self) -> None:
        """Give every worker that has none a document, as long as some wait."""
        self._workers = [worker for worker in self._workers if not worker.dead]
        while len(self._workers) < min(self._processes, len(self._waiting) + len(self._busy())):
            self._workers.append(self._start())
        for worker in self._workers:
            if worker.job is None and self._waiting:
                worker.give(self._waiting.popleft(), self._sources)

    def is_busy(self) -> bool:
        """Whether documents are being read or wait."""
        return bool(self._waiting or self._busy())

    def heard(self, watcher: Watcher | None, keep: Callable[[Outcome, bytes], None] | None) -> list[Outcome]:
        """Wait a moment for the workers; what became of the documents that are done, the next ones being read."""
        busy = self._busy()
        ready = wait([worker.pipe for worker in busy], _TICK)
        outcomes = []
        for worker in busy:
            source = self._sources[worker.job or 0]
            outcome = worker.listen(source, watcher, keep) if worker.pipe in ready else worker.overdue(source)
            if outcome is not None:
                outcomes.append(outcome)
        self.assign()
        return outcomes

    def stop(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.stop()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.job is not None]


def _size(source: Source) -> int:
    """The size of a document in bytes, 0 where it cannot be told."""
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


class _Worker:
    """A worker process as the run sees it; `job` is the number of the document that it reads."""

    def __init__(self, layout: str | None, engine: Engine, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.job: int | None = None
        self.dead = False
        self._limits = limits
        self._began = self._heard = time.monotonic()
        self._reading = False
        self._most = 0  # bytes of memory that were seen in use, or asked for
        self._process: BaseProcess = context.Process(target=_work, args=(theirs, layout, engine, limits), daemon=True)
        start_deaf(self._process)
        theirs.close()  # only the worker holds that end now, so the pipe ends when the worker does

    def give(self, job: int, sources: Sequence[Source]) -> None:
        """Let the worker read a document."""
        self.job = job
        self._reading = False
        self._began = self._heard = time.monotonic()
        with suppress(OSError):  # if it is dead already, listening will say so
            self.pipe.send(sources[job])

    def listen(
        self, source: Source, watcher: Watcher | None, keep: Callable[[Outcome, bytes], None] | None
    ) -> Outcome | None:
        """Take the worker's next message; the outcome of its document once there is one."""
        try:
            message = self.pipe.recv_bytes(self._limits.output + 1)
            kind, content = message[:1], message[1:]
            if kind == _RESULT:
                outcome = Outcome(source, unpack(content), time.monotonic() - self._began)
            else:
                done, total = (int(part) for part in content.split() or (b"0", b"-1"))
        except (EOFError, OSError, ValueError):
            return self._died(source)
        self._heard = time.monotonic()
        if kind == _RESULT:
            if keep is not None:
                keep(outcome, content)
            self._end(outcome)
            return outcome
        if kind == _STARTED:
            self._began, self._reading = self._heard, True
        elif watcher is not None:
            watcher.page(source, done, None if total < 0 else total)
        return None

    def overdue(self, source: Source) -> Outcome | None:
        """Kill the worker if it takes more than the limits allow; the outcome of its document then."""
        limits, now = self._limits, time.monotonic()
        self._most = max(self._most, private(self._process.pid))
        if resident(self._process.pid) > limits.memory + _OWN:
            return self._kill(source, _over_memory(limits))
        if not self._reading:
            late = now - self._began > _BEGINNING
            cause = f"the process that was to read it did not begin within {_BEGINNING:g} seconds"
        elif now - self._began > limits.timeout:
            late, cause = True, f"it was not read within {limits.timeout:g} seconds, and its process was killed"
        else:
            late = now - self._heard > limits.page_timeout
            cause = f"no page was done for {limits.page_timeout:g} seconds, and its process was killed"
        return self._kill(source, Failure(codes.DOCUMENT_TIMEOUT.code, cause, _SLOW)) if late else None

    def stop(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def _end(self, outcome: Outcome) -> None:
        """The document is done. A worker that may have been harmed by it reads no other."""
        self.job = None
        failed = isinstance(outcome.result, Failure) and outcome.result.code in _WORTH_A_NEW_WORKER
        if failed or resident(self._process.pid) > _OWN + self._limits.memory // 4:
            self.dead = True
            self.stop()

    def _kill(self, source: Source, failure: Failure) -> Outcome:
        self.job = None
        self.dead = True
        self.stop()
        return Outcome(source, failure, time.monotonic() - self._began)

    def _died(self, source: Source) -> Outcome:
        # The pipe ends a moment before the process does, and its own exit code says more than that of a kill.
        self._process.join(1)
        code = self._process.exitcode
        if code is None:
            how = "sent what is no answer and was killed"
        else:
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
            if code in _OUT_OF_MEMORY and self._most > self._limits.memory // 2:
                return self._kill(source, _over_memory(self._limits))
        return self._kill(source, Failure(codes.WORKER_DIED.code, f"the process that read the document {how}", _DIED))


# How native code ends that gets no memory: a null pointer followed, or a deliberate end.
_OUT_OF_MEMORY: Final = tuple(
    -s for s in (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP, signal.SIGILL, signal.SIGBUS)
)
_OWN: Final = 256 << 20  # bytes that a worker takes before it has read anything, generously


def _over_memory(limits: Limits) -> Failure:
    cause = f"reading it takes more than {limits.memory >> 20} MiB of memory"
    return Failure(codes.MEMORY_EXCEEDED.code, cause, _LARGE)


def _work(pipe: Connection, layout: str | None, engine: Engine, limits: Limits) -> None:
    """What a worker process does: read documents until the pipe ends."""
    confine(limits)
    # A document is a great many small things without cycles: looking for some takes a sixth of the time.
    gc.set_threshold(_SELDOM)
    while True:
        try:
            source: Source = pipe.recv()
            pipe.send_bytes(_STARTED)
            pipe.send_bytes(_RESULT + _answer(source, layout, engine, limits, pipe))
        except (EOFError, OSError):
            return


def _answer(source: Source, layout: str | None, engine: Engine, limits: Limits, pipe: Connection) -> bytes:
    """What became of the document, as bytes that are within the limit."""
    packed = pack(_result(source, layout, engine, limits, pipe))
    if len(packed) <= limits.output:
        return packed
    cause = f"its rows take {len(packed) >> 20} MiB, the limit is {limits.output >> 20} MiB"
    remedy = "Look at the file in a viewer; if it is a plan, allow more with --max-output."
    return pack(Failure(codes.OUTPUT_EXCEEDED.code, cause, remedy))


def _result(
    source: Source, layout: str | None, engine: Engine, limits: Limits, pipe: Connection
) -> DocumentRows | Failure:
    def progress(done: int, total: int | None) -> None:
        pipe.send_bytes(_PAGE + b"%d %d" % (done, -1 if total is None else total))
        check_pages(total, limits)

    try:
        rows = read_document(source, layout=layout, engine=engine, progress=progress)
        if sha256_of(source.path) != source.sha256:
            return Failure(codes.FILE_CHANGED.code, "its content changed while it was read", "Run again.")
    except DocumentError as error:
        return failure_of(error)
    except MemoryError:
        return _over_memory(limits)
    except Exception as error:  # whatever it is, it costs this document alone
        # Addresses in memory differ from run to run, and the cause stands in the published issues.
        cause = re.sub(r" at 0x[0-9a-fA-F]+", "", f"{type(error).__name__}: {error}")[:_LONGEST_CAUSE]
        return Failure(codes.DOCUMENT_CRASHED.code, cause, _REPORT, traceback.format_exc()[-_LONGEST_TRACE:])
    return rows


_LONGEST_CAUSE: Final = 500  # characters; messages of libraries may quote the whole file
_LONGEST_TRACE: Final = 20_000
