"""Panels side by side on pages drawn by hand: which lane a line or a card stands in."""

from __future__ import annotations

import re

import pytest

from extractors.cards.card_state import PanelItem
from extractors.cards.page_panels import place_in_panels
from extractors.cards.panel_bands import bands_of_pages
from extractors.layouts.card_rules import CardKey, CardLabel, CardRules
from extractors.pages.model import TableRow
from extractors.pages.words import Lexicon
from tests.extractors.sheets import Sheet

RULES = CardRules(
    keys=(
        CardKey(column="weight", printed=("Peso",)),
        CardKey(column="target", printed=("Target {year}",)),
    ),
    labels=(
        CardLabel(name="objectives", pattern="Obiettivo", begins="operational"),
        CardLabel(name="actions", pattern="Azione", begins="action"),
        CardLabel(name="indicators", pattern="Indicatori", begins="cards"),
    ),
)


def placed(*sheets: Sheet) -> list[PanelItem]:
    return place_in_panels([sheet.content() for sheet in sheets], RULES, Lexicon())


def shown(*sheets: Sheet) -> list[tuple[int, str]]:
    return [(found.lane, found.item.text) for found in placed(*sheets)]


def panels(sheet: Sheet, y: float) -> Sheet:
    sheet.ground(20, y - 2, 190, y + 12).ground(210, y - 2, 380, y + 12)
    return sheet.text(60, y, "Obiettivo", bold=True).text(260, y, "Azione", bold=True)


def card(sheet: Sheet, x: float, name: str, weight: str, target: str) -> Sheet:
    """A drawn card: its name over two rows of key and value."""
    y = 150
    sheet.across(y, x, x + 150).across(y + 20, x, x + 150).across(y + 40, x, x + 150).across(y + 60, x, x + 150)
    sheet.down(x, y, y + 60).down(x + 150, y, y + 60).down(x + 80, y + 20, y + 60)
    sheet.text(x + 3, y + 5, name, bold=True)
    return sheet.cells((x, x + 80), y + 25, "Peso", weight).cells((x, x + 80), y + 45, "Target 2017", target)


def test_texts_of_the_next_page_stand_in_the_panels_that_are_open() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "101 - Informare").text(210, 130, "101.1 - Scrivere")
    below = Sheet(2).text(20, 40, "102 - Ascoltare").text(210, 40, "102.1 - Chiedere")
    assert shown(sheet, below)[-2:] == [(0, "102 - Ascoltare"), (1, "102.1 - Chiedere")]


def test_lines_and_cards_stand_in_the_lane_of_their_panel() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "101 - Informare").text(210, 130, "101.1 - Scrivere")
    card(card(sheet, 20, "Rapporti", "50 %", "3"), 210, "Visite", "100 %", "9")
    found = shown(sheet)
    assert [text for lane, text in found if lane == 0] == [
        "Obiettivo",
        "101 - Informare",
        "Rapporti",
        "Peso | 50 %",
        "Target 2017 | 3",
    ]
    cells = [cell for f in placed(sheet) if isinstance(f.item, TableRow) for cell in f.item.cells]
    assert {cell.text for cell in cells if cell.bold} == {"Rapporti", "Visite"}
    assert [text for lane, text in found if lane == 1] == [
        "Azione",
        "101.1 - Scrivere",
        "Visite",
        "Peso | 100 %",
        "Target 2017 | 9",
    ]


@pytest.mark.parametrize("split", [0, 80])
def test_a_frame_around_a_card_parts_no_rows(split: int) -> None:
    """Rules around a card, and perhaps between keys and values, that draw no rows."""
    sheet = panels(Sheet(), 100)
    sheet.across(150, 20, 170).across(210, 20, 170).down(20, 150, 210).down(170, 150, 210)
    if split:
        sheet.down(20 + split, 150, 210)
    else:
        sheet.across(230, 20, 170).down(20, 210, 230).down(170, 210, 230)
    sheet.text(23, 155, "Rapporti", bold=True)
    sheet.cells((20, 100), 175, "Peso", "50 %").cells((20, 100), 195, "Target 2017", "3")
    rows = [found.item for found in placed(sheet) if isinstance(found.item, TableRow)]
    assert [[cell.text for cell in row.cells] for row in rows if row.cells] == [
        ["Rapporti"],
        ["Peso", "50 %"],
        ["Target 2017", "3"],
    ]


def test_a_frame_around_whole_panels_is_opened() -> None:
    """A rule between two panels and one around both make a table of two cells, whose cards stand in it."""
    sheet = Sheet().across(98, 10, 390).across(280, 10, 390).down(10, 98, 280).down(205, 98, 280).down(390, 98, 280)
    sheet.text(20, 105, "Obiettivo").text(215, 105, "Azione")
    sheet.text(20, 125, "101 - Informare").text(215, 125, "101.1 - Scrivere").text(20, 138, "Indicatori")
    card(sheet, 30, "Rapporti", "50 %", "3")
    below = Sheet(2).across(20, 10, 390).across(80, 10, 390).down(10, 20, 80).down(205, 20, 80).down(390, 20, 80)
    below.text(20, 30, "102 - Ascoltare").text(20, 45, "Indicatori").text(215, 30, "102.1 - Chiedere")
    assert shown(sheet, below) == [
        (0, "Obiettivo"),
        (1, "Azione"),
        (0, "101 - Informare"),
        (1, "101.1 - Scrivere"),
        (0, "Indicatori"),
        (0, "Rapporti"),
        (0, "Peso | 50 %"),
        (0, "Target 2017 | 3"),
        (0, "102 - Ascoltare"),
        (1, "102.1 - Chiedere"),
        (0, "Indicatori"),
    ]


def test_a_value_goes_on_over_no_heading_of_panels() -> None:
    """`>= 4` and, right below, `Obiettivo` of the next panels were one value: their cards stood under the old ones."""
    sheet = panels(Sheet(), 100).text(20, 130, "101 - Informare").text(20, 145, "Indicatori")
    sheet.text(20, 160, "Rapporti", bold=True).cells((20, 100), 180, "Peso", "50 %")
    sheet.cells((20, 100), 200, "Target 2017", ">= 4")
    sheet.text(110, 212, "Obiettivo", bold=True).text(280, 212, "Azione", bold=True).text(110, 226, "102 - Ascoltare")
    assert shown(sheet)[-4:] == [(0, "Target 2017 | >= 4"), (0, "Obiettivo"), (1, "Azione"), (0, "102 - Ascoltare")]


def test_a_key_and_its_value_in_one_drawn_cell_are_two() -> None:
    """The rule between them ended with the page."""
    sheet = panels(Sheet(), 100).text(20, 130, "101 - Informare").text(20, 138, "Indicatori")
    sheet.across(150, 20, 170).across(170, 20, 170).across(190, 20, 170).down(20, 150, 190).down(170, 150, 190)
    sheet.text(23, 155, "Rapporti", bold=True).cells((20, 100), 175, "Peso", "50 %")
    assert shown(sheet)[-2:] == [(0, "Rapporti"), (0, "Peso | 50 %")]


def test_one_fill_under_the_headings_of_two_panels_tells_no_lane() -> None:
    """A spreadsheet paints a row of headings as one area: all of the left panel stood in the right one's lane."""
    sheet = Sheet().ground(20, 98, 380, 112).text(60, 100, "Obiettivo", bold=True).text(260, 100, "Azione", bold=True)
    sheet.text(20, 130, "101 - Informare").text(210, 130, "101.1 - Scrivere")
    sheet.text(20, 150, "102 - Ascoltare").text(210, 150, "102.1 - Chiedere")
    assert [lane for lane, _ in shown(sheet)] == [0, 1, 0, 1, 0, 1]


def test_names_of_cards_are_told_by_labels_where_no_type_is_known_to_be_bold() -> None:
    """Types made of pictures have no names: nothing is bold then."""
    sheet = Sheet().text(20, 100, "Obiettivo").text(210, 100, "Azione").text(20, 120, "101 - Informare")
    sheet.text(210, 120, "101.1 - Scrivere").text(20, 140, "Indicatori")
    sheet.text(20, 160, "Rapporti scritti").text(20, 172, "e pubblicati")
    sheet.cells((20, 100), 190, "Peso", "50 %").cells((20, 100), 205, "Target 2017", "3")
    assert shown(sheet)[-3:] == [(0, "Rapporti scritti e pubblicati"), (0, "Peso | 50 %"), (0, "Target 2017 | 3")]


def test_what_stands_above_the_panels_is_left_out() -> None:
    found = shown(panels(Sheet().text(20, 50, "Piano della performance"), 100).text(20, 130, "101 - Informare"))
    assert (0, "101 - Informare") in found
    assert not any("Piano" in text for _, text in found)


def test_one_heading_alone_makes_no_panels() -> None:
    assert shown(Sheet().text(60, 100, "Obiettivo", bold=True).text(20, 130, "101 - Informare")) == []


def test_a_word_in_a_text_set_to_full_width_heads_no_panel() -> None:
    """`azioni` stood as far from its neighbours as a heading from the next panel: the ends of lines went to a third."""
    sheet = panels(Sheet(), 100)
    for text, x in (("Esito", 20), ("delle", 65), ("azione", 110), ("media", 160)):
        sheet.text(x, 130, text)
    for text, x in (("Piano", 210), ("di", 250), ("azione", 275), ("con", 320), ("valore", 350)):
        sheet.text(x, 130, text)
    sheet.text(210, 160, "Rispetto dei termini del piano")
    assert shown(sheet)[2:] == [
        (0, "Esito delle azione media"),
        (1, "Piano di azione con valore"),
        (1, "Rispetto dei termini del piano"),
    ]


def test_panels_last_over_the_page() -> None:
    first = panels(Sheet(1), 500)
    second = card(Sheet(2), 210, "Visite", "100 %", "9")
    assert [(lane, text) for lane, text in shown(first, second) if "Peso" in text] == [(1, "Peso | 100 %")]


def test_a_key_and_its_value_without_a_grid_become_a_card() -> None:
    sheet = panels(Sheet(), 100)
    sheet.text(20, 130, "Numero di rapporti", bold=True).text(20, 142, "del territorio", bold=True)
    sheet.text(20, 156, "Peso").text(110, 156, "50 %").text(20, 170, "Target 2017").text(110, 170, ">= 3")
    found = placed(sheet)
    rows = [f.item.text for f in found if isinstance(f.item, TableRow)]
    assert rows == ["Numero di rapporti del territorio", "Peso | 50 %", "Target 2017 | >= 3"]
    assert {f.lane for f in found if isinstance(f.item, TableRow)} == {0}


def test_a_label_and_plain_text_over_a_card_are_no_part_of_its_name() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "Indicatori", bold=True).text(20, 142, "Visite al sito", bold=True)
    sheet.text(20, 156, "Peso").text(110, 156, "50 %")
    sheet.text(20, 200, "nota della redazione").text(20, 214, "Peso").text(110, 214, "40 %")
    rows = [found.item.text for found in placed(sheet) if isinstance(found.item, TableRow)]
    assert rows == ["Visite al sito", "Peso | 50 %", "Peso | 40 %"]
    assert (0, "nota della redazione") in shown(sheet)


def test_a_key_and_a_value_of_two_lines_are_no_row() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "Peso").text(110, 142, "50 %")
    assert not [found for found in placed(sheet) if isinstance(found.item, TableRow)]


def test_a_merged_cell_of_a_card_stands_in_its_first_row_and_empty_ones_nowhere() -> None:
    sheet = panels(Sheet(), 100).down(20, 150, 190).down(100, 150, 190).down(170, 150, 190)
    sheet.across(150, 20, 170).across(170, 100, 170).across(190, 20, 170)
    sheet.cells((20, 100), 155, "Peso", "50 %").cells((20, 100), 175, "", "60 %")
    rows = [found.item for found in placed(sheet) if isinstance(found.item, TableRow)]
    assert [[cell.text for cell in row.cells] for row in rows] == [["Peso", "50 %"], ["60 %"]]


def test_a_line_over_all_panels_stays_whole() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "una riga che passa sopra la fine del primo pannello e continua")
    assert (0, "una riga che passa sopra la fine del primo pannello e continua") in shown(sheet)


@pytest.mark.parametrize(("tags", "lines"), [((1, 2), [(0, "100"), (1, "Stato")]), ((1, 1), [(0, "100 Stato")])])
def test_panels_that_touch_are_parted_where_the_file_tags_two_cells(
    tags: tuple[int, int], lines: list[tuple[int, str]]
) -> None:
    sheet = panels(Sheet(), 100).text(194, 130, "100").text(212, 130, "Stato")
    sheet.words[-2:] = [word._replace(tag=tag) for word, tag in zip(sheet.words[-2:], tags, strict=True)]
    assert shown(sheet)[-len(lines) :] == lines


def test_a_name_cut_by_the_page_goes_on_over_the_keys() -> None:
    """A box of one cell at the foot of a page is no table: its bold lines are the name's first part."""
    first = panels(Sheet(1), 500).across(560, 210, 360).across(590, 210, 360).down(210, 560, 590).down(360, 560, 590)
    first.text(213, 565, "Visite al sito", bold=True)
    second = card(Sheet(2), 210, "della camera", "100 %", "9")
    found = [f.item for f in placed(first, second) if isinstance(f.item, TableRow)]
    assert [row.text for row in found][:3] == ["Visite al sito", "della camera", "Peso | 100 %"]
    assert set(found[0].signs) == {"row-over-pages", "closed-halves"}


def test_a_key_and_a_value_that_stands_a_little_higher_are_a_row() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "Visite", bold=True).text(20, 156, "Peso").text(110, 155.8, "50 %")
    assert (0, "Peso | 50 %") in shown(sheet)


def test_a_name_hyphenated_over_its_lines_is_whole() -> None:
    sheet = panels(Sheet(), 100).text(20, 130, "Quota di crediti da opera-", "zioni di anni prima", bold=True)
    sheet.text(20, 156, "Peso").text(110, 156, "50 %")
    assert (0, "Quota di crediti da operazioni di anni prima") in shown(sheet)


def test_lanes_begin_at_one_place_under_all_bands_with_the_same_headings() -> None:
    """Each band alone took the place where its own few words happened to end: three cards were read as one lane."""
    sheet = Sheet()
    for y in (100, 200, 300):
        sheet.text(92, y, "Obiettivo", bold=True).text(300, y, "Azione", bold=True)
    for y in (120, 132, 144):
        sheet.text(20, y, "Informare le imprese").text(210, y, "Scrivere a tutti")
    sheet.text(20, 220, "Ascoltare le imprese e le altre parti").text(210, 220, "Chiedere")
    sheet.text(20, 320, "Una riga lunga fin oltre il posto della seconda parte").text(20, 340, "Costo")
    found = bands_of_pages([sheet.content()], [re.compile("Obiettivo|Azione")], [])[0]
    assert {band.lefts[1] for band in found} == {210.0}
