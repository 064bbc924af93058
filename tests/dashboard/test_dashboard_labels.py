"""Labels of selectors: each names one indicator, whatever two indicators share."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.data import stem_of
from dashboard.labels import series_labels, word

COLUMNS = ["chamber", "series", "name", "path", "objective", "year"]
MODENA = "Camera di commercio di Modena"


def test_no_two_indicators_share_a_label() -> None:
    rows = [
        (MODENA, "a", "Rispetto dei tempi", "1/101", "Registro Imprese", 2017),
        (MODENA, "a", "Rispetto dei tempi", "1/101", "Registro Imprese", 2018),
        (MODENA, "b", "Rispetto dei tempi", "1/102", "Protesti", 2017),
        (MODENA, "c", "Rispetto dei tempi", "1/102", "Protesti", 2017),
        (MODENA, "d", "Altro", None, None, None),
    ]
    labels = series_labels(pd.DataFrame(rows, columns=COLUMNS))
    assert list(labels.values()) == [
        "Rispetto dei tempi · 1/101 · Registro Imprese (di Modena, 2017–2018)",
        "Rispetto dei tempi · 1/102 · Protesti (di Modena, 2017) – 1",
        "Rispetto dei tempi · 1/102 · Protesti (di Modena, 2017) – 2",
        "Altro (di Modena)",
    ]


@pytest.mark.parametrize(("asked", "stem"), [("pagamenti", "pagament"), ("pagamento", "pagament"), ("ore", "ore")])
def test_a_search_takes_singular_and_plural(asked: str, stem: str) -> None:
    assert stem_of(asked) == stem


def test_words_of_the_vocabularies_are_italian() -> None:
    assert word("level", "operational", "it") == "operativo"
    assert word("chamber", MODENA, "it") == MODENA
