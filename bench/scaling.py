"""One worker against two: `python -m bench.scaling [--plans 30] [--rows 900] [--times 2] [--folder RAW]`.

Makes plans that take about a second each, or takes those of a folder; reads them on a local cluster of one worker and
of two, in turns, and says for each run how long it took to begin, to read and to make tables, what the run's own
process took of it, and what the ratios are. Meant for a machine that does nothing else: it says what its load was.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from bench.plans import sample_indicators, write_long_plan
from bench.scale import Done, content, extract, say


@dataclass(frozen=True, slots=True)
class Phases:
    """Seconds until the first document was read, from then until the last was, and from then until the end."""

    begin: float
    read: float
    end: float


def phases_of(log: Path) -> Phases:
    """What a run's log says of its time."""
    events = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
    times = {name: [datetime.fromisoformat(one["time"]).timestamp() for one in events if one["event"] == name]
             for name in ("run-start", "document-end", "run-end")}  # fmt: skip
    first, last = min(times["document-end"]), max(times["document-end"])
    return Phases(first - times["run-start"][0], last - first, times["run-end"][0] - last)


def measure(raw: Path, folder: Path, workers: int) -> tuple[Done, Phases]:
    """Read all of `raw` on so many workers."""
    log = folder / f"{workers}.log"
    log.unlink(missing_ok=True)
    jobs = ("--cluster", f"local[{workers}]", "--jobs", str(workers))  # so many write tables, too
    options = (*jobs, "--force", "--log-file", str(log))
    return extract(raw, folder / f"out-{workers}", *options), phases_of(log)


def told(workers: int, done: Done, phases: Phases) -> str:
    """A run on one line."""
    around = done.wall - phases.begin - phases.read - phases.end
    return (
        f"{workers} workers: {done.wall:.1f} s = {phases.begin:.1f} until the first is read, {phases.read:.1f} until "
        f"all are, {phases.end:.1f} tables, {around:.1f} before and after; of processor {done.own:.1f} the run's own, "
        f"{done.cpu - done.own:.1f} of all others; load {os.getloadavg()[0]:.1f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=30)
    parser.add_argument("--rows", type=int, default=900, help="rows of a plan, eighteen a page")
    parser.add_argument("--times", type=int, default=2, help="how often each is measured")
    parser.add_argument("--folder", type=Path, help="plans to read instead of those that are made")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder, raw = Path(temporary), asked.folder
        if raw is None:
            raw = folder / "plans"
            raw.mkdir()
            indicators = sample_indicators()
            for number in range(asked.plans):
                write_long_plan(raw, number, indicators, asked.rows)
        found: dict[int, list[tuple[Done, Phases]]] = defaultdict(list)
        for turn in range(asked.times):
            for workers in (1, 2) if turn % 2 == 0 else (2, 1):
                done, phases = measure(raw, folder, workers)
                found[workers].append((done, phases))
                say(told(workers, done, phases))
        whole = [median(done.wall for done, _ in found[workers]) for workers in (1, 2)]
        reading = [median(phases.read for _, phases in found[workers]) for workers in (1, 2)]
        say(f"two workers over one: {whole[0] / whole[1]:.2f} times, of reading alone {reading[0] / reading[1]:.2f}")
        say(f"the same bytes: {len({content(folder / f'out-{workers}') for workers in (1, 2)}) == 1}")


if __name__ == "__main__":
    main()
