"""Fit the weights of the signals: `make train-confidence`.

    python -m tests.trust.fit CORPUS.jsonl [--out extractors/quality/weights.tsv]

The log-odds of being right are a sum over the signals that a reading shows: a logistic regression, whose weights are
held near the priors of `extractors/quality/signals.py` (a signal that few rows show keeps them) and never change sign,
so that no doubt raises a confidence. Each printing of a plan counts the same whatever its rows, since rows of one page
go wrong together. What a reading without a signal is worth is lowered for styles that nobody has seen. The run of the
extractors needs none of this: they read the weights from a small text file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize

from extractors.quality.confidence import BASE, WEIGHTS
from extractors.quality.signals import Signal
from tests.trust.corpus import HELD, RowExample, load_corpus

SIGNALS = tuple(Signal)
_BASE_PRIOR = 4.0  # log-odds: a row without any signal is wrong once in fifty until rows say otherwise
_DAMAGED = 0.1  # of a row that was read undamaged: most documents are whole
# The reader was tuned on the styles that this is fitted to. In others rows were wrong in silence twice as often (3.15 %
# of those in ten held-back styles, 1.56 % in fifteen drawn ones, on one commit): so many more are expected everywhere.
_UNSEEN = log(2.0)
_HOLD = 1.0  # what a weight away from its prior costs, against one row that is read wrong

Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Readings: which signals each shows (a column a signal of `SIGNALS`), whether it is right, and what it counts."""

    shown: Matrix
    right: Matrix
    counts: Matrix

    @classmethod
    def of(cls, signals: Sequence[Sequence[str]], right: Sequence[bool], counts: Sequence[float]) -> Examples:
        """Readings by their signals."""
        place = {signal: index for index, signal in enumerate(SIGNALS)}
        shown = np.zeros((len(signals), len(SIGNALS)))
        for row, own in enumerate(signals):
            shown[row, [place[Signal(signal)] for signal in own]] = 1
        return cls(shown, np.array(right, dtype=float), np.array(counts))


def row_examples(rows: Sequence[RowExample]) -> Examples:
    """The rows of a corpus."""
    return Examples.of([row.signs for row in rows], [not row.wrong for row in rows], _counts(rows))


def cell_examples(rows: Sequence[RowExample]) -> Examples:
    """The cells of a corpus."""
    cells = [(cell, count) for row, count in zip(rows, _counts(rows), strict=True) for cell in row.cells]
    return Examples.of([c.signs for c, _ in cells], [not c.wrong for c, _ in cells], [count for _, count in cells])


def _counts(rows: Sequence[RowExample]) -> list[float]:
    """What each row counts: a long plan counts no more than the middle one, a damaged page little."""
    sizes = Counter(row.group for row in rows)
    usual = median(sizes.values())
    return [min(1.0, usual / sizes[row.group]) * (_DAMAGED if row.damage else 1.0) for row in rows]


def fit_weights(examples: Examples) -> Matrix:
    """The log-odds of a reading without a signal, then what each of `SIGNALS` adds."""
    prior = np.array([_BASE_PRIOR, *(signal.prior for signal in SIGNALS)])
    shown = np.hstack([np.ones((len(examples.right), 1)), examples.shown])
    sign = np.where(examples.right > 0, 1.0, -1.0)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margin = sign * (shown @ weights)
        away = weights - prior
        value = examples.counts @ np.logaddexp(0, -margin) + _HOLD * (away @ away) / 2
        slope = -sign * examples.counts / (1 + np.exp(np.clip(margin, -500, 500)))
        return float(value), shown.T @ slope + _HOLD * away

    low = [-np.inf, *(0.0 if signal.reassures else -np.inf for signal in SIGNALS)]
    high = [np.inf, *map(_most, SIGNALS)]
    found: Matrix = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=Bounds(low, high)).x
    return found


def _most(signal: Signal) -> float:
    """The greatest weight that a signal may have."""
    if signal in HELD:
        return signal.prior
    return np.inf if signal.reassures else 0.0


def probabilities(weights: Matrix, examples: Examples) -> Matrix:
    """What the weights say of the examples."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + examples.shown @ weights[1:]))))


def weights_file(rows: Sequence[RowExample]) -> str:
    """The text of `weights.tsv`: what is fitted to all the rows, and the figures of the fit."""
    as_rows, as_cells = row_examples(rows), cell_examples(rows)
    row, cell = fit_weights(as_rows), fit_weights(as_cells)
    styles, wrong = len({r.group for r in rows}), sum(bool(r.wrong) for r in rows)
    brier = float(np.mean((probabilities(row, as_rows) - as_rows.right) ** 2))
    lines = [
        "# Made by `make train-confidence`. What each signal adds to the log-odds that a row, and a cell, is right;",
        "# `shown` of the rows show it, `wrong` of those are.",
        f"# Fitted to {len(rows)} rows in {styles} styles and damages, {wrong} of them wrong; their Brier score"
        f" is {brier:.4f}.",
        "signal\trow\tcell\tshown\twrong",
        f"{BASE}\t{row[0] - _UNSEEN:.2f}\t{cell[0] - _UNSEEN:.2f}\t{len(rows)}\t{wrong}",
    ]
    for index, signal in enumerate(SIGNALS):
        shown = as_rows.shown[:, index] > 0
        bad = int(np.sum(shown & (as_rows.right == 0)))
        # Zero may come out as minus zero.
        a, b = row[index + 1] + 0.0, cell[index + 1] + 0.0
        lines.append(f"{signal}\t{a:.2f}\t{b:.2f}\t{int(shown.sum())}\t{bad}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    rows = [row for path in given.corpus for row in load_corpus(path)]
    given.out.write_text(weights_file(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
