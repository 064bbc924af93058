"""The threshold that charts draw."""

from __future__ import annotations

import pandas as pd
import pytest

pytest.importorskip("altair", reason="Altair is not installed: run `make dashboard` once")

from dashboard.charts import over_the_years, thresholds
from dashboard.texts import TEXTS


def series(comparator: str, target: float) -> pd.DataFrame:
    base = {"chamber": "X", "year": 2017, "population": None, "unit": None, "raw": "r", "source_file": "f"}
    return pd.DataFrame(
        [
            {**base, "role": "target", "number": target, "comparator": comparator},
            {**base, "role": "result", "number": 1.0, "comparator": "="},
        ]
    )


@pytest.mark.parametrize(
    ("comparator", "target", "least"), [(">=", 80, 72), (">", 80, 72), ("<=", 20, 22), ("<=", -20, -18), (">=", 0, 0)]
)
def test_the_threshold_is_on_the_lenient_side(comparator: str, target: float, least: float) -> None:
    assert list(thresholds(series(comparator, target), within_pct=10)["threshold"]) == [least]
    assert list(thresholds(series(comparator, target), within_pct=0)["threshold"]) == [target]


def test_a_target_without_direction_has_none() -> None:
    assert thresholds(series("=", 5), within_pct=10).empty


@pytest.mark.parametrize("split", [True, False])
def test_charts_are_drawn(split: bool) -> None:
    for comparator in (">=", "="):
        drawn = over_the_years(series(comparator, 5), TEXTS["it"], within_pct=10, split=split).to_dict()
        assert drawn["$schema"]
