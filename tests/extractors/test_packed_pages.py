"""Pages of long documents are packed: nothing of what is printed, and nothing of what is read, changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors import sources
from extractors.documents import extract_document, study_document
from extractors.engines.registry import open_with
from extractors.pages.words import WordLine
from extractors.tables.packed_pages import PackedPages, is_packed, outlines, with_changes
from extractors.tables.page_content import PageContent, content_of
from tests.extractors.sheets import Sheet

RAW = Path(__file__).parents[2] / "data" / "raw"
PLANS = sorted(RAW.glob("*.pdf"))


@pytest.fixture(scope="module", params=PLANS, ids=lambda path: path.stem)
def pages(request: pytest.FixtureRequest) -> list[PageContent]:
    _, opened = open_with("pdfium", request.param)
    with opened as source:
        return [content_of(source.page(number)) for number in range(1, len(source) + 1)]


def test_what_is_unpacked_is_what_was_packed(pages: list[PageContent]) -> None:
    assert any(page.grids for page in pages)
    packed = PackedPages(pages)
    assert list(packed) == pages
    assert list(packed[1:]) == pages[1:]
    assert packed[-1] is not packed[-1]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_long_document_is_read_as_a_short_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = extract_document(path)
    monkeypatch.setattr(sources, "LONG", 0)
    study = study_document(path)
    assert is_packed(study.pages)
    assert study.extraction == extract_document(path) == read
    assert bool(study.items) == bool(study.steps) == (study.layout.tables is not None)


def test_signs_and_parts_of_words_survive() -> None:
    page = Sheet(3).text(20, 20, "Perché «no» – 1°\ud800", size=7.5).text(20, 60, "Obiettivo", bold=True).content()
    first, *rest = page.lines[0].words
    jointed = WordLine((first._replace(joints=((2, 31.5),)), *rest))
    page = replace(page, lines=[jointed, *page.lines[1:]])
    (found,) = PackedPages([page])
    assert found == page


def test_pages_that_change_are_given_anew() -> None:
    one, two = (Sheet(number).text(20, 20, f"Pagina {number}").content() for number in (1, 2))
    packed = PackedPages([one, one])
    changed = with_changes(packed, [(1, two)])
    assert is_packed(changed)
    assert (list(packed), list(changed)) == ([one, one], [one, two])
    assert with_changes([one, one], [(1, two)]) == [one, two]
    assert [(page.number, page.lines) for page in outlines(changed)] == [(1, []), (2, [])]
