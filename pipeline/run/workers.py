"""Documents read in worker processes, so that whatever happens to one costs that document alone.

Each worker has a pipe of its own: when a worker dies, in native code or by a signal, its pipe ends, its
document has failed, and a new worker goes on with the next one. A pool that shares queues, such as
`ProcessPoolExecutor`, would lose the documents of all workers. A worker that is over the limits
(`pipeline.processes.limits`) is killed. What workers say are plain bytes (`pipeline.run.serialization`): a process
that has read a stranger's file is not trusted with more.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from extractors.engines.registry import Engine
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.processes.child import Child
from pipeline.processes.limits import DEFAULT_LIMITS, Limits, private, resident
from pipeline.run.document import DocumentRows
from pipeline.run.serialization import Failure, unpack
from pipeline.run.worker_process import HELPED, PAGE, RESULT, STARTED, Task, failure_of, over_memory, work

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


_TICK: Final = 0.1  # seconds between looks at what the workers take
_BEGINNING: Final = 60.0  # seconds a new process may take until it reads: that is the machine's doing
_WORTH_HELP: Final = 32  # pages left, for each worker that reads them: as many as are read while one starts
_WORTH_A_NEW_WORKER: Final = (codes.DOCUMENT_CRASHED.code, codes.MEMORY_EXCEEDED.code)

_DIED = "Try again with --jobs 1; if the document still fails, report it with the file."
_SLOW = "Look at the file in a viewer; if it is a plan, allow more with --timeout and --page-timeout."


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
        self._start = partial(_Worker, layout, engine, limits)
        self._processes = processes
        self._workers: list[_Worker] = []
        self._helped: set[Source] = set()  # documents of which no page is left to take
        self._folder: TemporaryDirectory[str] | None = None
        with suppress(OSError):  # without a folder for them, pages are not shared
            if processes > 1:
                self._folder = TemporaryDirectory(prefix="cruscotto-", ignore_cleanup_errors=True)
        # Large ones first: the last to be read should not keep the others' processes waiting.
        largest_first = sorted(enumerate(sources), key=lambda one: _size(one[1]), reverse=True)
        self._waiting = deque(Task(source, self._shared(number)) for number, source in largest_first)

    def assign(self) -> None:
        """Give every worker that has nothing to do a document, or a part of a long one when none waits."""
        self._workers = [worker for worker in self._workers if not worker.dead]
        while task := self._next():
            idle = next((worker for worker in self._workers if worker.task is None), None)
            if idle is None:
                if len(self._workers) == self._processes:
                    break
                idle = self._start()
                self._workers.append(idle)
            if not task.helps:
                self._waiting.popleft()
            idle.give(task)

    def is_busy(self) -> bool:
        """Whether documents are being read or wait."""
        return bool(self._waiting) or any(not task.helps for task in self._tasks())

    def heard(self, watcher: Watcher | None, keep: Callable[[Outcome, bytes], None] | None) -> list[Outcome]:
        """Wait a moment for the workers; what became of the documents that are done, the next ones being read."""
        busy = [worker for worker in self._workers if worker.task is not None]
        ready = wait([worker.pipe for worker in busy], _TICK)
        outcomes = []
        for worker in busy:
            task = worker.task
            outcome = worker.listen(watcher, keep) if worker.pipe in ready else worker.overdue()
            if outcome is not None:
                outcomes.append(outcome)
            if task is not None and (worker.pipe in ready or worker.dead):
                self._settle(task, worker)
        self.assign()
        return outcomes

    def stop(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.stop()
        if self._folder is not None:
            self._folder.cleanup()

    def _tasks(self) -> list[Task]:
        return [worker.task for worker in self._workers if worker.task is not None]

    def _next(self) -> Task | None:
        """What a worker should do next; None where there is nothing."""
        if self._waiting:
            return self._waiting[0]
        helpers = Counter(task.source for task in self._tasks() if task.helps)

        def share(worker: _Worker) -> int:
            """The pages that each worker would have to read with one more."""
            return worker.left // (2 + helpers[worker.source])

        readers = [w for w in self._workers if w.task and not w.helps and w.source not in self._helped]
        longest = max(readers, key=share, default=None)
        if longest is None or longest.task is None or longest.task.shared is None or share(longest) < _WORTH_HELP:
            return None
        return replace(longest.task, helps=True)

    def _settle(self, task: Task, worker: _Worker) -> None:
        """See to what a task means for others, after its worker was heard or has died."""
        ended = worker.task is not task
        if not task.helps:
            if ended and task.shared is not None:
                shutil.rmtree(task.shared, ignore_errors=True)  # who still helps sees that it is over
            return
        if ended:
            self._helped.add(task.source)
        for other in self._workers:
            if other.task and not other.helps and other.source == task.source:
                other.wait_on()  # it may be waiting for its helper

    def _shared(self, number: int) -> Path | None:
        """A folder for the pages of a document that workers share."""
        with suppress(OSError):
            if self._folder is not None:
                folder = Path(self._folder.name, str(number))
                folder.mkdir()
                return folder
        return None


def _size(source: Source) -> int:
    """The size of a document in bytes, 0 where it cannot be told."""
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


class _Worker:
    """A worker process as the run sees it. `task` is what it does now, `left` the pages that it has not read yet."""

    def __init__(self, layout: str | None, engine: Engine, limits: Limits) -> None:
        self._child = Child(work, layout, engine, limits)
        self.pipe = self._child.pipe
        self.task: Task | None = None
        self.left = 0
        self.dead = False
        self._limits = limits
        self._began = self._heard = time.monotonic()
        self._reading = False
        self._most = 0  # bytes of memory that were seen in use, or asked for

    def give(self, task: Task) -> None:
        """Let the worker read a document, or help with one."""
        self.task = task
        self.left = 0
        self._reading = False
        self._began = self._heard = time.monotonic()
        with suppress(OSError):  # if it is dead already, listening will say so
            self.pipe.send(task)

    def wait_on(self) -> None:
        """The worker waits for another: its time for a page begins anew."""
        self._heard = time.monotonic()

    def listen(self, watcher: Watcher | None, keep: Callable[[Outcome, bytes], None] | None) -> Outcome | None:
        """Take the worker's next message; the outcome of its document once there is one."""
        outcome, done, total = None, 0, -1
        try:
            message = self.pipe.recv_bytes(self._limits.output + 1)
            kind, content = message[:1], message[1:]
            if kind == RESULT:
                outcome = self._outcome(unpack(content))
            elif kind == PAGE:
                done, total = map(int, content.split())
        except (EOFError, OSError, ValueError):
            return self._died()
        self._heard = time.monotonic()
        if kind == STARTED:
            self._began, self._reading = self._heard, True
        elif kind == PAGE:
            self.left = max(0, total - done)
            if watcher is not None and not self.helps:
                watcher.page(self.source, done, None if total < 0 else total)
        elif kind == (HELPED if self.helps else RESULT):
            if outcome is not None and keep is not None:
                keep(outcome, content)
            self._end(outcome)
        else:
            return self._died()
        return outcome

    def overdue(self) -> Outcome | None:
        """Kill the worker if it takes more than the limits allow; the outcome of its document then."""
        limits, now = self._limits, time.monotonic()
        self._most = max(self._most, private(self._child.process.pid))
        if resident(self._child.process.pid) > limits.memory + _OWN:
            return self._kill(over_memory(limits))
        if not self._reading:
            late = now - self._began > _BEGINNING
            cause = f"the process that was to read it did not begin within {_BEGINNING:g} seconds"
        elif now - self._began > limits.timeout:
            late, cause = True, f"it was not read within {limits.timeout:g} seconds, and its process was killed"
        else:
            late = now - self._heard > limits.page_timeout
            cause = f"no page was done for {limits.page_timeout:g} seconds, and its process was killed"
        return self._kill(Failure(codes.DOCUMENT_TIMEOUT.code, cause, _SLOW)) if late else None

    def stop(self) -> None:
        """End the worker at once."""
        self._child.stop()

    @property
    def source(self) -> Source:
        """The document that it reads or helps with."""
        assert self.task is not None
        return self.task.source

    @property
    def helps(self) -> bool:
        """Whether another worker reads its document, and answers for it."""
        return self.task is not None and self.task.helps

    def _outcome(self, result: DocumentRows | Failure) -> Outcome:
        return Outcome(self.source, result, time.monotonic() - self._began)

    def _end(self, outcome: Outcome | None) -> None:
        """The task is done. A worker that may have been harmed by its document reads no other."""
        self.task = None
        failed = outcome and isinstance(outcome.result, Failure) and outcome.result.code in _WORTH_A_NEW_WORKER
        if failed or resident(self._child.process.pid) > _OWN + self._limits.memory // 4:
            self.dead = True
            self.stop()

    def _kill(self, failure: Failure) -> Outcome | None:
        """End a worker that failed; the outcome of its document, unless another worker answers for that."""
        outcome = None if self.helps else self._outcome(failure)
        self.task = None
        self.dead = True
        self.stop()
        return outcome

    def _died(self) -> Outcome | None:
        # The pipe ends a moment before the process does, and its own exit code says more than that of a kill.
        self._child.process.join(1)
        code = self._child.process.exitcode
        if code is None:
            how = "sent what is no answer and was killed"
        else:
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
            if code in _OUT_OF_MEMORY and self._most > self._limits.memory // 2:
                return self._kill(over_memory(self._limits))
        return self._kill(Failure(codes.WORKER_DIED.code, f"the process that read the document {how}", _DIED))


# How native code ends that gets no memory: a null pointer followed, or a deliberate end.
_OUT_OF_MEMORY: Final = tuple(
    -s for s in (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP, signal.SIGILL, signal.SIGBUS)
)
_OWN: Final = 256 << 20  # bytes that a worker takes before it has read anything, generously
