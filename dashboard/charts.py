"""The charts: one indicator over the years with its thresholds, and bars of what was reached."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.labels import format_number, translate

OUTCOMES = ("achieved", "partly", "not_achieved", "not_computable")
ROLES = ("target", "result", "baseline", "benchmark", "superseded")
_JOINED = ("target", "result", "baseline")
_SIGNS = {">=": 1, ">": 1, "<=": -1, "<": -1}
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 6

WIDTH, HEIGHT, LEFT = 960, 320, 100
_RIGHT, _TOP, _BOTTOM = 20, 26, 30


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar, in percent of the width; `style` is its outcome or role."""

    start: float
    width: float
    style: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, what it says in words, and the address of what it shows."""

    label: str
    segments: Sequence[Segment]
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure of the chart of years: where it stands, what it is, and the address of its page in the report."""

    x: float
    y: float
    style: str
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class YearsChart:
    """The chart of years, laid out: labels with their places, lines, figures, thresholds."""

    unit: str
    legend: Mapping[str, str]
    years: Sequence[tuple[float, str]]
    ticks: Sequence[tuple[float, str]]
    lines: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    limits: Sequence[Mark]


def find_thresholds(figures: pd.DataFrame, *, within_pct: float) -> pd.DataFrame:
    """By year: from where on a result counts as achieved; nothing for targets that say neither more nor less."""
    targets = figures[(figures["role"] == "target") & figures["comparator"].isin(list(_SIGNS))]
    signs = targets["comparator"].map(_SIGNS).astype(float)
    least = targets["number"] - signs * targets["number"].abs() * within_pct / 100
    return targets.assign(threshold=least)[["chamber", "year", "threshold", "source_file"]].drop_duplicates()


def draw_years(figures: pd.DataFrame, words: dict[str, str], language: str, *, within_pct: float) -> YearsChart:
    """Targets and results of one indicator by year, with the threshold and the plan that set it.

    `within_pct` is how far from its target a result still counts as achieved; with 0 the line is the target itself.
    Targets that a newer plan states anew (role `superseded`) and benchmarks are joined by no line. `figures` may have
    the column `report` with the address of each.
    """
    limits = find_thresholds(figures, within_pct=within_pct)
    years = sorted({int(year) for year in figures["year"]})
    ticks = find_ticks([*figures["number"], *limits["threshold"]])
    step = (WIDTH - LEFT - _RIGHT) / len(years)
    across = {year: LEFT + step * (at + 0.5) for at, year in enumerate(years)}
    place = _make_scale(ticks[0], ticks[-1])
    units = sorted({translate("unit", unit, language) for unit in figures["unit"].dropna()})
    rows = figures.sort_values(["year", "number"]).to_dict("records")
    marks = []
    for row in sorted(rows, key=lambda one: -ROLES.index(one["role"])):  # of two at one place both are seen
        said = [words[row["role"]], str(int(row["year"])), row["raw"], row.get("population"), row["source_file"]]
        title = " · ".join(one for one in said if isinstance(one, str))
        marks.append(Mark(across[int(row["year"])], place(row["number"]), row["role"], title, row.get("report")))
    lines = []
    for role in _JOINED:
        points = [f"{across[int(row['year'])]:.1f},{place(row['number']):.1f}" for row in rows if row["role"] == role]
        if points:
            lines.append((role, " ".join(points)))
    drawn = []
    for row in limits.to_dict("records"):
        title = f"{words['threshold']} {format_number(row['threshold'], language)} · {row['source_file']}"
        drawn.append(Mark(across[int(row["year"])], place(row["threshold"]), "threshold", title))
    return YearsChart(
        ", ".join(units) or words["no_unit"],
        {one: words[one] for one in (*ROLES, "threshold") if one in {mark.style for mark in (*marks, *drawn)}},
        [(x, str(year)) for year, x in across.items()],
        [(place(tick), format_number(tick, language)) for tick in ticks],
        lines,
        marks,
        drawn,
    )


def find_ticks(numbers: Sequence[float]) -> list[float]:
    """Round numbers from nought, or below the least where that is negative, to the greatest and no less."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if low == high:
        high = 1.0
    power = 10 ** math.floor(math.log10((high - low) / _MOST_TICKS))
    step = next(one * power for one in _STEPS if (high - low) / (one * power) <= _MOST_TICKS)
    return [at * step for at in range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1)]


def _make_scale(low: float, high: float) -> Callable[[float], float]:
    bottom, room = HEIGHT - _BOTTOM, HEIGHT - _TOP - _BOTTOM
    return lambda number: bottom - room * (number - low) / (high - low)


def draw_chambers(figures: pd.DataFrame, unit: str, language: str) -> list[Bar]:
    """One bar a chamber and figure, of figures of one role, year and unit."""
    low, high = min(0.0, figures["number"].min()), max(0.0, figures["number"].max())
    span = (high - low) or 1.0
    found = []
    for row in figures.to_dict("records"):
        start, end = sorted((0.0, row["number"]))
        title = f"{row['chamber']} · {row['name']} · {row['raw']} · {row['source_file']}"
        segment = Segment(100 * (start - low) / span, 100 * (end - start) / span, "target", title)
        text = f"{format_number(row['number'], language)} {unit}"
        found.append(Bar(row["chamber"], [segment], text, row.get("report")))
    return found


def draw_outcomes(targets: pd.DataFrame, words: Mapping[str, str]) -> list[Bar]:
    """How many targets were achieved, partly, not, by chamber and year."""
    judged = targets.dropna(subset=["achievement"])
    counted = judged.groupby(["chamber", "year"])["achievement"].value_counts().unstack(fill_value=0)
    most = counted.sum(axis="columns").max()
    found = []
    for row in counted.reset_index().to_dict("records"):
        present = [(outcome, int(row[outcome])) for outcome in OUTCOMES if row.get(outcome)]
        segments, start = [], 0.0
        for outcome, count in present:
            segments.append(Segment(start, 100 * count / most, outcome, f"{words[outcome]}: {count}"))
            start += 100 * count / most
        text = ", ".join(f"{words[outcome]}: {count}" for outcome, count in present)
        found.append(Bar(f"{row['chamber']} {int(row['year'])}", segments, text))
    return found
