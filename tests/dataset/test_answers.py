"""Current and superseded targets, each indicator once."""

from __future__ import annotations

import datetime

import pandas as pd

from pipeline.dataset.columns import Row
from pipeline.dataset.derived.answers import answer_tables
from pipeline.dataset.forms.arrow import to_arrow
from tests.pipeline import sample

SERIES = "ser-00000000000000aa"


def answers(*stated: tuple[int, str, str]) -> dict[str, list[Row]]:
    """What is made of plans with a target for 2019 each: the plan's year, the cell, its status; of a year given twice
    one plan prints it twice."""
    plans, indicators, values = {}, [], []
    for number, (year, raw, status) in enumerate(stated):
        plan = f"plan-{year:016x}"
        approved = datetime.date(year, 1, 31)
        plans[plan] = sample.plan(plan_id=plan, source_file=f"{year}.pdf", period_start=year, approved_on=approved)
        indicator = f"ind-{number:016x}"
        named = {"series_id": SERIES, "series_rule": "name", "indicator_key": "k", "ordinal": number + 1}
        indicators.append(
            sample.indicator(indicator_id=indicator, plan_id=plan, unit="percent", unit_source="column", **named)
        )
        values.append(
            sample.value(
                value_id=f"val-{number:016x}",
                indicator_id=indicator,
                plan_id=plan,
                period=2019,
                raw=raw,
                unit=None,
                status=status,
                usable=status == "ok",
            )
        )
    read = {"plans": [*plans.values()], "indicators": indicators, "values": values}
    found = answer_tables({name: to_arrow(name, rows) for name, rows in read.items()})
    return {name: table.to_pylist() for name, table in found.items()}


def test_the_newest_plan_s_target_is_current_and_the_older_stands_beside_it() -> None:
    found = answers((2018, ">= 80", "ok"), (2019, ">= 90", "ok"), (2017, ">= 70", "ok"))
    newest = f"plan-{2019:016x}"
    assert [(row["raw"], row["previous_raw"], row["superseded_by"]) for row in found["target_history"]] == [
        (">= 70", None, newest),
        (">= 80", ">= 70", newest),
        (">= 90", ">= 80", None),
    ]
    assert [(row["raw"], row["unit"]) for row in found["current_targets"]] == [(">= 90", "percent")]
    assert [(row["plans"], row["first_year"], row["last_year"]) for row in found["series"]] == [(3, 2019, 2019)]


def test_a_target_printed_twice_counts_once_and_the_one_that_was_read_goes_first() -> None:
    found = answers((2019, "circa 90", "review"), (2019, ">= 90", "ok"))
    assert [row["raw"] for row in found["current_targets"]] == [">= 90"]
    assert [row["times_printed"] for row in found["indicators_once"]] == [2]


def test_the_sample_plans_count_each_percentage_once(sample_frames: dict[str, pd.DataFrame]) -> None:
    """The 83 percentages that Massa-Carrara's plans print for 2019 are 25 of the newest and 5 of the older one."""
    plans = sample_frames["plans"].set_index("plan_id")["source_file"]
    current = sample_frames["current_targets"]
    own = current[
        current["chamber"].str.contains("Massa")
        & (current["year"] == 2019)
        & current["unit"].eq("percent").fillna(False)
    ]
    assert own["source_file"].value_counts().to_dict() == {"massa-carrara-2019.pdf": 25, "massa-carrara-2017.pdf": 5}
    history = sample_frames["target_history"]
    superseded = history[history["superseded_by"].notna()]
    assert len(superseded) == 11
    assert set(superseded["plan_id"].map(plans)) == {"massa-carrara-2017.pdf"}


def test_each_indicator_stands_once(sample_frames: dict[str, pd.DataFrame]) -> None:
    once, rows = sample_frames["indicators_once"], sample_frames["indicators"]
    assert len(once) == len(rows.drop_duplicates(["plan_id", "indicator_key"]))
    assert once["times_printed"].sum() == len(rows)
    assert not once[once["series_id"].notna()].duplicated(["plan_id", "series_id"]).any()
