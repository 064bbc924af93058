"""Running a command and measuring what it takes, its child processes included."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall clock and processor seconds, and the greatest memory in use at one time in MB, None where unknown."""

    wall: float
    cpu: float
    memory: float | None


def measured(command: Sequence[str | Path]) -> Cost:
    """Run `command` and measure it; its standard output is dropped.

    Memory is the sum over its process tree of what each process has for itself and its part of what it shares, which
    only Linux tells.

    Raises:
        RuntimeError: the command failed.
    """
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0.0
    while True:
        try:
            _, errors = process.communicate(timeout=_EVERY)
            break
        except subprocess.TimeoutExpired:
            most = max(most, _memory(process.pid))
    wall = time.perf_counter() - start
    after = os.times()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {errors.decode()[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, most / 1024 or None)


def _memory(root: int) -> float:
    """The memory of a process and all its descendants, in KB; 0 where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0.0
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += float(line.split()[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:  # it has just ended
            continue
    return total
