"""Which pages are read from their pictures: scans, those with a stamp, those whose text another program laid over."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.engines.registry import open_with
from extractors.pages.model import Box, Page, Word
from extractors.pages.scans.evidence import has_unsound_text, is_covered, may_be_scan
from extractors.pages.scans.options import Ocr
from extractors.pages.scans.page_reading import says_little
from extractors.pages.scans.pictures import POINT
from tests.pipeline.bad_files import pdf

WHOLE = Box(0, 0, 595, 842)
PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q "
TEXT = "BT /F1 12 Tf {mode} Tr 100 700 Td (almeno 80) Tj ET"


def _page(*words: Word, pictures: tuple[Box, ...] = ()) -> Page:
    return Page(1, 595.0, 842.0, words, (), (), pictures=pictures)


def _word(text: str, x: float = 100, y: float = 100) -> Word:
    return Word(text, Box(x, y, x + 6 * len(text), y + 10), 9.0)


@pytest.mark.parametrize(("mode", "doubted"), [(3, True), (0, False)])
def test_text_that_another_program_laid_over_a_picture_is_doubted(tmp_path: Path, mode: int, doubted: bool) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(PICTURE + TEXT.format(mode=mode)))
    _, opened = open_with("pdfium", path, Ocr("off"))
    with opened as pages:
        page = pages.page(1)
    assert [word.text for word in page.words] == ["almeno", "80"]
    assert is_covered(page)
    assert [reading.text for reading in page.readings if reading.doubt] == (["almeno", "80"] if doubted else [])


def test_pages_with_text_of_their_own_are_no_scans() -> None:
    assert not may_be_scan(_page(_word("Obiettivo")))
    assert not may_be_scan(_page(_word("Obiettivo"), pictures=(Box(0, 0, 100, 80),)))  # a coat of arms
    assert may_be_scan(_page(_word("Prot."), pictures=(WHOLE,)))
    assert may_be_scan(_page(pictures=(WHOLE,)))


def test_a_page_of_unsound_words_is_one_to_look_at() -> None:
    unsound = [_word(text) for text in ("(cid:12)(cid:7)", "\ufffd\ufffdi\ufffd", "obiettivo")]
    assert has_unsound_text(_page(*unsound, _word("perch\u00e9")))
    assert not has_unsound_text(_page(_word("perch\u00e9"), _word("citt\u00e0")))


def test_a_stamp_says_little_of_a_scan_and_the_text_of_a_page_does_not() -> None:
    picture = np.full((round(842 * POINT), round(595 * POINT)), 250, np.uint8)
    words = [_word("Camera", 100, 100), *(_word("indicatore", 100, y) for y in range(200, 700, 20))]
    for word in words:
        x0, y0, x1, y1 = (round(edge * POINT) for edge in word.box)
        picture[y0 + 8 : y1 - 8 : 6, x0:x1] = 20
    assert says_little(_page(words[0]), picture, 1.0)
    assert not says_little(_page(*words), picture, 1.0)
