"""Whether confidence is a probability: `python -m tests.trust.report CORPUS.jsonl... [--json FILE]`.

Each row of a corpus (`tests/trust/corpus.py`) is given the confidence that its signs have now, and held against the
truth. Printed are, for the printings, the plans that nobody has described, and each damage: the rows and how many are
wrong; of the published rows those that are wrong with nothing said (confidence at or over the threshold, no value's
status, no issue), and with a wrong figure among them; of the right rows those flagged; the Brier score (the mean square
of the difference between confidence and truth; 0 is perfect). Then, for rows and cells, how often the rows of each
span of confidence are right.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractors.quality.confidence import REVIEW, cell_confidence, confidence
from tests.trust.corpus import RowExample, load_corpus

SPANS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)

Judged = tuple[float, bool]  # a confidence, and whether what it is of is right


@dataclass(frozen=True, slots=True)
class Trust:
    """What confidence is worth on some rows; shares are of all rows."""

    rows: int
    wrong: float
    silent: float
    silent_figures: float
    right_flagged: float
    brier: float


@dataclass(frozen=True, slots=True)
class Span:
    """The readings of a span of confidence: their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    said: float
    right: float


def judged_rows(rows: Iterable[RowExample]) -> list[Judged]:
    """The rows with their confidence."""
    return [(confidence(row.signs), not row.wrong) for row in rows]


def judged_cells(rows: Iterable[RowExample]) -> list[Judged]:
    """The cells with their confidence: their own where signs are one cell's alone, else the row's."""
    found = []
    for row in rows:
        own = any(set(cell.signs) != set(row.signs) for cell in row.cells)
        found += [(cell_confidence(cell.signs) if own else confidence(row.signs), not cell.wrong) for cell in row.cells]
    return found


def brier(judged: Sequence[Judged]) -> float:
    """The mean square of the difference between confidence and truth."""
    return sum((said - right) ** 2 for said, right in judged) / len(judged)


def measure_trust(rows: Sequence[RowExample]) -> Trust:
    """What confidence is worth on `rows`."""
    judged = judged_rows(rows)
    flagged = [said < REVIEW or row.flagged for row, (said, _) in zip(rows, judged, strict=True)]
    pairs = list(zip(rows, flagged, strict=True))
    count = len(rows)
    return Trust(
        rows=count,
        wrong=sum(bool(row.wrong) for row in rows) / count,
        silent=sum(bool(row.wrong) and not is_flagged for row, is_flagged in pairs) / count,
        silent_figures=sum(row.figure_wrong and not is_flagged for row, is_flagged in pairs) / count,
        right_flagged=sum(not row.wrong and is_flagged for row, is_flagged in pairs) / count,
        brier=brier(judged),
    )


def reliability(judged: Sequence[Judged]) -> list[Span]:
    """How often what has a confidence is right, by spans of confidence; spans without any are left out."""
    found = []
    for low, high in itertools.pairwise(SPANS):
        own = [(said, right) for said, right in judged if low <= said < high or said == high == SPANS[-1]]
        if own:
            said, right = (sum(part) / len(own) for part in zip(*own, strict=True))
            found.append(Span(low, high, len(own), said, right))
    return found


def sets_of(rows: Sequence[RowExample]) -> dict[str, list[RowExample]]:
    """The rows by what they were read from."""
    found: dict[str, list[RowExample]] = {}
    for row in rows:
        found.setdefault(f"damage: {row.damage}" if row.damage else row.source, []).append(row)
    return found


def measured(rows: Sequence[RowExample]) -> dict[str, Any]:
    """All figures of the report, for `docs/confidence.md`."""
    whole = [row for row in rows if not row.damage]
    return {
        "sets": {name: asdict(measure_trust(own)) for name, own in sets_of(rows).items()},
        "rows": [asdict(span) for span in reliability(judged_rows(whole))],
        "cells": [asdict(span) for span in reliability(judged_cells(whole))],
    }


def report_text(found: dict[str, Any]) -> str:
    """The report as a person reads it."""
    lines = [f"{'':28}{'rows':>7}{'wrong':>9}{'silent':>9}{'figures':>9}{'r.flag':>9}{'brier':>9}"]
    for name, t in found["sets"].items():
        shares = "".join(f"{t[key]:9.2%}" for key in ("wrong", "silent", "silent_figures", "right_flagged"))
        lines.append(f"{name:28}{t['rows']:7}{shares}{t['brier']:9.4f}")
    for kind in ("rows", "cells"):
        lines.append(f"\n{kind:10}{'count':>9}{'said':>9}{'right':>9}")
        lines += [
            f"{s['low']:.2f}-{s['high']:.2f} {s['count']:9}{s['said']:9.3f}{s['right']:9.3f}" for s in found[kind]
        ]
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args()
    found = measured([row for path in given.corpus for row in load_corpus(path)])
    print(report_text(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
