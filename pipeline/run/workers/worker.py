"""One worker process as the run sees it: what it is given, what it says, and when it is ended."""

from __future__ import annotations

import signal
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.processes.child import Child
from pipeline.processes.limits import private_bytes, resident_bytes
from pipeline.processes.messages import LineReader
from pipeline.run.documents.fragment import Fragment
from pipeline.run.documents.serialization import LONGEST, Failure
from pipeline.run.workers.entry import work
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
    over_memory,
)

if TYPE_CHECKING:
    from pipeline.run.documents.fragment_rows import FragmentTaker


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: what is published of it, or why it gave nothing; `cached` where it was not read
    again."""

    source: Source
    result: Fragment | Failure
    seconds: float
    cached: bool = False


class Watcher(Protocol):
    """Is told how a run gets on."""

    def page(self, source: Source, done: int, total: int | None, /) -> None:
        """A page of the document was read."""

    def stage(self, source: Source, name: str, /) -> None:
        """OCR reads a page, or the pages are read and this, of `STAGES`, has begun; told again as it goes on."""

    def end(self, outcome: Outcome, /) -> None:
        """The document is done."""


STAGES: Final = {
    "tables": "finding its tables and choosing its layout",
    "records": "reading its rows",
    "rows": "interpreting its cells",
}
"""What is done with a document after its last page, as a worker says it and in words."""


_LONG_DOCUMENT: Final = 1000  # pages that `--timeout` is meant for
_PAGE_OF_LONG: Final = 0.1  # seconds more for each page beyond: a page full of cells takes half of it
_LOOK: Final = 0.05  # seconds between looks at what a worker takes, which it may say a great deal in
_BEGINNING: Final = 60.0  # seconds a new process may take until it reads: that is the machine's doing
_WORTH_A_NEW_WORKER: Final = (codes.DOCUMENT_CRASHED.code, codes.MEMORY_EXCEEDED.code)

_DIED = "Try again with --jobs 1; if the document still fails, report it with the file."
_SLOW = "Look at the file in a viewer; if it is a plan, allow more with --timeout, --page-timeout or --stage-timeout."


class Worker:
    """A worker process as the run sees it. `task` is what it does now, `left` the pages that it has not read yet,
    `reading` the readings of the document that have begun: one whose words turn out doubtful is read twice."""

    def __init__(self, options: ReadingOptions) -> None:
        limits = options.limits
        self._child = Child(work, options)
        self.pipe = self._child.pipe
        self._lines = LineReader(self.pipe, min(limits.output, LONGEST) + 1)
        self.task: Task | None = None
        self.left = self.reading = 0
        self.dead = False
        self._limits = limits
        self._given = time.monotonic()
        self._began = self._heard = self._clock_seconds()
        self._reading = False
        self._stage: str | None = None
        self._looked = 0.0
        self._pictures: set[int] = set()
        self._pages = 0  # of the document, as far as it may have them
        self._taker: FragmentTaker | None = None
        self._most = 0  # bytes of memory that were seen in use, or asked for

    def give(self, task: Task) -> None:
        """Let the worker read a document, or help with one."""
        self.task = task
        self.left = self.reading = 0
        self._reading = False
        self._stage = None
        self._pictures = set()
        self._pages = 0
        self._taker = None
        self._given = time.monotonic()
        self._began = self._heard = self._clock_seconds()
        with suppress(OSError):  # if it is dead already, listening will say so
            self.pipe.send(task)

    def wait_on(self) -> None:
        """The worker waits for another: its time for a page begins anew."""
        self._heard = self._clock_seconds()

    def listen(self, watcher: Watcher | None) -> Outcome | None:
        """Take what the worker has said by now; the outcome of its document once there is one."""
        try:
            messages = deque(self._lines.read_lines())
            while messages:
                if self.task is None:  # whoever goes on after its answer is no worker of ours
                    self._retire_worker()
                    return None
                # The rows of a long document are not kept twice, as bytes that were taken apart already.
                kind, content = _part_message(messages.popleft())
                if (outcome := self._heed_message(kind, content, watcher)) is not None:
                    return outcome
        except (EOFError, OSError, ValueError):
            return self._outcome_of_death()
        return None

    def _heed_message(self, kind: bytes, content: bytes, watcher: Watcher | None) -> Outcome | None:
        """What a message means for the task.

        Raises:
            ValueError: it is none that a worker says of such a task.
        """
        self._heard = self._clock_seconds()
        if kind == STARTED:
            self._began, self._reading = self._heard, True
            self._given = time.monotonic()
        elif kind == PAGE:
            done, total = map(int, content.split())
            self.reading += done == 1
            self.left = max(0, total - done)
            self._pages = min(total, self._limits.pages)
            if watcher is not None and not self.helps:
                watcher.page(self.source, done, None if total < 0 else total)
        elif (name := self._stage_told(kind, content)) is not None:
            if watcher is not None:
                watcher.stage(self.source, name)
        elif kind == HELPED and self.helps:
            self._end_task(None)
        elif kind in (PART, RESULT) and not self.helps:
            return self._rows_told(kind, content)
        else:
            raise ValueError("no message of this kind belongs to the task")
        return None

    def _rows_told(self, kind: bytes, content: bytes) -> Outcome | None:
        """Take rows of the document; its outcome once they are all there.

        Raises:
            ValueError: they are none of this document.
        """
        from pipeline.run.documents.fragment_rows import FragmentTaker  # noqa: PLC0415 - it is loaded while the worker reads

        if self._taker is None:
            self._taker = FragmentTaker(self.source, self._limits.output)
        if kind == PART:
            self._taker.add(content)
            return None
        outcome = self._make_outcome(self._taker.finish(content))
        self._taker = None
        self._end_task(outcome)
        return outcome

    def _stage_told(self, kind: bytes, content: bytes) -> str | None:
        """The stage that a message says goes on, None where it says nothing of one: a page that OCR reads has time of
        its own, whoever reads it."""
        if kind == PICTURE:
            self._pictures.add(int(content))
            return f"OCR of page {int(content)}"
        if kind == STAGE and not self.helps and (stage := content.decode("ascii", "replace")) in STAGES:
            self._stage = stage
            return stage
        return None

    def overdue(self) -> Outcome | None:
        """Kill the worker if it takes more than the limits allow; the outcome of its document then."""
        if time.monotonic() - self._looked < _LOOK:
            return None
        self._looked = time.monotonic()
        self._most = max(self._most, private_bytes(self._child.process.pid))
        if resident_bytes(self._child.process.pid) > self._limits.memory + _OWN:
            return self._kill_worker(over_memory(self._limits))
        failure = self._find_lateness()
        return self._kill_worker(failure) if failure else None

    def _find_lateness(self) -> Failure | None:
        """The failure of a document that takes longer than it may, None where it does not."""
        limits, now = self._limits, self._clock_seconds()
        code = codes.DOCUMENT_TIMEOUT.code
        if not self._reading:
            late = now - self._began > _BEGINNING
            cause = f"the process that was to read it did not begin within {_BEGINNING:g} seconds"
        elif now - self._began > (allowed := self._allowed_seconds()):
            late, cause = True, f"it was not read within {allowed:g} seconds, and its process was killed"
        elif self._stage is not None:
            late, code = now - self._heard > limits.stage_timeout, codes.STAGE_TIMEOUT.code
            cause = f"{STAGES[self._stage]} took more than {limits.stage_timeout:g} seconds after its last page"
        else:
            late = now - self._heard > limits.page_timeout
            cause = f"no page was done for {limits.page_timeout:g} seconds, and its process was killed"
        return Failure(code, cause, _SLOW) if late else None

    def _allowed_seconds(self) -> float:
        """Seconds that the whole document may take."""
        long = max(0, self._pages - _LONG_DOCUMENT) * _PAGE_OF_LONG
        return self._limits.timeout + len(self._pictures) * self._limits.page_timeout + long

    def _clock_seconds(self) -> float:
        """Seconds that pass while the worker does not wait for a processor."""
        return self._child.clock()

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

    @property
    def reads_pictures(self) -> bool:
        """Whether OCR has read pages of its document."""
        return bool(self._pictures)

    def _make_outcome(self, result: Fragment | Failure) -> Outcome:
        return Outcome(self.source, result, time.monotonic() - self._given)

    def _end_task(self, outcome: Outcome | None) -> None:
        """The task is done. A worker that may have been harmed by its document reads no other."""
        self.task = None
        failed = outcome and isinstance(outcome.result, Failure) and outcome.result.code in _WORTH_A_NEW_WORKER
        if failed or resident_bytes(self._child.process.pid) > _OWN + self._limits.memory // 4:
            self._retire_worker()

    def _retire_worker(self) -> None:
        """Let the worker have no other task."""
        self.dead = True
        self.stop()

    def _kill_worker(self, failure: Failure) -> Outcome | None:
        """End a worker that failed; the outcome of its document, unless another worker answers for that."""
        outcome = None if self.helps else self._make_outcome(failure)
        self.task = None
        self._retire_worker()
        return outcome

    def _outcome_of_death(self) -> Outcome | None:
        # The pipe ends a moment before the process does, and its own exit code says more than that of a kill.
        self._child.process.join(1)
        code = self._child.process.exitcode
        if code is None:
            how = "sent what is no answer and was killed"
        else:
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
            if code in _OUT_OF_MEMORY and self._most > self._limits.memory // 2:
                return self._kill_worker(over_memory(self._limits))
        return self._kill_worker(Failure(codes.WORKER_DIED.code, f"the process that read the document {how}", _DIED))


def _part_message(message: bytes) -> tuple[bytes, bytes]:
    return message[:1], message[1:]


# How native code ends that gets no memory: a null pointer followed, or a deliberate end.
_OUT_OF_MEMORY: Final = tuple(
    -s for s in (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP, signal.SIGILL, signal.SIGBUS)
)
_OWN: Final = 256 << 20  # bytes that a worker takes before it has read anything, generously
