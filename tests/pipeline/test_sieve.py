"""Rows that fail the schema go to `issues` whole, take with them what refers to them, and are counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.dataset.checks.quarantine import Quarantined, find_all_breaches, quarantine_rows
from pipeline.dataset.checks.relations import find_count_breaches
from tests.pipeline import sample

OTHER = "ind-ffffffffffffffff"


def rows(**changes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A dataset as documents yield it: the counts are those of the extractors."""
    found = sample.dataset()
    found["plans"] = [{k: v for k, v in sample.plan().items() if k != "rows_published"}]
    return {**found, **changes}


def table(result: Quarantined, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in result.tables[name]]


def test_good_rows_pass_and_are_counted() -> None:
    result = quarantine_rows(rows())
    assert result.set_aside == ()
    assert {name: len(frame) for name, frame in result.tables.items()} == dict.fromkeys(result.tables, 1)
    assert table(result, "plans")[0]["rows_published"] == 1


def test_a_bad_value_goes_to_issues_whole() -> None:
    bad = sample.value(kind="date")
    result = quarantine_rows(rows(values=[bad]))
    assert table(result, "values") == []
    assert len(table(result, "indicators")) == 1
    (found,) = (i for i in table(result, "issues") if i["code"] == "schema-date-has-date")
    assert json.loads(found["raw"]) == bad
    assert (found["severity"], found["page"], found["plan_id"]) == ("error", 1, sample.PLAN)
    assert "date-has-date" in found["message"]


def test_a_bad_indicator_takes_its_values_with_it_and_counts_as_rejected() -> None:
    good = sample.indicator(indicator_id=OTHER, ordinal=2)
    plans = [{**rows()["plans"][0], "rows_seen": 2}]
    result = quarantine_rows(rows(plans=plans, indicators=[sample.indicator(level="?"), good]))
    assert [row["indicator_id"] for row in table(result, "indicators")] == [OTHER]
    assert table(result, "values") == []
    codes = [issue["code"] for issue in table(result, "issues")]
    assert codes == ["ignored-rows", "schema-vocabulary", "schema-cascade"]
    assert all(issue["indicator_id"] is None for issue in table(result, "issues"))
    plan = table(result, "plans")[0]
    assert (plan["rows_seen"], plan["rows_published"], plan["rows_rejected"]) == (2, 1, 1)
    assert find_count_breaches(result.tables) == []


def test_a_bad_node_takes_all_below_it() -> None:
    child = sample.objective(objective_id="obj-ffffffffffffffff", parent_id=sample.NODE, ordinal=2, code_path="1/1")
    result = quarantine_rows(
        rows(
            objectives=[sample.objective(level="?"), child],
            indicators=[sample.indicator(objective_id="obj-ffffffffffffffff")],
        )
    )
    assert [len(result.tables[t]) for t in ("plans", "objectives", "indicators", "values")] == [1, 0, 0, 0]
    assert [aside.checks[0].check for aside in result.set_aside] == ["vocabulary", *["cascade"] * 3]
    assert table(result, "plans")[0]["rows_rejected"] == 1


def test_a_bad_plan_leaves_only_issues_without_plan() -> None:
    plans = [{**rows()["plans"][0], "doc_type": "book"}]
    result = quarantine_rows(rows(plans=plans))
    assert [len(result.tables[t]) for t in ("plans", "objectives", "indicators", "values")] == [0] * 4
    issues = table(result, "issues")
    assert {issue["plan_id"] for issue in issues} == {None}
    assert {issue["source_file"] for issue in issues} == {"modena-2017.pdf"}
    assert len(issues) == 5


def test_rows_that_do_not_add_up_fail_the_plan() -> None:
    plans = [{**rows()["plans"][0], "rows_seen": 7}]
    result = quarantine_rows(rows(plans=plans))
    assert len(result.tables["plans"]) == 0
    assert [a.checks[0].check for a in result.set_aside if a.table == "plans"] == ["rows-add-up"]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"values": [sample.value(indicator_id=OTHER)]}, "foreign-key"),
        ({"indicators": [sample.indicator(objective_id="obj-ffffffffffffffff")]}, "foreign-key"),
        ({"objectives": [sample.objective(parent_id="obj-ffffffffffffffff")]}, "foreign-key"),
        ({"values": [sample.value(plan_id="plan-ffffffffffffffff")]}, "foreign-key"),
        ({"values": [sample.value(page=61)]}, "page-exists"),
        ({"indicators": [sample.indicator(code_path="2")]}, "path-under-parent"),
        ({"indicators": [sample.indicator(code_path=None)]}, "path-under-parent"),
        ({"indicators": [sample.indicator(code_path="11")]}, "path-under-parent"),
    ],
)
def test_rows_that_contradict_other_tables_are_set_aside(changes: dict[str, list[dict[str, Any]]], check: str) -> None:
    result = quarantine_rows(rows(**changes))
    assert result.set_aside[0].checks[0].check == check
    assert find_all_breaches(result.tables) == []


def test_nodes_in_a_circle_are_set_aside() -> None:
    second = "obj-ffffffffffffffff"
    nodes = [
        sample.objective(parent_id=second),
        sample.objective(objective_id=second, parent_id=sample.NODE, ordinal=2),
    ]
    plans = [{**rows()["plans"][0], "rows_seen": 0}]
    result = quarantine_rows(rows(plans=plans, objectives=nodes, indicators=[], values=[]))
    assert {a.checks[0].check for a in result.set_aside} == {"tree-without-circle"}
    assert table(result, "objectives") == []


def test_a_value_of_another_plan_than_its_indicator_is_set_aside() -> None:
    other = {**rows()["plans"][0], "plan_id": "plan-ffffffffffffffff", "rows_seen": 0}
    result = quarantine_rows(
        rows(plans=[rows()["plans"][0], other], values=[sample.value(plan_id="plan-ffffffffffffffff")])
    )
    assert result.set_aside[0].checks[0].check == "same-plan"


def test_a_figure_that_no_column_can_hold_is_set_aside() -> None:
    result = quarantine_rows(rows(values=[sample.value(period=2**70)]))
    assert [str(check) for check in result.set_aside[0].checks] == ["values.period: type"]
    assert str(2**70) in table(result, "issues")[1]["raw"]


def test_an_issue_that_fails_is_kept_inside_another() -> None:
    bad = sample.issue(page=61)
    result = quarantine_rows(rows(issues=[bad]))
    (found,) = table(result, "issues")
    assert found["code"] == "schema-page-exists"
    assert json.loads(found["raw"]) == bad
    assert found["page"] is None


def test_two_rows_with_one_id_are_both_set_aside() -> None:
    result = quarantine_rows(rows(values=[sample.value(), sample.value()]))
    assert len(result.set_aside) == 2
    assert table(result, "values") == []
    assert len({i["issue_id"] for i in table(result, "issues")}) == 3


def test_an_empty_dataset_passes() -> None:
    result = quarantine_rows({name: [] for name in rows()})
    assert all(len(frame) == 0 for frame in result.tables.values())
