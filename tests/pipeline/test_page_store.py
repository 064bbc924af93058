"""Pages that OCR has read come back from the cache as they were, or not at all."""

from __future__ import annotations

from pathlib import Path

from extractors.pages.model import Box, Fill, Page, Reading, Rule, Word
from pipeline.run.cache.pages import StoredPages

BOX = Box(10.5, 20.25, 30.0, 40.0)
PAGE = Page(
    3,
    595.0,
    842.0,
    (Word("≥", BOX, 8.5), Word("80%", BOX, 8.5)),
    (Rule(Box(0, 10, 500, 10.5)),),
    (Fill(BOX),),
    readings=(Reading("≥", BOX, 0.95), Reading("80%", BOX, 0.4, "two readings differ")),
)


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    store = StoredPages(tmp_path / "cache")
    assert store.get("one") is None
    store.put("one", PAGE)
    assert store.get("one") == PAGE
    assert store.get("another") is None


def test_a_torn_page_is_as_good_as_none(tmp_path: Path) -> None:
    store = StoredPages(tmp_path)
    store.put("one", PAGE)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-5])
    assert store.get("one") is None
