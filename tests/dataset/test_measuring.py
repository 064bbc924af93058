"""How far a result reaches a target: the figures that plans print, and what must not be guessed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.targets.reader import read_cell
from pipeline.dataset.derived.measures import BareTarget, Measured, measure_result
from pipeline.dataset.rows.measure import unit_with_source
from tests.pipeline import sample


def row(raw: str, role: str, status: str | None = None, formula: str | None = None) -> Any:
    (clause,) = read_cell(raw, role=role, period=2017, formula=formula, unit=None)
    found = {name: getattr(clause, name) for name in ("kind", "comparator", "comparator_source", "number")}
    found |= {name: getattr(clause, name) for name in ("number_high", "unit", "date", "boolean", "reference", "status")}
    return sample.value(**found | {"raw": raw} | ({"status": status} if status else {}))


def measured(target: str, result: str, bare: BareTarget = "at_least", most: float = 100) -> Measured:
    return measure_result(row(target, "target"), row(result, "result"), bare=bare, most=most)


# Massa-Carrara 2017, Allegato 2: target, result, and the % Realizzazione printed beside them (91 is 91,67 cut off).
@pytest.mark.parametrize(
    ("target", "result", "pct"),
    [
        (">=80%", "100%", 100),
        (">=60%", "55%", 91.67),
        (">=80", "72", 90),
        ("3", "2,70", 90),
        (">=85%", "0%", 0),
        (">=85%", "0", 0),
        ("< =1", "0", 100),
        (">60%", "65%", 100),
        ("<=30/11/2017", "29/11/2017", 100),
        ("<=31/12/2017", "31/12/2017", 100),
        (">=1.000", "1119", 100),
    ],
)
def test_printed_figures_are_computed(target: str, result: str, pct: float) -> None:
    assert measured(target, result).pct == pct


@pytest.mark.parametrize(
    ("target", "result", "direction", "pct", "deviation"),
    [
        ("<= 20", "25", "at_most", 75, 5),
        ("<= 20", "41", "at_most", 0, 21),
        ("= 100%", "100%", "exactly", 100, 0),
        ("= 10", "12", "exactly", 80, 2),
        ("tra 10 e 20", "15", "within", 100, 0),
        ("tra 10 e 20", "25", "within", 75, 5),
        ("tra 10 e 20", "5", "within", 50, -5),
        ("<= -20%", "-15%", "at_most", 75, 5),
        ("<= 0", "0", "at_most", 100, 0),
        (">= 0", "3", "at_least", 100, 3),
        ("SI", "SI", "as_stated", 100, None),
        ("SI", "NO", "as_stated", 0, None),
        ("<=30/11/2017", "20/11/2017", "by_date", 100, -10),
    ],
)
def test_each_direction(target: str, result: str, direction: str, pct: float, deviation: float | None) -> None:
    found = measured(target, result)
    assert (found.direction, found.pct, found.deviation) == (direction, pct, deviation)


@pytest.mark.parametrize(
    ("target", "result", "why"),
    [
        ("<= 0", "3", "0 has no percentage"),
        ("<=30/11/2017", "05/12/2017", "5 days late"),
        (">= 80%", "31/12/2017", "a quantity, the result a date"),
        ("<= 15 giorni", "3 ore", "in day, the result in hour"),
        ("n.d.", "n.d.", "no figure"),
        ("> Medio", "> Medio", "no figure"),
        (">= 3", ">= 2", "not one figure"),
        (">= 80%", "0,85", "share or a percentage"),
    ],
)
def test_what_cannot_be_told_is_not_computed(target: str, result: str, why: str) -> None:
    found = measured(target, result)
    assert found.pct is None
    assert why in str(found.reason)


@pytest.mark.parametrize("status", ["review", "unparsed", "invalid"])
def test_doubtful_cells_are_not_computed_with(status: str) -> None:
    good = row("80", "result")
    assert measure_result(row(">= 80", "target", status), good, bare="at_least").pct is None
    assert measure_result(row(">= 80", "target"), good | {"status": status}, bare="at_least").pct is None
    assert measure_result(row(">= 80", "target", "corrected"), good, bare="at_least").pct == 100


def test_a_target_without_sign_is_what_the_method_says() -> None:
    assert measured("5", "2", bare="at_least") == Measured("at_least", "method", 40.0, -3.0)
    assert measured("5", "7", bare="exactly").pct == 60
    unknown = measured("5", "2", bare="unknown")
    assert unknown.pct is None
    assert "more or less" in str(unknown.reason)
    by_formula = measure_result(row("90%", "target", formula="% >= 90%"), row("45%", "result"), bare="unknown")
    assert (by_formula.direction_source, by_formula.pct) == ("formula", 50)


def test_more_than_asked_counts_as_far_as_the_method_lets_it() -> None:
    assert measured(">= 100", "150", most=120).pct == 120
    assert measured(">= 100", "110", most=120).pct == 110


figures = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(lambda x: round(x, 2))


@given(wanted=figures, reached=figures, better=st.floats(min_value=0, max_value=1e6), up=st.booleans())
def test_a_better_result_is_never_worse(wanted: float, reached: float, better: float, up: bool) -> None:
    def pct(figure: float) -> float | None:
        return measure_result(
            row(">= 1" if up else "<= 1", "target") | {"number": wanted},
            row("1", "result") | {"number": figure},
            bare="unknown",
        ).pct

    worse, improved = pct(reached), pct(reached + better if up else reached - better)
    if worse is not None:
        assert improved is not None
        assert 0 <= worse <= improved <= 100


@given(st.dates(min_value=datetime.date(2010, 1, 1), max_value=datetime.date(2030, 1, 1)))
def test_a_day_is_in_time_or_late(day: datetime.date) -> None:
    due = row("<= 30/06/2019", "target")
    found = measure_result(due, row("30/06/2019", "result") | {"date": day}, bare="unknown")
    assert (found.pct == 100) is (day <= datetime.date(2019, 6, 30))
    assert found.deviation == (day - datetime.date(2019, 6, 30)).days


@pytest.mark.parametrize(
    ("column", "formula", "clauses", "unit"),
    [
        ("gg", "% pratiche evase", ["percent"], "day"),
        ("SI/NO", "n. incontri", ["percent"], None),
        ("imprese", None, ["day"], "day"),
        (None, "% attività realizzate >= 80%", [], "percent"),
        (None, "% determinazioni adottate entro 20 gg >= 80%", [None], "percent"),
        (None, "data predisposizione report entro 15 gg chiusura quadrimestre", [None], "day"),
        (None, "n. incontri realizzati >= 5", [None, None], "count"),
        (None, "n. strumenti verificati / n. strumenti totali", ["percent"], "percent"),
        (None, "Procedimenti avviati/procedimenti fattibili*100", ["percent", None], "percent"),
        (None, None, ["day", "day"], "day"),
        (None, None, ["day", "percent"], None),
        (None, None, [None], None),
        (None, None, [], None),
    ],
)
def test_unit_of_an_indicator(
    column: str | None, formula: str | None, clauses: list[str | None], unit: str | None
) -> None:
    assert unit_with_source(column, formula, "", clauses, ())[0] == unit
