"""What documents say of themselves, as `generic` reads it."""

from __future__ import annotations

import pytest

from extractors.layouts.registry import layout_by_id
from extractors.records.model import PlanFacts
from extractors.records.plan_metadata import plan_facts


def facts(*lines: str) -> PlanFacts:
    layout = layout_by_id("generic")
    return plan_facts(layout.plan, layout.chamber, lines)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("CCIAA di Foggia", "Camera di commercio di Foggia"),
        ("Camera di Commercio I.A.A. di Trento", "Camera di commercio di Trento"),
        ("CAMERA DI COMMERCIO INDUSTRIA ARTIGIANATO E AGRICOLTURA VITERBO", "Camera di commercio di Viterbo"),
        ("CAMERA DI COMMERCIO DI SONDRIO", "Camera di commercio di Sondrio"),
        ("Camera di commercio della Maremma e del Tirreno", "Camera di commercio della Maremma e del Tirreno"),
        ("Comune di Borgoverde", "Comune di Borgoverde"),
        ("UNIVERSITÀ DEGLI STUDI DI MONTEFALCO", "Università degli Studi di Montefalco"),
        ("Ministero dello Sviluppo Economico", "Ministero dello Sviluppo Economico"),
        ("Agenzia nazionale per le Foreste", "Agenzia nazionale per le Foreste"),
    ],
)
def test_a_body_is_named(line: str, body: str) -> None:
    assert facts("Piano della performance 2019", line).chamber == body


def test_the_body_that_a_sentence_speaks_of_has_no_name_there() -> None:
    line = "Continuare a creare valore nella gestione dell'Ente Linea Strategica 2.1"
    assert facts("Schede Piano Performance", line).chamber == layout_by_id("generic").chamber


def test_a_name_and_a_title_in_large_type_are_wrapped() -> None:
    title = ("PIANO INTEGRATO", "DI ATTIVITÀ E", "ORGANIZZAZIONE 2024")
    found = facts("Camera di commercio della Maremma e del", "Tirreno", *title, "Premessa")
    assert (found.chamber, found.doc_type) == ("Camera di commercio della Maremma e del Tirreno", "piao")
    assert found.title == "PIANO INTEGRATO DI ATTIVITÀ E ORGANIZZAZIONE 2024"


def test_the_body_named_first_is_the_documents() -> None:
    assert (
        facts("Comune di Borgoverde", "d'intesa con la Camera di commercio di Roma").chamber == "Comune di Borgoverde"
    )


@pytest.mark.parametrize(
    ("line", "act", "date"),
    [
        ("Approvato con deliberazione di Giunta n. 9 del 17.03.2023", "deliberazione di Giunta n. 9", "17.03.2023"),
        ("Atto del Consiglio n. 108/341 del 20/12/2016", "Atto del Consiglio n. 108/341", "20/12/2016"),
        (
            "deliberazione della Giunta n. 3 di data 19 gennaio 2018",
            "deliberazione della Giunta n. 3",
            "19 gennaio 2018",
        ),
    ],
)
def test_the_act_of_approval(line: str, act: str, date: str) -> None:
    found = facts(line)
    assert (found.approved_act, found.approved_on) == (act, date)


def test_the_act_of_approval_may_be_wrapped() -> None:
    assert facts("Approvato con deliberazione di Giunta n. 9 del", "17.03.2023").approved_on == "17.03.2023"


@pytest.mark.parametrize(
    ("line", "doc_type", "period"),
    [
        ("RAPPORTO SUI RISULTATI 2016 - Piano degli indicatori", "relazione", (2016, 2016)),
        ("Piano integrato di attività e organizzazione 2023-2025", "piao", (2023, 2025)),
        ("Piano esecutivo di gestione 2024", "piano", (2024, 2024)),
        ("Piano degli indicatori e dei risultati attesi di bilancio 2018", "pira", (2018, 2018)),
    ],
)
def test_type_and_years(line: str, doc_type: str, period: tuple[int, int]) -> None:
    found = facts(line)
    assert (found.doc_type, (found.period_start, found.period_end)) == (doc_type, period)
    assert found.period_text is not None
