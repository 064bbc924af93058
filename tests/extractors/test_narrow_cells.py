"""What narrow cells do to their texts: words broken over lines, run over borders, drawn into those of the next cell."""

from __future__ import annotations

import pytest

from extractors.cards.card_lines import with_cards
from extractors.cards.card_state import PanelItem
from extractors.layouts.card_rules import CardKey, CardRules
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box, Cell, Place, TableRow, TextLine, Word
from extractors.tables.glued_figures import parted_at_joints
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.inferred.merged_cells import merged_spans
from tests.extractors.sheets import CHAR, SIZE, Sheet, grids_of

RULES = TableRules(
    columns=(
        Column(column="name", headings=("Indicatore",)),
        Column(column="target", headings=("Target {year}", "{year}")),
    )
)


def test_a_year_that_a_narrow_cell_broke_is_the_year_of_its_heading() -> None:
    found = Headings(RULES).match(Cell("Tar get 201 8", Place()))
    assert (found.name, found.year) == ("target", 2018)


@pytest.mark.parametrize("text", ["Target 20,18", "Target 20 18%", "Target 120 18"])
def test_figures_side_by_side_are_no_broken_year(text: str) -> None:
    assert Headings(RULES).match(Cell(text, Place())).year is None


def test_years_that_stand_as_close_as_words_head_columns_of_their_own() -> None:
    sheet = Sheet().text(50, 100, "Indicatore").text(200, 100, "2017 2018 2019")
    (row,) = HeadingFinder(Headings(RULES)).rows_of(sheet.content(), sheet.words)
    assert [cell.text for cell in row.cells] == ["Indicatore", "2017", "2018", "2019"]


def test_a_tall_heading_of_cells_three_letters_wide_is_known() -> None:
    # Chromium, `overflow-wrap: anywhere`, texts in the middle of their cells: fourteen lines, some of figures alone
    sheet = Sheet().text(50, 150, "Indicatore")
    sheet.text(200, 92, "Val", "ore", "ott", "enu", "to", "(se", "dis", "pon", "ibi", "le)")
    sheet.text(230, 122, "Tar", "get", "201", "7").text(260, 128, "Tar", "get", "201", "8")
    rules = TableRules(
        columns=(*RULES.columns, Column(column="result", headings=("Valore ottenuto (se disponibile)",)))
    )
    (row,) = HeadingFinder(Headings(rules)).rows_of(sheet.content(), sheet.words)
    assert [cell.column for cell in row.cells] == ["name", "result", "target", "target"]


def test_a_heading_hyphenated_in_narrow_cells_is_known() -> None:
    """Typst: 50 of 60 rows of a plan were lost under `Risulta-`, `to 2017`."""
    rules = TableRules(columns=(*RULES.columns, Column(column="achievement", headings=("% Realizzazione",))))
    sheet = Sheet().text(50, 124, "Indicatore").text(200, 112, "Tar-", "get 2017")
    sheet.text(250, 100, "% Rea-", "lizzazio-", "ne")
    (row,) = HeadingFinder(Headings(rules)).rows_of(sheet.content(), sheet.words)
    assert [cell.text for cell in row.cells] == ["Indicatore", "Target 2017", "% Realizzazione"]


def words_of(sheet: Sheet) -> list[list[str]]:
    (grid,) = grids_of(sheet.page())
    return [[" ".join(line.text for line in cell.lines) for cell in grid.row(r)] for r in range(len(grid.ys) - 1)]


def test_a_word_wider_than_its_cell_stands_in_the_cell_it_begins_in() -> None:
    sheet = Sheet().table((100, 140, 300), (100, 130)).cells((104, 144), 105, "REALIZZAZIONE", "")
    sheet.text(250, 105, "100%")
    assert words_of(sheet) == [["REALIZZAZIONE", "100%"]]


def test_texts_glued_where_the_page_draws_anew_behind_a_border_are_parted() -> None:
    word = Word("UFFICIOOB", Box(100, 105, 145, 115), SIZE, joints=((3, 115.0), (7, 135.0)))
    assert [part.text for part in parted_at_joints(word, [95.0, 133.0])] == ["UFFICIO", "OB"]
    assert parted_at_joints(word, [95.0]) == [word]


def test_a_word_that_the_file_tags_as_one_cells_is_not_parted_at_a_rule() -> None:
    # Chromium, `overflow-wrap: normal`: the word sticks out of its cell, kerning draws it in two parts
    sheet = Sheet().table((100, 160, 220, 300), (100, 130)).cells((164, 224), 105, "", "")
    box = Box(104, 105, 104 + 14 * CHAR, 105 + SIZE)
    sheet.words.append(Word("PROGRAMMATE/TE", box, SIZE, tag=0, joints=((12, 164.0),)))
    assert words_of(sheet) == [["PROGRAMMATE/TE", "", ""]]
    sheet.words[-1] = sheet.words[-1]._replace(tag=-1)
    assert words_of(sheet) == [["PROGRAMMATE/", "TE", ""]]


def test_a_merged_cell_ends_with_the_row_at_whose_foot_its_text_stands() -> None:
    rows = [(float(y), float(y + 14)) for y in (2, 22, 42, 62)]
    bands = [(0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0)]
    assert merged_spans([Box(0, 30, 10, 36), Box(0, 50, 10, 56)], bands, rows) == [(0, 1), (2, 2)]


# --- cards ---------------------------------------------------------------------------------------------------

CARDS = CardRules(
    keys=(
        CardKey(column="weight", printed=("Peso",)),
        CardKey(column="target", printed=("Target {year}",)),
    )
)


def printed(*texts: tuple[float, float, str]) -> list[PanelItem]:
    """Lines of one lane, each where it begins."""
    return [
        PanelItem(0, TextLine(text, Place(1, Box(x, y, x + CHAR * len(text), y + SIZE)), bold=False, size=SIZE))
        for x, y, text in texts
    ]


def cards(*texts: tuple[float, float, str]) -> list[str]:
    return [placed.item.text for placed in with_cards(printed(*texts), CARDS) if isinstance(placed.item, TableRow)]


def test_a_key_broken_over_two_lines_has_its_value_beside_the_first() -> None:
    assert cards(
        (40, 100, "Target"), (120, 100, ">= 350"), (40, 112, "2017"), (40, 130, "Peso"), (120, 130, "5 %")
    ) == [
        "Target 2017 | >= 350",
        "Peso | 5 %",
    ]


def test_a_value_broken_over_two_lines_is_one_wherever_its_key_stands_beside_it() -> None:
    top = [(40, 100, "Target 2017"), (120, 100, ">="), (120, 112, "11.900."), (120, 124, "000.000")]
    middle = [(120, 94, ">="), (40, 100, "Target 2017"), (120, 106, "350.000")]
    foot = [(40, 66, "Peso"), (120, 66, "50 %"), (120, 88, ">= 3"), (40, 100, "Target 2017"), (120, 100, "%")]
    foot += [(120, 112, ">="), (40, 124, "Target 2018"), (120, 124, "350")]
    assert cards(*top) == ["Target 2017 | >= 11.900.000.000"]
    assert cards(*middle) == ["Target 2017 | >= 350.000"]
    assert cards(*foot)[1:] == ["Target 2017 | >= 3 %", "Target 2018 | >= 350"]  # Typst: published without their signs


def test_values_of_two_keys_close_to_each_other_stay_apart() -> None:
    close = [(40, 100, "Peso"), (120, 100, "50 %"), (40, 112, "Target 2017"), (120, 112, "SI")]
    assert cards(*close) == ["Peso | 50 %", "Target 2017 | SI"]


def test_a_line_set_to_the_width_of_its_lane_is_one_line() -> None:
    wide = printed((40, 100, "3011.03.D1.33"), (130, 100, "-"), (160, 100, "Sostenere"), (40, 112, "le imprese"))
    assert [placed.item.text for placed in with_cards(wide, CARDS)] == ["3011.03.D1.33 - Sostenere", "le imprese"]
