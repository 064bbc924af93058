"""What is computed from the tables that were read: achievement, its issues, and the lookup tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from pipeline.dataset.checks.row_checks import Breach, find_breaches
from pipeline.dataset.derived.answers import answer_tables, answers_need
from pipeline.dataset.derived.evaluations import (
    Evaluations,
    computed_rows,
    disputed_values,
    evaluate_plans,
    with_computed_issues,
)
from pipeline.dataset.derived.lookup_tables import lookup_rows
from pipeline.dataset.forms.frames import from_arrow, to_frame, to_rows
from pipeline.dataset.tables import DERIVED, LOOKUPS
from pipeline.dataset.vocabularies import READ


def evaluate_frames(frames: Mapping[str, pd.DataFrame]) -> Evaluations:
    """`evaluate_plans` of published tables; rows as Python values take much memory, and most plans state targets alone,
    so that there are few."""
    values, indicators = frames["values"], frames["indicators"]
    reached = values.loc[values["role"].isin(["result", "achievement"]), "indicator_id"]
    few = {
        "objectives": frames["objectives"],
        "indicators": indicators[indicators["indicator_id"].isin(reached)],
        "values": values[values["indicator_id"].isin(reached)],
    }
    return evaluate_plans({"plans": to_rows(frames["plans"]), **{name: to_rows(few[name]) for name in few}})


def derived_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The computed tables of a dataset, by name; a function of its tables and of the layouts alone."""
    computed = {name: to_frame(name, rows) for name, rows in computed_rows(evaluate_frames(frames)).items()}
    lookups = {name: to_frame(name, lookup_rows(name)) for name in LOOKUPS}
    return {**computed, **answer_frames(frames), **lookups}


def answer_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables made of those of all plans together, by name."""
    read = {
        name: pa.table([pa.Array.from_pandas(frames[name][field.name], type=field.type) for field in columns], columns)
        for name, columns in answers_need().items()
    }
    return {name: from_arrow(found) for name, found in answer_tables(read).items()}


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
    values, issues = frames["values"], to_rows(frames["issues"])
    usable = values["status"].isin(READ) & ~values["interim"] & ~values["value_id"].isin(disputed_values(evaluated))
    told = to_frame("issues", with_computed_issues(issues, evaluated))
    return {**frames, "values": values.assign(usable=usable.astype("boolean")), "issues": told}
