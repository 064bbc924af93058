"""Cells as printed, each with the one meaning it is to be read with."""

import datetime
import re
from typing import Any

import pytest

from normalizers.targets import reader as targets
from normalizers.targets.clauses import Clause
from normalizers.targets.reader import place_cell, read_cell, read_cells
from normalizers.vocabulary.translations import Idiom
from tests.normalizers.adversarial import load_traps
from tests.normalizers.expressions import FAMILIES
from tests.normalizers.make_expressions_page import PAGE, page
from tests.normalizers.meaning import Example, shown

EXAMPLES = [example for family in FAMILIES for example in family.examples]
FEWEST = 3


def plain(text: str) -> str:
    """A test's name in plain letters."""
    return re.sub(r"[^A-Za-z0-9.,%=-]+", "_", text)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: plain(f"{example.raw} {example.formula or example.unit or ''}")
)
def test_example_is_read_as_written(example: Example) -> None:
    assert tuple(shown(clause) for clause in example.read()) == example.meaning


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: plain(family.title))
def test_family_has_examples_that_are_read_without_doubt(family: object) -> None:
    examples = next(f.examples for f in FAMILIES if f is family)
    sound = [e for e in examples if all(clause.status == "ok" for clause in e.read())]
    assert len(sound) >= FEWEST


def test_page_of_expressions_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.normalizers.make_expressions_page"


def test_no_expression_stands_twice_in_one_place() -> None:
    places = [(e.raw, e.role, e.period, e.formula, e.unit, e.siblings) for e in EXAMPLES]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: plain(example.raw))
def test_what_is_not_ok_has_a_reason_and_nothing_else_has(example: Example) -> None:
    for clause in example.read():
        assert (clause.reason is None) == (clause.status == "ok")
        assert clause.reason is None or clause.reason.endswith(".")


@pytest.mark.parametrize("raw", ["", " ", "\t\n", "\u00a0", "\u200b", " \u00ad "])
def test_empty_cell_has_no_clause(raw: str) -> None:
    assert read_cell(raw) == ()


def test_clause_says_all_it_knows() -> None:
    assert read_cell("100% delle operazioni entro 30/11/2018", period=2018) == (
        Clause(
            "quantity",
            comparator="=",
            comparator_source="implicit",
            number=100.0,
            unit="percent",
            date=datetime.date(2018, 11, 30),
            text="delle operazioni",
        ),
    )


def test_reason_names_what_was_repaired() -> None:
    (clause,) = read_cell("I00%")
    assert clause.reason == "Letters stand for digits: I00 was read as 100."


def test_reason_names_the_column_that_is_contradicted() -> None:
    (clause,) = read_cell("80%", unit="gg")
    assert clause.reason is not None
    assert "gg" in clause.reason


def test_comparison_of_the_formula_is_for_targets_alone() -> None:
    formula = "n. corsi progettati >= 15"
    signs = {
        role: read_cell("15", role=role, formula=formula)[0].comparator for role in ("target", "result", "baseline")
    }
    assert signs == {"target": ">=", "result": "=", "baseline": "="}


def test_unit_of_the_column_is_not_the_cells() -> None:
    (clause,) = read_cell("15", unit="gg")
    assert clause.unit is None
    assert clause.status == "ok"


def test_year_of_the_column_completes_days() -> None:
    dates = [c.date for c in read_cell("entro il 30/06 e 31/12", period=2020)]
    assert dates == [datetime.date(2020, 6, 30), datetime.date(2020, 12, 31)]


def test_year_printed_behind_the_last_day_holds_for_the_first() -> None:
    dates = [c.date for c in read_cell("entro il 30/06 e il 31/12/2019", period=2020)]
    assert dates == [datetime.date(2019, 6, 30), datetime.date(2019, 12, 31)]


def test_reading_in_one_place_does_not_change_the_reading_in_another() -> None:
    places: list[dict[str, Any]] = [
        {"period": 2018},
        {"period": None},
        {"role": "result", "period": 2020},
        {"formula": "n. incontri >= 3", "unit": "gg"},
    ]
    before = [[read_cell(e.raw, **where) for where in places] for e in EXAMPLES]
    targets._understand_text.cache_clear()
    after = [[read_cell(e.raw, **where) for where in reversed(places)] for e in EXAMPLES]
    alone: list[list[tuple[Clause, ...]]] = []
    for example in EXAMPLES:
        alone.append([])
        for where in places:
            targets._understand_text.cache_clear()
            alone[-1].append(read_cell(example.raw, **where))
    assert before == [row[::-1] for row in after] == alone


def test_long_text_is_not_read_and_not_lost() -> None:
    text = "attività 3 " * 400
    (clause,) = read_cell(text)
    assert (clause.status, clause.reason) == ("unparsed", "The text is too long for a figure's cell.")
    assert clause.text == " ".join(text.split())


def test_clauses_cannot_be_changed() -> None:
    (clause,) = read_cell("80%")
    with pytest.raises(AttributeError):
        clause.number = 1.0  # type: ignore[misc]


def test_reading_twice_gives_the_same() -> None:
    for example in EXAMPLES:
        first = example.read()
        targets._understand_text.cache_clear()
        assert example.read() == first


def test_cells_read_together_are_read_as_alone() -> None:
    texts = [(trap.raw, Idiom(trap.language)) for trap in load_traps()]
    together = read_cells([place_cell(raw, "target", 2020, None, None, (), idiom) for raw, idiom in texts])
    assert together == [read_cell(raw, period=2020, language=idiom) for raw, idiom in texts]


@pytest.mark.parametrize(
    ("raw", "period", "kind"),
    [
        ("> 2015", 2020, "relative"),
        ("> 2014", 2020, "quantity"),
        ("> 2020", 2020, "quantity"),
        ("> 2010", 2020, "quantity"),
        ("> 1990", None, "relative"),
        ("> 1989", None, "quantity"),
    ],
)
def test_year_that_a_comparison_names_is_one_shortly_before(raw: str, period: int | None, kind: str) -> None:
    (clause,) = read_cell(raw, period=period)
    assert (clause.kind, clause.comparator_source) == (kind, "cell")
    assert clause.reference == (raw[2:] if kind == "relative" else None)


@pytest.mark.parametrize(("raw", "status"), [("1995", "review"), ("1994", "ok"), ("2045", "review"), ("2046", "ok")])
def test_bare_number_may_be_a_year_close_to_its_column(raw: str, status: str) -> None:
    assert read_cell(raw, period=2020)[0].status == status


@pytest.mark.parametrize("text", ["[];3", "- [ ]; 3", "-[ ];;@;3"])
def test_clause_of_brackets_alone_is_not_passed_over(text: str) -> None:
    """A fuzzer found it: such a clause has no pieces, and reading it ended in an error."""
    found = read_cell(text, role="target")
    assert any(clause.status == "unparsed" for clause in found)
    assert [clause.number for clause in found if clause.kind == "quantity"] == [3]


@pytest.mark.parametrize(
    ("raw", "role", "status"),
    [("31/12/2020", "target", "ok"), ("80%", "target", "review"), ("80%", "achievement", "ok"), ("SI", "target", "ok")],
)
def test_a_formula_that_says_yes_or_no_contradicts_figures_that_are_no_shares(raw: str, role: str, status: str) -> None:
    assert [c.status for c in read_cell(raw, role=role, period=2020, formula="SI/NO")] == [status]


@pytest.mark.parametrize("raw", ["≥ 10 e ≤ 20 gg", "≥ 10 gg e ≤ 20"])
def test_bounds_of_one_range_share_the_unit_that_one_of_them_prints(raw: str) -> None:
    (clause,) = read_cell(raw, period=2020)
    assert (clause.number, clause.number_high, clause.unit) == (10, 20, "day")
