"""Years and parts of years that headings name."""

from __future__ import annotations

import pytest

from extractors.layouts.headings.periods import When, without_period
from extractors.text import heading_key


@pytest.mark.parametrize(
    ("heading", "rest", "when"),
    [
        ("Target 2019", "target", When(2019)),
        ("VALORE TARGET 2°ANNO", "valore target", When(offset=1)),
        ("Primo anno", "", When(offset=0)),
        ("Valore atteso al 31/12/2019", "valore atteso", When(2019)),
        ("Monitoraggio al 30 giugno 2023", "monitoraggio", When(2023, part="S1")),
        ("Target al 30/09", "target", When(part="Q3")),
        ("III trimestre 2023", "", When(2023, part="Q3")),
        ("Target II sem. 2023", "target", When(2023, part="S2")),
        ("DIC-16", "", When(2016)),
        ("giu-16", "", When(2016, part="M06")),
        ("Target (n+1)", "target", When(offset=1)),
        ("Valore anno t-1", "valore", When(offset=-1)),
        ("Anno 2023", "", When(2023)),
    ],
)
def test_a_heading_names_its_period(heading: str, rest: str, when: When) -> None:
    assert without_period(heading_key(heading)) == (rest, when)


@pytest.mark.parametrize(
    "heading",
    ["Target triennio 2019-2021", "Indicatore n. 1", "Unità di misura", "V semestre", "Target 1", "31/13/2023 target"],
)
def test_a_heading_that_names_no_one_period_is_given_back_whole(heading: str) -> None:
    assert without_period(heading_key(heading)) == (heading_key(heading), None)
