"""Scans: a real page as a scanner gives it is read as the page itself is, and what OCR lacks is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.documents import study_document
from extractors.engines.registry import open_with
from extractors.pages.model import Page
from extractors.pages.scans.drawings import drawings_on
from extractors.pages.scans.installation import what_is_missing
from extractors.pages.scans.options import Ocr
from extractors.pages.scans.pictures import POINT, ink_of
from extractors.pages.scans.straightening import skew_of
from tests.extractors.scans.scanned import scan

PLAN = Path(__file__).parents[3] / "data/raw/massa-carrara-2017.pdf"
PAGE = 5

needs_ocr = pytest.mark.skipif(what_is_missing() is not None, reason=what_is_missing() or "")


def _page(path: Path, number: int, ocr: Ocr) -> Page:
    _, opened = open_with("pdfium", path, ocr)
    with opened as pages:
        return pages.page(number)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scans") / "massa-carrara-2017.pdf"
    scan(PLAN, path, dpi=200, turn=0.7, pages=[PAGE])
    return path


@needs_ocr
def test_a_scanned_page_has_the_words_of_the_page(scanned: Path) -> None:
    wanted = {word.text for word in _page(PLAN, PAGE, Ocr("off")).words}
    page = _page(scanned, 1, Ocr())
    found = {word.text for word in page.words}
    assert len(wanted & found) >= 0.9 * len(wanted)
    assert [reading.text for reading in page.readings if reading.text] == [word.text for word in page.words]


@needs_ocr
@pytest.mark.slow
def test_a_page_that_lay_on_its_side_is_set_upright(scanned: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    scan(PLAN, turned, dpi=200, turn=0.7, quarters=1, pages=[PAGE])
    upright, found = _page(scanned, 1, Ocr()), _page(turned, 1, Ocr())
    assert found.width == pytest.approx(upright.width, abs=1)
    words = {word.text for word in upright.words}
    assert len(words & {word.text for word in found.words}) >= 0.9 * len(words)


def test_a_scan_without_ocr_has_no_words(scanned: Path) -> None:
    page = _page(scanned, 1, Ocr("off"))
    assert not page.words
    assert not page.readings
    assert page.pictures


def test_a_page_with_sound_text_is_not_read_again() -> None:
    assert not _page(PLAN, PAGE, Ocr()).readings


def test_the_angle_of_a_sheet_is_found(scanned: Path) -> None:
    import pypdfium2  # noqa: PLC0415

    from extractors.pages.scans.pictures import page_picture  # noqa: PLC0415

    with pypdfium2.PdfDocument(scanned) as pdf:
        picture, _ = page_picture(pdf[0])
    assert skew_of(picture) == pytest.approx(-0.7, abs=0.03)


def test_rules_and_grounds_are_found_and_letters_are_none() -> None:
    picture = np.full((900, 900), 250, np.uint8)
    picture[100:104, 100:700] = 0  # two rules across, two down
    picture[300:304, 100:700] = 0
    picture[100:304, 100:104] = 0
    picture[100:304, 696:700] = 0
    picture[110:290, 110:400] = 220  # a ground
    picture[500:530, 500:504] = 0  # an l
    drawn = drawings_on(picture, ink_of(picture))
    assert sorted(rule.horizontal for rule in drawn.rules) == [False, False, True, True]
    (fill,) = drawn.fills
    assert fill.box.x0 == pytest.approx(110 / POINT, abs=1)
    assert fill.box.x1 == pytest.approx(400 / POINT, abs=1)


def test_an_upright_line_as_short_as_a_letter_is_a_rule_where_it_touches_one() -> None:
    picture = np.full((900, 900), 250, np.uint8)
    picture[700:704, 100:700] = 0
    picture[700:740, 300:304] = 0  # the rest of a row that the page's end cuts: 40 pixels, 10 points
    picture[760:800, 500:504] = 0  # an l of large type
    upright = [rule.box for rule in drawings_on(picture, ink_of(picture)).rules if not rule.horizontal]
    assert [round(box.mid_x * POINT) for box in upright] == [302]


@needs_ocr
def test_rows_of_a_scan_are_records_that_say_so(scanned: Path) -> None:
    from extractors.layouts.registry import layout_by_id  # noqa: PLC0415

    study = study_document(scanned, layout=layout_by_id("massa-carrara"))
    assert study.extraction.records
    assert all("read-by-ocr" in record.signs for record in study.extraction.records)
    assert "page-read-by-ocr" in {finding.code for finding in study.extraction.findings}
