"""Documents read in worker processes, so that what happens to one harms no other document.

Each worker has a pipe of its own: when a worker dies, in native code or by a signal, its pipe ends, its document has
failed, and a new worker goes on with the next one. A pool that shares queues, such as `ProcessPoolExecutor`, would lose
the documents of all workers. A worker that is over the limits (`pipeline.processes.limits`) is killed. What workers say
are plain bytes (`pipeline.run.documents.fragment_rows`): a process that has read a stranger's file is not trusted with
more.
"""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline.corrections.source import Source
from pipeline.processes.temporary import temporary_folder
from pipeline.run.documents.serialization import Failure
from pipeline.run.workers.tasks import AS_USUAL, ReadingOptions, Task, failure_of
from pipeline.run.workers.worker import Outcome, Watcher, Worker

__all__ = ["Failure", "Outcome", "Watcher", "failure_of", "read_documents"]


_TICK: Final = 0.1  # seconds between looks at what the workers take
_PICTURE: Final = 100  # pages with text that are read while OCR reads one
_WORTH_HELP: Final = 32  # pages left, for each worker that reads them: as many as are read while one starts


def read_documents(
    sources: Sequence[Source],
    options: ReadingOptions = AS_USUAL,
    *,
    processes: int,
    watcher: Watcher | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Generator[Outcome]:
    """Read the documents in at most `processes` worker processes; each outcome is given as soon as it is there.

    Whatever keeps a document from being read is its outcome; nothing of it is raised. Workers go on reading while the
    caller makes something of an outcome; when the caller is interrupted or has enough, they are killed. `meanwhile` is
    called once when the workers have begun.
    """
    crew = _Crew(sources, partial(Worker, options), processes)
    try:
        crew.assign()
        if meanwhile is not None:
            meanwhile()
        while crew.is_busy():
            for outcome in crew.heard(watcher):
                if watcher is not None:
                    watcher.end(outcome)
                yield outcome
    finally:
        crew.stop()


class _Crew:
    """The workers, and the documents that wait for one."""

    def __init__(self, sources: Sequence[Source], start: Callable[[], Worker], processes: int) -> None:
        self._start = start
        self._processes = processes
        self._workers: list[Worker] = []
        self._helped: set[tuple[Source, int]] = set()  # readings of documents of which no page is left to take
        self._folder: TemporaryDirectory[str] | None = None
        with suppress(OSError):  # without a folder for them, pages are not shared
            if processes > 1:
                self._folder = temporary_folder()
        # Large ones first: the last to be read should not keep the others' processes waiting.
        self._waiting = deque(sorted(sources, key=lambda source: source.size, reverse=True))

    def assign(self) -> None:
        """Give every worker that has nothing to do a document, or a part of a long one when none waits."""
        self._workers = [worker for worker in self._workers if not worker.dead]
        while task := self._next_task():
            idle = next((worker for worker in self._workers if worker.task is None), None)
            if idle is None:
                if len(self._workers) == self._processes:
                    break
                idle = self._start()
                self._workers.append(idle)
            if not task.helps:
                task = replace(task, shared=self._shared_folder(len(self._waiting)))
                self._waiting.popleft()
            idle.give(task)

    def is_busy(self) -> bool:
        """Whether documents are being read or wait."""
        return bool(self._waiting) or any(not task.helps for task in self._list_tasks())

    def heard(self, watcher: Watcher | None) -> list[Outcome]:
        """Wait a moment for the workers; what became of the documents that are done, the next ones being read."""
        busy = [worker for worker in self._workers if worker.task is not None]
        ready = wait([worker.pipe for worker in busy], _TICK)
        outcomes = []
        for worker in busy:
            task = worker.task
            outcome = worker.listen(watcher) if worker.pipe in ready else None
            if outcome is None and worker.task is not None:  # one that goes on talking is held to its time too
                outcome = worker.overdue()
            if outcome is not None:
                outcomes.append(outcome)
            if task is not None and (worker.pipe in ready or worker.dead):
                self._settle_task(task, worker)
        self.assign()
        return outcomes

    def stop(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.stop()
        if self._folder is not None:
            self._folder.cleanup()

    def _list_tasks(self) -> list[Task]:
        return [worker.task for worker in self._workers if worker.task is not None]

    def _next_task(self) -> Task | None:
        """What a worker should do next; None where there is nothing."""
        if self._waiting:
            return Task(self._waiting[0])
        helpers = Counter(task.source for task in self._list_tasks() if task.helps)

        def share(worker: Worker) -> int:
            """The pages that each worker would have to read with one more."""
            pages = worker.left * (_PICTURE if worker.reads_pictures else 1)
            return pages // (2 + helpers[worker.source])

        readers = [w for w in self._workers if w.task and not w.helps and (w.source, w.reading) not in self._helped]
        longest = max(readers, key=share, default=None)
        if longest is None or longest.task is None or longest.task.shared is None or share(longest) < _WORTH_HELP:
            return None
        return replace(longest.task, helps=True)

    def _settle_task(self, task: Task, worker: Worker) -> None:
        """See to what a task means for others, after its worker was heard or has died."""
        ended = worker.task is not task
        if not task.helps:
            if ended and task.shared is not None:
                shutil.rmtree(task.shared, ignore_errors=True)  # who still helps sees that it is over
            return
        for other in self._workers:
            if other.task and not other.helps and other.source == task.source:
                other.wait_on()  # it may be waiting for its helper
                if ended:
                    self._helped.add((task.source, other.reading))

    def _shared_folder(self, number: int) -> Path | None:
        """A folder for the pages of a document that workers share."""
        with suppress(OSError):
            if self._folder is not None:
                folder = Path(self._folder.name, str(number))
                folder.mkdir()
                return folder
        return None
