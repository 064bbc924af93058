"""Documents read as tasks of a Dask cluster: on this machine, `local[N]`, or at the address of a scheduler.

The cluster sees to what it is for: which worker reads what, lost workers, its dashboard. Here is what it cannot know:
how many documents may wait in it, what became of each, and that work already done is in the run's cache, so that a run
whose scheduler is gone for good goes on where it was when it is started again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.errors import ClusterError, UsageError
from pipeline.processes.temporary import temporary_folder
from pipeline.run.cluster.task import Job, UnfitWorkerError, read_on_worker
from pipeline.run.documents.fingerprint import code_fingerprint
from pipeline.run.documents.fragment import seal, unseal
from pipeline.run.documents.serialization import Failure
from pipeline.run.workers.tasks import AS_USUAL, ReadingOptions
from pipeline.run.workers.worker import Outcome, Watcher

if TYPE_CHECKING:
    from distributed import Client, Future

_LOCAL: Final = re.compile(r"local(?:\[(?P<workers>[1-9]\d{0,3})\])?")
_AHEAD: Final = 4  # documents in the cluster for each of its threads, read and waiting ones together
_PATIENCE: Final = 60.0  # seconds
_TICK: Final = 0.05  # seconds between looks for what is done; its workers have their next documents
_LOOK: Final = 5.0  # seconds between looks for lost workers
_WORKERLESS: Final = 600.0  # seconds that a cluster may have none
_TRIES: Final = 10  # times that a document is given to the cluster anew after the scheduler was lost
_LOST: Final = 5  # workers that may die under a document before it is the document's doing
_SELDOM_LOOKED: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.admin.low-level-log-length": 50,
}
"""What Dask does to watch itself takes 6 % of a processor for two workers, with these 1 %; its logs of
1,000 entries take 12 MiB more."""
_GONE: Final = "the cluster's scheduler is gone, and did not come back"
_DIED: Final = "Run again; if the document still fails, look at the logs of the cluster's workers."
_UNFIT: Final = "Install on its workers what is installed here, and start them as docs/scale.md says."


def read_on_cluster(
    sources: Sequence[Source],
    options: ReadingOptions = AS_USUAL,
    *,
    address: str,
    processes: int = 1,  # noqa: ARG001 - as `read_documents` has it; the cluster has its own number
    watcher: Watcher | None = None,
    meanwhile: Callable[[], None] | None = None,
    tell: Callable[[str], None] | None = None,
    patience: float = _PATIENCE,
) -> Generator[Outcome]:
    """Like `pipeline.run.workers.pool.read_documents`, on the workers of the cluster at `address`.

    Workers must see the documents under the same paths, and run the same code. `tell` is given what a person who
    waits wants to know of the cluster. `patience` are the seconds in which it may appear, or come back.

    Raises:
        ClusterError: it cannot be reached, is lost and does not come back, or its workers do not fit.
        UsageError: what speaks to clusters is not installed.
    """
    if not sources:
        if meanwhile is not None:
            meanwhile()
        return
    with _connect_client(address, patience) as (client, revive):
        if tell is not None:
            tell(_describe_workers(client))
        if meanwhile is not None:
            meanwhile()
        job = Job(options, code_fingerprint())
        pending = _Pending(client, sources, job, patience, revive)
        while (answer := pending.next()) is not None:
            outcome = _make_outcome(*answer)
            if watcher is not None:
                watcher.end(outcome)
            yield outcome


class _Pending:
    """The documents that wait for the cluster and those that it has: never more than it needs to be busy."""

    def __init__(
        self, client: Client, sources: Sequence[Source], job: Job, patience: float, revive: Callable[[], None]
    ) -> None:
        from distributed import as_completed  # noqa: PLC0415 - an extra

        self._client = client
        self._job = job
        self._patience = patience
        self._revive = revive
        # Large ones first: the last to be read should not keep the others' workers waiting.
        self._waiting = deque((source, 0) for source in sorted(sources, key=lambda source: source.size, reverse=True))
        self._ready: deque[tuple[Future[Any], Any]] = deque()
        self._given: dict[str, tuple[Source, int]] = {}
        self._done = as_completed(with_results=True, raise_errors=False, loop=client.loop)

    def next(self) -> tuple[Source, bytes, float] | None:
        """The next document that is done, its answer and the seconds that it took; None when all are.

        Raises:
            ClusterError: the scheduler is gone, and does not come back.
        """
        try:
            self._fill_cluster()
            while self._given:
                future, result = self._next_done()
                source, tries = self._given.pop(str(future.key))
                future.release()
                if (answer := answer_of(result)) is not None:
                    return (source, *answer)
                self._read_again(source, tries + 1)
                self._fill_cluster()
        except OSError as error:
            raise ClusterError(_GONE) from error
        return None

    def _next_done(self) -> tuple[Future[Any], Any]:
        """Wait for a task that is done; workers that are lost for good have others in their place meanwhile.

        Raises:
            ClusterError: the cluster has no worker any more, and none comes.
        """
        looked = alive = time.monotonic()
        while not self._ready:
            self._ready.extend(self._done.next_batch(block=False))
            if self._ready:
                break
            time.sleep(_TICK)
            if (now := time.monotonic()) - looked > _LOOK:
                looked = now
                self._revive()
                self._forget_unknown()
                if self._client.status != "running" or self._client.nthreads():
                    alive = now
                elif now - alive > _WORKERLESS:
                    raise ClusterError("the cluster has no worker any more")
        return self._ready.popleft()

    def _forget_unknown(self) -> None:
        """Cancel the tasks that the scheduler does not know: what is given while it comes back may be lost on the way,
        and nobody else would ever say so."""
        scheduler = self._client.scheduler
        if self._client.status != "running" or scheduler is None:
            return
        with suppress(OSError):  # it is gone again, and is asked when it is back
            states = self._client.sync(scheduler.get_task_status, keys=list(self._given))
            for future in [one for one in list(self._done.futures) if states.get(one.key, "new") is None]:
                future.cancel()

    def _fill_cluster(self) -> None:
        """Give the cluster as many documents as it has room for."""
        room = _AHEAD * max(1, sum(self._client.nthreads().values())) if self._waiting else 0
        while self._waiting and len(self._given) < room:
            source, tries = self._waiting.popleft()
            seen = replace(source, file=source.path.absolute())  # a worker has a working folder of its own
            # Dask groups tasks by what stands before the first part that is no word: all documents are of one group.
            key = f"read-{source.sha256[:12]}-{tries}-{source.name}"
            self._given[key] = (source, tries)
            future = self._client.submit(read_on_worker, seen, self._job, key=key, pure=False)
            self._done.add(future)

    def _read_again(self, source: Source, tries: int) -> None:
        """Let a document be read that the scheduler took with it when it went.

        Raises:
            ClusterError: the scheduler does not come back.
        """
        until = time.monotonic() + self._patience
        while self._client.status != "running" and time.monotonic() < until:
            time.sleep(0.2)
        if self._client.status != "running" or tries > _TRIES:
            raise ClusterError(_GONE)
        self._waiting.append((source, tries))


def _make_outcome(source: Source, answer: bytes, seconds: float) -> Outcome:
    """What became of a document; an answer that is none of it is a failure."""
    try:
        return Outcome(source, unseal(answer), seconds)
    except ValueError as error:
        return Outcome(source, _failure_of(error), seconds)


def answer_of(told: Any) -> tuple[bytes, float] | None:
    """The answer for a document, packed, and its seconds, by what Dask tells of its task; None where it was cancelled.

    What the task's future says of itself is not asked: when a worker dies after its answer has come, the future waits
    for another one.

    Raises:
        ClusterError: the task failed by the cluster's doing, and others would fare as it did.
    """
    match told:
        case (bytes(packed), float(seconds)):
            return packed, seconds
        case CancelledError() | asyncio.CancelledError():
            return None
        case (_, UnfitWorkerError() as error, _):
            raise ClusterError(f"a worker of the cluster cannot read for this run: {error}", remedy=_UNFIT)
        case (_, error, _):
            return _failed_answer(error)
        case error:
            return _failed_answer(error)


def _failed_answer(error: Any) -> tuple[bytes, float]:
    """The answer for a document whose task failed."""
    return b"".join(seal(_failure_of(error))), 0.0


def _failure_of(error: Any) -> Failure:
    cause = f"the worker of the cluster that read it failed: {type(error).__name__}: {error}"[:500]
    return Failure(codes.WORKER_DIED.code, cause, _DIED)


@contextmanager
def _connect_client(address: str, patience: float) -> Iterator[tuple[Client, Callable[[], None]]]:
    """A client of the cluster, which has at least one worker, and what starts workers in place of lost ones.

    Raises:
        ClusterError: there is none at this address, or no worker comes.
        UsageError: what speaks to clusters is not installed.
    """
    try:
        import dask  # noqa: PLC0415 - an extra
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"--cluster: {error}", remedy="Install it: pip install 'cruscotto[cluster]'.") from error
    settings = {
        "distributed.worker.daemon": False,  # workers start processes
        "distributed.comm.timeouts.connect": f"{patience:g}s",
        "distributed.scheduler.allowed-failures": _LOST,
        # Else a worker that takes longer to start anew, on a busy machine, is given up for good.
        "distributed.deploy.lost-worker-timeout": f"{_WORKERLESS:g}s",
        **_SELDOM_LOOKED,
    }
    with dask.config.set(settings), ExitStack() as ending:
        local = _LOCAL.fullmatch(address)
        workers = int((local and local["workers"]) or os.cpu_count() or 1)
        at: Any = ending.enter_context(_start_workers(workers)) if local else address
        try:
            client = ending.enter_context(_close_client(Client(at, timeout=patience, set_as_default=False)))
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"no cluster answers at {address}: {error or type(error).__name__}") from error
        try:
            client.wait_for_workers(1, timeout=patience)
        except (OSError, TimeoutError) as error:
            raise ClusterError(f"the cluster at {address} has no worker") from error
        yield client, partial(at.scale, workers) if local else _leave_workers
        # All is read: that workers end takes half a second, in which the tables are begun.
        Thread(target=ending.pop_all().close).start()


def _leave_workers() -> None:
    """The workers of another's cluster are another's to start."""


@contextmanager
def _start_workers(workers: int) -> Iterator[Any]:
    """A cluster of so many workers on this machine, which ends with the run."""
    from distributed import LocalCluster  # noqa: PLC0415

    from pipeline.run.cluster.dashboard import LateDashboard  # noqa: PLC0415 - of the same extra

    with temporary_folder() as folder:
        with _without_interrupts():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},  # see below
                memory_limit=None,  # each document is held to its own limit
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
        LateDashboard(cluster.scheduler)
        with cluster:
            yield cluster


@contextmanager
def _close_client(client: Client) -> Iterator[Client]:
    try:
        yield client
    finally:
        with suppress(Exception):  # a client whose scheduler is gone has nobody to say goodbye to
            client.close(timeout=5)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let what is started inside never hear Ctrl-C, which is for the run: it ends its workers then."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _describe_workers(client: Client) -> str:
    workers = len(client.nthreads())
    return f"cluster: {workers} workers, dashboard {client.dashboard_link}"
