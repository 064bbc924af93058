"""The steps by which tables without a full grid are read: headings, figures too close together, rows."""

from __future__ import annotations

import pytest

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box, Word
from extractors.pages.words import WordLine
from extractors.tables.inferred.columns.borders import border_candidates
from extractors.tables.inferred.columns.parting import Columns, Kind, columns_of, without_bare_headings
from extractors.tables.inferred.columns.placement import ColumnLine, place
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.inferred.merged_cells import parted_at_repeats
from extractors.tables.inferred.regions import is_surely_across
from extractors.tables.inferred.row_features import Drawn, are_mixed, leading_of
from extractors.tables.inferred.row_sequence import PairOdds, Setting, text_rows
from tests.extractors.sheets import CHAR, Sheet, line, stacked, words

HEADINGS = Headings(
    TableRules(
        columns=(
            Column(column="name", headings=("Indicatori (strategici e operativi)",)),
            Column(column="result", headings=("Risultato {year} (se disponibile)", "Risultato {year}")),
            Column(column="target", headings=("Target {year}",)),
        )
    )
)


def heads(sheet: Sheet) -> list[list[str]]:
    found = HeadingFinder(HEADINGS).rows_of(sheet.content(), sheet.words)
    return [[cell.text for cell in row.cells] for row in found]


def test_a_heading_broken_inside_words_and_over_lines_is_known() -> None:
    sheet = Sheet().text(50, 112, "Indicatori (strategici e operativi)")
    sheet.text(250, 100, "Risultat").text(250, 112, "o 2016 (se").text(250, 124, "disponibile)")
    sheet.text(320, 106, "Targe").text(320, 118, "t 2018").text(50, 150, "Visite").text(320, 150, "10")
    assert heads(sheet) == [["Indicatori (strategici e operativi)", "Risultat o 2016 (se disponibile)", "Targe t 2018"]]


def test_a_word_that_runs_out_of_its_cell_hides_no_heading() -> None:
    sheet = Sheet().text(50, 100, "Indicatori (strategici e operativi)")
    sheet.text(250, 100, "Risultato").text(250, 112, "2017 (se").text(250, 124, "disponibile)")
    sheet.text(302, 100, "Target").text(302, 112, "2018")  # `disponibile)` ends at 310
    assert heads(sheet) == [["Indicatori (strategici e operativi)", "Risultato 2017 (se disponibile)", "Target 2018"]]


def test_a_heading_is_not_cut_into_two_that_are_known_alone() -> None:
    rules = TableRules(
        columns=(
            Column(column="name", headings=("Indicatore",)),
            Column(column="target", headings=("/target(?: atteso)?(?: {year})?|atteso/",)),
        )
    )
    sheet = Sheet().text(50, 100, "Indicatore").text(250, 94, "Target atteso").text(250, 106, "2020")
    found = HeadingFinder(Headings(rules)).rows_of(sheet.content(), sheet.words)
    assert [[cell.text for cell in row.cells] for row in found] == [["Indicatore", "Target atteso 2020"]]


def test_the_years_of_a_table_of_one_row_are_no_heading_over_the_next() -> None:
    columns = (Column(column="name", headings=("/[0-9]+\\. .+/",)), Column(column="target", headings=("{year}",)))
    sheet = Sheet()
    for y, title in ((100, "8. Trasparenza"), (124, "9. Efficienza")):
        sheet.text(50, y, title).text(250, y, "2017").text(320, y, "2018")
    sheet.text(50, 112, "Indice").text(250, 112, "10%").text(320, 112, "20%")
    found = HeadingFinder(Headings(TableRules(columns=columns))).rows_of(sheet.content(), sheet.words)
    assert [cell.text for cell in found[-1].cells] == ["9. Efficienza", "2017", "2018"]


def test_rows_that_state_figures_are_no_heading() -> None:
    assert heads(Sheet().text(50, 100, "Indicatori").text(250, 100, "2016").text(320, 100, "2018")) == []


COLUMNS = Columns((0.0, 200.0, 300.0), name=0, figures=frozenset({1}))
SETTING = Setting(1.2, (190.0, 90.0))


def rows(*placed: tuple[int, float, str]) -> list[list[str]]:
    lines = [ColumnLine(line(text, x=5 + 200 * column, y=y), column) for column, y, text in placed]
    lines.sort(key=lambda one: one.mid)
    found, _ = text_rows(lines, COLUMNS, PairOdds(Drawn((), ()), SETTING), SETTING.alignment)
    return [[" ".join(held.text for held in cell) for cell in row.cells.values()] for row in found]


def test_lines_at_the_distance_of_lines_are_of_one_row_and_wider_ones_of_two() -> None:
    assert rows(
        (0, 100, "Numero di imprese che hanno"),
        (0, 112, "chiesto un contributo"),
        (1, 106, ">= 100"),
        (0, 128, "Tempo di pagamento delle"),
        (0, 140, "fatture"),
        (1, 134, "30 gg"),
    ) == [
        ["Numero di imprese che hanno chiesto un contributo", ">= 100"],
        ["Tempo di pagamento delle fatture", "30 gg"],
    ]


def placed(columns: Columns, *lines_of_texts: tuple[tuple[float, str], ...]) -> tuple[list[list[str]], list[str]]:
    """The texts of each column, and those that run across, of lines whose texts begin at given places."""
    sheet = Sheet()
    for number, texts in enumerate(lines_of_texts):
        for x, text in texts:
            sheet.text(x, 100 + 12 * number, text)
    lines, across = place(sheet.words, columns)
    count = len(columns.borders) - 1
    return [[p.line.text for p in lines if p.column == c] for c in range(count)], [one.text for one in across]


def test_a_long_word_may_run_out_of_its_cell_up_to_the_next_text() -> None:
    columns = Columns((0.0, 100.0, 300.0), lefts=(5.0, 114.0))
    texts = (((5, "TARGET SU ATTIVITA"), (114, "Attuazione del")), ((5, "PROGRAMMATE/VINCOLATE"), (114, "decreto 93")))
    held, across = placed(columns, *texts)
    assert held == [["TARGET SU ATTIVITA", "PROGRAMMATE/VINCOLATE"], ["Attuazione del", "decreto 93"]]
    assert across == []
    assert placed(columns, ((5, "con la delibera XXXXXXX"), (115, "della Giunta")))[0] == [[], []]


def test_texts_that_begin_where_those_of_their_columns_do_are_no_title() -> None:
    row = ((5, "STRATEGICO"), (57.5, "Creazione di una impresa e altre"), (207.5, "assistiti"))
    held, across = placed(Columns((0.0, 56.0, 206.0, 300.0), lefts=(5.0, 57.5, 207.5)), row)
    assert (held, across) == ([[text] for _, text in row], [])
    title = placed(Columns((0.0, 56.0, 206.0, 300.0), lefts=(5.0, 70.0, 230.0)), row)
    assert title == ([[], [], []], ["STRATEGICO Creazione di una impresa e altre assistiti"])


def test_a_line_set_to_full_width_is_one_text_though_no_word_stands_on_a_border() -> None:
    words = ("Programma", "quattro:", "promuovere", "gli", "strumenti", "di", "giustizia", "alternativa")
    places = [5.0]
    for word in words[:-1]:
        places.append(places[-1] + CHAR * len(word) + 8)
    title = tuple(zip(places, words, strict=True))
    columns = Columns((0.0, places[3] - 4, places[5] - 4, places[7] - 4, 500.0), lefts=(None,) * 4)
    assert placed(columns, title) == ([[], [], [], []], [" ".join(words)])
    row = (*title[:5], (title[5][0] + 4, "di"), *title[6:])
    assert placed(columns, row)[1] == []
    figures = tuple((5.0 + 40 * number, "100%") for number in range(8))
    years = Columns(tuple(40.0 * number for number in range(9)), lefts=(None,) * 8)
    assert placed(years, figures)[1] == []


def test_a_border_that_leaves_a_heading_bare_beside_figures_without_one_is_none() -> None:
    # fpdf2: `2017` at the left of its column, its figures at the right, and a border between them
    heads = [Box(50, 0, 100, 10), Box(150, 0, 175, 10), Box(260, 0, 285, 10)]
    rows = range(20, 240, 20)
    figures = [Word(text, Box(x, y, x + 60, y + 10), 10) for y in rows for text, x in (("Anno", 180), ("80%", 260))]
    assert without_bare_headings([140, 178, 250], heads, figures) == [140, 250]
    both = [*figures, *(Word("12", Box(150, y, 165, y + 10), 10) for y in rows)]
    assert without_bare_headings([140, 178, 250], heads, both) == [140, 178, 250]
    assert without_bare_headings([140, 178, 250], heads, figures[:6]) == [140, 178, 250]


def test_the_second_line_of_a_text_over_the_columns_is_the_texts_though_it_runs_over_a_border() -> None:
    """It was a row: `categorie economiche` with `locali` as its result, published and sure."""
    columns = Columns((40.0, 150.0, 220.0, 290.0, 360.0), lefts=(50.0, None, None, None))
    title = ((50, "Linea strategica: assicurare un ruolo che coordina e fa sintesi"),)
    held, across = placed(columns, title, ((50, "tra le categorie"), (132.5, "locali")))
    assert (held, across[1:]) == ([[], [], [], []], ["tra le categorie locali"])


def test_a_row_below_a_text_over_the_columns_stays_a_row() -> None:
    columns = Columns((40.0, 150.0, 220.0, 290.0, 360.0), lefts=(50.0, None, None, None))
    title = ((50, "Linea strategica: assicurare un ruolo che coordina e fa sintesi"),)
    assert placed(columns, title, ((50, "tra le categorie"), (160, "10")))[0] == [["tra le categorie"], ["10"], [], []]


def test_a_filled_heading_ends_its_column_though_nothing_else_shows_where() -> None:
    # figures set to the right leave room before them, in which the fill of the empty column's heading ends
    sheet = Sheet().ground(50, 98, 230, 114).ground(230, 98, 290, 114).ground(290, 98, 350, 114)
    sheet.text(53, 100, "Indicatori (strategici e operativi)")
    sheet.text(240, 100, "Risultato").text(310, 100, "Target")
    (row,) = HeadingFinder(
        Headings(
            TableRules(
                columns=(
                    Column(column="name", headings=("Indicatori (strategici e operativi)",)),
                    Column(column="result", headings=("Risultato",)),
                    Column(column="target", headings=("Target",)),
                )
            )
        )
    ).rows_of(sheet.content(), sheet.words)
    lines = [line("100%", x=327, y=20.0 * at) for at in range(10, 30)]
    assert columns_of(Kind(row, lines, [])).borders[1:-1] == (230.0, 290.0)


def test_the_last_word_of_a_cell_that_runs_over_a_border_makes_no_text_across() -> None:
    columns = Columns((48.0, 178.0, 260.0, 340.0), lefts=(50.0, 200.0, None))
    cells, across = placed(columns, ((50, "Ambito"), (200, "Media dell'anno")), ((50, "Sicurezza"), (200, "4,2")))
    assert across == []
    assert cells[1] == ["Media dell'anno", "4,2"]
    # a title begins with the table
    assert placed(columns, ((50, "Linea strategica dell'amministrazione"),))[1]


def test_names_beside_an_empty_column_show_where_it_begins() -> None:
    """Two names ran over a border that stood where the others end: they were two texts across, and lost."""
    headings = HeadingFinder(HEADINGS)
    sheet = Sheet().text(50, 100, "Indicatori (strategici e operativi)").text(260, 100, "Risultato 2016")
    sheet.text(340, 100, "Target 2017")
    (row,) = headings.rows_of(sheet.content(), sheet.words)
    columns = Columns((48.0, 200.0, 330.0, 398.0), headings=(0, 1, 2))
    kind = Kind(row, [], [])
    assert not is_surely_across(line("Evasione delle richieste entro sette giorni", x=50), columns, kind)
    assert is_surely_across(line("Evasione delle richieste entro sette giorni dalla", x=50), columns, kind)


def spaced(*middles: float, text: str = "parole di una riga piena") -> list[WordLine]:
    return [line(text, y=y) for y in middles]


def test_lines_of_a_cell_may_stand_more_than_two_em_apart_where_nearly_all_show_it() -> None:
    """Lines 21 points apart in a type of 10: 250 of 250 rows were one line each."""
    wide = [spaced(100, 121, 142, 180, 201, 222) for _ in range(3)]
    assert leading_of(wide) == pytest.approx(2.1, abs=0.03)
    assert leading_of([[one for lines in wide for one in lines], *(spaced(300, 312, 324, 336) for _ in range(8))]) < 2
    # The first lines of rows, most of them short: by chance some leave no room for the next.
    rows_alone = [[line("breve" if n % 3 else "un testo di una riga sola", y=100 + 21 * n) for n in range(9)]] * 3
    assert leading_of(rows_alone) < 2


def test_a_border_stands_behind_a_line_that_runs_out_of_its_cell() -> None:
    """It stood in the middle of the stretch, tore the long line, and took that out of the table."""
    heads = [Box(50, 80, 100, 90), Box(200, 80, 240, 90)]
    usual = [line("Numero di visite in sede", x=50, y=100 + 20 * n) for n in range(60)]
    figures = [line("10", x=200, y=100 + 20 * n) for n in range(60)]
    longest = max(w.box.x1 for w in usual[0].words)
    long = line("Numero di visite in sede e ii", x=50, y=1500)
    found = [c for c in border_candidates([*usual, *figures, long], heads, []) if longest < c.x1 and c.x0 < 200]
    assert [long.box.x1 < c.at < 200 for c in found] == [True]


def test_a_heading_whose_lines_are_centred_is_not_parted_where_a_long_line_reaches_further() -> None:
    """`e`, at the end of the longest line, was a heading of its own, and the first line of a row the rest of it."""
    columns = (Column(column="name", headings=("/[0-9]+\\. .+/",)), Column(column="target", headings=("{year}",)))
    sheet = Sheet().text(70, 100, "12. Valorizzare le risorse").text(52, 112, "della sede in tutti i processi e")
    sheet.text(90, 124, "negli uffici").text(250, 124, "2017").text(320, 124, "2018")
    sheet.text(50, 137, "Ore medie di formazione a persona")
    found = HeadingFinder(Headings(TableRules(columns=columns))).rows_of(sheet.content(), sheet.words)
    title = "12. Valorizzare le risorse della sede in tutti i processi e negli uffici"
    assert [cell.text for cell in found[0].cells] == [title, "2017", "2018"]


def test_a_text_alone_on_its_line_that_runs_on_over_a_border_is_no_row() -> None:
    """`… in termini di efficienza | locale` was a row with a formula."""
    columns = Columns((40.0, 158.5, 300.0), lefts=(50.0, 165.0))
    title = ((50, "Consolidare il ruolo di"), (160, "locale"))
    assert placed(columns, title) == ([[], []], ["Consolidare il ruolo di locale"])
    assert placed(columns, title, ((50, "Costo"), (165, "euro")))[0] == [["Costo"], ["euro"]]
    # A text of the next cell begins there, or further away than words of one text stand.
    assert placed(Columns((40.0, 158.5, 300.0), lefts=(50.0, 160.0)), title)[1] == []
    assert placed(columns, ((50, "Consolidare il ruolo di"), (162, "locale")))[1] == []


def test_texts_of_two_cells_set_to_full_width_are_no_title() -> None:
    wide, close = (50.0, 85.0, 120.0, 155.0), (187.0, 214.5, 242.0, 269.5, 297.0)
    row = (*((x, "visite") for x in wide), *((x, "sedi.") for x in close))
    assert placed(Columns((40.0, 186.0, 400.0), lefts=(50.0, None)), row)[1] == []


def test_a_word_that_ends_close_behind_its_border_is_its_cells() -> None:
    columns = Columns((40.0, 150.0, 300.0), lefts=(50.0, 160.0))
    assert placed(columns, ((50, "Azioni di migliorame"), (160, "euro")))[1] == []
    assert placed(columns, ((50, "Azioni"), (82.5, "svolteneltempo"))) == ([["Azioni svolteneltempo"], []], [])
    assert placed(columns, ((50, "Azioni"), (82.5, "svolteneltempooo")))[1] == ["Azioni svolteneltempooo"]


def test_a_title_is_told_by_a_type_that_is_not_the_headings_either() -> None:
    """One row on a page under a longer title in a larger type: the row was the title."""
    columns = Columns((40.0, 150.0, 300.0), lefts=(50.0, 155.0), size=8.0)
    sheet = Sheet().text(50, 100, "il primo report", size=8).text(151, 100, "ed", size=8)
    sheet.text(50, 130, "linea strategica per la crescita delle imprese del territorio", size=10)
    lines, across = place(sheet.words, columns)
    assert ([one.line.text for one in lines], len(across)) == (["il primo report", "ed"], 1)


def test_lines_of_a_text_over_the_columns_may_stand_as_far_apart_as_others_of_it() -> None:
    columns = Columns((40.0, 150.0, 220.0, 290.0, 360.0), lefts=(50.0, None, None, None))
    texts = ("Linea strategica: assicurare un ruolo che coordina e fa sintesi", "tra le categorie locali e gli enti di")
    sheet = Sheet()
    for y, text in zip((100, 121), texts, strict=True):
        sheet.text(50, y, text)
    sheet.text(50, 142, "tutto il territorio")
    lines, across = place(sheet.words, columns)
    assert (lines, [one.text for one in across][-1]) == ([], "tutto il territorio")


def test_a_row_whose_words_are_those_of_headings_is_no_part_of_the_heading_below_it() -> None:
    """The last row of a table, the title of the next and its heading were one heading, and sixteen rows were lost."""
    columns = (
        Column(column="name", headings=("Obiettivo/Target",)),
        Column(column="formula", headings=("Formula",)),
        Column(column="target", headings=("Valore obiettivo",)),
    )
    sheet = Sheet().text(50, 100, "TARGET SU").text(150, 100, "OBIETTIVO").text(250, 100, "100%")
    sheet.text(50, 116, "efficacia dei processi", bold=True)
    sheet.text(50, 132, "Obiettivo/Target").text(150, 132, "Formula").text(250, 132, "Valore obiettivo")
    sheet.text(50, 150, "Visite").text(150, 150, "numero").text(250, 150, "10")
    found = HeadingFinder(Headings(TableRules(columns=columns))).rows_of(sheet.content(), sheet.words)
    assert [[cell.text for cell in row.cells] for row in found] == [["Obiettivo/Target", "Formula", "Valore obiettivo"]]


@pytest.mark.parametrize("cell", [(">60", "%"), ("<=30/04/201", "7"), ("Visite", ", corsi")])
def test_what_begins_no_text_and_the_end_of_a_date_go_on_the_line_above(cell: tuple[str, str]) -> None:
    """`%` under `>60` was a figure of a row of its own, and the name beside it was cut in two."""
    above, below = (ColumnLine(line(text, y=100 + 12 * n), 0) for n, text in enumerate(cell))
    assert PairOdds(Drawn((), ()), Setting(1.2, (60.0,))).of(above, below) > 0


def test_a_border_leaves_no_heading_without_the_words_before_the_next_one() -> None:
    """Units set to the right, beyond their heading, were read with the figures beside them: `N. 35,00`."""
    sheet = (
        Sheet().text(50, 80, "Indicatori (strategici e operativi)").text(245, 80, "U.M.").text(300, 80, "Target 2018")
    )
    row = HeadingFinder(HEADINGS).rows_of(sheet.content(), sheet.words)[0]
    texts = ("Costo", 50.0), ("N.", 268.0), ("35", 345.0)
    lines = [
        WordLine(tuple(word for text, x in texts for word in line(text, x=x, y=y).words)) for y in range(100, 300, 20)
    ]
    border = columns_of(Kind(row, lines, [], is_clean=True)).borders[-2]
    assert 278 < border < 345


def test_a_number_within_one_line_parts_no_columns() -> None:
    """`… pari o superiore al 7 su una scala …`, the one row of its table, was cut behind its number."""
    sheet = Sheet().text(50, 80, "Indicatori (strategici e operativi)").text(330, 80, "Target 2018")
    row = HeadingFinder(HEADINGS).rows_of(sheet.content(), sheet.words)[0]
    lines = [line("Media pari o superiore al 7 su una scala a dieci", x=50, y=100), line("dei servizi", x=50, y=112)]
    found = columns_of(Kind(row, [*lines, line("8", x=330, y=106)], [], is_clean=True))
    assert len(found.borders) == 3


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (["Servizio", "di staff", "Servizio", "di staff"], ["Servizio di staff"] * 2),
        (["URP", "URP", "URP", "Servizio", "di staff"], ["URP", "URP", "URP", "Servizio di staff"]),
        (["Segreteria", "e URP", "Ragioneria"], ["Segreteria e URP Ragioneria"]),
        (["Ragioneria", "URP", "URP"], ["Ragioneria URP URP"]),
    ],
)
def test_what_a_column_of_merged_cells_says_twice_is_of_two_rows(said: list[str], texts: list[str]) -> None:
    assert [" ".join(one.text for one in text) for text in parted_at_repeats(stacked(*said))] == texts


def test_rows_closer_than_lines_are_no_lines_of_a_cell() -> None:
    """Figures, one word each, fill their columns: at the distance of the rows they showed that of a cell's lines."""
    heights = [y for top in range(100, 300, 21) for y in (top, top + 12)]  # names of two lines, 9 points apart
    texts = ["Rapporto sulla economia della provincia", "locale"] * 10
    names = [line(text, y=y) for text, y in zip(texts, heights, strict=True)]
    figures = [line("100%", x=300, y=y) for y in heights[::2] for y in (y, y + 9)]
    assert leading_of([names, figures]) == pytest.approx(1.2, abs=0.02)


def test_a_figure_in_the_middle_of_a_column_too_narrow_for_it_is_its() -> None:
    columns = Columns((48.0, 178.0, 230.0, 280.0), lefts=(50.0, None, None))
    dates = [*line("29/11/2017", x=176, y=100).words, *line("<=30/11/2017", x=227, y=100).words]
    assert [(p.column, p.line.text) for p in place(dates, columns)[0]] == [(1, "29/11/2017"), (2, "<=30/11/2017")]


def test_lines_of_one_cell_may_be_set_in_two_types() -> None:
    """First lines in larger type: 112 rows of a plan stood for the other lines of names, in silence."""
    first, rest = "Rapporto sulla economia della", "provincia e dei servizi"
    rows = [
        WordLine(tuple(words(50, y, text, size=size)))
        for top in range(100, 340, 30)
        for y, text, size in ((top, first, 11.5), (top + 13, rest, 10.0))
    ]
    assert are_mixed([(170.0, rows)])
    assert not are_mixed([(170.0, [WordLine(line.words[:1]) for line in rows])])
    above, below = (ColumnLine(line, 0) for line in rows[:2])
    plain, mixed = (
        PairOdds(Drawn((), ()), Setting(1.2, (170.0,), mixed=flag)).of(above, below) for flag in (False, True)
    )
    assert plain <= 0 < mixed
