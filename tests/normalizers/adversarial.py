"""Cells made to be misread, each with the reading of a careful person, and how the reader does on them.

`adversarial.tsv` and `adversarial_held_back.tsv` hold one cell a line (`\\n` and `\\uXXXX` are escapes): family, cell,
reading, and optionally the language of the document. A reading is one clause or several parted by ` | `; `!` says that
the cell is to be flagged, a ` ?` at the end that it may be. The cells of the second file are counted and never looked
at while the grammar is mended.

`python -m tests.normalizers.adversarial [--held-back] [--list]` prints the figures.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from normalizers.targets.clauses import Clause
from normalizers.targets.reader import read_cell

TUNING = Path(__file__).with_name("adversarial.tsv")
HELD_BACK = Path(__file__).with_name("adversarial_held_back.tsv")
YEAR = 2020
Verdict = Literal["right", "flagged", "needless", "silent"]
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_FLAGGED, _OR_FLAGGED = "!", " ?"


@dataclass(frozen=True)
class Trap:
    """A cell made to be misread; `readings` is empty where it is to be flagged."""

    family: str
    raw: str
    readings: tuple[str, ...]
    may_be_flagged: bool
    language: str
    is_held_back: bool

    def verdict(self, clauses: Iterable[Clause]) -> Verdict:
        """Whether the clauses are right, rightly flagged, needlessly flagged or wrong in silence."""
        read = list(clauses)
        flagged = any(clause.status != "ok" for clause in read)
        if flagged and (self.may_be_flagged or not self.readings):
            return "flagged"
        flagged = any(clause.status in {"review", "unparsed"} for clause in read)
        if len(read) == len(self.readings) and all(
            _fits(w, shown(r)) for w, r in zip(self.readings, read, strict=True)
        ):
            return "needless" if flagged else "right"
        return "needless" if flagged else "silent"

    def read(self) -> tuple[Clause, ...]:
        """The clauses of the cell as a target of 2020."""
        return read_cell(self.raw, role="target", period=YEAR, language=self.language)


def _fits(wanted: str, read: str) -> bool:
    return read.startswith(wanted[:-1]) if wanted.endswith("*") else wanted == read


def shown(clause: Clause) -> str:
    """The clause as `adversarial.tsv` writes it, without its words."""
    if clause.kind == "quantity":
        ends = f"{clause.number:.12g}" if clause.number is not None else ""
        figure = (
            f"{ends}..{clause.number_high:.12g}" if clause.number_high is not None else f"{clause.comparator} {ends}"
        )
        due = f"due {clause.date}" if clause.date is not None else ""
        return " ".join(filter(None, ["q", figure, clause.unit, due]))
    if clause.kind == "date":
        return f"d {clause.comparator} {clause.date}"
    if clause.kind == "boolean":
        return f"b {str(clause.boolean).lower()}"
    if clause.kind == "relative":
        return f"r {clause.comparator} {clause.reference}"
    return {"missing": "m", "baseline_year": "y", "qualitative": "w", "invalid": "i"}[clause.kind]


def load_traps() -> list[Trap]:
    """All cells of both files, in their order."""
    return [*_traps(TUNING, held=False), *_traps(HELD_BACK, held=True)]


def _traps(path: Path, *, held: bool) -> Iterator[Trap]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        family, cell, reading, *language = line.split("\t")
        raw = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell.replace("\\n", "\n"))
        may = reading.endswith(_OR_FLAGGED)
        readings = () if reading == _FLAGGED else tuple(reading.removesuffix(_OR_FLAGGED).split(" | "))
        yield Trap(family, raw, readings, may, language[0] if language else "it", held)


def main() -> None:
    """Print how many cells of a half are read right, flagged, needlessly flagged and misread in silence."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--held-back", action="store_true", help="the half that is only counted")
    parser.add_argument("--list", action="store_true", help="print what is wrong in the half for tuning")
    asked = parser.parse_args()
    counts: dict[Verdict, int] = dict.fromkeys(("right", "flagged", "needless", "silent"), 0)
    for trap in load_traps():
        if trap.is_held_back != asked.held_back:
            continue
        read = trap.read()
        verdict = trap.verdict(read)
        counts[verdict] += 1
        if asked.list and not asked.held_back and verdict in {"needless", "silent"}:
            wanted = " | ".join(trap.readings) or _FLAGGED
            reason = next((clause.reason for clause in read if clause.reason), "")
            print(verdict, repr(trap.raw), wanted, "→", " | ".join(map(shown, read)), reason, sep="  ")
    print(counts)


if __name__ == "__main__":
    main()
