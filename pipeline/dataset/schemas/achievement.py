"""How far targets were reached, and what that makes of the nodes."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    are_filled,
    key_column,
    number_column,
    plain_column,
    text_column,
    year_column,
)
from pipeline.dataset.table import Table


class AchievementRow(TypedDict):
    """One row a target with its result, measured by the method that the chamber's plans state; no row without one."""

    achievement_id: Annotated[
        str, key_column("ach", "Stable hash of the indicator, the year and the clause.", unique=True)
    ]
    plan_id: Annotated[str, key_column("plan", "The document.")]
    indicator_id: Annotated[str, key_column("ind", "The indicator.")]
    objective_id: Annotated[str | None, key_column("obj", "The node it stands under; null where under none.")]
    period: Annotated[int | None, year_column("The year of target and result.")]
    clause: Annotated[int, number_column("Number of the target's clause within its cell.", ge=1)]
    target_value_id: Annotated[str, key_column("val", "The target.")]
    result_value_id: Annotated[str | None, key_column("val", "The result; null where none is paired with it.")]
    printed_value_id: Annotated[str | None, key_column("val", "The printed percentage of achievement.")]
    direction: Annotated[
        words.AskedDirection | None,
        text_column(
            "What the target asks: `at_least`, `at_most`, `exactly`, `within` a range, `by_date`, "
            "`as_stated` for yes and no; null where nothing says it."
        ),
    ]
    direction_source: Annotated[
        words.AskedDirectionSource | None,
        text_column(
            "What states the direction: as in `values.comparator_source`, or `method` for a target without sign."
        ),
    ]
    deviation: Annotated[
        float | None, number_column("Result less target, in the unit of the figures; in days for dates.")
    ]
    computed_pct: Annotated[float | None, number_column("How far the result reaches the target, in percent.", ge=0)]
    status: Annotated[
        words.Outcome,
        text_column(
            "`achieved`, `partly` or `not_achieved` by the method's thresholds; `not_computable` says why in `reason`."
        ),
    ]
    printed_pct: Annotated[
        float | None, number_column("The percentage of achievement that the plan prints (% Realizzazione).")
    ]
    agrees: Annotated[bool | None, plain_column("Whether the printed percentage is the computed one.")]
    reason: Annotated[str | None, text_column("Why nothing could be computed.")]
    interim: Annotated[bool, plain_column("Whether target or result is interim (`values.interim`).")]
    counted: Annotated[
        bool,
        plain_column(
            "Whether it enters the achievement of its node: it could be computed, and the printed percentage does not "
            "contradict it, or a person has corrected or confirmed one of its cells."
        ),
    ]
    achieved_from_pct: Annotated[float, number_column("From where on the method calls it achieved.", ge=0, le=100)]
    not_achieved_below_pct: Annotated[float, number_column("Below which it calls it not achieved.", ge=0, le=100)]
    method: Annotated[str, text_column("Where the method is stated: document and section.")]


def outcome_of_percentage(row: AchievementRow) -> bool:
    """What could not be computed has no percentage, and says why."""
    return (row["status"] == words.NOT_COMPUTABLE) == (row["computed_pct"] is None) == (row["reason"] is not None)


def counted_of_computed(row: AchievementRow) -> bool:
    """What counts was computed, and is not interim."""
    return not row["counted"] or (row["computed_pct"] is not None and not row["interim"])


def agrees_of_both(row: AchievementRow) -> bool:
    """Two percentages agree or not; one alone does neither."""
    return (row["agrees"] is not None) == are_filled(row, "computed_pct", "printed_pct")


ACHIEVEMENT = Table(
    name="achievement",
    row=AchievementRow,
    key="achievement_id",
    references={
        "plan_id": "plans",
        "indicator_id": "indicators",
        "objective_id": "objectives",
        "target_value_id": "values",
        "result_value_id": "values",
        "printed_value_id": "values",
    },
    rules=(
        outcome_of_percentage,
        agrees_of_both,
        counted_of_computed,
    ),
)


class ObjectiveAchievementRow(TypedDict):
    """One row a node of the tree and year: achievement rolled up by the method's shares and by weight."""

    objective_achievement_id: Annotated[str, key_column("oac", "Stable hash of the node and the year.", unique=True)]
    plan_id: Annotated[str, key_column("plan", "The document.")]
    objective_id: Annotated[str, key_column("obj", "The node.")]
    period: Annotated[int | None, year_column("The year.")]
    own_pct: Annotated[float | None, number_column("Of its own indicators.", ge=0)]
    below_pct: Annotated[float | None, number_column("Of the nodes below it, all alike.", ge=0)]
    pct: Annotated[float | None, number_column("Of the node, by the method's shares of the two.", ge=0)]
    status: Annotated[words.Outcome, text_column("As in `achievement`, by the thresholds of its level.")]
    weighted: Annotated[bool, plain_column("Whether its own indicators count by their weights; else all alike.")]
    pairs: Annotated[int, number_column("Indicators of the node and below it that have a target and a result.", ge=0)]
    measured: Annotated[int, number_column("How many of them count: `pct` is made of these.", ge=0)]
    interim: Annotated[int, number_column("How many are left out because the result is interim.", ge=0)]
    disputed: Annotated[
        int, number_column("How many are left out because the printed percentage contradicts the computed one.", ge=0)
    ]
    complete: Annotated[bool, plain_column("Whether all of them count.")]
    reason: Annotated[str | None, text_column("What there is to know of `pct`.")]


def measured_of_pairs(row: ObjectiveAchievementRow) -> bool:
    """No more is counted and left out than there is."""
    return row["measured"] + row["interim"] + row["disputed"] <= row["pairs"]


OBJECTIVE_ACHIEVEMENT = Table(
    name="objective_achievement",
    row=ObjectiveAchievementRow,
    key="objective_achievement_id",
    references={"plan_id": "plans", "objective_id": "objectives"},
    rules=(measured_of_pairs,),
)
