"""What the cells of a table, or what stands around it, tell of its headings and rows, on the smallest documents."""

from __future__ import annotations

import pytest

from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Cell, Place, TextLine
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from extractors.records.figures.yearly_cells import year_behind
from extractors.records.reader_state import PlanYears, TablesResult
from tests.extractors.test_any_plan import figures, read, row

PLAN = PlanYears(2024, 2024)


def line(y: float, text: str, *, bold: bool = False) -> TextLine:
    return TextLine(text, Place(1, Box(0, y, 300, y + 10)), bold, 10.0)


def codes(result: TablesResult) -> list[str | None]:
    keys: dict[int | None, str | None] = {node.key: node.code_raw for node in result.tree.nodes}
    return [keys.get(record.node) for record in result.records]


def test_figures_below_a_heading_of_objectives_are_targets() -> None:
    (record,) = read(row(0, "Indicatore", "Obiettivo 2024", head=True), row(12, "Visite", "90"), years=PLAN).records
    assert figures(record) == [("target", 2024, None, "90")]
    assert record.confidence >= REVIEW


def test_titles_below_a_heading_of_objectives_with_a_year_are_objectives() -> None:
    result = read(
        row(0, "Obiettivi 2024", "Indicatore", "Target", head=True),
        row(12, "1.1 Accogliere", "Visite", "90"),
        years=PLAN,
    )
    assert codes(result) == ["1.1"]


def test_the_one_column_of_figures_beside_a_formula_is_of_targets_in_doubt() -> None:
    (record,) = read(
        row(0, "Indicatore", "Formula", "Da fare", head=True), row(12, "Visite", "Conteggio", "90"), years=PLAN
    ).records
    assert figures(record) == [("target", 2024, None, "90")]
    assert record.confidence < REVIEW


REPORT = PlanYears(2024, 2024, is_report=True)


@pytest.mark.parametrize("told", ["Quanto fatto", "Quanto fatto 2024"])
def test_in_a_report_the_one_column_of_figures_beside_targets_is_of_results_in_doubt(told: str) -> None:
    (record,) = read(
        row(0, "Indicatore", "Target 2024", told, head=True), row(12, "Visite", "90", "84"), years=REPORT
    ).records
    assert figures(record) == [("target", 2024, None, "90"), ("result", 2024, None, "84")]
    assert record.confidence < REVIEW


def test_in_a_plan_it_may_be_anything() -> None:
    (record,) = read(
        row(0, "Indicatore", "Target 2024", "Quanto fatto", head=True), row(12, "Visite", "90", "84"), years=PLAN
    ).records
    assert figures(record) == [("target", 2024, None, "90")]


def test_years_that_are_over_do_not_displace_a_forecast() -> None:
    (record,) = read(
        row(0, "Indicatori di attività", "Fatto 2022", "Fatto 2023", "Previsione 2024", head=True),
        row(12, "Visite", "62", "58", "60"),
        years=PLAN,
    ).records
    assert figures(record)[-1] == ("target", 2024, None, "60")


def test_a_share_beside_a_result_is_how_far_the_target_was_reached() -> None:
    (record,) = read(
        row(0, "Indicatore", "Target", "Esito", "%", head=True), row(12, "Ponti", "6", "4", "66,7"), years=REPORT
    ).records
    assert figures(record)[-1] == ("achievement", 2024, None, "66,7")


def test_amounts_of_what_is_no_plan_are_no_targets() -> None:
    years = PlanYears(2024, 2024, is_plan=False)
    heading = row(0, "Misura", "Progetto", "Importo finanziato", "Scadenza", head=True)
    assert not read(heading, row(12, "M1C1", "Il sito", "155.234,00", "31/03/2024"), years=years).records


@pytest.mark.parametrize(
    "heading",
    [
        ("Parametro", "Valore", "Fonte"),
        ("Voce", "Target 2030", "Fonte"),
        ("Indicatore", "Importo", "Fonte"),
        ("Parametro", "Valore rilevato", "Metodo"),
    ],
)
def test_a_table_without_a_column_that_indicators_alone_have_is_none(heading: tuple[str, ...]) -> None:
    years = PlanYears(2024, 2024, is_plan=False)
    assert not read(row(0, *heading, head=True), row(12, "Nitrati", "12", "ARPA"), years=years).records


@pytest.mark.parametrize("told", [("Voce", "Target 2024"), ("Descrizione", "Target 2024")])
def test_words_before_what_a_plan_calls_a_target_are_names_in_doubt(told: tuple[str, str]) -> None:
    result = read(row(0, told[0], "Valore iniziale", told[1], head=True), row(12, "Visite", "80", "90"), years=PLAN)
    (record,) = result.records
    assert (record.name, figures(record)[-1]) == ("Visite", ("target", 2024, None, "90"))
    assert (record.confidence < REVIEW) == (told[0] == "Voce")


def test_words_before_forecasts_and_results_of_a_budget_are_no_names() -> None:
    budget = row(0, "Voce", "Previsione 2024", "Consuntivo 2023", head=True)
    assert not read(budget, row(12, "Entrate tributarie", "4.120.000", "4.010.300"), years=PLAN).records


def test_a_heading_set_as_other_rows_are_is_told_by_its_figures() -> None:
    (record,) = read(
        row(0, "N.", "Voce", "Peso", "Target 2024"), row(12, "1", "Visite", "40%", "90"), years=PLAN
    ).records
    assert (record.name, record.confidence < REVIEW) == ("Visite", True)


def test_numbers_with_a_zero_before_them_are_codes_of_objectives() -> None:
    result = read(row(0, "Obiettivo", "Voce", "% di ragg.", head=True), row(12, "0101", "Visite", "90%"), years=PLAN)
    assert [value.role for value in result.records[0].values] == ["achievement"]


def test_one_unknown_column_of_figures_beside_results_is_of_targets_in_doubt() -> None:
    (record,) = read(
        row(0, "Indicatore", "Asticella", "Risultato", head=True), row(12, "Visite", "90", "95"), years=PLAN
    ).records
    assert [value.role for value in record.values] == ["target", "result"]
    assert record.confidence < REVIEW


def test_a_column_of_codes_before_each_level_is_its_codes() -> None:
    result = read(
        row(0, "Cod. OS", "Obiettivo strategico", "Cod. OP", "Obiettivo operativo", "Indicatore", "Target", head=True),
        row(12, "OS1", "Città", "OP1.1", "Strade", "Visite", "90"),
        years=PLAN,
    )
    assert [node.code_raw for node in result.tree.nodes] == ["OS1", "OP1.1"]


def test_a_column_of_years_dates_the_figures_of_its_rows() -> None:
    (record,) = read(
        row(0, "Indicatore", "Anno", "Target", head=True), row(12, "Visite", "2026", "90"), years=PlanYears(2024, 2026)
    ).records
    assert figures(record) == [("target", 2026, None, "90")]


def test_quarters_beside_a_named_target_are_no_targets() -> None:
    (record,) = read(
        row(0, "Indicatore", "Target annuo", "I trim.", "II trim.", head=True),
        row(12, "Visite", "90", "20", "45"),
        years=PLAN,
    ).records
    assert figures(record) == [("target", 2024, None, "90")]
    assert record.confidence < REVIEW


def test_a_row_that_sums_up_those_above_is_no_indicator() -> None:
    result = read(
        row(0, "Indicatore", "Peso", "Target", "% raggiungimento", head=True),
        row(12, "Visite", "40", "90", "100%"),
        row(24, ("Performance media", 3), "96%"),
        years=PLAN,
    )
    assert [record.name for record in result.records] == ["Visite"]
    assert result.ignored[-1].rule == "summaries-of-rows"


def test_a_title_that_no_rule_reads_within_a_table_doubts_its_rows() -> None:
    result = read(
        row(0, ("Recuperare i crediti", 3)),
        row(12, "Indicatore", "Peso", "Target", head=True),
        row(24, "Visite", "40", "90"),
        years=PLAN,
    )
    assert result.records[0].confidence < REVIEW


@pytest.mark.parametrize(("title", "code"), [("Progetto n. 2 - Biblioteca", "2"), ("OB.B - Biblioteca", "B")])
def test_a_title_right_over_a_table_names_its_objective(title: str, code: str) -> None:
    table = (row(30, "Indicatore", "Target", head=True), row(42, "Visite", "90"))
    assert codes(read(line(0, title, bold=True), *table, years=PLAN)) == [code]


@pytest.mark.parametrize("text", ["Legge n. 190 - Misure", "Tabella n. 2 - Indicatori", "Settore n. 3 - Tributi"])
def test_what_is_numbered_otherwise_is_no_objective(text: str) -> None:
    table = (row(30, "Indicatore", "Target", head=True), row(42, "Visite", "90"))
    assert not read(line(0, text, bold=True), *table, years=PLAN).tree.nodes


def test_an_office_below_the_title_of_a_section_is_of_all_its_rows() -> None:
    head = ("N.", "Obiettivo", "Indicatore", "Target")
    result = read(
        line(0, "AREA TECNICA", bold=True),
        line(12, "Responsabile: Rossi"),
        row(30, *head, head=True),
        row(42, "1", "Strade", "Km", "90"),
        line(60, "AREA FINANZE", bold=True),
        line(72, "Responsabile: Bianchi"),
        row(90, *head, head=True, table=1),
        row(102, "1", "Tributi", "Avvisi", "90", table=1),
        years=PLAN,
    )
    assert [record.owner for record in result.records] == ["Rossi", "Bianchi"]


def test_one_title_names_several_nodes() -> None:
    result = read(line(0, "Missione 011 - Programma 005 - Obiettivo 2: Crescere", bold=True), years=PLAN)
    assert [(node.level, node.code_raw) for node in result.tree.nodes] == [
        ("area", "011"),
        ("programme", "005"),
        ("strategic", "2"),
    ]


@pytest.mark.parametrize(
    ("text", "year"), [("54% (2023)", 2023), ("12 (dato 2022)", 2022), ("12", None), ("(2023)", 2023)]
)
def test_a_year_in_brackets_behind_a_figure_is_its_own(text: str, year: int | None) -> None:
    assert year_behind(text) == (year if text != "(2023)" else None)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Ob. strategico", "objective"),
        ("Responsabile/i", "owner"),
        ("Peso (1-100)", "weight"),
        ("Valore pubblico / Obiettivo", "objective"),
        ("Misura (formula)", None),
        ("Indicatori monitorati", None),
        ("% realiz.", "achievement"),
        ("Consuntivo 2022 (B)", "result"),
        ("Risultato %", "result"),
        ("Parzialmente raggiunto se", "extra"),
        ("Linea di servizio", "objective"),
        ("Fase / indicatore di risultato", "name"),
        ("Obiettivi pluriennali 2019 - 2021", "objective"),
        ("Da dove partiamo (baseline 2022)", "baseline"),
        ("Target (risultato)", None),
        ("Indicatore di attuazione", None),
    ],
)
def test_words_of_headings_may_be_shortened_joined_and_bracketed(text: str, column: str | None) -> None:
    rules = layout_by_id("generic").tables
    assert rules is not None
    assert Headings(rules).match(Cell(text, Place())).name == column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Strutture che contribuiscono al conseguimento dell'obiettivo 2019", "owner"),
        ("Fase di avvio Target 2023", "target"),
        ("Spesa Consuntivo 2022", None),
        ("Indicatore di impatto Peso", None),
        ("Indicatore di attuazione", None),
    ],
)
def test_a_part_of_a_drawn_heading_may_tell_its_column(heading: str, column: str | None) -> None:
    rules = layout_by_id("generic").tables
    assert rules is not None
    cells = row(0, heading, "Indicatore", "Baseline", "Valore atteso", head=True)
    found = Headings(rules).read(cells)
    assert found is not None
    assert found.headings[0].name == column


def test_a_description_names_indicators_beside_what_calls_itself_a_target() -> None:
    rows = row(0, "Descrizione", "Unità di misura", "Target 2023", head=True), row(12, "Visite", "n.", "10")
    assert [record.name for record in read(*rows).records] == ["Visite"]
    rows = row(0, "Descrizione", "Unità di misura", "Previsto 2023", head=True), row(12, "Visite", "n.", "10")
    assert not read(*rows).records


def test_a_description_behind_a_code_names_indicators_where_nothing_else_does() -> None:
    rows = (
        row(0, "Codice", "Descrizione", "U.M.", "Target 2023", head=True),
        row(12, "OS1", "Collegare le isole"),
        row(24, "OS1.1", "Corse garantite", "n.", "10"),
    )
    assert [(record.code_raw, record.name) for record in read(*rows).records] == [("OS1.1", "Corse garantite")]


@pytest.mark.parametrize(
    ("heading", "year"), [("Valore atteso a fine triennio", 2026), ("Target di fine mandato", None)]
)
def test_a_target_at_the_end_is_none_of_the_first_year(heading: str, year: int | None) -> None:
    rows = row(0, "Indicatore", "Formula", heading, head=True), row(12, "Visite", "N. visite", "10")
    (record,) = read(*rows, years=PlanYears(2024, 2026)).records
    assert figures(record) == [("target", year, None, "10")]
    assert (record.confidence < REVIEW) is (year is None)


def test_numbers_with_a_point_part_the_indicators_of_a_cell() -> None:
    result = read(
        row(0, "Obiettivo", "Indicatori", "Target 2024", head=True),
        row(12, "1.1 Strade", "1. Km asfaltati 2. Segnalazioni evase", "1. 35 2. 85%"),
        row(24, "1.2 Scuole", "1. Aule adeguate", "1. 60"),
        years=PLAN,
    )
    assert [(record.name, record.values[0].raw) for record in result.records] == [
        ("Km asfaltati", "35"),
        ("Segnalazioni evase", "85%"),
        ("Aule adeguate", "60"),
    ]


@pytest.mark.parametrize(("said", "roles"), [("Concluso", ["target"]), ("45%", ["target", "baseline"])])
def test_a_state_in_words_is_no_figure(said: str, roles: list[str]) -> None:
    result = read(
        row(0, "Indicatore", "Target 2024", "Stato al 31/12/2024", head=True),
        row(12, "Visite", "90%", said),
        years=PLAN,
    )
    assert [value.role for value in result.records[0].values] == roles


def test_the_level_reached_beside_a_result_is_how_far_the_target_was() -> None:
    result = read(
        row(0, "Indicatore", "Target", "Esito 2024", "Livello raggiunto", head=True),
        row(12, "Visite", "90", "83", "100%"),
        years=PLAN,
    )
    assert [value.role for value in result.records[0].values] == ["target", "result", "achievement"]


def test_words_beside_the_year_of_a_result_head_its_target() -> None:
    years = PlanYears(2023, 2023, is_report=True)
    (record,) = read(
        row(0, "Indicatore", "Da garantire 2023", "Raggiunto 2023", head=True),
        row(12, "Visite", "90", "95"),
        years=years,
    ).records
    assert figures(record) == [("target", 2023, None, "90"), ("result", 2023, None, "95")]
    assert record.confidence < REVIEW


def test_a_row_of_figures_below_a_guessed_heading_is_no_part_of_it() -> None:
    result = read(
        row(0, "Obiettivo", "Denominazione", "Fine", "Indicatore", "Meta", "Ufficio", head=True),
        row(12, "1.a.ii", "Accogliere", "31/12/2024", "Visite guidate", "80%", "Direzione"),
        years=PLAN,
    )
    assert [record.name for record in result.records] == ["Visite guidate"]
    assert codes(result) == ["1.a.ii"]


def test_a_heading_whose_words_nobody_knows_is_no_card() -> None:
    (record,) = read(
        row(0, "Obiettivo", "N.", "Indicatore", "Asticella", "Peso", "Strutture coinvolte", head=True),
        row(12, "1.1 Accogliere", "1", "Visite", "90", "40%", "Musei"),
        years=PLAN,
    ).records
    assert (record.name, figures(record)) == ("Visite", [("target", 2024, None, "90")])


def test_a_code_of_letters_behind_a_point_is_whole_where_nothing_follows() -> None:
    result = read(
        line(0, "OBIETTIVO STRATEGICO 1.a", bold=True),
        row(12, "Indicatore", "Target 2024", head=True),
        row(24, "Visite", "90"),
        years=PLAN,
    )
    assert codes(result) == ["1.a"]


def test_figures_of_years_in_a_list_are_of_the_line_above_it_in_doubt() -> None:
    result = read(
        line(0, "Obiettivo 1 - Aprire i dati", bold=True),
        line(12, "Dataset pubblicati in formato aperto", bold=True),
        line(24, "• Baseline 2023 - 4.100 dataset"),
        line(36, "• Target 2024 - almeno 5.000 dataset"),
        line(48, "Il catalogo è aggiornato ogni mese."),
        years=PLAN,
    )
    (record,) = result.records
    assert (record.name, codes(result)) == ("Dataset pubblicati in formato aperto", ["1"])
    assert figures(record) == [
        ("baseline", 2023, None, "4.100 dataset"),
        ("target", 2024, None, "almeno 5.000 dataset"),
    ]
    assert record.confidence < REVIEW


def test_one_figure_below_a_line_is_no_list() -> None:
    assert not read(line(0, "Entrate", bold=True), line(12, "Consuntivo 2023 - 4.100.000"), years=PLAN).records


def test_cards_side_by_side_are_cards_of_their_own() -> None:
    result = read(
        row(0, "Indicatore", "Frane monitorate", "Indicatore", "Siti bonificati"),
        row(12, "Unità di misura", "n.", "Unità di misura", "n."),
        row(24, "Target 2024", "140", "Target 2024", "12"),
        years=PLAN,
    )
    assert [(record.name, figures(record)) for record in result.records] == [
        ("Frane monitorate", [("target", 2024, None, "140")]),
        ("Siti bonificati", [("target", 2024, None, "12")]),
    ]
    assert all(record.confidence >= REVIEW for record in result.records)


def test_a_number_and_a_title_beside_their_keys_name_an_objective_below_another_ones_rows() -> None:
    result = read(
        row(0, "PROGETTO N.", "1", "TITOLO", "Nuovo portale"),
        row(12, "Indicatore", "Tipo", "Target", "Esito", head=True),
        row(24, "Visite", "Quantità", "90", "95"),
        row(36, "PROGETTO N.", "2", "TITOLO", "Impianti"),
        row(48, "Indicatore", "Tipo", "Target", "Esito", head=True),
        row(60, "Impianti censiti", "Quantità", "640", "655"),
        years=PLAN,
    )
    assert codes(result) == ["1", "2"]
    assert [node.title for node in result.tree.nodes] == ["Nuovo portale", "Impianti"]


def test_columns_of_objectives_may_stand_from_the_lowest_up() -> None:
    heads = ("Indicatore", "Obiettivo operativo di riferimento", "Obiettivo strategico di riferimento", "Target 2024")
    cells = ("Nidi", "A1 Tutelare l'avifauna", "A Biodiversità", "36")
    assert codes(read(row(0, *heads, head=True), row(12, *cells), years=PLAN)) == ["A1"]


def test_a_node_that_may_stand_above_another_of_its_level_doubts_its_rows() -> None:
    heads = ("Indicatore", "Obiettivo", "Obiettivo di ente", "Target 2024")
    (record,) = read(row(0, *heads, head=True), row(12, "Nidi", "A1 Tutelare", "Natura", "36"), years=PLAN).records
    assert Signal.NODE_UNREAD in record.signs


def test_a_number_before_a_title_that_is_no_known_code_doubts_its_rows() -> None:
    heads = ("Obiettivo", "Indicatore", "Target 2024")
    result = read(row(0, *heads, head=True), row(12, "101 Mensa", "Pasti", "40"), years=PLAN)
    assert codes(result) == ["101"]
    (record,) = read(row(0, *heads, head=True), row(12, "1001/b Mensa", "Pasti", "40"), years=PLAN).records
    assert Signal.NODE_UNREAD in record.signs


def test_a_value_at_the_first_of_january_is_what_the_year_begins_with() -> None:
    (record,) = read(
        row(0, "Indicatore", "Valore al 01/01/2024", "Target 2024", head=True),
        row(12, "Cestini", "0", "60"),
        years=PLAN,
    ).records
    assert figures(record) == [("baseline", 2024, None, "0"), ("target", 2024, None, "60")]


def test_a_title_above_an_objective_is_not_opened_below_it() -> None:
    result = read(
        line(0, "AREA A - Territorio", bold=True),
        line(12, "Obiettivo A.1 - Mappare le frane", bold=True),
        row(24, "Indicatore", "Target 2024", head=True),
        row(36, "Frane mappate", "120"),
        years=PLAN,
    )
    assert codes(result) == ["A.1"]
