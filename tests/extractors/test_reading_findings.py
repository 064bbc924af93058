"""What is reported of how pages were read: words in doubt, words put right, pages that are pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.pages.model import MendedWord, Place
from extractors.quality.signals import Signal
from extractors.records.indicators.enumerations import weight_in
from extractors.records.model import Record, ValueCell
from extractors.records.signals import reading_findings
from extractors.records.signals.reading_findings import page_findings
from extractors.records.signals.texts import with_text_signals
from extractors.tables.page_content import PageContent

PAGE = PageContent(3, 400, 600, [], [])


def test_words_in_doubt_are_told_with_their_page() -> None:
    (finding,) = page_findings([PAGE, replace(PAGE, number=4, doubtful=("ef\ufb01cacia", "\ufffd"))], [], "pdfium")
    assert (finding.code, finding.place, finding.raw) == ("text-doubtful", Place(4), "ef\ufb01cacia \ufffd")
    assert finding.message.startswith("2 words ")


@pytest.mark.parametrize(
    ("missing", "told"),
    [(None, "OCR finds no word in it, or was turned off."), ("OCR needs a model.", "OCR needs a model.")],
)
def test_a_picture_without_words_says_why(monkeypatch: pytest.MonkeyPatch, missing: str | None, told: str) -> None:
    monkeypatch.setattr(reading_findings, "what_is_missing", lambda: missing)
    (finding,) = page_findings([replace(PAGE, unread=True)], [], "pdfium")
    assert (finding.code, finding.message) == ("page-not-read", f"The page is a picture without text. {told}")


def test_a_word_put_right_is_told_of_the_row_and_of_its_figure() -> None:
    cells = tuple(ValueCell("target", 2018, None, raw, Place(1)) for raw in ("verifica", "<= 5"))
    row = Record(None, "other", None, "Tempo", Place(1), "Tempo | verifica | <= 5", cells)
    (found,) = with_text_signals([row], [], {1: [MendedWord("verifica", "veri\x00ca")]})
    assert found.given == "Tempo | veri\x00ca | <= 5"
    assert [value.given for value in found.values] == ["veri\x00ca", None]
    assert found.signs == (Signal.TEXT_MENDED,)


def test_a_weight_behind_a_name_is_taken_from_it_and_a_weight_alone_is_a_name() -> None:
    assert weight_in("Tempo medio (peso 50%)") == ("Tempo medio", "50%")
    assert weight_in("(peso 50%)") == ("(peso 50%)", None)
    assert weight_in("A (peso: 12,5 %)") == ("A", "12,5 %")
