"""Units as unit columns and formulas print them."""

import pytest

from normalizers.quantities.units import TIME_UNITS, UNITS, read_scale, read_unit, read_unit_of_formula


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("gg", "day"),
        ("gg.", "day"),
        ("Giorni", "day"),
        ("gg lavorativi", "day"),
        ("%", "percent"),
        ("(%)", "percent"),
        ("Percentuale", "percent"),
        ("€", "EUR"),
        ("Euro", "EUR"),
        ("N.", "count"),
        ("N°", "count"),
        ("n.", "count"),
        ("Numero", "count"),
        ("ore", "hour"),
        ("mesi", "month"),
        ("Anni", "year"),
        ("punti", "point"),
        ("fte", "FTE"),
    ],
)
def test_unit(raw: str, unit: str) -> None:
    assert read_unit(raw) == unit
    assert unit in UNITS


@pytest.mark.parametrize(("raw", "unit"), [("Giorni.", "day"), ("mesi.", "month"), ("gg.", "day")])
def test_a_full_stop_behind_a_unit_says_nothing(raw: str, unit: str) -> None:
    assert read_unit(raw) == unit


@pytest.mark.parametrize("raw", ["", "SI/NO", "data", "imprese", "n. imprese", "---"])
def test_no_unit(raw: str) -> None:
    assert read_unit(raw) is None


@pytest.mark.parametrize(
    ("raw", "scale"), [("SI/NO", "boolean"), ("Sì/No", "boolean"), ("on/off", "boolean"), ("Data", "date")]
)
def test_scale(raw: str, scale: str) -> None:
    assert read_scale(raw) == scale


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("% attività realizzate >= 80%", "percent"),
        ("% determinazioni adottate entro 20 gg >= 80%", "percent"),
        ("data predisposizione report entro 15 gg chiusura quadrimestre", "day"),
        ("n. incontri realizzati >= 5", "count"),
        ("n. strumenti verificati / n. strumenti totali", None),
        ("Procedimenti avviati/procedimenti fattibili*100", None),
    ],
)
def test_unit_of_a_formula(formula: str, unit: str | None) -> None:
    assert read_unit_of_formula(formula) == unit


def test_lengths_of_time_are_units() -> None:
    assert set(UNITS) > TIME_UNITS
