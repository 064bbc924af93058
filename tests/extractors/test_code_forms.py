"""Codes told from the titles that they stand before."""

from __future__ import annotations

import pytest

from extractors.layouts.code_forms import code_and_title


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OS1.1 – Favorire la transizione", "OS1.1"),
        ("O.S. 1.2 Sostenere le imprese", "O.S. 1.2"),
        ("KPI_07 Numero imprese", "KPI_07"),
        ("A1 Realizzazione di un documento", "A1"),
        ("A - Imprese e territorio", "A"),
        ("17. SUPPORTARE IL SISTEMA", "17"),
        ("2018_VI01 Opere pubbliche", "2018_VI01"),
        ("2027/04 Ampliare i servizi", "2027/04"),
        ("1.a.ii Ridurre i tempi", "1.a.ii"),
        ("01010601 Servizi generali", "01010601"),
        ("OO.1.2.3 Formare il personale", "OO.1.2.3"),
        ("1.1 - Valorizzare il marchio", "1.1"),
    ],
)
def test_a_code_stands_before_its_title(text: str, code: str) -> None:
    found, title = code_and_title(text)
    assert found == code
    assert title
    assert text.endswith(title)


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2023 chiusura",
        "1.250 imprese",
        "20 iniziative di sostegno",
        "N. 3 progetti",
        "DM 37/2008 controlli",
        "del 2019 iniziative",
        "A tutti i costi",
        "CCIAA 2020 digitale",
        "P.O. Anagrafe",
        "ISO 9001 certificazione",
    ],
)
def test_days_amounts_counts_and_laws_are_no_codes(text: str) -> None:
    assert code_and_title(text) == (None, text)
