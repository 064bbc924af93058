"""Units as unit columns and formulas print them."""

import pytest

from normalizers.quantities.units import TIME_UNITS, UNITS, find_unit, read_scale, read_unit


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


@pytest.mark.parametrize("raw", ["", "SI/NO", "data", "imprese", "n. imprese", "---"])
def test_no_unit(raw: str) -> None:
    assert read_unit(raw) is None


@pytest.mark.parametrize(
    ("raw", "scale"), [("SI/NO", "boolean"), ("Sì/No", "boolean"), ("on/off", "boolean"), ("Data", "date")]
)
def test_scale(raw: str, scale: str) -> None:
    assert read_scale(raw) == scale


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
    assert find_unit(column, formula, clauses) == unit


def test_lengths_of_time_are_units() -> None:
    assert set(UNITS) > TIME_UNITS
