"""The threshold that charts draw, and what they tell apart."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.charts import draw_chambers, draw_tree, draw_years, find_thresholds
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


def test_a_superseded_target_is_grey_and_sets_no_threshold() -> None:
    figures = series(">=", 5)
    drawn = draw_years(figures, TEXTS["it"], "it", within_pct=10).to_dict()
    line, points, _ = drawn["layer"]
    scale = points["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))["target superato"] == "#b8b8b8"
    assert points["encoding"]["y"]["title"] == "%"
    labels = {row["label"] for row in drawn["datasets"][line["data"]["name"]]}
    assert labels == {"target", "risultato"}
    assert list(find_thresholds(figures, within_pct=0)["source_file"]) == ["f"]


def test_chambers_stand_side_by_side() -> None:
    drawn = draw_chambers(series(">=", 5), "%").to_dict()
    assert (drawn["encoding"]["x"]["title"], drawn["encoding"]["y"]["field"]) == ("%", "chamber")


def test_a_tree_has_a_bar_a_node_in_its_order_and_the_colours_of_its_outcomes_alone() -> None:
    nodes = pd.DataFrame(
        {
            "objective": ["2 B", "\u20032.1 A", "\u20032.1 A"],
            "pct": [75.0, 100.0, 50.0],
            "outcome": ["partly", "achieved", "partly"],
            "measured": [2, 1, 1],
            "pairs": [2, 1, 1],
        }
    )
    drawn = draw_tree(nodes, TEXTS["it"]).to_dict()
    rows = drawn["datasets"][drawn["data"]["name"]]
    assert [row["node"].partition("|")[2] for row in rows] == list(nodes["objective"])
    assert len({row["node"] for row in rows}) == 3
    assert drawn["encoding"]["color"]["scale"]["domain"] == ["raggiunto", "in parte"]
