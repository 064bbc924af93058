"""Ruled tables on pages drawn by hand: cells, merged cells, cells that go on, the room beside a table."""

from __future__ import annotations

import pytest

from extractors.pages.model import Box
from extractors.tables.paragraphs import paragraphs_in
from extractors.tables.ruled import segments
from tests.extractors.sheets import Sheet, texts

XS = (50.0, 150.0, 250.0)
YS = (100.0, 120.0, 140.0)


def test_a_full_grid_has_its_cells_and_their_words() -> None:
    sheet = Sheet().table(XS, YS).cells(XS, 105, "Indicatore", "Target 2018").cells(XS, 125, "Tempo medio", "<= 5")
    (grid,) = sheet.grids()
    assert grid.box == Box(50, 100, 250, 140)
    assert [texts(grid, r) for r in range(2)] == [["Indicatore", "Target 2018"], ["Tempo medio", "<= 5"]]
    assert not any(c.open_top or c.open_bottom for c in grid.cells)


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    sheet = Sheet().down(50, 100, 140).down(150, 100, 140).down(250, 100, 140)
    sheet.across(100, 50, 250).across(140, 50, 250).across(120, 150, 250)
    sheet.cells(XS, 105, "Obiettivo", "uno").cells(XS, 125, "", "due")
    (grid,) = sheet.grids()
    assert [texts(grid, r) for r in range(2)] == [["Obiettivo", "uno"], ["Obiettivo", "due"]]
    merged = grid.row(1)[0]
    assert (merged.r0, merged.r1, merged.c0, merged.c1) == (0, 2, 0, 1)


def test_a_cell_merged_over_columns_spans_them() -> None:
    sheet = Sheet().across(100, 50, 250).across(120, 50, 250).across(140, 50, 250)
    sheet.down(50, 100, 140).down(250, 100, 140).down(150, 120, 140)
    sheet.text(60, 105, "1.1 Sviluppo").cells(XS, 125, "uno", "due")
    (grid,) = sheet.grids()
    assert [(c.c0, c.c1) for c in grid.row(0)] == [(0, 2)]
    assert [texts(grid, r) for r in range(2)] == [["1.1 Sviluppo"], ["uno", "due"]]


def test_a_row_that_no_rule_closes_goes_on() -> None:
    (grid,) = Sheet().table(XS, YS, close=False).grids()
    assert [c.open_bottom for c in grid.cells] == [False, False, True, True]
    (rest,) = Sheet().table(XS, YS, open_top=True).grids()
    assert [c.open_top for c in rest.cells] == [True, True, False, False]


def test_a_line_that_hangs_out_of_an_open_cell_is_in_it() -> None:
    (grid,) = Sheet().table(XS, YS, close=False).text(53, 138, "realizzati").grids()
    assert texts(grid, 1) == ["realizzati", ""]
    closed = Sheet().table(XS, YS).text(53, 138, "realizzati")
    assert texts(closed.grids()[0], 1) == ["", ""]


def test_the_room_beside_rows_narrower_than_their_heading_is_no_cell() -> None:
    """Maremma e Tirreno: the mission's row is wider than the table under it, where remarks are printed."""
    sheet = Sheet().across(100, 50, 350).across(120, 50, 350).down(350, 100, 120)
    sheet.across(140, 50, 250).across(160, 50, 250)
    for x in (50, 150, 250):
        sheet.down(x, 120 if x == 150 else 100, 160)
    sheet.text(262, 130, "Aggiornato")
    (grid,) = sheet.grids()
    assert not any(c.box.x0 >= 250 and c.box.y0 >= 120 for c in grid.cells)
    assert "Aggiornato" in [line.text for line in sheet.content().lines]


def test_a_lone_box_is_no_table() -> None:
    assert Sheet().table((50, 250), (100, 140)).text(60, 110, "Nota").grids() == []


def test_lines_across_a_box_are_no_table_of_one_column_where_texts_stand_side_by_side() -> None:
    sheet = Sheet().table((45, 390), (95, 115, 135, 155))
    for row in range(3):
        sheet.text(50, 100 + 20 * row, "Visite").text(200, 100 + 20 * row, "10")
    assert not sheet.content().grids
    assert Sheet().table((45, 390), (95, 115, 135)).text(50, 100, "Visite").text(50, 120, "Costi").content().grids


def test_tables_that_do_not_touch_are_two() -> None:
    sheet = Sheet().table(XS, (100, 120, 140)).table(XS, (200, 220, 240))
    assert [g.box.y0 for g in sheet.grids()] == [100, 200]


def test_an_inner_table_takes_its_words() -> None:
    """The smallest cell that holds a word takes it."""
    sheet = Sheet().table((40, 200, 360), (90, 200, 260)).table((60, 110, 160), (110, 130, 150)).text(65, 115, "in")
    inner = next(g for g in sheet.grids() if g.box.x0 == 60)
    assert texts(inner, 0) == ["in", ""]


def test_a_ground_fills_its_cells_but_not_the_page() -> None:
    (grid,) = Sheet().table(XS, YS).ground(50, 100, 250, 120).grids()
    assert [c.filled for c in grid.cells] == [True, True, False, False]
    (plain,) = Sheet().table(XS, YS).ground(0, 0, 400, 600).grids()
    assert not any(c.filled for c in plain.cells)


def test_the_padding_is_that_of_most_lines() -> None:
    sheet = Sheet().table(XS, YS).cells(XS, 105, "uno", "due").cells(XS, 125, "tre").text(160, 125, "centrato")
    assert sheet.grids()[0].padding == pytest.approx(3.0)


def test_texts_that_are_indented_or_run_out_of_their_cells_show_no_padding() -> None:
    sheet = Sheet().table(XS, (100, 120, 140, 200)).cells(XS, 105, "uno", "due").cells(XS, 125, "tre", "quattro")
    sheet.text(80, 145, "• un punto").text(80, 157, "• un altro").text(80, 169, "• un terzo").text(80, 181, "• e uno")
    assert sheet.grids()[0].padding == pytest.approx(3.0)
    sheet.text(150.5, 145, "unaparolamoltolunga")
    assert sheet.grids()[0].padding == pytest.approx(3.0)


def test_pieces_of_one_rule_are_joined_and_gaps_kept() -> None:
    pieces = [Box(0, 99, 50, 100), Box(51, 99.5, 90, 100.5), Box(120, 99, 150, 100)]
    assert [(s.start, s.end) for s in segments(pieces, across_y=True)] == [(0, 90), (120, 150)]


def test_a_border_drawn_in_pieces_parts() -> None:
    sheet = Sheet().table(XS, (100, 140)).across(120, 50, 130).across(120, 132, 250)
    (grid,) = sheet.grids()
    assert len(grid.cells) == 4


def test_a_cell_without_text_beside_cells_of_several_figures_has_no_parts() -> None:
    """It had no line to begin at, and the document was lost."""
    sheet = Sheet().table((50.0, 150.0, 250.0, 350.0, 450.0), (100.0, 140.0))
    sheet.text(160, 105, "3", "4").text(260, 105, "5", "6").text(360, 105, "Numero di visite", "Numero di corsi")
    (grid,) = sheet.grids()
    assert [len(parts) for parts in paragraphs_in(grid.row(0), 2.0)] == [1, 2, 2, 2]


def test_tables_side_by_side_whose_rules_nearly_touch_are_two() -> None:
    """Cards of two panels, 2.5 points apart: what stood over the lower one was a cell of both."""
    sheet = Sheet()
    for x, y in ((50, 100), (152.5, 115)):
        sheet.table((x, x + 50, x + 100), (y, y + 15, y + 30)).cells((x, x + 50), y + 3, "Peso", "20%")
    sheet.text(155, 102, "Indicatori")
    left, right = sheet.grids()
    assert (left.xs, right.xs) == ([50, 100, 150], [152.5, 202.5, 252.5])
    assert "Indicatori" not in " ".join(texts(left, 0) + texts(right, 0))


def test_cells_that_are_drawn_apart_are_one_table() -> None:
    sheet = Sheet()
    for x in (50, 102, 154):
        sheet.table((x, x + 50), (100, 115, 130)).cells((x,), 103, "Peso")
    (grid,) = sheet.grids()
    assert texts(grid, 0) == ["Peso", "", "Peso", "", "Peso"]
