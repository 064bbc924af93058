"""How much of the machine one document may take, and how a worker process is held to it.

Time is kept by the run, which kills a worker that is over it: nothing less ends a loop in native code. What a worker
waits for a processor does not count: whether a document is read does not depend on what else a machine does.

Memory is kept twice. The worker's own limit (RLIMIT_DATA, on Linux: private memory, whatever the libraries map or
reserve) makes the allocation fail that would go over it, and the run looks at the resident memory of its workers.
RLIMIT_AS would count the gigabytes of addresses that pyarrow's and numpy's allocators reserve and never use.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.context import ForkProcess
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from extractors.errors import DocumentError
from pipeline.dataset import issue_codes as codes

MIB: Final = 1 << 20
_LARGE: Final = 1 << 16  # bytes: a column of some thousand rows


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. `memory` and `output` are bytes, timeouts seconds in which its process does not wait
    for a processor (`waited_seconds`).

    The largest plan known takes 3 seconds, 160 MiB and gives 0.6 MiB of rows: the defaults leave room for plans and
    machines ten and more times as large and slow.
    """

    timeout: float = 300.0
    """For the whole document."""
    page_timeout: float = 45.0
    """Without a page being done."""
    stage_timeout: float = 120.0
    """After the last page, without one of the stages that follow getting on."""
    memory: int = 1024 * MIB
    """Of the worker process, beyond what it takes before it reads anything."""
    pages: int = 5000
    output: int = 128 * MIB
    """Of the document's rows, as Arrow."""


DEFAULT_LIMITS: Final = Limits()


class TooManyPagesError(DocumentError):
    """A document with more pages than the limit."""

    code = codes.PAGES_EXCEEDED.code
    remedy = "Give --max-pages a higher number if the document is meant to be that long."


def check_pages(pages: int | None, limits: Limits) -> None:
    """Hold the number of pages against the limit.

    Raises:
        TooManyPages: there are more.
    """
    if pages is not None and pages > limits.pages:
        raise TooManyPagesError(f"it has {pages} pages, the limit is {limits.pages}")


def start_without_signals(process: BaseProcess) -> None:
    """Start a worker process that never hears Ctrl-C or SIGTERM, which are for the run: it then kills its workers.

    Until it is confined, a worker would answer Ctrl-C with a traceback; the signals held back here it inherits.
    """
    if not isinstance(process, ForkProcess):  # which needs none
        resource_tracker.ensure_running()  # starting it with the process would let the signal through again
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def apply_limits(limits: Limits) -> None:
    """Hold this worker process to the limits; it ends with its parent, even if that is killed."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' remarks are no messages of the run
    # Character maps come with pdfminer; a folder that others can write to is not looked into for more of them.
    os.environ["CMAP_PATH"] = os.devnull
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        taken = _read_status("self", "VmData")
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (taken + limits.memory,) * 2)


def says_no_memory(error: Exception) -> bool:
    """Whether an error is what Python, or a library in C++ such as OpenCV, has for a limit of memory."""
    return isinstance(error, MemoryError) or any(s in str(error) for s in ("std::bad_alloc", "Insufficient memory"))


def keep_heap_small() -> None:
    """Let all threads of this process take memory from one heap, where what one has freed another can use, and large
    pieces from the system, which has them back when they are freed (glibc)."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(-8, 1)  # M_ARENA_MAX
        library.mallopt(-3, _LARGE)  # M_MMAP_THRESHOLD, which else grows with what was freed: up to 32 MiB


@contextmanager
def nothing_older_searched() -> Iterator[None]:
    """Let searches for cycles pass over what is there now: loaded modules, which stay, are most of what they would
    look at."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def release_memory(*, cycles: bool = False) -> None:
    """Give back to the system what was freed (glibc keeps it for later, and a run over long documents has no room).

    With `cycles`, what only its own members refer to goes too: frames and their checks, the pages of a report.
    """
    if cycles:
        gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def waited_seconds(pid: int | None) -> float:
    """Seconds that a process was ready to run and had no processor; 0 where the system does not say.

    It is the second number of /proc/PID/schedstat (Linux, Documentation/scheduler/sched-stats.rst), in nanoseconds.
    """
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0


def resident_bytes(pid: int | None) -> int:
    """Bytes of memory that a process has in use now; 0 where the system does not say."""
    return _read_status(str(pid), "VmRSS")


def private_bytes(pid: int | None) -> int:
    """Bytes of private memory that a process has asked for; 0 where the system does not say."""
    return _read_status(str(pid), "VmData")


def peak_resident() -> int:
    """The most bytes of memory that this process has had in use; 0 where the system does not say."""
    return _read_status("self", "VmHWM")


def _read_status(pid: str, name: str) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0
