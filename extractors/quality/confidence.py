"""How sure a reading is: the probability that it is right, from the signals that it shows.

The log-odds of a reading are those of one without a signal, and what each signal that it shows adds to them or takes
from them (`weights.tsv` beside this module, fitted by `make train-confidence`; docs/confidence.md). No signal of doubt
raises a confidence and none is counted twice. Rows under `REVIEW` are worth a look.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from extractors.quality.signals import Signal

REVIEW: Final = 0.7
"""Under this probability a row is worth a look."""

WEIGHTS: Final = Path(__file__).with_name("weights.tsv")
BASE: Final = "(none)"  # in place of a signal: the log-odds of a reading without any

Kind: TypeAlias = Literal["row", "cell"]


@dataclass(frozen=True, slots=True)
class SignalWeights:
    """The log-odds of a reading without a signal, and what each signal adds."""

    base: float
    of: dict[str, float]

    def probability(self, signals: Iterable[str]) -> float:
        """The probability that a reading with these signals is right, rounded to three places.

        Raises:
            KeyError: one of `signals` is none.
        """
        log_odds = self.base + math.fsum(self.of[signal] for signal in set(signals))
        return round(1 / (1 + math.exp(-log_odds)), 3)


def confidence(signals: Iterable[str]) -> float:
    """The probability that a row with these signals is right in all that it states."""
    return load_weights("row").probability(signals)


def cell_confidence(signals: Iterable[str]) -> float:
    """The probability that a cell is right, from the signals of its row that are no other cell's, and its own."""
    return load_weights("cell").probability(signals)


@cache
def load_weights(kind: Kind) -> SignalWeights:
    """The fitted weights; a signal that the file does not know counts as its author thought of it."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        fitted = {line["signal"]: float(line[kind]) for line in csv.DictReader(lines, delimiter="\t")}
    priors = {signal.value: signal.prior for signal in Signal}
    return SignalWeights(fitted.pop(BASE), {**priors, **fitted})
