"""Reading on a real Dask cluster: the same bytes as without, whatever becomes of its workers and its scheduler."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bench.plans import Stated, write_plan
from pipeline.corrections.source import Source
from pipeline.errors import ClusterError, ExitCode
from pipeline.processes.limits import DEFAULT_LIMITS, Limits
from pipeline.publish.atomic import current_version
from pipeline.run.cluster.reading import answer_of, read_on_cluster
from pipeline.run.cluster.task import Job, UnfitWorkerError, read_on_worker
from pipeline.run.documents.fragment import Fragment, unseal
from pipeline.run.documents.serialization import Failure
from pipeline.run.extract import run
from pipeline.run.inputs import find_inputs
from pipeline.run.workers.tasks import ReadingOptions

dask = pytest.importorskip("dask", reason="the extra `cluster` is missing")
distributed = pytest.importorskip("distributed", reason="the extra `cluster` is missing")

INDICATORS = [Stated(f"Numero di pratiche evase dall'ufficio {n}", f">= {n + 10} %") for n in range(40)]
SETTINGS = {"distributed.worker.daemon": False, "distributed.deploy.lost-worker-timeout": "600s"}
PYTHON = (sys.executable, "-m")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty plans, of which two cannot be read, and one that has more pages than are allowed."""
    folder = tmp_path_factory.mktemp("raw")
    for number in (*range(90, 108), 198, 199):
        write_plan(folder, number, INDICATORS)
    return folder


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two workers on this machine."""
    with dask.config.set(SETTINGS), distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit=None, dashboard_address=None, host="127.0.0.1"
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


def published_bytes(out: Path) -> dict[str, bytes]:
    folder = current_version(out)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sources_of(raw: Path) -> list[Source]:
    return find_inputs([raw]).sources


def test_a_cluster_publishes_the_bytes_of_a_local_run(raw: Path, address: str, tmp_path: Path) -> None:
    limits = Limits(pages=1)  # a document with two pages is over it, here as there
    alone = run([raw], tmp_path / "alone", jobs=1, limits=limits)
    assert {one.failure.code for one in alone.failed} >= {"pages-exceeded", "pdf-broken", "no-indicator-table"}
    on_cluster = run([raw], tmp_path / "cluster", limits=limits, cluster=address)
    assert published_bytes(tmp_path / "cluster") == published_bytes(tmp_path / "alone")
    assert on_cluster.failed == alone.failed
    assert run([raw], tmp_path / "cluster", limits=limits, cluster=address).changed is False


def test_the_dashboard_of_a_cluster_of_this_machine_is_there_for_who_asks(raw: Path) -> None:
    """It is loaded with the first page that is asked for; what else its server answers is there before."""
    told: list[str] = []
    seen: dict[str, bytes] = {}

    def look(line: str) -> None:
        told.append(line)
        link = line.rpartition(" ")[2]
        for page in ("/health", "/", "/workers"):
            with urlopen(link.removesuffix("/status") + page, timeout=60) as answer:
                seen[page] = answer.read()

    list(read_on_cluster(sources_of(raw)[:1], address="local[1]", tell=look))
    assert told[0].startswith("cluster: 1 workers, dashboard http://127.0.0.1:")
    assert seen["/health"] == b"ok"
    assert b"<title>Dask" in seen["/"]
    assert b"bokeh" in seen["/workers"].lower()


def test_no_document_is_lost_or_read_twice_when_workers_are_killed(raw: Path, address: str) -> None:
    found: Counter[str] = Counter()
    with distributed.Client(address, set_as_default=False) as client:
        for outcome in read_on_cluster(sources_of(raw), address=address):
            found[outcome.source.name] += 1
            assert not isinstance(outcome.result, Failure) or outcome.result.code != "worker-died"
            if len(found) in (2, 8):
                victim = next(iter(client.run(os.getpid).values()))
                os.kill(victim, signal.SIGKILL)
    assert found == Counter(source.name for source in sources_of(raw))


def test_an_answer_counts_whatever_has_become_of_its_worker_since() -> None:
    assert answer_of((b"packed", 0.5)) == (b"packed", 0.5)
    assert answer_of(CancelledError("read-a.pdf")) is None
    for told in ((KeyError, KeyError("x"), None), OSError("gone")):
        answer = answer_of(told)
        assert answer is not None
        assert isinstance(failure := unseal(answer[0]), Failure)
        assert failure.code == "worker-died"
    with pytest.raises(ClusterError, match="other code"):
        answer_of((UnfitWorkerError, UnfitWorkerError("other code"), None))


def test_what_is_too_much_for_its_process_costs_itself_alone(raw: Path, address: str) -> None:
    hog = raw.parent / f"{raw.name}-hog"
    hog.mkdir()
    write_plan(hog, 1, INDICATORS)
    plan = (hog / "plan-000001.txt").read_text(encoding="utf-8")
    (hog / "long.txt").write_text(plan + 100 * plan.splitlines(keepends=True)[-1] * 1000, encoding="utf-8")
    options = ReadingOptions(limits=Limits(memory=DEFAULT_LIMITS.memory // 16))
    reading = read_on_cluster(sources_of(hog), options, address=address)
    outcomes = {o.source.name: o.result for o in reading}
    assert isinstance(outcomes["plan-000001.txt"], Fragment)
    assert isinstance(failure := outcomes["long.txt"], Failure)
    assert failure.code == "memory-exceeded"


def test_a_worker_with_other_code_is_refused(raw: Path) -> None:
    job = Job(ReadingOptions(), "another")
    with pytest.raises(UnfitWorkerError, match="another version"):
        read_on_worker(sources_of(raw)[0], job)


def test_without_a_cluster_there_is_an_error_of_its_own(raw: Path) -> None:
    with pytest.raises(ClusterError, match=r"no cluster answers at tcp://127\.0\.0\.1:1") as caught:
        list(read_on_cluster(sources_of(raw), address="tcp://127.0.0.1:1", patience=0.5))
    assert caught.value.exit_code == ExitCode.CLUSTER


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*PYTHON, *arguments], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.slow
def test_a_run_goes_on_when_the_scheduler_comes_back(raw: Path) -> None:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--death-timeout", "120")
    settings = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    found: Counter[str] = Counter()
    with started(*scheduler) as first, started(*worker, **settings):
        reading = read_on_cluster(sources_of(raw), address=address)
        found[next(reading).source.name] += 1
        first.kill()
        first.wait()
        time.sleep(1)
        with started(*scheduler), started(*worker, **settings):
            found.update(outcome.source.name for outcome in reading)
    assert found == Counter(source.name for source in sources_of(raw))


@pytest.mark.slow
def test_documents_that_were_lost_on_their_way_to_the_scheduler_are_given_again(
    raw: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a client says while its scheduler comes back reaches nobody."""
    send = distributed.Client._send_to_scheduler
    lost: list[str] = []

    def lose(client: Any, message: dict[str, Any]) -> None:
        if message["op"] == "update-graph" and len(lost) < 2:
            lost.append(message["op"])
        else:
            send(client, message)

    monkeypatch.setattr(distributed.Client, "_send_to_scheduler", lose)
    monkeypatch.setattr("pipeline.run.cluster.reading._LOOK", 0.2)
    found = Counter(outcome.source.name for outcome in read_on_cluster(sources_of(raw), address=address))
    assert found == Counter(source.name for source in sources_of(raw))
    assert len(lost) == 2


@pytest.mark.slow
def test_a_run_whose_scheduler_is_gone_for_good_says_so_and_keeps_what_was_read(raw: Path, tmp_path: Path) -> None:
    kept: list[str] = []
    with dask.config.set(SETTINGS), distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, memory_limit=None, dashboard_address=None, host="127.0.0.1"
    ) as cluster:  # fmt: skip
        reading = read_on_cluster(sources_of(raw), address=cluster.scheduler_address, patience=2)
        kept.append(next(reading).source.name)
        cluster.close()
        with pytest.raises(ClusterError, match="scheduler is gone"):
            list(reading)
    assert kept
