"""The threshold that charts draw, and what they tell apart."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import draw_chambers, draw_outcomes, draw_years, find_thresholds, find_ticks
from dashboard.texts import TEXTS


def series(comparator: str, target: float) -> pd.DataFrame:
    base = {"chamber": "X", "name": "n", "year": 2017, "unit": "percent", "raw": "r", "source_file": "f"}
    return pd.DataFrame(
        [
            {**base, "role": "target", "number": target, "comparator": comparator},
            {**base, "role": "superseded", "number": target + 1, "comparator": comparator, "source_file": "older"},
            {**base, "role": "result", "number": 1.0, "comparator": "="},
        ]
    )


@pytest.mark.parametrize(
    ("comparator", "target", "least"), [(">=", 80, 72), (">", 80, 72), ("<=", 20, 22), ("<=", -20, -18), (">=", 0, 0)]
)
def test_the_threshold_is_on_the_lenient_side(comparator: str, target: float, least: float) -> None:
    assert list(find_thresholds(series(comparator, target), within_pct=10)["threshold"]) == [least]
    assert list(find_thresholds(series(comparator, target), within_pct=0)["threshold"]) == [target]


def test_a_target_without_direction_has_none() -> None:
    assert find_thresholds(series("=", 5), within_pct=10).empty


def test_a_superseded_target_and_a_benchmark_stand_alone_and_set_no_threshold() -> None:
    figures = series(">=", 5)
    benchmark = {**figures.iloc[0].to_dict(), "role": "benchmark", "population": "Media NAZIONALE"}
    figures = pd.concat([figures, pd.DataFrame([benchmark])])
    drawn = draw_years(figures, TEXTS["it"], "it", within_pct=10)
    assert drawn.unit == "%"
    assert [(role, points.count(",")) for role, points in drawn.lines] == [("target", 1), ("result", 1)]
    assert list(drawn.legend) == ["target", "result", "benchmark", "superseded", "threshold"]
    (benchmark_mark,) = [mark for mark in drawn.marks if mark.style == "benchmark"]
    assert "Media NAZIONALE" in benchmark_mark.title
    (limit,) = drawn.limits
    assert limit.title == "soglia 4,5 · f"
    (target,) = [mark for mark in drawn.marks if mark.style == "target"]
    assert limit.y > target.y  # lower


def test_years_stand_in_their_order_and_figures_on_their_scale() -> None:
    figures = pd.concat([series(">=", 80).assign(year=2019), series(">=", 40).assign(year=2017)])
    drawn = draw_years(figures, TEXTS["en"], "en", within_pct=0)
    assert [label for _, label in drawn.years] == ["2017", "2019"]
    places = {label: y for y, label in drawn.ticks}
    targets = {mark.title.split(" · ")[1]: mark.y for mark in drawn.marks if mark.style == "target"}
    assert (targets["2017"], targets["2019"]) == (places["40"], places["80"])


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([37.0, 86.84], [0, 20, 40, 60, 80, 100]),
        ([-20.0, 30.0], [-20, -10, 0, 10, 20, 30]),
        ([0.0], [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([11774058127.0], [0, 2e9, 4e9, 6e9, 8e9, 1e10, 1.2e10]),
        ([0.3], [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]),
    ],
)
def test_ticks_are_round_numbers_around_all_figures(numbers: list[float], ticks: list[float]) -> None:
    assert find_ticks(numbers) == pytest.approx(ticks)


def test_chambers_stand_side_by_side_from_nought() -> None:
    below, above = draw_chambers(series("=", 5).assign(number=[-5.0, 0.0, 15.0]).iloc[[0, 2]], "%", "it")
    assert (below.label, below.text, above.text) == ("X", "−5 %", "15 %")
    assert [(one.start, one.width) for bar in (below, above) for one in bar.segments] == [(0, 25), (25, 75)]


def test_outcomes_are_stacked_and_counted() -> None:
    counts = {"achieved": 2, "partly": 0, "not_achieved": 1}
    rows = [("X", 2017, outcome) for outcome, count in counts.items() for _ in range(count)] + [("X", 2018, None)]
    (bar,) = draw_outcomes(pd.DataFrame(rows, columns=["chamber", "year", "achievement"]), TEXTS["it"])
    assert (bar.label, bar.text) == ("X 2017", "raggiunto: 2, non raggiunto: 1")
    assert [segment.style for segment in bar.segments] == ["achieved", "not_achieved"]
    assert sum(segment.width for segment in bar.segments) == pytest.approx(100)
