"""Tables that go on over pages, and text beside and between tables, on pages drawn by hand."""

from __future__ import annotations

import pytest

from extractors.pages.model import Item, TableRow, TextLine
from extractors.pages.words import Lexicon
from extractors.quality.signals import Signal
from extractors.tables.page_content import remarks_of
from extractors.tables.running_headers import with_running_headers_apart
from extractors.tables.stitching import stitch_pages
from tests.extractors.sheets import Sheet, line

XS = (50.0, 150.0, 250.0)


def items(*sheets: Sheet) -> list[Item]:
    return list(stitch_pages([sheet.content() for sheet in sheets], Lexicon()))


def rows(*sheets: Sheet) -> list[TableRow]:
    return [item for item in items(*sheets) if isinstance(item, TableRow)]


def shown(*sheets: Sheet) -> list[tuple[int, str]]:
    return [(row.table, row.text) for row in rows(*sheets)]


def first(*, close: bool = True) -> Sheet:
    """A page that ends with a table: heading and one row."""
    sheet = Sheet(1).table(XS, (500, 520, 560), close=close).ground(50, 500, 250, 520)
    return sheet.cells(XS, 505, "Indicatore", "Target", bold=True).cells(XS, 525, "Tempo medio", "<= 5")


def test_a_table_goes_on_where_the_next_page_begins_with_its_columns() -> None:
    second = Sheet(2).table(XS, (40, 60, 80)).cells(XS, 45, "Costo", "10").cells(XS, 65, "Visite", "20")
    assert shown(first(), second) == [
        (0, "Indicatore | Target"),
        (0, "Tempo medio | <= 5"),
        (0, "Costo | 10"),
        (0, "Visite | 20"),
    ]


def test_other_columns_are_another_table() -> None:
    second = Sheet(2).table((60, 130, 330), (40, 60)).cells((60, 130), 45, "Costo", "10")
    assert [table for table, _ in shown(first(), second)] == [0, 0, 1]


def test_text_between_parts_two_tables() -> None:
    second = Sheet(2).text(50, 20, "Allegato 2").table(XS, (40, 60)).cells(XS, 45, "Costo", "10")
    assert [table for table, _ in shown(first(), second)] == [0, 0, 1]


def test_a_row_cut_by_the_page_is_one_row() -> None:
    rest = Sheet(2).table(XS, (40, 60, 80), open_top=True)
    rest.cells(XS, 45, "di pagamento", "giorni").cells(XS, 65, "Visite", "20")
    found = rows(first(close=False), rest)
    assert [row.text for row in found] == [
        "Indicatore | Target",
        "Tempo medio di pagamento | <= 5 giorni",
        "Visite | 20",
    ]
    assert [row.signs for row in found] == [(), (Signal.ROW_OVER_PAGES,), ()]
    assert found[1].place.page == 1


def test_a_cut_row_ends_where_a_rule_closes_its_rest() -> None:
    rest = Sheet(2).table(XS, (40, 60), open_top=True).cells(XS, 45, "di pagamento", "giorni")
    third = Sheet(3).table(XS, (40, 60)).cells(XS, 45, "Visite", "20")
    assert [text for _, text in shown(first(close=False), rest, third)][1:] == [
        "Tempo medio di pagamento | <= 5 giorni",
        "Visite | 20",
    ]


def test_a_row_that_a_rule_closes_is_not_joined() -> None:
    second = Sheet(2).table(XS, (40, 60)).cells(XS, 45, "di pagamento", "giorni")
    assert [text for _, text in shown(first(), second)][1:] == ["Tempo medio | <= 5", "di pagamento | giorni"]


def test_a_heading_printed_again_stands_between_the_halves_of_a_cut_row() -> None:
    rest = Sheet(2).table(XS, (40, 60, 80, 100)).ground(50, 40, 250, 60)
    rest.cells(XS, 45, "Indicatore", "Target", bold=True)
    rest.cells(XS, 65, "di pagamento", "giorni").cells(XS, 85, "Visite", "20")
    assert [text for _, text in shown(first(close=False), rest)] == [
        "Indicatore | Target",
        "Tempo medio di pagamento | <= 5 giorni",
        "Indicatore | Target",
        "Visite | 20",
    ]


@pytest.mark.parametrize(("ground", "bold"), [(True, False), (False, True)])
def test_a_heading_is_known_again_by_its_ground_or_its_type(ground: bool, bold: bool) -> None:
    above = Sheet(1).table(XS, (500, 520, 560), close=False).cells(XS, 525, "Tempo medio", "<= 5")
    below = Sheet(2).table(XS, (40, 60, 80), open_top=False).cells(XS, 65, "di pagamento", "giorni")
    for sheet, y in ((above, 500), (below, 40)):
        sheet.cells(XS, y + 5, "Indicatore", "Target", bold=bold)
        if ground:
            sheet.ground(50, y, 250, y + 20)
    assert [text for _, text in shown(above, below)][1:2] == ["Tempo medio di pagamento | <= 5 giorni"]


def test_a_cell_merged_over_the_page_is_continued_in_the_next_rows() -> None:
    """Maremma e Tirreno: an objective's cell spans its indicators on two pages."""
    above = Sheet(1).across(500, 50, 250).across(530, 150, 250).across(560, 150, 250)
    for x in XS:
        above.down(x, 500, 560)
    above.cells(XS, 505, "Migliorare i|servizi", "uno").cells(XS, 535, "", "due")
    below = Sheet(2).across(40, 150, 250).across(60, 150, 250).across(80, 50, 250)
    for x in XS:
        below.down(x, 40, 80)
    below.cells(XS, 45, "digitali", "tre").cells(XS, 65, "", "quattro")
    found = rows(above, below)
    assert [(row.cells[0].text, row.cells[0].continued, row.cells[1].text) for row in found] == [
        ("Migliorare i servizi digitali", False, "uno"),
        ("Migliorare i servizi digitali", True, "due"),
        ("Migliorare i servizi digitali", True, "tre"),
        ("Migliorare i servizi digitali", True, "quattro"),
    ]


def test_an_empty_row_is_no_row() -> None:
    sheet = Sheet().table(XS, (100, 120, 140, 160)).cells(XS, 105, "uno", "1").cells(XS, 145, "due", "2")
    assert [text for _, text in shown(sheet)] == ["uno | 1", "due | 2"]


def test_a_remark_beside_a_row_is_its_last_cell() -> None:
    sheet = Sheet().table(XS, (100, 140, 180)).cells(XS, 105, "uno", "1").cells(XS, 145, "due", "2")
    sheet.text(262, 150, "Aggiornato in", "sede di revisione")
    found = rows(sheet)
    assert [row.text for row in found] == ["uno | 1", "due | 2 | Aggiornato in sede di revisione"]
    assert found[1].cells[-1].column == 2
    assert not [item for item in items(sheet) if isinstance(item, TextLine)]


def test_a_remark_over_two_rows_stands_with_both() -> None:
    sheet = Sheet().table(XS, (100, 120, 140)).cells(XS, 105, "uno", "1").cells(XS, 125, "due", "2")
    sheet.text(262, 103, "Inserito", "in sede", "di revisione")
    ((remark,),), _ = remarks_of(sheet.content())
    assert remark.rows == (0, 1)


def test_lines_of_one_paragraph_are_one_line() -> None:
    sheet = Sheet().text(20, 100, "x" * 60, "y" * 60, "fine del testo").text(20, 200, "un altro")
    found = [item.text for item in items(sheet)]
    assert found == [f"{'x' * 60} {'y' * 60} fine del testo", "un altro"]


def test_a_title_is_not_joined_with_the_text_under_it() -> None:
    sheet = Sheet().text(20, 100, "x" * 60, bold=True).text(20, 112, "y" * 60)
    assert [item.text for item in items(sheet)] == ["x" * 60, "y" * 60]


def test_running_headers_are_furniture_and_do_not_part_a_table() -> None:
    pages = []
    for number, sheet in enumerate((first(), Sheet(2), Sheet(3)), start=1):
        if number > 1:
            sheet.table(XS, (100, 120)).cells(XS, 105, f"indicatore {number}", "1")
        sheet.text(50, 20, "Piano della performance 2018").text(180, 580, f"Pagina {number}")
        pages.append(sheet.content())
    pages = [*with_running_headers_apart(pages)]
    assert [len(page.furniture) for page in pages] == [2, 2, 2]
    found = list(stitch_pages(pages, Lexicon()))
    assert {row.table for row in found if isinstance(row, TableRow)} == {0}


def test_a_header_of_one_page_is_text() -> None:
    pages = [Sheet(1).text(50, 20, "Allegato 1").content(), Sheet(2).text(50, 20, "Relazione").content()]
    pages = [*with_running_headers_apart(pages)]
    assert [line.text for page in pages for line in page.lines] == ["Allegato 1", "Relazione"]


def cut(*, name: str = "Tempo medio di pagamento delle", rest: str = "fatture passive", figure: str = "") -> list[str]:
    """A row at the foot of a page and the first of the next, both closed by rules."""
    before = Sheet(1).table(XS, (500, 520, 560)).cells(XS, 505, "Indicatore", "Target", bold=True)
    before.ground(50, 500, 250, 520).cells(XS, 525, f"{name[:12].strip()}|{name[12:].strip()}", "5")
    after = Sheet(2).table(XS, (40, 60, 80)).cells(XS, 45, rest, figure).cells(XS, 65, "Visite", "20")
    return [row.text for row in rows(before, after)][1:]


def test_a_cut_row_that_rules_close_twice_is_one_row() -> None:
    assert cut() == ["Tempo medio di pagamento delle fatture passive | 5", "Visite | 20"]


def test_a_row_that_states_as_much_as_the_one_before_is_its_own() -> None:
    assert len(cut(figure="giorni")) == 3


def test_a_text_that_had_room_on_the_page_before_is_a_row_of_its_own() -> None:
    assert len(cut(name="Tempo medio", rest="Visite")) == 3
    assert len(cut(name="Tempo medio di pagamento d", rest="Soddisfazione")) == 2


def test_rows_whose_cells_are_all_cut_are_one() -> None:
    xs = (50.0, 150.0, 250.0, 350.0)
    before = (
        Sheet(1)
        .table(xs, (500, 530))
        .cells(xs, 505, "Indice di|soddisfazione", "numero di|questionari", "oltre|novanta")
    )
    after = Sheet(2).table(xs, (40, 60)).cells(xs, 45, "degli utenti", "raccolti", "su cento")
    (row,) = rows(before, after)
    assert row.text == "Indice di soddisfazione degli utenti | numero di questionari raccolti | oltre novanta su cento"
    assert set(row.signs) == {Signal.ROW_OVER_PAGES, Signal.CLOSED_HALVES}


def test_a_table_that_ends_high_on_its_page_has_no_cut_row() -> None:
    before = Sheet(1).table(XS, (100, 120)).cells(XS, 105, "Tempo medio", "5")
    after = Sheet(2).table(XS, (40, 60, 560)).cells(XS, 45, "di pagamento").cells(XS, 65, "Visite", "20")
    assert len(rows(before, after)) == 3


def titled(*texts: str) -> list[str]:
    """The lines of text that a page has on which each of `texts` reaches the right edge."""
    sheet = Sheet()
    for number, text in enumerate(texts):
        sheet.text(50, 100 + 12 * number, text)
    pages = [sheet.content()]
    found = stitch_pages(pages, Lexicon(), lambda text: text.startswith(("Linea ", "Programma ")))
    return [item.text for item in found]


def test_the_longest_line_of_a_page_is_not_full_where_a_table_is_wider() -> None:
    sheet = Sheet().text(50, 40, "0,00 A preventivo - A consuntivo -", "Soggetto responsabile", "Ufficio Metrico")
    sheet.table((50, 200, 350), (100, 120)).cells((50, 200), 105, "Indicatore", "Target")
    assert [i.text for i in items(sheet) if isinstance(i, TextLine)][1:] == ["Soggetto responsabile", "Ufficio Metrico"]


def test_a_title_does_not_go_on_a_full_line_that_is_a_title() -> None:
    strategy = "Linea 2.1: sviluppare valore nei processi interni"
    assert titled(strategy, "Programma 2.1.1: benessere") == [strategy, "Programma 2.1.1: benessere"]
    assert titled(strategy, "in termini di efficienza") == [f"{strategy} in termini di efficienza"]


@pytest.mark.parametrize(
    ("printed", "doubted"),
    [("INTERNAZIONALIZZAZ", True), ("PROGRAMMAZIONE-2018", False), ("31/12/20", True), ("31/12/2018", False)],
)
def test_a_word_that_the_page_cuts_off_is_in_doubt(printed: str, *, doubted: bool) -> None:
    content = (
        Sheet().table(XS, (100, 130, 160)).cells(XS, 105, "Fiere", printed).cells(XS, 135, "Bandi", "no").content()
    )
    lexicon = Lexicon([line("azioni di internazionalizzazione entro 31/12/2018")])
    row, *_ = [item for item in stitch_pages([content], lexicon) if isinstance(item, TableRow)]
    assert (Signal.WORD_CUT_OFF in row.signs) is doubted


def test_a_title_does_not_go_on_a_sentence_that_has_ended() -> None:
    sheet = Sheet(1)
    for y, text in ((100, "I lavori sono conclusi."), (113, "Obiettivo 2 Ridurre i tempi")):
        sheet.cells(XS, y, text)
    found = stitch_pages([sheet.content()], Lexicon(), lambda text: text.startswith("Obiettivo"))
    assert [item.text for item in found] == ["I lavori sono conclusi.", "Obiettivo 2 Ridurre i tempi"]


def test_a_title_does_not_go_on_a_line_that_ends_before_the_tables_do() -> None:
    sheet = Sheet(1).table((50, 300, 550), (200, 220)).cells((50, 300, 550), 205, "Visite", "10")
    for y, text in ((100, "Approvato con delibera n. 12"), (113, "Programma 01 Tecnico")):
        sheet.cells((50, 550), y, text)
    found = stitch_pages([sheet.content()], Lexicon(), lambda text: text.startswith("Programma"))
    lines = [item.text for item in found if isinstance(item, TextLine)]
    assert lines == ["Approvato con delibera n. 12", "Programma 01 Tecnico"]


def test_the_lines_of_a_centred_title_are_one_and_the_next_title_is_none_of_them() -> None:
    """The second line stood alone, and took in the title below: five indicators hung under another programme."""
    sheet = Sheet()
    lines = ("Linea 3.2: favorire la crescita delle imprese e del territorio", "negli strumenti di tutela del mercato")
    for number, text in enumerate((*lines, "Programma 3.2.1: promuovere gli strumenti di giustizia")):
        printed = line(text)
        sheet.text(200 - printed.box.width / 2, 100 + 12 * number, text)
    found = stitch_pages([sheet.content()], Lexicon(), lambda text: text.startswith(("Linea ", "Programma ")))
    assert [item.text for item in found] == [" ".join(lines), "Programma 3.2.1: promuovere gli strumenti di giustizia"]
