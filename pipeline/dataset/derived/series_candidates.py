"""Which indicators of a chamber's plans look like one and are in no series together: for a person to decide.

Nothing is decided here. The score is the likeness of the names (`normalizers.names.similarity`), raised by what else
two rows have in common: code, unit, node, owner, formula.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from normalizers.names.similarity import Terms, list_terms, measure_likeness
from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.columns import Row

LEAST_SCORE: Final = 60.0
"""Pairs are listed from this score on. Of the 15 pairs of Massa-Carrara 2017 and 2019 that people joined one to one and
the rules do not, 14 are listed, among 19 (`tests/dataset/test_series.py`)."""
_COMMON: Final[dict[str, float]] = {"code": 8.0, "unit": 3.0, "node": 4.0, "owner": 2.0}
"""Points for what two rows have in common; those of the formula are a tenth of its likeness."""

SUGGESTED: Final = (
    "# Names of one chamber that look like one indicator, most alike first. Put those that are one under `series`\n"
    "# of the chamber's file in data/series/, those that come of one another under `relations`.\n"
)
"""What candidates begin with, as YAML for a person to edit."""


@dataclass(frozen=True, slots=True)
class SeriesCandidate:
    """Two names of one chamber that may be one indicator, with the evidence."""

    chamber: str
    score: float
    name: str
    plan: str
    other_name: str
    other_plan: str
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _StatedIndicator:
    plan: str
    row: Row
    name: Terms
    formula: Terms


def find_series_candidates(tables: Dataset) -> list[SeriesCandidate]:
    """The pairs of each chamber, each the other's most alike of that plan, most alike first."""
    plans = {row["plan_id"]: row for row in tables["plans"]}
    by_chamber: dict[str, dict[str, dict[str, _StatedIndicator]]] = defaultdict(lambda: defaultdict(dict))
    for row in tables["indicators"]:
        plan, series = plans[row["plan_id"]], row["series_id"]
        if series is not None and plan["chamber"] is not None:
            stated = _StatedIndicator(
                plan["source_file"], row, list_terms(row["name"]), list_terms(row["formula"] or "")
            )
            by_chamber[plan["chamber"]][row["plan_id"]].setdefault(series, stated)
    found = [
        candidate
        for chamber, own in by_chamber.items()
        for one, other in combinations(sorted(own), 2)
        for candidate in _pair_series(chamber, own[one], own[other])
    ]
    return sorted(found, key=lambda c: (-c.score, c.chamber, c.name, c.other_name))


def _pair_series(
    chamber: str, one: Mapping[str, _StatedIndicator], other: Mapping[str, _StatedIndicator]
) -> Iterator[SeriesCandidate]:
    left = [stated for series, stated in one.items() if series not in other]
    right = [stated for series, stated in other.items() if series not in one]
    if not left or not right:
        return
    scores = [[_score_pair(a, b) for b in right] for a in left]
    for at, row in enumerate(scores):
        best = max(range(len(right)), key=row.__getitem__)
        if row[best] >= LEAST_SCORE and row[best] >= max(line[best] for line in scores):
            a, b = left[at], right[best]
            yield SeriesCandidate(
                chamber, round(row[best], 1), a.row["name"], a.plan, b.row["name"], b.plan, tuple(_shared_fields(a, b))
            )


def _score_pair(a: _StatedIndicator, b: _StatedIndicator) -> float:
    score = measure_likeness(a.name, b.name) + sum(_COMMON[what] for what in _shared_fields(a, b))
    return min(score + measure_likeness(a.formula, b.formula) / 10, 100.0)


def _shared_fields(a: _StatedIndicator, b: _StatedIndicator) -> Sequence[str]:
    pairs = {
        "code": (a.row["code"], b.row["code"]),
        "unit": (a.row["unit"], b.row["unit"]),
        "node": (_node_path(a.row), _node_path(b.row)),
        "owner": (a.row["owner"], b.row["owner"]),
    }
    return [what for what, (one, other) in pairs.items() if one is not None and one == other]


def _node_path(row: Row) -> str | None:
    """The path of the node it stands under."""
    path: str | None = row["code_path"]
    code: str | None = row["code"]
    return path if path is None or code is None else path.removesuffix(f"/{code}")
