"""Many plans on a cluster: `python -m bench.scale [--plans N] [--kill-every S] [--subset N] [--tasks N]`.

Makes N plans, reads them on a local cluster of two workers of which one is killed now and then, sees that none is lost
and none read twice, reads them again, and with one changed; then measures one worker against two, and Dask alone on
tasks that do nothing. docs/scale.md has the figures, with what the machine did beside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from bench.plans import write_plans

COMMAND: Final = (sys.executable, "-m", "cruscotto", "extract")


@dataclass(frozen=True, slots=True)
class Done:
    """A run: seconds by the clock, processor seconds of all its processes and of its `own`, the peak of that in MiB,
    workers that were killed, its summary."""

    wall: float
    cpu: float
    own: float
    peak: int
    killed: int
    summary: dict[str, Any]


def extract(folder: Path, out: Path, *options: str, kill_every: float | None = None) -> Done:
    """Run `cruscotto extract`, and end one of its workers every so many seconds."""
    before, start = os.times(), time.perf_counter()
    command = [*COMMAND, str(folder), "--out", str(out), "--no-report", "--json", *options]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    killer = _Killer(run.pid, kill_every)
    killer.start()
    printed, _ = run.communicate()
    killer.over.set()
    killer.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Done(time.perf_counter() - start, cpu, killer.own, killer.peak, killer.killed, json.loads(printed))


class _Killer(threading.Thread):
    """Looks at the memory of a run, and kills one of its workers now and then."""

    def __init__(self, pid: int, every: float | None) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.killed = self.peak = 0
        self.own = 0.0
        self._pid = pid
        self._every = every

    def run(self) -> None:
        last = time.monotonic()
        while not self.over.wait(0.25):
            self.peak = max(self.peak, _peak_mib(self._pid))
            self.own = max(self.own, _seconds_of(self._pid))
            if self._every is None or time.monotonic() - last < self._every:
                continue
            last = time.monotonic()
            if workers := _workers(self._pid):
                os.kill(random.choice(workers), signal.SIGKILL)
                self.killed += 1


def _workers(pid: int) -> list[int]:
    """The processes of a run that are workers of its cluster: they have processes of their own, which read."""
    return [child for child in _children(pid) if _children(child)]


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []


def _seconds_of(pid: int) -> float:
    """Processor seconds of a process, without those of its children."""
    try:
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return 0.0


def _peak_mib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def check_once(done: Done, count: int) -> str:
    """Whether each plan was read or failed, once."""
    names = [one["source_file"] for one in (*done.summary["plans"], *done.summary["failed"])]
    twice, causes = len(names) - len(set(names)), {one["code"] for one in done.summary["failed"]}
    return f"{len(done.summary['plans'])} read, {len(done.summary['failed'])} failed ({', '.join(sorted(causes))}), " \
        f"{count - len(set(names))} lost, {twice} twice"  # fmt: skip


def empty_tasks(count: int) -> float:
    """Seconds that Dask takes for so many tasks that do nothing, given as documents are: a few ahead of each thread."""
    from distributed import Client, LocalCluster, as_completed  # noqa: PLC0415

    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(host="127.0.0.1", **options) as cluster, Client(cluster) as client:
        start = time.perf_counter()
        given = as_completed([client.submit(int, number, pure=False) for number in range(min(count, 8))])
        left = iter(range(8, count))
        for future in given:
            future.release()
            if (number := next(left, None)) is not None:
                given.add(client.submit(int, number, pure=False))
        return time.perf_counter() - start


_QUESTIONS: Final = (
    "SELECT plan_year, count(*), avg(confidence) FROM indicators GROUP BY 1",
    "SELECT unit, count(*) FROM indicators WHERE plan_year = 2022 GROUP BY 1 ORDER BY 2 DESC",
    "SELECT count(*) FROM indicators WHERE name ILIKE '%tempo medio%'",
    """SELECT i.plan_year, count(*) FROM indicators i JOIN "values" v USING (indicator_id)
       WHERE v.usable AND v.unit = 'percent' AND v.number < 50 GROUP BY 1""",
)
_MULTIPLIED: Final = """COPY (
    SELECT t.* REPLACE (t.plan_id || '-' || r AS plan_id, t.indicator_id || '-' || r AS indicator_id)
    FROM read_parquet('{out}/{table}/**/*.parquet', hive_partitioning = true) t, range({times}) many(r)
) TO '{folder}/{table}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (plan_year, publisher_group))"""
_VIEW: Final = (
    """CREATE VIEW "{table}" AS FROM read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)"""
)


def query(out: Path, times: int, folder: Path) -> list[str]:
    """Seconds of questions to the published indicators and values, each row many times, in partitions as published."""
    folder.mkdir()
    lines = []
    with duckdb.connect() as base:
        base.execute("SET threads = 2")
        for table in ("indicators", "values"):
            base.execute(_MULTIPLIED.format(out=out, table=table, times=times, folder=folder))
            base.execute(_VIEW.format(table=table, folder=folder))
            (rows,) = base.sql(f'SELECT count(*) FROM "{table}"').fetchall()[0]
            lines.append(f"{table}: {rows:,} rows in {sum(1 for _ in folder.glob(f'{table}/**/*.parquet'))} files")
        for question in _QUESTIONS:
            best = min(_seconds(base, question) for _ in range(3))
            lines.append(f"{best:.2f} s: {' '.join(question.split())}")
    return lines


def _seconds(base: duckdb.DuckDBPyConnection, question: str) -> float:
    start = time.perf_counter()
    base.sql(question).fetchall()
    return time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=2000)
    parser.add_argument("--subset", type=int, default=300, help="plans read with one worker and with two")
    parser.add_argument("--tasks", type=int, default=100_000, help="tasks that do nothing")
    parser.add_argument("--kill-every", type=float, default=60.0, help="seconds between two workers that are killed")
    parser.add_argument("--folder", type=Path, help="where plans and datasets are left; a temporary one if none")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        plans, out = folder / "plans", folder / "out"
        made = list(write_plans(plans, asked.plans))
        say(f"{len(made)} plans, load of the machine {os.getloadavg()[0]:.1f}")
        cluster = ("--cluster", "local[2]", "--partitioned")
        first = extract(plans, out, *cluster, kill_every=asked.kill_every)
        say(f"first: {told(first)}; {first.killed} workers killed")
        say(f"first: {check_once(first, asked.plans)}")
        again = extract(plans, out, *cluster)
        share = 100 * again.wall / first.wall
        say(f"again: {told(again)}, {share:.2f} % of the first; changed: {again.summary['changed']}")
        made[1].write_bytes(made[3].read_bytes() + b"\n")
        one = extract(plans, out, *cluster)
        read = sum(not plan["cached"] for plan in one.summary["plans"])
        say(f"one changed: {told(one)}; {read} read")
        subset = folder / "subset"
        write_subset(made[: asked.subset], subset)
        for workers in (1, 2, 1, 2):
            took = extract(subset, folder / f"out-{workers}", "--cluster", f"local[{workers}]", "--force")
            say(f"{workers} workers, {asked.subset} plans: {told(took)}, load {os.getloadavg()[0]:.1f}")
        took = extract(subset, folder / "out-0", "--jobs", "1", "--force")
        say(f"no cluster, 1 process: {told(took)}")
        say(f"the same bytes: {len({content(folder / f'out-{n}') for n in (0, 1, 2)}) == 1}")
        for line in query(
            out, 1 + 1_000_000 // max(1, sum(p["indicators"] for p in one.summary["plans"])), folder / "q"
        ):
            say(line)
        say(f"{asked.tasks} empty tasks: {empty_tasks(asked.tasks):.1f} s, load {os.getloadavg()[0]:.1f}")


def write_subset(plans: Sequence[Path], folder: Path) -> None:
    """Links to plans, in a folder of their own."""
    folder.mkdir()
    for plan in plans:
        os.link(plan, folder / plan.name)


def content(out: Path) -> bytes:
    """The published bytes, hashed as versions are named."""
    return (out / ".versions" / "current").readlink().name.encode()


def told(done: Done) -> str:
    """Clock, processor time and peak of the run's own process."""
    return f"{done.wall:.1f} s, {done.cpu:.1f} s of processor, parent {done.peak} MiB"


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
