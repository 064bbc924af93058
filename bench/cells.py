"""How many cells a second `cruscotto read-cell --stdin` reads, once it has started."""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

_LINES = 20_000


def cells_per_second(command: Sequence[str | Path], values: Path) -> tuple[int, float, float]:
    """Ask `command` for the cells of the published `values.csv`, over and over.

    Returns:
        How many different cells, how many seconds the first answer took, and the cells a second after it.
    """
    with values.open(encoding="utf-8", newline="") as file:
        asked = {(row["raw"], row["role"], row["period"] or None) for row in csv.DictReader(file)}
    lines = [
        json.dumps({"raw": raw, "role": role, "period": int(period) if period else None})
        for raw, role, period in sorted(asked, key=str)
    ]
    times = -(-_LINES // len(lines))
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines[0].encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    ready = time.perf_counter()
    answers, _ = process.communicate("".join(f"{line}\n" for line in lines * times).encode())
    end = time.perf_counter()
    assert answers.count(b"\n") == times * len(lines)
    return len(lines), ready - start, times * len(lines) / (end - ready)
