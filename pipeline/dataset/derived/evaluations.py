"""What is computed of the rows of plans: achievement with its issues, and which values are usable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from extractors.layouts.registry import layouts
from pipeline.dataset.columns import Row
from pipeline.dataset.derived.achievement import Evaluated, evaluate_plan
from pipeline.dataset.forms.rows import group_rows
from pipeline.dataset.issue_codes import ACHIEVEMENT_DIFFERS, ACHIEVEMENT_OTHERWISE
from pipeline.dataset.issues import IssueRows
from pipeline.dataset.schemas.plans import PlanRow
from pipeline.dataset.vocabularies import READ

if TYPE_CHECKING:
    from extractors.layouts.evaluation import Evaluation

Evaluations: TypeAlias = Sequence[tuple[PlanRow, Evaluated]]
"""The rows of `plans`, each with its evaluation."""
_MEASURED: Final = ("objectives", "indicators", "values")
COMPUTED_ISSUES: Final = (ACHIEVEMENT_DIFFERS.code, ACHIEVEMENT_OTHERWISE.code)
"""Codes of issues that are computed; those of an earlier computation give way."""


def method_of(layout_id: str) -> Evaluation | None:
    """The method of measuring that a layout states; None where it states none or is not known."""
    layout = layouts().get(layout_id)
    return None if layout is None else layout.evaluation


def evaluate_plans(tables: Mapping[str, Sequence[Row]]) -> Evaluations:
    """Each plan with its evaluation, in the order of `plans`; a function of the tables and of the layouts alone."""
    measurable = {name: group_rows(rows, "plan_id") for name, rows in select_measurable(tables).items()}
    found = []
    for row in tables["plans"]:
        plan = cast("PlanRow", row)
        nodes, indicators, values = (measurable[name].get(plan["plan_id"], []) for name in _MEASURED)
        found.append((plan, evaluate_plan(nodes, indicators, values, method_of(plan["layout_id"]))))
    return found


def select_measurable(tables: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Any]]:
    """What an evaluation looks at: the nodes, and the indicators of which something was reached."""
    reached = {row["indicator_id"] for row in tables["values"] if row["role"] in ("result", "achievement")}
    return {
        "objectives": tables["objectives"] if reached else [],
        **{name: [row for row in tables[name] if row["indicator_id"] in reached] for name in ("indicators", "values")},
    }


def computed_rows(evaluated: Evaluations) -> dict[str, Sequence[Row]]:
    """The tables that hold what was computed of plans, by name."""
    return {
        "achievement": [cast("Row", row) for _, one in evaluated for row in one.pairs],
        "objective_achievement": [cast("Row", row) for _, one in evaluated for row in one.objectives],
    }


def disputed_values(evaluated: Evaluations) -> Collection[str]:
    """The ids of values that printed percentages contradict."""
    return set().union(*(one.disputed for _, one in evaluated))


def with_usable(values: Sequence[Row], disputed: Collection[str]) -> list[Row]:
    """The values with `usable` as it is where those of these ids are disputed."""

    def is_usable(row: Row) -> bool:
        return row["status"] in READ and not row["interim"] and row["value_id"] not in disputed

    return [row if row["usable"] is (usable := is_usable(row)) else {**row, "usable": usable} for row in values]


def with_computed_issues(issues: Sequence[Row], evaluated: Evaluations) -> Sequence[Row]:
    """The issues with one for every printed percentage that the stated target and result do not give.

    Issues of an earlier computation give way; the others stay in their order, those of a page before the new ones.
    """
    kept = [row for row in issues if row["code"] not in COMPUTED_ISSUES]
    new: list[Row] = []
    for plan, one in evaluated:
        maker = IssueRows(plan["source_file"], plan["plan_id"])
        new += (cast("Row", maker.make_row(found)) for found in one.issues)
    if not new:
        return kept
    moved = {row["plan_id"] for row in new}
    by_plan = group_rows([*kept, *new], "plan_id").items()
    return [row for plan, own in by_plan for row in (sorted(own, key=_place_key) if plan in moved else own)]


def _place_key(row: Row) -> tuple[int, int]:
    return row["page"] or 0, row["line"] or 0
