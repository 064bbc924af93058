"""Runs that are killed at random moments, as a program: OUT KILLS SEED FOLDER FOLDER.

Prints one JSON object: how many runs were killed before their end, and which states of the dataset were seen after a
kill. Each run is forked from this process, which has imported everything and started no thread, so that nearly all of
a run's time is work on the dataset.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from pipeline.dataset.derived.catalogue import load_catalogue
from pipeline.processes.limits import Limits
from pipeline.run.cache.cache import run_key
from pipeline.run.extract import run

VERSION = "cruscotto-version.json"
"""Written right after the switch: until then it names the version before, which is whole too."""


def state(out: Path) -> str:
    """A hash of the files that readers of the dataset see; any file that is torn or of another run changes it."""
    digest = hashlib.sha256()
    for path in sorted(out.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.name != VERSION:
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def named_state(out: Path) -> str:
    """The same of the version that is named beside them, for readers where there are no links."""
    return state(out / ".versions" / json.loads((out / VERSION).read_bytes())["version"])


def forked(folder: Path, out: Path, number: int) -> int:
    """The id of a new process that runs on `folder`; another `number`, another run, for which no result is known."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os._exit(int(run([folder], out, jobs=1, limits=Limits(timeout=100 + number)).exit_code))
    finally:
        os._exit(99)


def main(out: Path, kills: int, seed: int, folders: list[Path]) -> None:
    """Kill `kills` runs."""
    chance = random.Random(seed)
    run_key(), load_catalogue()  # what every run would do anew
    whole = []
    longest = 0.0
    for folder in folders * 2:  # the second time everything is known, as in the runs that are killed
        start = time.monotonic()
        _, status = os.waitpid(forked(folder, out, 0), 0)
        longest = time.monotonic() - start
        whole.append(state(out))
        assert status == 0, status
    seen: Counter[str] = Counter()
    number = killed = 0
    while killed < kills and number < 4 * kills:  # some have ended before their moment
        number += 1
        pid = forked(folders[number % len(folders)], out, number)
        # Every other one is killed in the second half of its time, in which it publishes.
        time.sleep(longest * chance.uniform(0.5 * (number // 2 % 2), 1))
        os.kill(pid, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        for found in (state(out), named_state(out)):
            seen[str(whole.index(found)) if found in whole else "torn"] += 1
    _, status = os.waitpid(forked(folders[0], out, 0), 0)
    print(
        json.dumps(
            {
                "killed": killed,
                "seen": seen,
                "last": status == 0 and state(out) == whole[0],
                "left": sorted(p.name for p in (out / ".versions").glob("new-*")),
                "seconds": round(longest, 2),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
