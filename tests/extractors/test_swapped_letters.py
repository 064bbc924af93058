"""Letters that Ghostscript 10.00 gave with their bytes swapped."""

from __future__ import annotations

import pytest

from extractors.documents import study_pages
from extractors.pages.model import Box, Page, Word
from extractors.pages.swapped_letters import restored, with_letters_restored


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("inizia\u7400\u6900ve", "iniziative"),
        ("O\u7400\u7400enere", "Ottenere"),
        ("pro\u6600\u6900tti", "profitti"),
        ("U\u6600\ucf00cio", "Ufficio"),
        ("a\u6600\ud200usso", "afflusso"),
        ("a\u7400\ufffdvità", "attività"),
    ],
)
def test_swapped_letters_have_one_sound_reading(given: str, meant: str) -> None:
    assert restored(given) == meant


def test_other_characters_stay() -> None:
    assert restored("a\u6600\ufffd") == "a\u6600\ufffd"  # `fft` and others: no one reading
    assert restored("a\u7400vità") == "a\u7400vità"  # another letter is lost
    assert restored("perché ≥ 3 \u4e2d \ufffd") == "perché ≥ 3 \u4e2d \ufffd"


def test_the_mended_words_are_reported() -> None:
    page = Page(1, 400, 600, (Word("inizia\u7400\u6900ve", Box(20, 20, 80, 30), 10),), (), ())
    mended = with_letters_restored(page)
    assert [word.text for word in mended.words] == ["iniziative"]
    assert [(word.text, word.given) for word in mended.mended] == [("iniziative", "inizia\u7400\u6900ve")]
    study = study_pages([page])
    assert [(f.code, f.raw) for f in study.extraction.findings] == [("text-mended", "inizia\u7400\u6900ve")]
    assert "iniziative" in study.lines
