"""Texts that are printed over each other: each is told by the order in which the page draws them."""

from __future__ import annotations

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.drawn_texts import parted_texts
from extractors.pages.model import Box
from extractors.pages.words import TEXT_GAP
from extractors.tables.inferred.columns.borders import border_candidates
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.inferred.heading_words import HeadingCell, HeadingRow, texts_of
from tests.extractors.sheets import SIZE, Sheet, line

HEADINGS = Headings(
    TableRules(
        columns=(
            Column(column="name", headings=("Indicatore",)),
            Column(column="achievement", headings=("% Realizzazione",)),
            Column(column="target", headings=("Target {year}",)),
        )
    )
)


def overprinted() -> Sheet:
    """A heading whose word `Realizzazione` is wider than its cell, as is a date under it; Chromium, `wrap: normal`."""
    sheet = Sheet().text(50, 100, "Indicatore").text(200, 94, "%", "Realizzazione").text(240, 94, "Target", "2018")
    return sheet.text(50, 130, "Visite").text(200, 130, "31/12/2018").text(240, 130, "10")


def test_headings_printed_over_each_other_are_known() -> None:
    sheet = overprinted()
    content = sheet.content()
    words = [word for one in content.lines for word in one.words]
    (row,) = HeadingFinder(HEADINGS).rows_of(content, words)
    assert [cell.text for cell in row.cells] == ["Indicatore", "% Realizzazione", "Target 2018"]
    assert [round(cell.box.x1) for cell in row.cells[1:]] == [234, 270]


def test_a_title_that_runs_over_headings_is_not_beside_them() -> None:
    """A title that names names (`12. Valorizzazione …`) was one of them: 24 rows of a plan were lost."""
    sheet = overprinted().text(60, 76, "12. Valorizzazione del capitale umano e dei servizi")
    cells = [HeadingCell(tuple(words), "", None) for words in texts_of(sheet.words, parted_texts(sheet.words)[1])]
    heading = [cell for cell in cells if cell.box.y0 < 112]
    assert not HeadingRow(tuple(heading)).is_side_by_side
    assert HeadingRow(tuple(cell for cell in heading if cell.box.y0 > 90)).is_side_by_side


def test_a_word_ends_before_the_one_that_is_printed_over_it() -> None:
    words, texts = parted_texts(overprinted().words)
    assert [" ".join(word.text for word in text) for text in texts] == [
        *("Indicatore", "% Realizzazione", "Target 2018", "Visite", "31/12/2018", "10"),
    ]
    (date,) = [word for word in words if word.text == "31/12/2018"]
    assert date.box.x1 == 240 - TEXT_GAP * SIZE


def test_words_of_a_page_without_such_texts_stay_as_they_are() -> None:
    sheet = (
        Sheet().text(50, 100, "Costo medio").text(200, 100, "10").text(50, 112, "dei servizi").text(50, 130, "Visite")
    )
    assert parted_texts(sheet.words) == (sheet.words, ())


def test_a_column_may_begin_where_very_many_texts_do_though_words_of_the_one_before_run_into_it() -> None:
    """Names began there; with the border 35 points further on 77 of 250 rows were lost."""
    heads = [Box(50, 80, 112, 90), Box(150, 80, 230, 90)]
    names = [line("Costo medio di gestione dei servizi", x=90, y=100 + 20 * n) for n in range(40)]
    groups = [line("Consumatori", x=50, y=106 + 100 * n) for n in range(6)]
    found = border_candidates([*names, *groups], heads, [])
    assert any(85 < candidate.at < 91 for candidate in found)
