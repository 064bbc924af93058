"""Words that cannot be what is printed: the rows that hold them are never sure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.documents import extract_document, study_pages
from extractors.layouts.registry import Layout, layout_by_id
from extractors.pages.text_layer import doubtful_words, is_doubtful
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from extractors.records.model import Extraction
from extractors.records.signals.rows import cell_confidences, with_signs
from tests.extractors.sheets import Sheet

DOUBTFUL = [
    "at\ufffdvità",
    "Uf\ucf00cio",
    "\u4e2d",
    "A\u019fvità",
    "stru(cid:123)urale",
    "\uf05b 80",
    "pi\x03u",
    "\u0300a",
]
PRINTED = [
    "attività",
    "≥ 80%",
    "\uf0b3 80%",
    "Δ ricavi",
    "20 μm",
    "perche\u0300",
    "ﬁne",
    "Ștefan",
    "n° 3",
    "1ª",
    "a\tb\n",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_cannot_be_printed_is_doubtful(text: str) -> None:
    assert is_doubtful(text)


@pytest.mark.parametrize("text", PRINTED)
def test_what_plans_print_is_not(text: str) -> None:
    assert not is_doubtful(text)


def test_the_words_are_told_one_by_one() -> None:
    assert doubtful_words(["Uf\ucf00cio acquisti", "Ufficio", "di at\ufffdvità"]) == ("Uf\ucf00cio", "at\ufffdvità")


def generic() -> Layout:
    return layout_by_id("generic")


def table(name: str, target: str) -> Extraction:
    """What is read of the smallest plan: two indicators, one of them with these texts."""
    sheet = Sheet().text(20, 15, "Piano della performance 2018").table([20, 160, 280, 380], [40, 60, 80, 100])
    for y, texts in (
        (45, ("Indicatore", "Formula", "Target 2018")),
        (65, ("Clienti serviti", "clienti", "80%")),
        (85, (name, "eventi", target)),
    ):
        for x, text in zip((25, 165, 285), texts, strict=True):
            sheet.text(x, y, text)
    return study_pages([sheet.page()], layout=generic()).extraction


@pytest.mark.parametrize("damage", ["at\ufffdvità", "Uf\ucf00cio", "A\u019fvità", "a(cid:12)vità"])
def test_a_row_with_a_doubtful_name_is_in_doubt_and_the_others_are_not(damage: str) -> None:
    sound = {record.name: record.confidence for record in table("Eventi svolti", "3").records}
    read = table(f"Eventi {damage}", "3")
    one, other = read.records
    assert Signal.TEXT_DOUBTFUL not in one.signs
    assert Signal.TEXT_DOUBTFUL in other.signs
    assert other.confidence < REVIEW
    assert other.confidence < sound["Eventi svolti"]
    assert all(confidence < REVIEW for confidence in cell_confidences(other))
    assert [f.raw for f in read.findings if f.code == "text-doubtful"] == [damage]


def test_a_doubtful_figure_is_doubted_alone() -> None:
    _, other = table("Eventi svolti", "at\ufffdvità 3").records
    assert Signal.TEXT_DOUBTFUL in other.values[0].signs
    assert max(cell_confidences(other)) < REVIEW


def test_nothing_that_agrees_outweighs_it() -> None:
    record = replace(table("Eventi svolti", "3").records[1], signs=())
    agreed = with_signs(record, [*(s for s in Signal if s.reassures), Signal.TEXT_DOUBTFUL])
    assert agreed.confidence < REVIEW
    assert max(cell_confidences(agreed)) < REVIEW


def test_a_mended_row_says_so() -> None:
    read = table("Inizia\u7400\u6900ve", "3")
    assert read.records[1].name == "Iniziative"
    assert Signal.TEXT_MENDED in read.records[1].signs
    assert Signal.TEXT_MENDED not in read.records[0].signs


def test_the_text_form_is_doubted_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Piano della performance 2018\nIndicatore\tFormula\tTarget 2018\nClienti serviti\tclienti\t80%\n"
        "Xq\ufffdzz svolte\teventi\t3\n",
        encoding="utf-8",
    )
    read = extract_document(path, layout="generic")
    assert [Signal.TEXT_DOUBTFUL in record.signs for record in read.records] == [False, True]
    assert read.records[1].confidence < REVIEW
    assert [f.raw for f in read.findings if f.code == "text-doubtful"] == ["Xq\ufffdzz"]
