"""How many cells a second `cruscotto read-cell --stdin` reads: the same ones again and again, and new ones."""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.normalizers.adversarial import load_traps
from tests.normalizers.make_cells import cells

_LINES = 20_000


def distinct_cells_per_second(command: Sequence[str | Path]) -> tuple[int, float]:
    """Ask `command` once for each cell that was made to be misread, and for those of `tests/normalizers/cells.tsv`.

    Returns:
        How many cells there are, and how many were answered a second.
    """
    asked = dict.fromkeys([*((trap.raw, trap.language) for trap in load_traps()), *((raw, "it") for raw in cells())])
    lines = [json.dumps({"raw": raw, "period": 2020, "language": language}) for raw, language in asked]
    _, seconds = _ask(command, lines[0], lines)
    return len(lines), len(lines) / seconds


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
    started, seconds = _ask(command, lines[0], lines * times)
    return len(lines), started, times * len(lines) / seconds


def _ask(command: Sequence[str | Path], first: str, lines: Sequence[str]) -> tuple[float, float]:
    """How many seconds the answer to a first line takes, the start of the command included, and those to others."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(first.encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    ready = time.perf_counter()
    answers, _ = process.communicate("".join(f"{line}\n" for line in lines).encode())
    end = time.perf_counter()
    assert answers.count(b"\n") == len(lines)
    return ready - start, end - ready
