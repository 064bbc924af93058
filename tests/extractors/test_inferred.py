"""Tables without a full grid, on pages drawn by hand: columns and rows inferred, prose left alone."""

from __future__ import annotations

from itertools import pairwise

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box, TableRow, TextLine, Word
from extractors.pages.words import Lexicon
from extractors.tables.inferred.reader import infer_grids
from extractors.tables.running_headers import with_running_headers_apart
from extractors.tables.stitching import stitch_pages
from tests.extractors.sheets import Sheet, texts

HEADINGS = Headings(
    TableRules(
        columns=(
            Column(column="name", headings=("Indicatore",)),
            Column(column="formula", headings=("Algoritmo",)),
            Column(column="target", headings=("Target {year}",)),
        )
    )
)
XS = (50.0, 200.0, 320.0)
CUT = (20.0, 110.0, 190.0, 255.0, 325.0)


def read(*sheets: Sheet) -> tuple[list[str], list[str]]:
    """The rows and the lines outside, of pages whose tables are inferred."""
    pages = [sheet.content() for sheet in sheets]
    found = list(stitch_pages(infer_grids(pages, HEADINGS), Lexicon()))
    rows = [item.text for item in found if isinstance(item, TableRow)]
    return rows, [item.text for item in found if isinstance(item, TextLine)]


def heading(sheet: Sheet, y: float) -> Sheet:
    return sheet.cells(XS, y, "Indicatore", "Algoritmo", "Target 2018", bold=True)


def test_rows_between_horizontal_rules() -> None:
    sheet = heading(Sheet(), 105)
    for y in (100, 120, 160, 180):
        sheet.across(y, 50, 390)
    sheet.cells(XS, 125, "Tempo medio|di pagamento", "giorni / fatture", "<= 5").cells(XS, 165, "Costo", "", "10")
    rows, lines = read(sheet)
    assert rows == [
        "Indicatore | Algoritmo | Target 2018",
        "Tempo medio di pagamento | giorni / fatture | <= 5",
        "Costo | 10",
    ]
    assert lines == []


def test_rows_told_by_the_room_between_them() -> None:
    sheet = heading(Sheet(), 100)
    sheet.cells(XS, 125, "Tempo medio|di pagamento", "giorni / fatture", "<= 5")
    sheet.cells(XS, 165, "Costo", "euro", "10").cells(XS, 190, "Visite", "numero", "20")
    assert read(sheet)[0][1:] == [
        "Tempo medio di pagamento | giorni / fatture | <= 5",
        "Costo | euro | 10",
        "Visite | numero | 20",
    ]


def test_rows_without_room_between_them_begin_where_their_texts_meet() -> None:
    """128 of 299 rows were wrong in silence: read as set in the middle, lines of two indicators met there too."""
    sheet = heading(Sheet(), 100)
    named = (
        ("Segreteria e assistenza ai|Comitati Infrastrutture e|incontri", "numero di incontri", "2"),
        ("Realizzazione di una Giornata|per il pubblico di imprese e|ordini la mission", "numero di giornate", "1"),
        ("Adempimenti rispettati in tema|adempimenti previsti", "rispettati / previsti", "100%"),
        ("Ridefinizione delle aree di|prevenzione della corruzione|mappa dei servizi", "stato della mappa", "30"),
        ("Ridefinizione delle misure di|corruzione in seguito alla|nuova mappa", "stato delle misure", "40"),
        ("Interventi formativi per|della cultura della legalità", "numero di interventi", "1"),
    )
    y, expected = 112.0, []
    for name, formula, target in named:
        sheet.cells(XS, y, name, formula, target)
        y += 12 * (name.count("|") + 1)
        expected.append(f"{name.replace('|', ' ')} | {formula} | {target}")
    assert read(sheet)[0][1:] == expected


def test_prose_is_no_table() -> None:
    sheet = Sheet().text(50, 100, "Il piano indica un Indicatore e il Target 2018 di ogni obiettivo")
    rows, lines = read(sheet)
    assert rows == []
    assert len(lines) == 1


def test_prose_under_a_table_does_not_move_its_columns() -> None:
    sheet = heading(Sheet(), 100).cells(XS, 130, "Rilevanza del Rapporto relativo", "numero", "20")
    sheet.cells(XS, 160, "Costo", "euro", "10").cells(XS, 190, "Visite", "numero", "20")
    for y in (300, 315, 330):  # a word of each line runs through the room between the first two columns
        sheet.text(50, y, "Il programma prevede poi interventi di promozione del territorio")
    assert read(sheet)[0][1:] == [
        "Rilevanza del Rapporto relativo | numero | 20",
        "Costo | euro | 10",
        "Visite | numero | 20",
    ]


def test_text_before_and_after_stays_outside() -> None:
    sheet = heading(Sheet().text(50, 60, "Allegato 1"), 105)
    for y in (100, 120, 140):
        sheet.across(y, 50, 390)
    sheet.cells(XS, 125, "Costo", "euro", "10")
    sheet.text(50, 200, "Il presente piano e' approvato dalla Giunta con deliberazione del 31 gennaio")
    rows, lines = read(sheet)
    assert rows == ["Indicatore | Algoritmo | Target 2018", "Costo | euro | 10"]
    assert lines[0] == "Allegato 1"
    assert lines[1].startswith("Il presente piano")


def test_columns_go_on_over_the_page() -> None:
    above = heading(Sheet(1), 505)
    for y in (500, 520, 540):
        above.across(y, 50, 390)
    above.cells(XS, 525, "Costo", "euro", "10")
    below = Sheet(2)
    for y in (40, 60, 80):
        below.across(y, 50, 390)
    below.cells(XS, 45, "Visite", "numero", "20").cells(XS, 65, "Corsi", "numero", "3")
    assert read(above, below)[0] == [
        "Indicatore | Algoritmo | Target 2018",
        "Costo | euro | 10",
        "Visite | numero | 20",
        "Corsi | numero | 3",
    ]


def test_a_heading_at_the_foot_has_its_columns_from_the_next_page() -> None:
    """The names run far under the room between the two headings."""
    below = Sheet(2).cells((50.0, 300.0, 320.0), 40, "Tempo medio di pagamento delle fatture passive", "", "5")
    below.cells((50.0, 300.0, 320.0), 70, "Numero medio di visite negli uffici", "", "20")
    above = Sheet(1).cells((50.0, 300.0, 320.0), 560, "Indicatore", "", "Target 2018", bold=True)
    assert read(above, below)[0][1:] == [
        "Tempo medio di pagamento delle fatture passive | 5",
        "Numero medio di visite negli uffici | 20",
    ]


def test_a_heading_cut_by_the_page_is_one() -> None:
    """Whole cells of it stand on the next page, or the second lines of its cells."""
    for upper, lower in (
        (("Indicatore", "", "", "Target|2018", "Target|2019"), ("", "Algoritmo", "Target|2017")),
        (("Indicatore", "Algoritmo", "Target", "Target", "Target 2019"), ("", "", "2017", "2018")),
    ):
        above = Sheet(1).cells(CUT, 540, *upper, bold=True)
        below = Sheet(2).cells(CUT, 40, *lower, bold=True)
        below.cells(CUT, 70, "Costo", "euro", "10", "12", "14").cells(CUT, 100, "Tempo", "giorni", "5", "6", "7")
        rows, lines = read(above, below)
        assert rows[0] == "Indicatore | Algoritmo | Target 2017 | Target 2018 | Target 2019"
        assert rows[1:] == ["Costo | euro | 10 | 12 | 14", "Tempo | giorni | 5 | 6 | 7"]
        assert lines == []


def test_a_row_under_a_heading_at_the_foot_is_no_rest_of_it() -> None:
    above = heading(Sheet(1), 550)
    below = Sheet(2).cells(XS, 40, "Costo", "euro", "10").cells(XS, 70, "Tempo", "giorni", "5")
    assert read(above, below)[0][1:] == ["Costo | euro | 10", "Tempo | giorni | 5"]


def test_a_drawn_grid_is_left_as_drawn() -> None:
    xs = (50.0, 200.0, 320.0, 390.0)
    sheet = heading(Sheet().table(xs, (100, 120, 140)), 105).cells(XS, 125, "Costo", "euro", "10")
    pages = [sheet.content()]
    pages = [*infer_grids(pages, HEADINGS)]
    assert len(pages[0].grids) == 1


MERGING = Headings(
    TableRules(
        columns=(
            Column(column="objective", headings=("Obiettivo",)),
            Column(column="name", headings=("Indicatore",)),
            Column(column="target", headings=("Target {year}",)),
        )
    )
)


def test_a_text_merged_over_two_rows_does_not_move_the_border_between_them() -> None:
    sheet = Sheet().cells(XS, 100, "Obiettivo", "Indicatore", "Target 2018", bold=True)
    sheet.cells(XS, 130, "", "Costo", "10").cells(XS, 150, "", "Tempo", "20")
    sheet.cells(XS, 134, "Migliorare i|servizi")
    sheet.cells(XS, 180, "Informare", "Visite", "30")
    pages = [sheet.content()]
    pages = [*infer_grids(pages, MERGING)]
    rows = [item for item in stitch_pages(pages, Lexicon()) if isinstance(item, TableRow)]
    assert [row.text for row in rows][1:] == [
        "Migliorare i servizi | Costo | 10",
        "Tempo | 20",
        "Informare | Visite | 30",
    ]


def halves(rest: str, *, further: str = "") -> list[str]:
    """A table without rules whose last row is whole at the foot of its page, and what the next page begins with."""
    above = heading(Sheet(1), 500).cells(XS, 525, "Costo", "euro", "10")
    above.cells(XS, 550, "Tempo medio di pagamento del", "", "5")
    below = Sheet(2).cells(XS, 40, rest, further, "").cells(XS, 70, "Visite", "numero", "20")
    return read(above, below)[0][2:]


def test_of_a_whole_row_only_small_letters_are_the_rest() -> None:
    assert halves("le fatture")[0] == "Tempo medio di pagamento del le fatture | 5"
    assert halves("le fatture", further="giorni")[0] == "Tempo medio di pagamento del le fatture | giorni | 5"
    assert halves("2.1 Dotare la sede di uffici n", further="giorni")[0] == "Tempo medio di pagamento del | 5"


def test_a_title_at_the_right_of_its_column_had_room_for_the_next_row() -> None:
    above = heading(Sheet(1), 500).cells(XS, 525, "Costo medio di gestione", "euro", "10")
    above.text(140, 550, "Titolo").across(495, 50, 390).across(520, 50, 390).across(545, 50, 390).across(570, 50, 390)
    below = heading(Sheet(2), 20).cells(XS, 45, "Visite", "numero", "20").cells(XS, 70, "Corsi", "numero", "3")
    below.across(15, 50, 390).across(40, 50, 390).across(65, 50, 390).across(90, 50, 390)
    assert read(above, below)[0][2:] == ["Titolo", *read(below)[0]]


def test_the_frame_of_a_table_cuts_no_row() -> None:
    above = heading(Sheet(1), 500).cells(XS, 525, "Costo", "euro", "10").cells(XS, 550, "Tempo", "giorni", "5")
    above.across(495, 50, 390)
    below = Sheet(2).cells(XS, 40, "Visite", "numero", "20").cells(XS, 70, "Corsi", "numero", "3").across(90, 50, 390)
    assert read(above, below)[0][2:] == ["Tempo | giorni | 5", "Visite | numero | 20", "Corsi | numero | 3"]


def test_a_heading_printed_again_in_the_margin_is_no_running_header() -> None:
    """Texts of a heading that stand at one height on every page run only where the whole line does."""
    xs = (20.0, 120.0, 220.0, 320.0)
    pages = []
    for number, name in enumerate(("Area", "Misura", "Linea", "Indicatore"), 1):
        pages.append(Sheet(number).cells(xs, 20, name, "Algoritmo", "Target", "Peso", bold=True).content())
    pages = [*with_running_headers_apart(pages)]
    assert [len(page.lines) for page in pages] == [4, 4, 4, 4]
    headers = [Sheet(number).text(20, 20, "Piano 2018").text(300, 20, f"Area {number}").content() for number in (1, 2)]
    headers = [*with_running_headers_apart(headers)]
    assert [len(page.furniture) for page in headers] == [2, 2]


def test_a_heading_that_begins_in_the_margin_is_no_running_header() -> None:
    """Cells of two lines begin higher than those of one, set in the middle of the row."""
    pages = []
    for number in (1, 2):
        sheet = Sheet(number).cells((20.0, 120.0, 220.0, 420.0), 45, "Area", "Indicatore", "Algoritmo", "Peso")
        pages.append(sheet.text(320, 40, "Target").text(320, 50, "2019").content())
    assert not any(page.furniture for page in with_running_headers_apart(pages))


def test_the_lines_of_a_heading_in_the_margin_may_stand_wide() -> None:
    """All of it runs but its last line, which stands below the margin, twice the type size under the first."""
    xs = (150.0, 220.0, 290.0, 360.0)
    pages = []
    for number in (1, 2):
        sheet = Sheet(number).cells((20.0, 90.0), 40, "Indicatore", "Algoritmo").cells(xs, 30, *["Target"] * 4)
        pages.append(sheet.cells(xs, 50, "2019", "2020", "2021", "2022").content())
    assert not any(page.furniture for page in with_running_headers_apart(pages))


def test_a_running_header_close_over_a_row_is_told_by_its_type() -> None:
    """The row's texts stand at one height on both pages, as if they ran."""
    xs = (20.0, 120.0, 220.0, 320.0)
    pages = []
    for number, name in enumerate(("Costo", "Tempo"), 1):
        sheet = Sheet(number).cells(xs, 30, name, "Conteggio", "SI", "max 5")
        pages.append(sheet.text(20, 18, "Piano degli indicatori", size=12).content())
    pages = [*with_running_headers_apart(pages)]
    assert [[line.text for line in page.furniture] for page in pages] == [["Piano degli indicatori"]] * 2


def test_figures_at_the_foot_of_pages_are_no_running_footer() -> None:
    pages = [Sheet(number).cells(XS, 580, "100%", "90%", "5").content() for number in (1, 2)]
    pages = [*with_running_headers_apart(pages)]
    assert [line.text for line in pages[0].lines] == ["100%", "90%"]
    assert [line.text for line in pages[0].furniture] == ["5"]


def test_a_footer_above_the_margin_counts_the_pages() -> None:
    """What begins alike at one height and does not count them is the last row of a card."""
    pages = [
        Sheet(number).text(20, 100, "Costo").text(20, 525, f"Pag. {number + 4} - Piano").content() for number in (1, 2)
    ]
    assert [len(page.furniture) for page in with_running_headers_apart(pages)] == [1, 1]
    pages = [Sheet(number).text(20, 100, "Costo").text(20, 525, f"Peso {number}0 %").content() for number in (1, 2)]
    assert [len(page.furniture) for page in with_running_headers_apart(pages)] == [0, 0]


def test_what_stands_under_other_text_is_no_running_header() -> None:
    """Cards of many pages have the same keys at the same heights, under names that differ."""
    pages = [
        Sheet(number).text(20, 12, name).text(20, 26, "Stato").content()
        for number, name in enumerate(("Visite", "Costo", "Tempo"), 1)
    ]
    assert [len(page.furniture) for page in with_running_headers_apart(pages)] == [0, 0, 0]


def test_a_heading_may_leave_one_word_on_the_next_page() -> None:
    rules = TableRules(
        columns=(
            Column(column="name", headings=("Indicatore",)),
            Column(column="formula", headings=("Algoritmo",)),
            Column(column="target", headings=("Valore obiettivo",)),
        )
    )
    above = Sheet(1).cells(XS, 580, "Indicatore", "Algoritmo", "Valore", bold=True)
    below = Sheet(2).cells(XS, 20, "", "", "obiettivo", bold=True).cells(XS, 45, "Costo", "euro", "10")
    pages = infer_grids([above.content(), below.cells(XS, 70, "Tempo", "giorni", "5").content()], Headings(rules))
    rows = [item.text for item in stitch_pages(pages, Lexicon()) if isinstance(item, TableRow)]
    assert rows[0].replace(" ", "") == "Indicatore|Algoritmo|Valoreobiettivo"
    assert rows[1:] == ["Costo | euro | 10", "Tempo | giorni | 5"]


def test_the_last_line_over_the_next_heading_is_its_title() -> None:
    sheet = heading(Sheet(), 100).cells(XS, 125, "Costo", "euro", "10").cells(XS, 150, "Tempo", "giorni", "5")
    sheet.text(50, 180, "4. Infrastrutture e logistica nella gestione delle partecipazioni")
    heading(sheet, 200).cells(XS, 225, "Visite", "numero", "20")
    rows, lines = read(sheet)
    assert rows[3:] == ["Indicatore | Algoritmo | Target 2018", "Visite | numero | 20"]
    assert lines == ["4. Infrastrutture e logistica nella gestione delle partecipazioni"]


def test_remarks_beside_the_last_figures_are_none_of_them() -> None:
    sheet = Sheet().cells(XS, 100, "Indicatore", "Algoritmo", "Target 2018", bold=True)
    for number, y in enumerate(range(130, 250, 40)):
        sheet.cells(XS, y, f"Costo {number}", "euro", "95%")
        sheet.text(380, y - 6, "Modificato in", "sede annuale")
    assert [row.split(" | ")[2] for row in read(sheet)[0][1:]] == ["95%"] * 3


def test_fills_no_higher_than_their_texts_part_no_rows() -> None:
    sheet = Sheet().cells(XS, 100, "Indicatore", "Algoritmo", "Target 2018", bold=True)
    for y in (130, 180, 230):
        sheet.cells(XS, y, "Tempo medio|di pagamento|delle fatture").text(XS[1], y + 12, "giorni").text(
            XS[2], y + 12, "5"
        )
        sheet.ground(50, y, 150, y + 36).ground(150, y + 12, 300, y + 22).ground(300, y + 12, 390, y + 22)
    assert read(sheet)[0][1:] == ["Tempo medio di pagamento delle fatture | giorni | 5"] * 3


def test_a_drawn_table_ends_an_inferred_one_where_it_begins() -> None:
    above = heading(Sheet(1), 500).cells(XS, 525, "Costo", "euro", "10").cells(XS, 550, "Tempo", "giorni", "5")
    below = Sheet(2).cells(XS, 40, "Visite", "numero", "20").cells(XS, 70, "Corsi", "numero", "3")
    below.table((50, 150, 250, 390), (200, 220, 240)).cells((52, 152, 252), 205, "A", "B", "C")
    assert read(above, below)[0][3:5] == ["Visite | numero | 20", "Corsi | numero | 3"]


def test_codes_under_another_heading_are_told_from_all_tables_with_it() -> None:
    """Each table has one row, and is as wide as its texts make it."""
    rules = TableRules(
        columns=(
            Column(column="type", headings=("TIPO",)),
            Column(column="name", headings=("OBIETTIVO",)),
            Column(column="target", headings=("VALORE",)),
        )
    )
    sheet = Sheet()
    for number, shift in enumerate((0, 4, 9, 2)):
        y = 60 + 120 * number
        sheet.cells((62 + shift, 170 + shift, 320), y, "TIPO", "OBIETTIVO", "VALORE", bold=True)
        sheet.text(40, y + 25, f"{number}.1").text(62 + shift, y + 25, "OBIETTIVO", "OPERATIVO")
        sheet.text(170 + shift, y + 25, "aprire lo sportello").text(320, y + 25, "80%")
    pages = infer_grids([sheet.content()], Headings(rules))
    rows = [item for item in stitch_pages(pages, Lexicon()) if isinstance(item, TableRow)]
    assert [row.text.replace(" ", "") for row in rows if row.text[0].isdigit()] == [
        f"{number}.1|OBIETTIVOOPERATIVO|aprirelosportello|80%" for number in range(4)
    ]


def test_texts_of_a_heading_that_stand_beside_the_names_are_told_from_all_tables_with_it() -> None:
    """One row, whose kind stands close to its name: both were the name, and the row was none of the layout's."""
    rules = TableRules(
        columns=(
            Column(column="type", headings=("TIPO",)),
            Column(column="name", headings=("OBIETTIVO",)),
            Column(column="target", headings=("VALORE",)),
        )
    )
    sheet = Sheet(height=900)
    for number, shift in enumerate((0, 4, 9, 2)):
        y = 60 + 120 * number
        sheet.cells((62 + shift, 170 + shift, 320), y, "TIPO", "OBIETTIVO", "VALORE", bold=True)
        sheet.text(40, y + 25, f"{number}.1").text(62 + shift, y + 25, "OBIETTIVO", "OPERATIVO")
        sheet.text(170 + shift, y + 25, "aprire lo sportello").text(320, y + 25, "80%")
    sheet.cells((37, 112, 320), 560, "TIPO", "OBIETTIVO", "VALORE", bold=True)
    sheet.text(40, 585, "9").text(62, 585, "OBIETTIVO", "OPERATIVO").text(111, 585, "aprire una sede", "in centro")
    sheet.text(320, 585, "80%")
    pages = infer_grids([sheet.content()], Headings(rules))
    rows = [item for item in stitch_pages(pages, Lexicon()) if isinstance(item, TableRow)]
    assert rows[-1].text.replace(" ", "") == "9|OBIETTIVOOPERATIVO|aprireunasedeincentro|80%"


def test_two_figures_or_two_codes_over_the_end_of_a_page_are_two_rows() -> None:
    def last_of(name: str, figure: str) -> Sheet:
        sheet = heading(Sheet(height=400), 100).cells(XS, 125, "Costo", "euro", "10")
        return sheet.cells(XS, 360, name, "numero", figure)

    def first_of(name: str, figure: str) -> Sheet:
        return Sheet(2, height=400).cells(XS, 40, name, "numero", figure).cells(XS, 70, "Altro", "euro", "1")

    assert len(read(last_of("Presenze su media", "80%"), first_of("integrati", "3"))[0]) == 5
    assert len(read(last_of("S1.1-a Presenze", "entro"), first_of("S1.1-b progetti", "giugno"))[0]) == 5
    assert len(read(last_of("Presenze su media", "entro il mese"), first_of("locali", "di giugno"))[0]) == 4


def test_a_fill_that_is_drawn_twice_parts_no_row() -> None:
    sheet = heading(Sheet(), 100).cells(XS, 125, "Costo", "euro", "10")
    sheet.cells(XS, 160, "Tempo medio", "giorni di|lavoro per|fattura", "30")
    for y in (155.0, 172.0):
        sheet.ground(50, y, 250, y + 8).ground(50, y, 250, y + 8)
    assert "Tempo medio | giorni di lavoro per fattura | 30" in read(sheet)[0]


def cells_of(sheet: Sheet) -> list[list[str]]:
    """The texts of each row of the page's one table, empty ones too."""
    (grid,) = infer_grids([sheet.content()], HEADINGS)[0].grids
    return [texts(grid, row) for row in range(len(grid.ys) - 1)]


def test_headings_wider_than_their_cells_are_told_by_the_fills_they_begin_on() -> None:
    # Chromium, `overflow-wrap: normal`: a heading is printed over the next one, and every cell of the heading is filled
    edges = (50.0, 125.0, 145.0, 165.0)
    sheet = Sheet()
    for x0, x1 in pairwise((*edges, 185.0)):
        sheet.ground(x0, 98, x1, 126)
    sheet.cells(edges, 100, "Indicatore", "Algoritmo", "Target|2018", "Target|2019", bold=True)
    sheet.cells(edges, 130, "Tempo medio", "gg", "<5", "<4").across(146, 50, 185)
    sheet.cells(edges, 150, "Visite", "", "20", "25").across(166, 50, 185)
    assert cells_of(sheet) == [
        ["Indicatore", "Algoritmo", "Target 2018", "Target 2019"],
        ["Tempo medio", "gg", "<5", "<4"],
        ["Visite", "", "20", "25"],
    ]


def test_a_word_of_two_cells_leaves_nothing_outside_its_table() -> None:
    sheet = heading(Sheet(), 100).cells(XS, 125, "Costo", "giorni lavorativi tutti", "10").cells(XS, 165, "Incontri")
    sheet.words.append(Word("31/12/2018<=31/12/2018", Box(270, 165, 380, 175), 10.0, joints=((10, 323.0),)))
    rows, lines = read(sheet)
    assert rows[-1] == "Incontri | 31/12/2018 | <=31/12/2018"
    assert lines == []


def test_a_heading_that_runs_over_a_rule_between_columns_ends_there() -> None:
    """A long word reached the next heading: the two were one, and both columns that of one of them."""
    xs = (50.0, 200.0, 260.0, 320.0)
    sheet = Sheet().cells(xs, 110, "", "Target", bold=True).cells(xs, 122, "Indicatore", "", "", "Target", bold=True)
    sheet.words.append(Word("2018Target", Box(203, 122, 295, 132), 10.0, bold=True, joints=((4, 263.0),)))
    sheet.cells(xs, 134, "", "", "2019", "2020", bold=True)
    sheet.cells(xs, 155, "Tempo", "", "4", "5").cells(xs, 175, "Costo", "", "7", "6")
    for x in (*xs, 390):
        sheet.down(x, 95, 190)
    assert read(sheet)[0] == ["Indicatore | Target 2018 | Target 2019 | Target 2020", "Tempo | 4 | 5", "Costo | 7 | 6"]


def test_rules_under_some_rows_cut_none_of_the_others() -> None:
    """Two rules under headings were taken for rules between rows: the last row of a page, which has none below, was
    joined with the first of the next, whatever that says."""
    above = heading(Sheet(1), 500).across(517, 50, 390).across(540, 50, 390)
    above.cells(XS, 525, "Costo medio dei servizi", "numero di giorni", "10")
    above.cells(XS, 550, "Tempo", "giorni", "5").cells(XS, 575, "Spese", "euro", "6")
    below = Sheet(2).across(105, 50, 390).across(130, 50, 390)
    for y, name in zip(range(40, 165, 25), ("Visite", "Corsi", "Fiere", "Bandi", "Sedi"), strict=True):
        below.cells(XS, y, name, "numero", "entro l'anno")
    assert read(above, below)[0][3:5] == ["Spese | euro | 6", "Visite | numero | entro l'anno"]


def over_the_page(above: tuple[str, str, str], below: tuple[str, str, str]) -> list[str]:
    """The rows of a table whose last row on a page is `above`, and first on the next `below`."""
    rules = TableRules(
        columns=(
            Column(column="type", headings=("N.",)),
            Column(column="name", headings=("Indicatore",)),
            Column(column="target", headings=("Target {year}",)),
        )
    )
    one = Sheet(1, height=400).cells(XS, 100, "N.", "Indicatore", "Target 2018", bold=True)
    one.cells(XS, 125, "1", "Costo medio dei servizi", "10").cells(XS, 360, *above)
    other = Sheet(2, height=400).cells(XS, 40, *below).cells(XS, 70, "9", "Altro", "1")
    pages = infer_grids([one.content(), other.content()], Headings(rules))
    found = stitch_pages(pages, Lexicon(), lambda text: text.startswith("OB "))
    return [item.text for item in found if isinstance(item, TableRow)][2:-1]


def test_rows_with_numbers_of_their_own_and_titles_of_nodes_go_on_no_row() -> None:
    full = "Tempi medi delle"
    assert over_the_page(("2", full, "10"), ("", "pratiche", "")) == [f"2 | {full} pratiche | 10"]
    assert over_the_page(("2", full, "10"), ("3 bis", "pratiche", "")) == [f"2 | {full} | 10", "3 bis | pratiche"]
    assert over_the_page(("13b.", full, "10"), ("1", "pratiche", "")) == [f"13b. 1 | {full} pratiche | 10"]
    assert over_the_page(("2", full, "10"), ("", "OB 3", "")) == [f"2 | {full} | 10", "OB 3"]
    assert over_the_page(("2", "", "10"), ("", "OB 3", "")) == ["2 | OB 3 | 10"]


def test_a_text_that_ends_with_a_hyphen_or_a_preposition_goes_on_over_the_page() -> None:
    assert over_the_page(("2", "Media 2017-", "10"), ("", "2019", "")) == ["2 | Media 2017-2019 | 10"]
    assert over_the_page(("2", "Visite di", "10"), ("", "Enti", "")) == ["2 | Visite di Enti | 10"]
    assert over_the_page(("2", "Visite", "10"), ("", "Enti", "")) == ["2 | Visite | 10", "Enti"]


def test_a_title_in_larger_or_bold_type_is_no_rest_of_the_row_before_the_page() -> None:
    """`6. OBIETTIVI INDIVIDUALI` went on the last row of the page before, and its section was never opened."""
    for look in ({"size": 13.0}, {"bold": True}):
        above = heading(Sheet(1), 500).cells(XS, 525, "Costo", "euro", "10").cells(XS, 550, "Tempo", "ore", "5")
        below = heading(Sheet(2).text(53, 30, "Obiettivi", **look), 60).cells(XS, 85, "Visite", "numero", "3")
        rows, lines = read(above, below)
        assert lines == ["Obiettivi"]
        assert rows[2] == "Tempo | ore | 5"


def test_of_a_row_cut_by_the_page_one_cell_may_have_ended_where_the_name_reads_on() -> None:
    assert over_the_page(("P02", "Stesura di un", "entro 30/06/20"), ("P04", "piano", "19")) == [
        "P02 P04 | Stesura di un piano | entro 30/06/20 19"
    ]
    assert len(over_the_page(("P02", "Stesura", "entro 30/06/20"), ("P04", "Piano", "19"))) == 2
