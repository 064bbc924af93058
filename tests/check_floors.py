"""Hold measured figures against the floors recorded in `tests/floors.toml`.

    check_floors.py FLOORS FIGURES... [--raise]

FIGURES are JSON files, one a producer of plans, named after it (`office.json`), each
`{"scores": what ../shared/check/score.py --json prints, "trust": what ../shared/check/trust.py --json prints,
"brier": what `python -m tests.trust.brier` prints}`.
Prints every figure beside its floor. Exit code 0: all reach their floors; 1: one falls below, or is not measured.

`--raise` records the figures that rose. It lowers none: that takes an edit by hand, and a reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TRUST = ("silent", "silent_figures", "right_flagged")
"""Rows that are wrong while nothing says so, those of them with a wrong figure, and right rows that are flagged."""
CEILINGS = frozenset({"silent", "brier", *(f"{name}_pct" for name in TRUST)})
"""Figures that must not rise: `silent` counts cells read wrongly whose status is ok, `…_pct` are percent of rows,
`brier` is the mean square of the difference between a row's confidence and whether it is right."""

Floors = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Held:
    """A figure held against its floor; `got` is None where it was not measured."""

    producer: str
    figure: str
    got: float | None
    floor: float

    @property
    def holds(self) -> bool:
        """Whether the figure reaches its floor (a ceiling: does not exceed it)."""
        if self.got is None:
            return False
        return self.got <= self.floor if self.figure in CEILINGS else self.got >= self.floor

    @property
    def better(self) -> bool:
        """Whether the floor can be raised."""
        return self.holds and self.got != self.floor

    def __str__(self) -> str:
        limit = "at most" if self.figure in CEILINGS else "at least"
        verdict = "" if self.holds else "  BELOW" if self.got is not None else "  NOT MEASURED"
        shown = "-" if self.got is None else f"{self.got:g}"
        note = "  (raise the floor)" if self.better else ""
        return f"{self.producer:10}{self.figure:20}{shown:>10}   {limit} {self.floor:g}{verdict}{note}"


def figures(measured: Mapping[str, Any]) -> dict[str, float]:
    """The figures of one producer: those of all its plans together.

    `measured` has `scores` and `trust`; a figure that could not be computed is left out.
    """
    found = {name: float(value) for name, value in measured["scores"]["ALL"].items() if value is not None}
    trust = measured["trust"].get("ALL", {"rows": 0})
    if trust["rows"]:
        found |= {f"{name}_pct": round(100 * trust[name] / trust["rows"], 2) for name in TRUST}
    if measured.get("brier") is not None:
        found["brier"] = float(measured["brier"])
    return found


def hold(floors: Floors, measured: Mapping[str, Mapping[str, Any]]) -> list[Held]:
    """Every floor with the figure that was measured for it.

    Raises:
        KeyError: a producer was measured that has no floors.
    """
    held = []
    for producer, found in measured.items():
        got = figures(found)
        held += [Held(producer, name, got.get(name), float(floor)) for name, floor in floors[producer].items()]
    return held


def raised(text: str, held: Sequence[Held]) -> str:
    """`text`, the floors' file, with the floors raised that were exceeded; comments and order stay."""
    better = {(h.producer, h.figure): h.got for h in held if h.better}
    producer, lines = "", []
    for line in text.splitlines():
        if line.startswith("["):
            producer = line.strip("[] ")
        name = line.partition("=")[0].strip()
        value = better.get((producer, name))
        lines.append(line if value is None else f"{name} = {value:g}")
    return "\n".join(lines) + "\n"


def misses(measured: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What the scores say was missed, a line each."""
    return [
        f"{producer} {plan}: {miss}"
        for producer, found in measured.items()
        for plan, score in found["scores"].items()
        for miss in score.get("misses", [])
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("floors", type=Path)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("--raise", dest="raise_", action="store_true", help="record the figures that rose")
    given = parser.parse_args(arguments)
    text = given.floors.read_text(encoding="utf-8")
    floors = tomllib.loads(text)
    measured = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in given.figures}
    if unknown := sorted(measured.keys() - floors.keys()):
        print(f"{given.floors} records no floors for {', '.join(unknown)}", file=sys.stderr)
        return 1
    held = hold(floors, measured)
    print("\n".join(map(str, held)))
    if given.raise_:
        given.floors.write_text(raised(text, held), encoding="utf-8")
    below = [h for h in held if not h.holds]
    if below:
        print("\n".join(misses(measured)))
        print(f"{len(below)} of {len(held)} figures do not reach their floors", file=sys.stderr)
        return 1
    print(f"all {len(held)} figures reach their floors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
