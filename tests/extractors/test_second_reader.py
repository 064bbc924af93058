"""The second reader: what agreement and disagreement do, on real pages and on rows made for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.cross_check import SecondCell, camelot_cells, compare, read_again
from extractors.documents import extract_document, study_document
from extractors.pages.model import Box, Place
from extractors.quality.confidence import REVIEW, confidence
from extractors.quality.signals import Signal
from extractors.records.model import Extraction, Record, ValueCell
from extractors.records.signals.rows import with_signs

ROOT = Path(__file__).parents[2]
MASSA = ROOT / "data" / "raw" / "massa-carrara-2017.pdf"
GRIDLESS = ROOT.parent / "shared" / "plans" / "pdf" / "gridless" / "massa-carrara-2017.pdf"
DOUBT = ("cell-over-columns", "cells-empty")


def record(*values: str, name: str = "Tempo medio", formula: str | None = None) -> Record:
    cells = tuple(
        ValueCell("target", 2020 + i, None, raw, Place(1, Box(200 + 60 * i, 100, 255 + 60 * i, 120)))
        for i, raw in enumerate(values)
    )
    return Record(
        node=None,
        level="other",
        section=None,
        name=name,
        place=Place(1, Box(50, 100, 400, 120)),
        row_text=" | ".join([name, *values]),
        values=cells,
        formula=formula,
        signs=DOUBT,
        confidence=confidence(DOUBT),
    )


def cell(text: str, column: int, *, y: float = 105) -> SecondCell:
    x = 50 if column == 0 else 140 + 60 * column
    return SecondCell(text, Box(x, y, x + 55, y + 10), 0, column)


def test_the_same_reading_takes_doubt_away() -> None:
    row = record("80%", "90 %")
    again = compare(row, [cell("Tempo medio", 0), cell("80%", 1), cell("90%", 2)])
    assert Signal.SECOND_READING_AGREES in again.signs
    assert again.values == row.values
    assert again.confidence > row.confidence
    assert not again.review


def test_lines_of_a_cell_that_it_reads_as_rows_are_one_text() -> None:
    again = compare(
        record("entro il 31/12"),
        [cell("Tempo", 0, y=100), cell("medio", 0, y=110), cell("entro il", 1, y=101), cell("31/12", 1, y=111)],
    )
    assert Signal.SECOND_READING_AGREES in again.signs


def test_another_reading_is_a_reason_to_look() -> None:
    row = record("80%")
    again = compare(row, [cell("Tempo medio", 0), cell("30%", 1)])
    assert Signal.SECOND_READING_DIFFERS in again.signs
    assert again.confidence < row.confidence
    assert again.values == row.values
    assert "«80%»" in again.review[-1]


def test_a_reading_with_more_of_the_printed_words_is_kept_and_marked() -> None:
    again = compare(record("31/12"), [cell("Tempo medio", 0), cell("entro il 31/12", 1)])
    assert [v.raw for v in again.values] == ["entro il 31/12"]
    assert Signal.SECOND_READING_DIFFERS in again.signs
    assert "is kept" in again.review[-1]


def test_words_of_another_cell_of_the_row_are_not_taken() -> None:
    again = compare(record("80%", "90%"), [cell("Tempo medio", 0), cell("80% 90%", 1)])
    assert [v.raw for v in again.values] == ["80%", "90%"]
    assert Signal.SECOND_READING_DIFFERS in again.signs


def test_a_figure_within_another_word_is_not_that_word() -> None:
    again = compare(record("1"), [cell("Tempo medio", 0), cell("31/12/2018", 1)])
    assert [v.raw for v in again.values] == ["1"]


def test_words_of_another_row_are_not_taken() -> None:
    again = compare(record("80%"), [cell("Tempo medio", 0), cell("80% almeno due", 1)], ["Costo | almeno due"])
    assert [v.raw for v in again.values] == ["80%"]


@pytest.mark.parametrize("cells", [[], [cell("80%", 1, y=300)]])
def test_nothing_in_the_row_says_nothing(cells: Sequence[SecondCell]) -> None:
    row = record("80%")
    assert compare(row, cells) is row


def in_doubt(path: Path) -> Extraction:
    """The plan with its rows of two pages in doubt."""
    read = study_document(path).extraction
    rows = tuple(with_signs(r, DOUBT) if r.place.page in (2, 3) else r for r in read.records)
    return replace(read, records=rows)


def test_camelot_reads_the_ruled_rows_of_a_plan_the_same() -> None:
    doubted = in_doubt(MASSA)
    again = read_again(MASSA, doubted)
    asked = [r for r, before in zip(again.records, doubted.records, strict=True) if before.confidence < REVIEW]
    assert len(asked) > 5
    assert all(Signal.SECOND_READING_AGREES in r.signs for r in asked)
    raised = zip(asked, (b for b in doubted.records if b.confidence < REVIEW), strict=True)
    assert all(r.confidence > before.confidence for r, before in raised)
    assert {r.extractor for r in asked} == {f"{doubted.extractor}+camelot"}
    assert all(r.extractor is None for r in again.records if r not in asked)
    assert [r.values for r in again.records] == [r.values for r in doubted.records]


def test_camelot_reads_rows_without_a_grid_too() -> None:
    if not GRIDLESS.exists():
        pytest.skip("the plans without a grid are not beside this checkout")
    doubted = in_doubt(GRIDLESS)
    again = read_again(GRIDLESS, doubted)
    asked = [r for r in again.records if r.extractor is not None]
    assert sum(Signal.SECOND_READING_AGREES in r.signs for r in asked) > len(asked) / 2
    differing = [r for r in asked if Signal.SECOND_READING_DIFFERS in r.signs]
    assert sum(f.code == Signal.SECOND_READING_DIFFERS for f in again.findings) == len(differing)


def test_a_reader_that_fails_costs_nothing() -> None:
    def fails(path: Path, page: int, ruled: bool) -> Sequence[SecondCell]:
        raise OSError("no such backend")

    doubted = in_doubt(MASSA)
    assert read_again(MASSA, doubted, reader=fails) == doubted


def test_rows_that_nobody_doubts_are_not_read_again() -> None:
    def never(path: Path, page: int, ruled: bool) -> Sequence[SecondCell]:
        raise AssertionError("nobody asked")

    read = extract_document(MASSA)
    assert read_again(MASSA, read, reader=never) == read


def test_camelot_sees_cells_where_they_stand() -> None:
    found = camelot_cells(MASSA, 2, True)
    read = study_document(MASSA).extraction
    values = [v for r in read.records if r.place.page == 2 for v in r.values]
    assert values
    for value in values[:6]:
        assert value.place.box is not None
        assert any(c.box.holds(value.place.box.mid_x, value.place.box.mid_y) and c.text == value.raw for c in found)


def test_auto_asks_for_rows_in_doubt_alone() -> None:
    plan = ROOT / "data" / "raw" / "riviere-di-liguria-2018.pdf"
    fast = extract_document(plan, layout="generic", engine="pdfium")
    read = extract_document(plan, layout="generic", engine="auto")
    in_doubt = [r.confidence < REVIEW for r in fast.records]
    assert any(in_doubt)
    assert [r.extractor is not None for r in read.records] == in_doubt
    assert [r.name for r in read.records] == [r.name for r in fast.records]
