"""What tells lanes and columns where little is drawn: panels of cards, one heading over two columns, tagged cells."""

from __future__ import annotations

import re

from extractors.cards.panel_bands import bands_of_pages
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box, Word
from extractors.pages.words import lines_of
from extractors.tables.inferred.columns.parting import Kind, columns_of
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.tagged.geometry import with_columns
from extractors.tables.tagged.structure import TableCell, TaggedTable
from tests.extractors.sheets import Sheet

PANELS = [re.compile(name) for name in ("Obiettivo Operativo", "Azione", "Obiettivo Strategico", "Programma")]


def panels() -> Sheet:
    """Two panels that nothing draws, their headings in the middle of their lanes, over texts that begin at the left."""
    sheet = Sheet().text(120, 100, "Obiettivo Operativo").text(400, 100, "Azione")
    left = ("favorire la nascita di", "imprese e il lavoro dei", "giovani con bandi, con", "sportelli e con reti")
    right = ("incontri con gli studenti", "bandi", "un premio per le tesi", "sito e newsletter", "fiere")
    for n in range(6):
        sheet.text(40, 120 + 12 * n, left[n % 4]).text(300, 120 + 12 * n, right[n % 5])
    return sheet.text(40, 210, "Peso").text(150, 210, "100 %")


def test_lanes_begin_where_the_texts_under_centred_headings_do() -> None:
    (found,) = bands_of_pages([panels().content()], PANELS, ())
    assert [band.lefts for band in found] == [(40, 300)]
    assert [found[0].lane(x) for x in (40, 150, 300, 410)] == [0, 0, 1, 1]


def test_a_heading_set_lower_than_the_one_beside_it_heads_a_panel_all_the_same() -> None:
    sheet = Sheet().text(40, 100, "Obiettivo Strategico").text(300, 136, "Programma")
    for y in range(112, 200, 12):
        sheet.text(40, y, "favorire la nascita di imprese")
    sheet.text(300, 148, "301.1 Supporto")
    (found,) = bands_of_pages([sheet.content()], PANELS, ())
    assert [[head.text for head in band.heads] for band in found] == [["Obiettivo Strategico", "Programma"]]


def test_a_heading_under_text_of_its_own_lane_stands_beside_none() -> None:
    sheet = Sheet().text(40, 100, "Obiettivo Strategico").text(300, 112, "altro testo").text(300, 136, "Programma")
    sheet.text(40, 136, "favorire la nascita di imprese")
    assert bands_of_pages([sheet.content()], PANELS, ()) == [[]]


def test_values_beside_keys_open_no_lane() -> None:
    sheet = Sheet().text(40, 100, "Obiettivo Operativo").text(300, 100, "Azione")
    for y in range(120, 300, 12):
        sheet.text(40, y, "Peso").text(190, y, "100 %")
    sheet.text(300, 120, "bandi")
    (found,) = bands_of_pages([sheet.content()], PANELS, [re.compile("Peso")])
    assert [band.lefts for band in found] == [(40, 300)]


def test_a_band_printed_again_has_the_lanes_of_the_page_before() -> None:
    again = Sheet(2).text(120, 20, "Obiettivo Operativo").text(400, 20, "Azione").text(40, 40, "Peso")
    first, second = bands_of_pages([panels().content(), again.text(150, 40, "100 %").content()], PANELS, ())
    assert first[0].lefts == second[0].lefts


def test_a_heading_in_the_middle_of_its_lane_tells_where_the_next_begins() -> None:
    sheet = Sheet().text(124, 100, "Obiettivo Operativo").text(400, 100, "Azione")
    sheet.text(40, 120, "6001.01 - Supportare le reti").text(300, 120, "6001.0101 - Introduzione")
    sheet.text(40, 140, "un titolo che va oltre la prima corsia di questa pagina")
    (found,) = bands_of_pages([sheet.content()], PANELS, ())
    assert found[0].lefts == (40, 300)


def test_a_heading_on_the_fill_of_its_panel_is_no_higher_than_its_text() -> None:
    sheet = Sheet().ground(30, 95, 200, 400).ground(200, 95, 390, 400)
    sheet.text(40, 100, "Obiettivo Operativo").text(210, 100, "Azione").text(40, 200, "favorire la nascita")
    ((band,),) = bands_of_pages([sheet.content()], PANELS, ())
    assert (band.y0, band.y1) == (100, 110)


def test_a_heading_wider_than_its_panel_is_one_of_two_lines() -> None:
    sheet = Sheet().text(40, 100, "Obiettivo").text(40, 112, "Operativo").text(210, 100, "Azione")
    ((band,),) = bands_of_pages([sheet.content()], PANELS, ())
    assert [head.text for head in band.heads] == ["Obiettivo Operativo", "Azione"]


def test_a_grid_whose_cell_holds_another_frames_panels() -> None:
    sheet = Sheet().table((30, 390), (90, 300)).text(40, 100, "1011 - Utilizzo della rete")
    sheet.down(210, 90, 300).table((50, 100, 150), (150, 170, 190)).cells((52, 102), 155, "Peso", "5 %")
    sheet.cells((52, 102), 175, "Stato", "3")
    content = sheet.content()
    assert [len(grid.ys) - 1 for grid in content.grids] == [2]
    assert [line.text for line in content.lines] == ["1011 - Utilizzo della rete"]


def test_one_heading_over_a_code_and_a_kind_names_the_kind() -> None:
    rules = TableRules(
        columns=(
            Column(column="type", headings=("TIPO",)),
            Column(column="name", headings=("OBIETTIVO",)),
            Column(column="target", headings=("VALORE {year}",)),
        )
    )
    sheet = Sheet().text(40, 100, "TIPO").text(200, 100, "OBIETTIVO").text(350, 100, "VALORE 2018")
    for number, y in enumerate(range(120, 240, 24), 1):
        sheet.text(40, y, f"{number}.1").text(62, y, "OPERATIVO").text(200, y, "aprire lo sportello")
        sheet.text(350, y, "80%")
    (heading,) = HeadingFinder(Headings(rules)).rows_of(sheet.content(), sheet.words)
    heads = {word for cell in heading.cells for word in cell.words}
    found = columns_of(Kind(heading, lines_of([w for w in sheet.words if w not in heads]), []))
    assert len(found.borders) == 5
    assert found.headings == (1, 2, 3)


def tagged(rows: list[list[tuple[float, float, str]]], columns: int) -> TaggedTable:
    """A table whose empty cells are not tagged: of each row the texts that are there, with their ends."""
    cells = [
        TableCell(r, r + 1, c, c + 1, header=r == 0, words={1: [Word(text, Box(x0, 20.0 * r, x1, 20.0 * r + 9), 9.0)]})
        for r, row in enumerate(rows)
        for c, (x0, x1, text) in enumerate(row)
    ]
    short = frozenset(r for r, row in enumerate(rows) if len(row) < columns)
    return TaggedTable((0,), columns, cells, short, {})


def test_tagged_cells_take_the_columns_between_drawn_borders() -> None:
    rows = [
        [(150.0, 190.0, "Indicatore"), (230.0, 250.0, "2016"), (330.0, 350.0, "2017")],
        [(40.0, 120.0, "visite"), (305.0, 320.0, "≥1")],
        [(40.0, 120.0, "accessi"), (305.0, 320.0, "≥2"), (410.0, 480.0, "modificato")],
    ]
    found, xs = with_columns(tagged(rows, 3), [200.0, 300.0, 400.0])
    assert found.columns == 4
    assert [cell.c0 for cell in found.cells] == [0, 1, 2, 0, 2, 0, 2, 3]
    assert xs[1:4] == [200.0, 300.0, 400.0]


def test_a_heading_set_in_the_middle_over_texts_at_the_left_is_no_column_of_its_own() -> None:
    rows = [
        [(60.0, 90.0, "Codice"), (150.0, 190.0, "Formula"), (250.0, 280.0, "Target")],
        [(40.0, 50.0, "1"), (110.0, 130.0, "SI/NO"), (240.0, 255.0, "3")],
        [(110.0, 130.0, "SI/NO"), (240.0, 255.0, "4")],
    ]
    found, _ = with_columns(tagged(rows, 3), [])
    assert found.columns == 3
    assert [cell.c0 for cell in found.cells] == [0, 1, 2, 0, 1, 2, 1, 2]
