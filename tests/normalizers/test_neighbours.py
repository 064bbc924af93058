"""What a row's other cells decide, and what they put in doubt."""

import pytest

from normalizers.targets.clauses import Clause
from normalizers.targets.reader import read_cell


def only(raw: str, *siblings: str, unit: str | None = None) -> Clause:
    (clause,) = read_cell(raw, period=2020, unit=unit, siblings=siblings)
    return clause


def test_units_of_the_others_are_named_in_order() -> None:
    assert only("3 euro", "5 gg", "10 %").reason == "The row's other cells are in day, percent."


def test_nothing_is_a_percentage_too() -> None:
    assert only("0%", "5 gg").status == "review"


@pytest.mark.parametrize("raw", ["-5%", "+5%"])
def test_a_change_has_a_unit_of_its_own(raw: str) -> None:
    assert only(raw, "5 gg").status == "ok"


def test_cell_beside_itself_is_read_alike() -> None:
    assert only("1,000", "1,000", "0,5").status == "ok"


@pytest.mark.parametrize(
    ("raw", "others", "number"),
    [
        ("1.234", ["12,5", "1.300.000"], 1234.0),
        ("1.234", ["1.5", "2.25"], 1.234),
        ("+1.234", ["0.5", "2.75"], 1.234),
        ("1,234", ["0,5", "12,75"], 1.234),
        ("1,234", ["1.5", "1,234.5"], 1234.0),
        ("1.234", ["1250", "998"], 1234.0),
        ("1,234", ["150,5", "50,5"], 1.234),  # no hundred times less than the second
    ],
)
def test_others_decide_the_number(raw: str, others: list[str], number: float) -> None:
    clause = only(raw, *others)
    assert (clause.number, clause.status) == (number, "ok")


@pytest.mark.parametrize(
    ("raw", "others"),
    [
        ("1.234", ["1,5", "2"]),  # the comma says thousands, the size says a number with three decimals
        ("1.234", ["1", "3"]),  # no decimals anywhere, and a thousand times the others
        ("1,234", ["0,5", "1000", "2500.5"]),  # both signs occur
        ("1,234", ["1000,5", "1300,75"]),
    ],
)
def test_others_that_disagree_leave_a_doubt(raw: str, others: list[str]) -> None:
    assert only(raw, *others).status == "review"


@pytest.mark.parametrize("others", [["1.500"], ["2019"], ["0"]])
def test_others_of_two_readings_years_and_zeros_tell_no_size(others: list[str]) -> None:
    assert only("1,234", *others).reason == "1,234 has three decimals or groups thousands the English way."


@pytest.mark.parametrize("others", [["n.d."], ["entro il 31/12"], ["attività"], ["", " "], ["x" * 2000]])
def test_others_without_figures_change_nothing(others: list[str]) -> None:
    for raw in ("1.234", "1,000", "80%", "SI", "31/12"):
        assert read_cell(raw, period=2020, siblings=others) == read_cell(raw, period=2020)


@pytest.mark.parametrize(("unit", "status"), [("data", "review"), ("SI/NO", "review"), ("N.", "ok"), ("gg", "ok")])
def test_number_under_a_unit(unit: str, status: str) -> None:
    assert only("3", unit=unit).status == status


def test_an_achievement_is_a_share_whatever_its_indicator_counts() -> None:
    (share,) = read_cell("100%", role="achievement", period=2019, formula="SI/NO")
    (target,) = read_cell("100%", role="target", period=2019, formula="SI/NO")
    assert (share.status, target.status) == ("ok", "review")
