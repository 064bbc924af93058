"""Plans nobody has described, on pages drawn by hand: nothing ruled, cards, totals, rows cut by the page."""

from __future__ import annotations

import pytest

from extractors.documents import study_pages
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Page
from extractors.records.model import Extraction
from extractors.tables.inferred.merged_cells import merged_spans
from extractors.tables.inferred.row_features import leading_of
from tests.extractors.sheets import Sheet, line

XS = (50.0, 250.0, 330.0)


def read(*sheets: Sheet) -> Extraction:
    pages = [Page(s.number, s.width, s.height, tuple(s.words), tuple(s.rules), tuple(s.fills)) for s in sheets]
    return study_pages(pages, layout=layout_by_id("generic")).extraction


def figures(extraction: Extraction) -> list[tuple[str, list[str]]]:
    return [(r.name, [v.raw for v in r.values]) for r in extraction.records]


def heading(sheet: Sheet, y: float) -> Sheet:
    return sheet.cells(XS, y, "Indicatore", "Target 2023", "Peso")


def test_rows_without_rules_are_told_by_the_room_between_them() -> None:
    sheet = heading(Sheet(), 100)
    sheet.text(50, 130, "Tempo medio di pagamento", "delle fatture passive").cells(XS, 136, "", "<= 30", "50%")
    sheet.text(50, 166, "Imprese assistite").cells(XS, 166, "", "120", "50%")
    assert figures(read(sheet)) == [
        ("Tempo medio di pagamento delle fatture passive", ["<= 30"]),
        ("Imprese assistite", ["120"]),
    ]


@pytest.mark.parametrize("frame", [False, True])
def test_a_frame_parts_no_rows(frame: bool) -> None:
    sheet = heading(Sheet(), 100).cells(XS, 130, "Visite", "10", "50%").cells(XS, 160, "Costi", "20", "50%")
    if frame:
        sheet.across(90, 45, 370).across(180, 45, 370).down(45, 90, 180).down(370, 90, 180)
    assert figures(read(sheet)) == [("Visite", ["10"]), ("Costi", ["20"])]


def test_a_row_whose_name_stands_over_the_page_is_one() -> None:
    first = heading(Sheet(1), 500).cells(XS, 530, "Visite", "10", "50%").cells(XS, 560, "", "20", "50%")
    second = heading(Sheet(2), 40).text(50, 70, "Costo del servizio").cells(XS, 100, "Reclami", "3", "0%")
    extraction = read(first, second)
    assert figures(extraction) == [("Visite", ["10"]), ("Costo del servizio", ["20"]), ("Reclami", ["3"])]
    assert "row-over-pages" in extraction.records[1].signs


def test_two_whole_rows_over_the_page_stay_two() -> None:
    first = heading(Sheet(1), 500).cells(XS, 530, "Visite", "10", "50%").cells(XS, 560, "Costi", "20", "50%")
    second = heading(Sheet(2), 40).cells(XS, 70, "reclami", "3", "0%")
    assert [name for name, _ in figures(read(first, second))] == ["Visite", "Costi", "reclami"]


def upright(sheet: Sheet, y: float, *rows: tuple[str, str]) -> Sheet:
    for index, (key, text) in enumerate(rows):
        sheet.text(50, y + 20 * index, key).text(200, y + 20 * index, text)
    return sheet


CARD = (
    ("Obiettivo operativo", "1.2 Migliorare i servizi"),
    ("Indicatore", "Tempo medio"),
    ("Formula", "Giorni / pratiche"),
    ("Target 2023", "<= 5"),
    ("Stakeholders esterni", "Imprese"),
)


@pytest.mark.parametrize("ruled", [False, True])
def test_an_upright_table_is_a_card(ruled: bool) -> None:
    rows = CARD if ruled else CARD[:-1]
    sheet = upright(Sheet(), 100, *rows)
    if ruled:
        sheet.table((45, 190, 390), [95 + 20 * i for i in range(len(rows) + 1)])
    (record,) = read(sheet).records
    assert (record.name, record.formula) == ("Tempo medio", "Giorni / pratiche")
    assert [(v.role, v.period, v.raw) for v in record.values] == [("target", 2023, "<= 5")]
    assert record.extra == ({"Stakeholders esterni": "Imprese"} if ruled else {})
    assert record.place.box is not None
    assert record.place.box.y1 > 160  # of the whole card


def test_a_rule_parts_the_rows_of_a_card_that_stand_as_close_as_lines() -> None:
    sheet = Sheet()
    for index, (key, text) in enumerate(CARD[1:4]):
        sheet.text(50, 100 + 12 * index, key).text(200, 100 + 12 * index, text)
        sheet.across(111 + 12 * index, 45, 390)
    assert figures(read(sheet)) == [("Tempo medio", ["<= 5"])]


def test_a_card_ends_where_its_headings_are_printed_again() -> None:
    extraction = read(upright(Sheet(), 100, *CARD[1:4], ("Indicatore", "Visite"), ("Target 2023", "10")))
    assert figures(extraction) == [("Tempo medio", ["<= 5"]), ("Visite", ["10"])]
    assert extraction.rows_seen == 2


def test_pairs_over_a_table_name_its_node() -> None:
    sheet = upright(Sheet(), 40, ("Missione", "011 - Imprese"), ("Obiettivo", "1.1 - Turismo"))
    extraction = read(heading(sheet, 100).cells(XS, 130, "Visite", "10", "50%"))
    (record,) = extraction.records
    assert [n.code_raw for n in extraction.nodes if n.key == record.node] == ["1.1"]


def test_totals_are_no_indicators() -> None:
    sheet = heading(Sheet(), 100).cells(XS, 130, "Visite", "10", "50%").cells(XS, 160, "Totale", "", "100%")
    extraction = read(sheet)
    assert figures(extraction) == [("Visite", ["10"])]
    assert [row.rule for row in extraction.ignored] == ["heading", "totals"]


# --- rows ------------------------------------------------------------------------------------------------------


def box(y0: float, y1: float) -> Box:
    return Box(0, y0, 10, y1)


def rows_at(*tops: float, height: float = 20) -> list[tuple[float, float]]:
    return [(top, top + height) for top in tops]


def test_a_text_in_the_middle_of_three_rows_is_merged_over_them() -> None:
    bands = [(0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0)]
    assert merged_spans([box(25, 35), box(65, 75)], bands, rows_at(5, 25, 45, 65)) == []  # at the top of their rows
    assert merged_spans([box(26, 36), box(66, 76)], bands, rows_at(2, 22, 42, 62)) == [(0, 2), (3, 3)]


def test_texts_at_the_foot_of_their_cells_are_merged_over_the_rows_above() -> None:
    bands = [(0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0)]
    assert merged_spans([box(42, 56), box(68, 76)], bands, rows_at(2, 22, 42, 62, height=14)) == [(0, 2), (3, 3)]


def test_no_cell_is_merged_over_a_rule_that_ends_a_row_in_its_column() -> None:
    bands = [(0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0)]
    texts = [box(26, 36), box(66, 76)]
    assert merged_spans(texts, bands, rows_at(2, 22, 42, 62), [True, True, True, True]) == [(1, 1), (3, 3)]
    assert merged_spans(texts, bands, rows_at(2, 22, 42, 62), [False, False, True, True]) == [(0, 2), (3, 3)]


def test_rows_part_at_the_rules_between_them() -> None:
    """An objective's text of four lines stands in its own row, however near it comes to the one above."""
    sheet = Sheet()
    for x, head in ((50, "Obiettivo"), (180, "Indicatore"), (320, "Target 2023")):
        sheet.text(x, 100, head)
    for y in (113, 133, 193):
        sheet.across(y, 48, 390)
    sheet.text(180, 118, "Visite").text(330, 118, "10")
    sheet.text(50, 135, "A2 Piano delle", "procedure per i", "processi e per", "gli uffici")
    sheet.text(180, 153, "Costi").text(330, 153, "20")
    extraction = read(sheet)
    assert figures(extraction) == [("Visite", ["10"]), ("Costi", ["20"])]
    assert [record.node for record in extraction.records] == [None, 0]


def test_leading_is_that_of_the_document() -> None:
    close = [line("riga piena", y=12.0 * i) for i in range(10)]  # 10 point type, 2 points apart
    wide = [line("riga piena", y=16.0 * i) for i in range(10)] + [
        line("riga piena", y=400 + 20.0 * i) for i in range(10)
    ]
    assert 1.1 < leading_of([close]) < 1.3
    assert 1.5 < leading_of([wide]) < 1.7


def test_figures_at_the_right_of_a_column_stay_under_a_heading_at_its_left() -> None:
    sheet = Sheet()
    sheet.text(50, 100, "Indicatore").text(150, 100, "Target 2023").text(300, 100, "Peso")
    for y, name, figure, weight in ((130, "Visite", "10", "50%"), (160, "Costi", "20", "50%")):
        sheet.text(50, y, name).text(275, y, figure).text(360, y, weight)
    assert figures(read(sheet)) == [("Visite", ["10"]), ("Costi", ["20"])]


def test_years_alone_are_of_the_heading_over_them() -> None:
    """A year alone is a target's; under `Consuntivo` it is none."""
    sheet = Sheet().text(270, 80, "Consuntivo")
    sheet.text(50, 100, "Indicatore").text(250, 100, "2021").text(320, 100, "2022")
    for y, name in ((130, "Visite"), (160, "Costi")):
        sheet.text(50, y, name).text(250, y, "10").text(320, y, "20")
    extraction = read(sheet)
    assert [[(v.role, v.period) for v in r.values] for r in extraction.records] == 2 * [
        [("result", 2021), ("result", 2022)]
    ]


def test_a_figure_that_runs_out_of_its_cell_stands_behind_the_text_of_the_one_before() -> None:
    """Set to full width, a line of the formula ends where the date begins that its narrow cell cannot hold."""
    sheet = Sheet().text(50, 100, "Indicatore").text(200, 100, "Algoritmo").text(340, 100, "Peso")
    sheet.text(300, 94, "Target", "2023")
    names = ("Mappatura dei processi", "Carta dei servizi", "Piano della formazione")
    for number, name in enumerate(names):
        y = 130 + 60 * number
        sheet.text(50, y, *name.rsplit(" ", 1), "aggiornata").text(200, y, "data di approvazione")
        sheet.text(200, y + 12, "entro").text(287, y + 12, "il").text(300, y + 12, "15/12/2023").text(
            200, y + 24, "15/12"
        )
    assert figures(read(sheet)) == [(f"{name} aggiornata", ["15/12/2023"]) for name in names]
