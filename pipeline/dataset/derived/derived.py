"""What is computed from the tables that were read: achievement, its issues, and the lookup tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from extractors.layouts.registry import layouts
from pipeline.dataset.checks.row_checks import Breach, find_breaches
from pipeline.dataset.derived.achievement import Evaluated, evaluate_plan
from pipeline.dataset.derived.answers import answer_frames
from pipeline.dataset.derived.catalogue import catalogue_rows, load_catalogue
from pipeline.dataset.derived.chambers import chamber_rows
from pipeline.dataset.derived.processes import process_rows
from pipeline.dataset.frames import plain_cells, read_rows, rows_by_plan, to_frame, to_rows
from pipeline.dataset.issue_codes import ACHIEVEMENT_DIFFERS, ACHIEVEMENT_OTHERWISE
from pipeline.dataset.issues import IssueRows
from pipeline.dataset.lookups import comparator_rows, unit_rows
from pipeline.dataset.schemas.indicators import IndicatorRow
from pipeline.dataset.schemas.issues import IssueRow
from pipeline.dataset.schemas.objectives import ObjectiveRow
from pipeline.dataset.schemas.plans import PlanRow
from pipeline.dataset.schemas.values import ValueRow
from pipeline.dataset.tables import DERIVED
from pipeline.dataset.vocabularies import READ

if TYPE_CHECKING:
    from extractors.layouts.evaluation import Evaluation


def method_of(layout_id: str) -> Evaluation | None:
    """The method of measuring that a layout states; None where it states none or is not known."""
    layout = layouts().get(layout_id)
    return None if layout is None else layout.evaluation


Evaluations: TypeAlias = Sequence[tuple[PlanRow, Evaluated]]
"""The rows of `plans`, each with its evaluation."""


def evaluate_plans(frames: Mapping[str, pd.DataFrame]) -> Evaluations:
    """Each plan with its evaluation, in the order of `plans`; a function of the tables and of the layouts alone."""
    measurable = select_measurable(frames)
    objectives = rows_by_plan(measurable["objectives"], ObjectiveRow)
    indicators = rows_by_plan(measurable["indicators"], IndicatorRow)
    values = rows_by_plan(measurable["values"], ValueRow)
    found = []
    for plan in read_rows(frames["plans"], PlanRow):
        key, method = plan["plan_id"], method_of(plan["layout_id"])
        one = evaluate_plan(objectives.get(key, []), indicators.get(key, []), values.get(key, []), method)
        found.append((plan, one))
    return found


def select_measurable(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """What an evaluation looks at: the nodes, and the indicators of which something was reached. Most plans state
    targets alone, and rows as Python values take much time and memory."""
    values, indicators = frames["values"], frames["indicators"]
    roles = zip(plain_cells(values["indicator_id"]), plain_cells(values["role"]), strict=True)
    reached = {indicator for indicator, role in roles if role in ("result", "achievement")}
    if not reached:
        return {name: frames[name].iloc[:0] for name in ("objectives", "indicators", "values")}
    return {
        "objectives": frames["objectives"],
        "indicators": indicators[indicators["indicator_id"].isin(reached)],
        "values": values[values["indicator_id"].isin(reached)],
    }


def computed_frames(evaluated: Evaluations) -> dict[str, pd.DataFrame]:
    """The tables that hold what was computed of plans, by name."""
    return {
        "achievement": to_frame("achievement", [row for _, one in evaluated for row in one.pairs]),
        "objective_achievement": to_frame(
            "objective_achievement", [row for _, one in evaluated for row in one.objectives]
        ),
    }


def lookup_frames() -> dict[str, pd.DataFrame]:
    """The tables that are the same whatever was read, by name."""
    return {
        "catalogue": to_frame("catalogue", catalogue_rows(load_catalogue())),
        "chambers": to_frame("chambers", chamber_rows()),
        "processes": to_frame("processes", process_rows()),
        "units": to_frame("units", unit_rows()),
        "comparators": to_frame("comparators", comparator_rows()),
    }


def derived_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The computed tables of a dataset, by name; a function of its tables and of the layouts alone."""
    return {**computed_frames(evaluate_plans(frames)), **answer_frames(frames), **lookup_frames()}


def find_derived_breaches(frames: Mapping[str, pd.DataFrame], derived: Mapping[str, pd.DataFrame]) -> list[Breach]:
    """What is wrong with published computed tables: rules of their models that rows break, and rows that are not what
    the tables that were read give now. A row that is missing is a breach of the first plan's.

    Raises:
        SchemaError: a table has not the columns and types that it should have.
    """
    found = [breach for name in DERIVED for breach in find_breaches(name, derived[name])]
    for name, wanted in derived_frames(frames).items():
        published, computed = to_rows(derived[name]), to_rows(wanted)
        odd = (at for at, row in enumerate(published) if at >= len(computed) or row != computed[at])
        found += (Breach(name, at, "as-computed") for at in odd)
        if len(published) < len(computed) and len(frames["plans"]):
            found.append(Breach("plans", 0, f"{name}-complete".replace("_", "-")))
    return found


def with_evaluations(frames: Mapping[str, pd.DataFrame], evaluated: Evaluations) -> dict[str, pd.DataFrame]:
    """The tables with what the evaluations say of them: `values.usable`, and an issue for every disputed pair."""
    disputed = set().union(*(one.disputed for _, one in evaluated))
    return {**_with_achievement_issues(frames, evaluated), "values": with_usable(frames["values"], disputed)}


def with_usable(values: pd.DataFrame, disputed: Collection[str]) -> pd.DataFrame:
    """The values with `usable` as it is where those of these ids are disputed."""
    usable = values["status"].isin(READ) & ~values["interim"] & ~values["value_id"].isin(disputed)
    return values.assign(usable=usable.astype("boolean"))


def _with_achievement_issues(frames: Mapping[str, pd.DataFrame], evaluated: Evaluations) -> dict[str, pd.DataFrame]:
    """The tables with an issue for every printed percentage that the stated target and result do not give.

    Issues of an earlier computation give way; the others stay in their order, those of a page before the new ones.
    """
    old = frames["issues"]["code"].isin([ACHIEVEMENT_DIFFERS.code, ACHIEVEMENT_OTHERWISE.code])
    new: list[IssueRow] = []
    for plan, one in evaluated:
        maker = IssueRows(plan["source_file"], plan["plan_id"])
        new += (maker.make_row(found) for found in one.issues)
    if not new:
        return {**frames, "issues": frames["issues"][~old].reset_index(drop=True)} if old.any() else dict(frames)
    plans = {plan["plan_id"]: at for at, (plan, _) in enumerate(evaluated)}

    def order(row: IssueRow) -> tuple[int, int, int]:
        return plans.get(row["plan_id"] or "", -1), row["page"] or 0, row["line"] or 0

    kept = read_rows(frames["issues"][~old], IssueRow)
    moved = {row["plan_id"] for row in new}
    rows: list[IssueRow] = []
    for plan_id in dict.fromkeys(row["plan_id"] for row in (*kept, *new)):
        own = [row for row in (*kept, *new) if row["plan_id"] == plan_id]
        rows += sorted(own, key=order) if plan_id in moved else own
    return {**frames, "issues": to_frame("issues", rows)}
