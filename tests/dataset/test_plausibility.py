"""What cannot well be so is reported, and what plans do every day is not."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from normalizers.targets.reader import read_cell
from pipeline.dataset.checks.plausibility import find_implausible
from pipeline.dataset.issue_codes import ISSUE_CODES
from tests.pipeline import sample

PLAN = {"period_start": 2018, "period_end": 2020}
CLAUSE = (
    *("kind", "comparator", "comparator_source", "number", "number_high"),
    *("unit", "date", "boolean", "reference", "text", "status"),
)


def oid(number: int) -> str:
    return f"obj-{number:016x}"


def indicator(number: int, under: int | None = 1, weight: float | None = None, **changes: Any) -> Any:
    node = None if under is None else oid(under)
    named = {"indicator_key": f"k{number}", "section": None, **changes}
    return sample.indicator(indicator_id=f"ind-{number:016x}", objective_id=node, weight_pct=weight, **named)


def cell(number: int, role: str, period: int | None, raw: str, **changes: Any) -> list[Any]:
    clauses = read_cell(raw, role=role, period=period, formula=None, unit=None)
    return [
        sample.value(
            indicator_id=f"ind-{number:016x}",
            value_id=f"val-{abs(hash((number, role, period, at))) % 16**16:016x}",
            role=role,
            period=period,
            clause=at,
            raw=raw,
            **{name: getattr(clause, name) for name in CLAUSE},
            **changes,
        )
        for at, clause in enumerate(clauses, start=1)
    ]


def codes(
    values: Sequence[list[dict[str, Any]]] = (),
    indicators: Sequence[dict[str, Any]] | None = None,
    parents: dict[int, int | None] | None = None,
) -> list[str]:
    nodes = [
        sample.objective(objective_id=oid(node), parent_id=None if above is None else oid(above))
        for node, above in (parents or {1: None}).items()
    ]
    found = find_implausible(PLAN, nodes, indicators or [indicator(1)], [v for cells in values for v in cells])
    assert all(ISSUE_CODES[one.code].severity == one.severity for one in found)
    return [one.code for one in found]


@pytest.mark.parametrize("weights", [[50, 50], [33.33, 33.33, 33.33], [33, 33, 33], [11.4, 5.7, 82.9], [100], [None]])
def test_weights_that_are_100_but_for_rounding(weights: list[float | None]) -> None:
    assert codes(indicators=[indicator(n, weight=w) for n, w in enumerate(weights)]) == []


@pytest.mark.parametrize("weights", [[50, 40], [33.33, 33.33, 33.24], [100, 100], [20, 20, 20, 20], [60, 60, None]])
def test_weights_that_are_not(weights: list[float | None]) -> None:
    assert codes(indicators=[indicator(n, weight=w) for n, w in enumerate(weights)]) == ["weights-not-100"]


def test_weights_may_be_of_a_branch_a_section_or_the_document() -> None:
    branch = [indicator(1, 2, 60), indicator(2, 3, 40), indicator(3, 4, 10)]
    assert codes(indicators=branch[:2], parents={1: None, 2: 1, 3: 1}) == []
    section = [indicator(n, n, w, section="6") for n, w in ((1, 60), (2, 40))]
    other = [indicator(3, 3, 10, section="7")]
    assert codes(indicators=section + other, parents={1: None, 2: None, 3: None}) == ["weights-not-100"]


def test_weights_may_be_of_an_office() -> None:
    rows = [indicator(n, n, w, owner=who) for n, w, who in ((1, 60, "A"), (2, 40, "A"), (3, 100, "B"), (4, 30, "C"))]
    assert codes(indicators=rows, parents=dict.fromkeys(range(1, 5))) == ["weights-not-100"]


def test_a_row_printed_twice_has_one_weight() -> None:
    twice = [indicator(1, weight=50, indicator_key="same"), indicator(2, weight=50, indicator_key="same")]
    assert codes(indicators=[*twice, indicator(3, weight=50)]) == []


def test_weights_that_are_hardly_ever_100_follow_another_rule_of_the_plan() -> None:
    """`relazione-2020` of the wild plans weighs its indicators neither within a node nor within the plan."""
    odd = [indicator(n, under=n, weight=30.0) for n in range(1, 5)]
    whole = [indicator(n, under=n, weight=100.0) for n in range(5, 10)]
    assert codes(indicators=odd, parents=dict.fromkeys(range(1, 5))) == ["weights-otherwise"]
    assert codes(indicators=odd[:3], parents=dict.fromkeys(range(1, 4))) == 3 * ["weights-not-100"]
    assert codes(indicators=[*odd, *whole], parents=dict.fromkeys(range(1, 10))) == 4 * ["weights-not-100"]


def test_weights_of_some_rows_alone_say_nothing() -> None:
    assert codes(indicators=[indicator(1, weight=30), indicator(2)]) == []


@pytest.mark.parametrize(
    ("period", "raw", "found"),
    [
        (2018, "30/11/2017", ["deadline-outside-plan"]),
        (2018, "100% entro 31/12/2021", ["deadline-outside-plan"]),
        (2018, "entro il 31/12/2018", []),
        (2018, "31/12/2020", []),
        (2021, "31/12/2021", []),  # a column beyond the plan's years names its own year
        (2017, "31/12/2017", []),
    ],
)
def test_deadlines(period: int, raw: str, found: list[str]) -> None:
    assert codes([cell(1, "target", period, raw)]) == found


def test_a_result_may_be_of_any_day() -> None:
    assert codes([cell(1, "result", 2018, "30/11/2016")]) == []


@pytest.mark.parametrize(
    ("role", "raw", "target", "found"),
    [
        ("result", "31/12/2018", ">= 80%", ["result-kind-differs"]),
        ("result", "7", "<= 31/12/2018", ["result-kind-differs"]),
        ("baseline", "31/12/2017", ">= 80%", ["result-kind-differs"]),
        ("result", "85%", ">= 80%", []),
        ("result", "30/12/2018", "31/12/2018", []),
        ("result", "30/12/2018", "100% entro 31/12/2018", []),
        ("result", "---", ">= 80%", []),
        ("result", "SI", "31/12/2018", []),
    ],
)
def test_kinds_of_results(role: str, raw: str, target: str, found: list[str]) -> None:
    assert codes([cell(1, role, 2018, raw), cell(1, "target", 2018, target)]) == found


def test_targets_that_turn() -> None:
    assert codes([cell(1, "target", 2018, ">= 5"), cell(1, "target", 2019, "<= 5")]) == ["target-turns"]
    assert codes([cell(1, "target", 2018, ">= 5"), cell(1, "target", 2019, "> 6"), cell(1, "target", 2020, "6")]) == []


@pytest.mark.parametrize(
    ("baseline", "target", "found"),
    [
        ("100", ">= 10", ["target-contradicted"]),
        ("0,1", "<= 2", ["target-contradicted"]),
        ("14,68", ">= 7", []),  # Modena 2017 asks for half of what it has reached
        ("8", ">= 1", []),
        ("100 %", ">= 10", []),  # not in one unit, as far as is printed
        ("---", ">= 10", []),
        ("0", ">= 10", []),
        ("5", ">= 900", []),  # ambitious, not contradicted
        ("54", ">= +8% rispetto al 2016", []),
    ],
)
def test_baselines(baseline: str, target: str, found: list[str]) -> None:
    assert codes([cell(1, "baseline", None, baseline), cell(1, "target", 2018, target)]) == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (">= 80%", "80%", []),  # the dashboards of offices leave the sign out
        ("80%", "80", []),
        ("entro il 31/12/2018", "31/12/2018", []),
        ("---", "80%", []),
        ("1", "3", ["targets-differ"]),
        (">= 80%", "<= 80%", ["targets-differ"]),
        ("31/12/2018", "30/11/2018", ["targets-differ"]),
        ("entro il 30/06 e 31/12", "entro il 31/12", ["targets-differ"]),
    ],
)
def test_two_occurrences(first: str, second: str, found: list[str]) -> None:
    rows = [indicator(1, indicator_key="same"), indicator(2, indicator_key="same"), indicator(3, indicator_key="same")]
    cells = [cell(1, "target", 2018, first), cell(2, "target", 2018, second), cell(3, "target", 2018, second)]
    assert codes(cells, rows) == found  # once, however often it is printed
    assert codes([cells[0], cell(2, "target", 2019, second)], rows) == []


def test_doubtful_values_are_left_to_their_own_issue() -> None:
    day = datetime.date(2011, 1, 1)
    late = sample.value(kind="date", number=None, unit=None, date=day, status="review")
    assert find_implausible(PLAN, [sample.objective()], [sample.indicator(weight_pct=None)], [late]) == []


def test_a_plan_without_years_has_no_deadlines_outside_them() -> None:
    nowhen = {"period_start": None, "period_end": None}
    assert find_implausible(nowhen, [], [indicator(1)], cell(1, "target", 2018, "31/12/2030")) == []
