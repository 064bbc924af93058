"""Labels of selectors: each names one indicator, whatever two indicators share."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.data import Choice, Dataset, stem_of
from dashboard.labels import format_number, label_series, translate

COLUMNS = ["chamber", "series", "code", "name", "path", "objective", "year", "source_file"]
MODENA = "Camera di commercio di Modena"


def test_no_two_indicators_share_a_label() -> None:
    rows = [
        (MODENA, "a", None, "Rispetto dei tempi", "1/101", "Registro Imprese", 2017, "m.pdf"),
        (MODENA, "a", None, "Rispetto dei tempi", "1/101", "Registro Imprese", 2018, "m.pdf"),
        (MODENA, "b", "12", "Rispetto dei tempi", "1/102", "Protesti", 2017, "m.pdf"),
        (MODENA, "c", "12", "Rispetto dei tempi", "1/102", "Protesti", 2017, "m.pdf"),
        (None, "d", None, "Altro", None, None, None, "m.pdf"),
    ]
    assert list(label_series(pd.DataFrame(rows, columns=COLUMNS)).values()) == [
        "1/101 · Rispetto dei tempi · Registro Imprese (di Modena, 2017–2018)",
        "12 · Rispetto dei tempi · Protesti (di Modena, 2017) – 1",
        "12 · Rispetto dei tempi · Protesti (di Modena, 2017) – 2",
        "Altro (m.pdf)",
    ]


def test_labels_of_five_plans_are_all_different(samples: Path) -> None:
    labels = label_series(Dataset(samples).find_targets(Choice()))
    assert len(labels) > 100
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize(("asked", "stem"), [("pagamenti", "pagament"), ("pagamento", "pagament"), ("ore", "ore")])
def test_a_search_takes_singular_and_plural(asked: str, stem: str) -> None:
    assert stem_of(asked) == stem


def test_words_of_the_vocabularies_are_italian() -> None:
    assert translate("level", "operational", "it") == "operativo"
    assert translate("chamber", MODENA, "it") == MODENA


@pytest.mark.parametrize(
    ("number", "italian", "english"),
    [
        (11774058127.0, "11.774.058.127", "11,774,058,127"),
        (86.84, "86,84", "86.84"),
        (-20.0, "−20", "−20"),
        (0.0, "0", "0"),
        (0.0004, "0,0004", "0.0004"),
    ],
)
def test_numbers_are_written_as_people_write_them(number: float, italian: str, english: str) -> None:
    assert (format_number(number, "it"), format_number(number, "en")) == (italian, english)
