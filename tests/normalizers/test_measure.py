"""Unit and direction that a name says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.names.measure import is_ratio, read_unit_of_name, read_way_of_name
from normalizers.quantities.units import UNITS


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Tempo medio di pagamento delle fatture passive", "day"),  # Modena 2017
        ("Tempi medi di iscrizione delle procedure concorsuali", "day"),
        ("Tempestività dei pagamenti: tempi medi di lavorazione delle fatture passive (ID398)", "day"),
        ("Tempo medio di attesa allo sportello in minuti", "minute"),
        ("tempo medio 2018/tempo medio 2017", None),  # Riviere 2018
        ("N. conferenze stampa organizzate", "count"),
        ("Promozione del cassetto digitale attraverso incontri con l'utenza - n. incontri", "count"),
        ("Imprese coinvolte nel progetto", "count"),
        ("n° percorsi per NEET (anno x)/n° percorsi per NEET (anno x-1)", None),  # Maremma 2018
        ("Numero giorni di assenza per malattia breve / numero dipendenti a tempo indeterminato", None),
        ('% di Customer Satisfaction con un giudizio superiore a "discreto"', "percent"),
        ("Livello di apertura al pubblico dello sportello brevetti e marchi", None),
        ("Fatturato export provinciale", None),
    ],
)
def test_units(name: str, unit: str | None) -> None:
    assert read_unit_of_name(name) == unit


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("Tempo medio di pagamento delle fatture passive", "lower"),
        ("Numero di reclami pervenuti", "lower"),
        ("Grado di soddisfazione dell'utenza", "higher"),
        ("Rispetto dei tempi di evasione (5 giorni) delle pratiche Registro Imprese", "higher"),
        ("Reclami anno x / Reclami anno x-1", None),
        ("Numero di imprese attive", None),
        ("Grado di rispetto dei tempi di risposta ai reclami", None),  # both, so neither
    ],
)
def test_ways(name: str, way: str | None) -> None:
    assert read_way_of_name(name) == way


@pytest.mark.parametrize(
    "formula", ["% fatture pagate 2018/ % fatture pagate 2017", "n. contatti anno 2018/n. contatti anno 2017"]
)
def test_ratios_of_years(formula: str) -> None:
    assert is_ratio(formula)


@given(st.text(max_size=80))
def test_nothing_is_said_but_known_units_and_ways(name: str) -> None:
    assert read_unit_of_name(name) in {None, *UNITS}
    assert read_way_of_name(name) in {None, "higher", "lower"}
