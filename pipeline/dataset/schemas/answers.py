"""What analysts ask first: each indicator once, each target by the newest plan, one indicator over its years."""

from __future__ import annotations

import datetime
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    are_in_order,
    key_column,
    number_column,
    plain_column,
    text_column,
    year_column,
)
from pipeline.dataset.table import Table


class SeriesRow(TypedDict):
    """One row an indicator of a chamber over its plans and years."""

    series_id: Annotated[str, key_column("ser", "The id that its rows of `indicators` share.", unique=True)]
    chamber: Annotated[str, text_column("The chamber.")]
    name: Annotated[str, text_column("Its name in the newest plan that states it.")]
    series_rule: Annotated[
        words.SeriesRule, text_column("The strongest of the rules that put its rows together, as in `indicators`.")
    ]
    catalogue_id: Annotated[str | None, text_column("The indicator that chambers share, where its plans agree on it.")]
    unit: Annotated[str | None, text_column("Its unit, where its plans agree on it.", isin=words.UNITS)]
    direction: Annotated[words.Direction, text_column("As in `indicators`; `unknown` where its plans do not agree.")]
    plans: Annotated[int, number_column("How many plans state it.", ge=1)]
    first_year: Annotated[int | None, year_column("First year that a value of it is for.")]
    last_year: Annotated[int | None, year_column("Last year that a value of it is for.")]


def years_in_order(row: SeriesRow) -> bool:
    """The first year is not after the last."""
    return are_in_order(row["first_year"], row["last_year"])


SERIES = Table(name="series", row=SeriesRow, key="series_id", references={"unit": "units"}, rules=(years_in_order,))


class SeriesRelationRow(TypedDict):
    """One row a pair of series of which a person has decided that the later comes of the earlier."""

    series_relation_id: Annotated[str, key_column("rel", "Stable hash of the pair.", unique=True)]
    from_series_id: Annotated[str, key_column("ser", "The earlier series.")]
    to_series_id: Annotated[str, key_column("ser", "The later series.")]
    kind: Annotated[
        words.RelationKind,
        text_column(
            "`renamed`: one became one, with another scope; `split`: one became several; `merged`: several became one."
        ),
    ]
    reason: Annotated[str, text_column("Why, in the words of who decided.")]
    by: Annotated[str, text_column("Who decided.")]
    when: Annotated[datetime.date, plain_column("The day of the decision.")]


SERIES_RELATIONS = Table(
    name="series_relations",
    row=SeriesRelationRow,
    key="series_relation_id",
    references={"from_series_id": "series", "to_series_id": "series"},
)


class TargetRow(TypedDict):
    """One row a target of a series for a year, in each plan that states it: once, however often the plan prints it."""

    value_id: Annotated[str, key_column("val", "The target, where the plan prints it first.", unique=True)]
    series_id: Annotated[str, key_column("ser", "The series.")]
    plan_id: Annotated[str, key_column("plan", "The plan that states it.")]
    indicator_id: Annotated[str, key_column("ind", "The indicator.")]
    chamber: Annotated[str, text_column("The chamber.")]
    source_file: Annotated[str, text_column("The plan's file.")]
    plan_year: Annotated[int | None, year_column("First year that the plan covers.")]
    approved_on: Annotated[datetime.date | None, plain_column("Date of the plan's approving act.")]
    code: Annotated[str | None, text_column("The indicator's code.")]
    name: Annotated[str, text_column("The indicator's name in this plan.")]
    catalogue_id: Annotated[str | None, text_column("The indicator that chambers share.")]
    year: Annotated[int, year_column("The year that the target is for.")]
    clause: Annotated[int, number_column("Number of the clause within its cell.", ge=1)]
    kind: Annotated[words.Kind, text_column("What kind of statement it is.")]
    comparator: Annotated[words.Comparator | None, text_column("How it is to be compared.")]
    number: Annotated[float | None, number_column("The figure.")]
    number_high: Annotated[float | None, number_column("Upper end of a `between`.")]
    unit: Annotated[
        str | None, text_column("Unit of the figure, of the indicator where the cell states none.", isin=words.UNITS)
    ]
    date: Annotated[datetime.date | None, plain_column("The deadline.")]
    boolean: Annotated[bool | None, plain_column("Yes or no.")]
    raw: Annotated[str, text_column("The cell as printed.")]
    usable: Annotated[bool, plain_column("As in `values`.")]
    page: Annotated[int | None, number_column("Page of the cell; null for text.", ge=1)]
    current: Annotated[
        bool, plain_column("Whether no newer plan of the chamber states a target of the series for the year.")
    ]
    superseded_by: Annotated[str | None, key_column("plan", "The newest plan that states one, where it is another.")]
    previous_value_id: Annotated[
        str | None, key_column("val", "The target of the same series, year and clause in the plan before.")
    ]
    previous_raw: Annotated[str | None, text_column("That target as printed.")]


def superseded_is_not_current(row: TargetRow) -> bool:
    """A target is current or names the plan that supersedes it."""
    return row["current"] == (row["superseded_by"] is None)


_TARGET_REFERENCES = {
    "value_id": "values",
    "series_id": "series",
    "plan_id": "plans",
    "indicator_id": "indicators",
    "superseded_by": "plans",
    "previous_value_id": "values",
    "comparator": "comparators",
    "unit": "units",
}
TARGET_HISTORY = Table(
    name="target_history",
    row=TargetRow,
    key="value_id",
    references=_TARGET_REFERENCES,
    rules=(superseded_is_not_current,),
)


class CurrentTargetRow(TargetRow):
    """One row a target by the newest plan that states one for series and year: the `current` of `target_history`."""


def all_current(row: TargetRow) -> bool:
    """Every row is current."""
    return row["current"]


CURRENT_TARGETS = Table(
    name="current_targets", row=CurrentTargetRow, key="value_id", references=_TARGET_REFERENCES, rules=(all_current,)
)


class IndicatorOnceRow(TypedDict):
    """One row an indicator of a plan, however often the plan prints it."""

    indicator_id: Annotated[str, key_column("ind", "The row where it is printed first.", unique=True)]
    plan_id: Annotated[str, key_column("plan", "The plan.")]
    series_id: Annotated[str | None, key_column("ser", "Its series.")]
    catalogue_id: Annotated[str | None, text_column("The indicator that chambers share.")]
    chamber: Annotated[str | None, text_column("The chamber.")]
    source_file: Annotated[str, text_column("The plan's file.")]
    level: Annotated[words.Level, text_column("Level of the indicator.")]
    code: Annotated[str | None, text_column("Its code.")]
    code_path: Annotated[str | None, text_column("Canonical codes from the root.")]
    name: Annotated[str, text_column("Its name as printed first.")]
    unit: Annotated[str | None, text_column("Its unit.", isin=words.UNITS)]
    direction: Annotated[words.Direction, text_column("Whether more or less is better.")]
    times_printed: Annotated[int, number_column("How many rows of the plan print it.", ge=1)]


INDICATORS_ONCE = Table(
    name="indicators_once",
    row=IndicatorOnceRow,
    key="indicator_id",
    references={"indicator_id": "indicators", "plan_id": "plans", "series_id": "series", "unit": "units"},
)
