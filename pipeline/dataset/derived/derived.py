"""What is computed from the tables that were read: achievement, its issues, and the lookup tables."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.checks.row_checks import Breach, find_breaches
from pipeline.dataset.columns import Row
from pipeline.dataset.derived.answers import answer_tables, answers_need
from pipeline.dataset.derived.evaluations import (
    Evaluations,
    computed_rows,
    disputed_values,
    evaluate_plans,
    with_computed_issues,
    with_usable,
)
from pipeline.dataset.derived.lookup_tables import lookup_rows
from pipeline.dataset.forms.arrow import from_arrow, to_arrow
from pipeline.dataset.tables import DERIVED, LOOKUPS


def derived_rows(tables: Dataset) -> dict[str, Sequence[Row]]:
    """The computed tables of a dataset, by name; a function of its tables and of the layouts alone."""
    answers = answer_tables({name: to_arrow(name, tables[name]) for name in answers_need()})
    return {
        **computed_rows(evaluate_plans(tables)),
        **{name: from_arrow(table) for name, table in answers.items()},
        **{name: lookup_rows(name) for name in LOOKUPS},
    }


def find_derived_breaches(dataset: Dataset) -> list[Breach]:
    """What is wrong with the computed tables of a dataset, which holds all tables: rules of their models that rows
    break, and rows that are not what the tables that were read give now. A row that is missing is a breach of the first
    plan's."""
    found = [breach for name in DERIVED for breach in find_breaches(name, dataset[name])]
    for name, computed in derived_rows(dataset).items():
        published = dataset[name]
        odd = (at for at, row in enumerate(published) if at >= len(computed) or row != computed[at])
        found += (Breach(name, at, "as-computed") for at in odd)
        if len(published) < len(computed) and len(dataset["plans"]):
            found.append(Breach("plans", 0, f"{name}-complete".replace("_", "-")))
    return found


def with_evaluations(tables: Dataset, evaluated: Evaluations) -> dict[str, Sequence[Row]]:
    """The tables with what the evaluations say of them: `values.usable`, and an issue for every disputed pair."""
    values = with_usable(tables["values"], disputed_values(evaluated))
    return {**tables, "values": values, "issues": with_computed_issues(tables["issues"], evaluated)}
