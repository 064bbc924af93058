"""Tables that the file itself tags: read where the page shows them, set aside where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.documents import study_document
from extractors.pages.model import Box, Fill, Page, TableRow, TaggedCell, Word
from extractors.pages.pdfium.source import open_pages
from extractors.pages.words import Lexicon
from extractors.tables.grid import Grid
from extractors.tables.page_content import PageContent, content_of
from extractors.tables.stitching import stitch_pages
from extractors.tables.tagged.placing import place_tagged_tables

SHARED = Path(__file__).parents[3] / "shared"
ZEBRA = SHARED / "wild" / "printings" / "zebra" / "massa-carrara-2017.pdf"
TABLE = (0, 1)


def page(
    rows: Sequence[Sequence[tuple[str, float] | None]],
    *,
    number: int = 1,
    of: int = 3,
    first: int = 0,
    pitch: float = 20,
    table: tuple[int, ...] = TABLE,
) -> Page:
    """A page whose rows stand `pitch` points apart, each cell a text and its left end; None has no content."""
    words: list[Word] = []
    tags: list[TaggedCell] = []
    for r, row in enumerate(rows):
        for index, cell in enumerate(row):
            if cell is None:
                continue
            text, x = cell
            y = 100.0 + pitch * r
            words.append(Word(text, Box(x, y, x + 5 * len(text), y + 10), 10, tag=len(tags)))
            tags.append(TaggedCell(table, (*table, first + r), index, max(of, len(row))))
    return Page(number, 400, 600, tuple(words), (), (), tags=tuple(tags))


def texts(grid: Grid) -> list[list[str]]:
    return [[" ".join(line.text for line in c.lines) for c in grid.row(r)] for r in range(len(grid.ys) - 1)]


def placed(*pages: Page) -> tuple[list[PageContent], list[str]]:
    contents, aside = place_tagged_tables([content_of(one) for one in pages])
    return [*contents], [found.reason for found in aside]


WHOLE = [
    [("Indicatore", 20), ("Stato", 120), ("Target", 220)],
    [("Incontri", 20), ("4", 120), (">=5", 220)],
    [("Fiere", 20), ("2", 120), (">=3", 220)],
]


def test_tags_alone_tell_a_table_without_rules() -> None:
    contents, aside = placed(page(WHOLE))
    assert not aside
    assert texts(contents[0].grids[0]) == [
        ["Indicatore", "Stato", "Target"],
        ["Incontri", "4", ">=5"],
        ["Fiere", "2", ">=3"],
    ]
    assert contents[0].grids[0].tagged
    assert not contents[0].lines


def test_a_cell_stands_under_its_heading_where_the_empty_one_before_it_is_not_tagged() -> None:
    short = page([*WHOLE, [("Corsi", 20), (">=9", 220)]], of=2)
    contents, aside = placed(short)
    assert not aside
    assert texts(contents[0].grids[0])[3] == ["Corsi", "", ">=9"]


def test_a_table_whose_cells_do_not_stand_side_by_side_is_set_aside() -> None:
    crossed = [WHOLE[0], *([("Incontri", 220), ("4", 120), (">=5", 20)] for _ in range(6))]
    contents, aside = placed(page(crossed))
    assert len(aside) == 1
    assert not contents[0].grids
    assert len(contents[0].lines) > 6


def test_words_wider_than_their_column_contradict_nothing() -> None:
    # Chromium, `overflow-wrap: normal`: what cannot be broken sticks out over the text beside it
    rows = [WHOLE[0], *([("Internazionalizzazione", 20), ("4", 120), (">=5", 220)] for _ in range(3))]
    contents, aside = placed(page(rows))
    assert not aside
    assert texts(contents[0].grids[0])[3] == ["Internazionalizzazione", "4", ">=5"]


def test_empty_cells_are_left_out_beside_words_wider_than_their_column() -> None:
    rows = [*WHOLE, [("Internazionalizzazione", 20), (">=9", 220)], [("Internazionalizzazione", 20), ("4", 120)]]
    drawn = page(rows, of=2)
    fills = tuple(Fill(Box(x, 95, x + 100, 195)) for x in (15, 115, 215))
    contents, aside = placed(replace(drawn, fills=fills))
    assert not aside
    assert texts(contents[0].grids[0])[3:] == [
        ["Internazionalizzazione", "", ">=9"],
        ["Internazionalizzazione", "4", ""],
    ]


def test_a_frame_of_one_column_is_no_table() -> None:
    contents, aside = placed(page([[("Testo", 20)], [("Altro", 20)]], of=1))
    assert aside == ["it has one cell or one column, as what only frames a text has"]
    assert not contents[0].grids


def test_a_table_that_tags_each_line_of_its_cells_as_a_row_is_set_aside() -> None:
    halves: list[list[tuple[str, float] | None]] = [
        [("Incontri con", 20), ("4", 120), (">=5", 220)],
        [("le imprese", 20), None, None],
    ]
    contents, aside = placed(page([WHOLE[0], *halves * 3], pitch=12))
    assert aside == ["each line of text is tagged as a row"]
    assert not contents[0].grids


def test_a_table_of_one_cell_for_all_its_text_is_set_aside() -> None:
    contents, aside = placed(page([[("Tutto", 20)]], of=1))
    assert len(aside) == 1
    assert [line.text for line in contents[0].lines] == ["Tutto"]


def test_a_row_cut_by_the_page_is_open_on_both_sides() -> None:
    first = page(WHOLE)
    rest = page([[("pubblici", 20), None, None]], number=2, first=2)
    contents, aside = placed(first, rest)
    assert not aside
    last = contents[0].grids[0].row(2)
    assert all(cell.open_bottom for cell in last)
    assert all(cell.open_top for cell in contents[1].grids[0].row(0))
    assert contents[0].grids[0].xs == contents[1].grids[0].xs


# Programs that lay out page by page tag what stands on each page as a table of its own.
NEXT = (TABLE[0], TABLE[1] + 1)
WIDE = [*WHOLE, [("Bandi per le imprese", 20), ("1", 120), (">=2", 220)]]


def test_a_table_of_its_own_on_the_next_page_has_the_columns_of_the_one_before() -> None:
    rest = page([[("Corsi", 20), ("3", 135), (">=10", 215)]], number=2, table=NEXT)
    contents, aside = placed(page(WHOLE), rest)
    assert not aside
    assert [one.grids[0].xs for one in contents[1:]] == [contents[0].grids[0].xs]
    assert texts(contents[1].grids[0]) == [["Corsi", "3", ">=10"]]


def test_a_heading_that_is_tagged_again_on_the_next_page_is_no_row() -> None:
    rest = page([WHOLE[0], [("Corsi", 20), ("3", 120), (">=9", 220)]], number=2, table=NEXT)
    contents, _ = placed(page(WHOLE), rest)
    assert texts(contents[1].grids[0]) == [["Corsi", "3", ">=9"]]


@pytest.mark.parametrize(
    "first",
    [
        [("Aperture", 20), None, (">=9", 220)],  # does not read as the rest of what stands above
        [("incontri", 20), ("1", 120), (">=9", 220)],  # whole itself
    ],
)
def test_a_row_of_its_own_on_the_next_page_is_none_of_the_row_before(first: list[tuple[str, float] | None]) -> None:
    above = page([*WIDE, [("Sportelli", 20), ("7", 120), (">=8", 220)]])
    contents, _ = placed(above, page([first, WHOLE[1]], number=2, table=NEXT))
    assert not any(cell.open_top for cell in contents[1].grids[0].cells)


def test_tables_that_contradict_one_another_are_held_against_their_pages_alone() -> None:
    # as many columns elsewhere: two tables, though the second is tagged as the first one's next
    moved = page([[("Corsi", 80), ("3", 180), (">=10", 280)] for _ in range(4)], number=2, table=NEXT)
    contents, aside = placed(page(WHOLE), moved)
    assert not aside
    assert texts(contents[1].grids[0])[0] == ["Corsi", "3", ">=10"]


def test_rows_that_are_tagged_as_two_of_one_table_are_two() -> None:
    # as texts alone stand, the second would read as the rest of the first
    above = page([*WIDE, [("Sportelli", 20), ("7", 120), (">=9", 220)]])
    rest = page([[("aperti", 20), ("12", 120), None], WHOLE[1]], number=2, first=5)
    contents, _ = placed(above, rest)
    rows = [item for item in stitch_pages(contents, Lexicon()) if isinstance(item, TableRow)]
    assert [row.cells[0].text for row in rows][4:] == ["Sportelli", "aperti", "Incontri"]


@pytest.mark.skipif(not ZEBRA.exists(), reason=f"the printing {ZEBRA} is not there")
def test_the_tags_of_a_real_printing_hold_all_its_rows() -> None:
    """A printing by Chromium with coloured rows and no rules, refused before its tags were read."""
    with open_pages(ZEBRA) as pages:
        assert any(one.tags for one in pages)
    extraction = study_document(ZEBRA).extraction
    assert len(extraction.records) == 60
    assert not extraction.rejected
    assert all({"grid-tagged", "tags-agree"} & set(record.signs) for record in extraction.records)
