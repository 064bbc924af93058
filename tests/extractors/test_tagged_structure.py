"""Which rows and columns the tags of a table tell, before its page is looked at."""

from __future__ import annotations

import pytest

from extractors.pages.model import Box, TaggedCell, Word
from extractors.tables.tagged.structure import TaggedTable, tagged_tables

TABLE = (0, 1)


def cell(
    row: int, child: int, children: int = 2, *, table: tuple[int, ...] = TABLE, rows: int = 1, columns: int = 1
) -> TaggedCell:
    return TaggedCell(table, (*table, row), child, children, rows, columns)


def read(*tags: TaggedCell) -> list[TaggedTable]:
    """The tables of one page on which each tagged cell has one word."""
    words = [Word("x", Box(0, 0, 1, 1), 10, tag=index) for index in range(len(tags))]
    return tagged_tables([(1, tags, words)])


def spots(table: TaggedTable) -> list[tuple[int, int, int, int]]:
    return [(c.r0, c.r1, c.c0, c.c1) for c in table.cells]


def test_cells_stand_one_after_the_other() -> None:
    (table,) = read(cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1))
    assert spots(table) == [(0, 1, 0, 1), (0, 1, 1, 2), (1, 2, 0, 1), (1, 2, 1, 2)]
    assert (table.columns, table.short, table.pages()) == (2, frozenset(), [1])


def test_a_cell_over_two_rows_takes_its_column_of_both() -> None:
    (table,) = read(cell(0, 0, rows=2), cell(0, 1), cell(1, 0, 1))
    assert spots(table) == [(0, 2, 0, 1), (0, 1, 1, 2), (1, 2, 1, 2)]
    assert table.taken == {1: frozenset({0})}
    assert not table.short


def test_a_cell_over_more_rows_than_there_are_ends_with_the_last() -> None:
    (table,) = read(cell(0, 0, rows=9), cell(0, 1), cell(1, 0, 1))
    assert spots(table)[0] == (0, 2, 0, 1)


def test_a_cell_over_two_columns_moves_those_after_it() -> None:
    (table,) = read(cell(0, 0, columns=2), cell(0, 1), cell(1, 0, 3), cell(1, 1, 3), cell(1, 2, 3))
    assert spots(table)[1] == (0, 1, 2, 3)
    assert table.columns == 3


def test_a_cell_without_content_has_its_place() -> None:
    (table,) = read(cell(0, 1, 3), cell(0, 2, 3))
    assert spots(table) == [(0, 1, 1, 2), (0, 1, 2, 3)]


def test_a_row_that_tags_fewer_columns_is_short() -> None:
    (table,) = read(cell(0, 0), cell(0, 1), cell(1, 0, 1))
    assert table.short == {1}


@pytest.mark.parametrize(("next_row", "rows"), [(1, 2), (2, 3), (50, 51), (51, 2)])
def test_rows_without_content_stand_between_two_that_have_some(next_row: int, rows: int) -> None:
    (table,) = read(cell(0, 0), cell(next_row, 0))
    assert table.cells[-1].r1 == rows


def test_rows_of_two_parents_have_none_between_them() -> None:
    head = TaggedCell(TABLE, (*TABLE, 0, 0), 0, 1)
    body = TaggedCell(TABLE, (*TABLE, 1, 5), 0, 1)
    (table,) = read(head, body)
    assert [c.r0 for c in table.cells] == [0, 1]


def test_a_cell_that_a_page_cuts_is_one_with_the_words_of_both() -> None:
    tag = cell(0, 0)
    word = Word("x", Box(0, 0, 1, 1), 10, tag=0)
    (table,) = tagged_tables([(1, [tag], [word]), (2, [tag], [word, word._replace(tag=-1)])])
    assert [(page, len(words)) for page, words in table.cells[0].words.items()] == [(1, 1), (2, 1)]
    assert table.pages() == [1, 2]


def test_tables_come_in_the_order_of_the_structure() -> None:
    found = read(cell(0, 0, table=(0, 2)), cell(0, 0, table=(0, 1)))
    assert [table.path for table in found] == [(0, 1), (0, 2)]
