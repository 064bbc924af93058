"""What rows and cards of plans nobody has described stand under, and what their numbers are of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.pages.model import Box, Cell, Place, TableRow, TextLine
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from extractors.records.reader_state import PlanYears
from tests.extractors.test_any_plan import figures, read, row


def line(y: float, text: str) -> TextLine:
    return TextLine(text, Place(1, Box(0, y, 400, y + 12)))


def test_numbers_before_one_objective_count_the_rows() -> None:
    result = read(
        row(0, "N.", "Area strategica", "Indicatore", "Target 2023", head=True),
        row(12, "1", "Prevenzione", "Visite", "10"),
        row(24, "2", "Prevenzione", "Ispezioni", "20"),
        row(36, "3", "Ospedale", "Ricoveri", "30"),
    )
    assert [record.code_raw for record in result.records] == ["1", "2", "3"]
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [(None, "Prevenzione"), (None, "Ospedale")]


def test_numbers_before_objectives_with_codes_of_their_own_count_the_rows() -> None:
    result = read(
        row(0, "N.", "Obiettivo", "Indicatore", "Target 2023", head=True),
        row(12, "1", "A1 - Vaccinare", "Visite", "10"),
        row(24, "2", "A2 - Curare", "Ricoveri", "30"),
    )
    assert [node.code_raw for node in result.tree.nodes] == ["A1", "A2"]
    assert [record.code_raw for record in result.records] == ["1", "2"]


def test_a_number_before_each_objective_is_its_code() -> None:
    result = read(
        row(0, "N.", "Obiettivo", "Indicatore", "Target 2023", head=True),
        row(12, "1", "Vaccinare", "Visite", "10"),
        row(24, "2", "Curare", "Ricoveri", "30"),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("1", "Vaccinare"), ("2", "Curare")]


def test_an_office_named_above_the_objective_of_its_table_is_the_objectives() -> None:
    result = read(
        row(0, "Programma", ("1.1 Regolazione", 2)),
        row(12, "Centro di Responsabilità", ("Dipartimento", 2)),
        row(24, "Obiettivo", ("17 - Sorvegliare i porti", 2)),
        row(36, "Indicatore", "Formula", "Target 2023", head=True),
        row(48, "Ispezioni", "Somma", "350"),
    )
    (record,) = result.records
    assert record.node is not None
    assert result.tree.node_of(record.node).owner == "Dipartimento"


def test_a_word_with_a_text_over_words_and_figures_is_no_indicator() -> None:
    result = read(
        row(0, "Indicatore", "Formula", "Fonte", "Target 2023", head=True),
        row(12, "Ispezioni", "Somma", "Protocollo", "350"),
        row(24, "Descrizione", ("Interventi sulle coste", 3), table=1),
    )
    assert [record.name for record in result.records] == ["Ispezioni"]


def test_a_title_over_rows_that_name_their_objectives_is_their_section() -> None:
    result = read(
        row(0, "Obiettivo", "Indicatore", "Target 2023", head=True),
        row(12, ("DIREZIONE RISORSE", 3), head=True),
        row(24, "Pagare in tempo", "Ritardo medio", "0"),
    )
    (record,) = result.records
    assert (record.section, result.rejected) == ("DIREZIONE RISORSE", [])
    assert [ignored.rule for ignored in result.ignored] == ["heading", "titles-of-rows"]


def test_a_dash_is_no_weight() -> None:
    (record,) = read(row(0, "Indicatore", "Peso", "Target 2023", head=True), row(12, "Ispezioni", "–", "350")).records
    assert record.weight is None


def test_a_card_names_its_objective_between_its_indicator_and_the_figures() -> None:
    result = read(
        row(0, "Codice indicatore", "1"),
        row(12, "Indicatore", "Risoluzioni"),
        row(24, "Obiettivo strategico", "115 – Sostenere le reti"),
        row(36, "Target primo anno", "60"),
        row(48, "Target terzo anno", "90"),
    )
    (record,) = result.records
    assert (record.code_raw, record.name) == ("1", "Risoluzioni")
    assert figures(record) == [("target", 2023, None, "60"), ("target", 2025, None, "90")]
    assert record.node is not None
    assert result.tree.node_of(record.node).code_raw == "115"


def test_the_office_of_an_objective_in_prose_is_of_all_its_indicators() -> None:
    result = read(
        line(0, "Obiettivo operativo 2.1 – Mantenere le strade"),
        line(20, "Responsabile: Ing. Bruni"),
        *(
            line(40 + 40 * n + 20 * k, text)
            for n, name in enumerate(("Cantieri", "Chilometri"))
            for k, text in enumerate((f"Indicatore: {name}", "Target 2023: 3"))
        ),
    )
    assert [record.name for record in result.records] == ["Cantieri", "Chilometri"]
    assert [node.owner for node in result.tree.nodes] == ["Ing. Bruni"]


def test_a_heading_says_that_names_begin_with_codes() -> None:
    wide = Cell("Indicatori", Place(1, Box(0, 0, 200, 12)), 0, 2, bold=True, filled=True)
    (record,) = read(
        TableRow((wide,), wide.place, 0),
        row(12, "Codice e descrizione", "Valori target per anno 2023", head=True),
        row(24, "17.1 - Ispezioni", "350"),
    ).records
    assert (record.code_raw, record.name) == ("17.1", "Ispezioni")


def test_a_value_of_a_year_is_told_by_the_year_alone() -> None:
    (record,) = read(
        row(0, "Indicatore", "Valore 2022", "Valore atteso 2023", head=True), row(12, "Visite", "1", "2")
    ).records
    assert figures(record) == [("result", 2022, None, "1"), ("target", 2023, None, "2")]


def test_years_alone_are_told_by_the_targets_beside_them_where_the_plan_names_none() -> None:
    nothing = PlanYears(None, None)
    (record,) = read(
        row(0, "Indicatore", "2022", "Target 2023", head=True), row(12, "Visite", "1", "2"), years=nothing
    ).records
    assert figures(record) == [("result", 2022, None, "1"), ("target", 2023, None, "2")]


def test_years_alone_in_a_plan_of_unknown_years_are_in_doubt() -> None:
    (record,) = read(
        row(0, "Indicatore", "2022", "2023", head=True), row(12, "Visite", "1", "2"), years=PlanYears(None, None)
    ).records
    assert record.confidence < REVIEW


def test_codes_of_missions_and_programmes_are_three_numbers() -> None:
    result = read(
        row(0, ("Obiettivo 011-005-001 – Innovare", 2), head=True),
        row(12, "Indicatore", "Target 2023", head=True),
        row(24, "Imprese", "40"),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("011-005-001", "Innovare")]


def test_phases_below_an_objective_are_not_read_under_the_heading_of_the_table_before() -> None:
    result = read(
        row(0, "Indicatori", "Peso", "Target 2023", head=True),
        row(12, "Visite", "50", "10"),
        row(24, "Obiettivo n. 2", ("Recuperare", 2), table=1),
        row(36, "Fasi", "Inizio", "Fine", table=1, head=True),
        row(48, "Bonifica", "01/01/2023", "30/06/2023", table=1),
    )
    assert [record.name for record in result.records] == ["Visite"]


def test_years_stand_over_targets_and_results_of_past_years_too() -> None:
    (record,) = read(
        row(0, "Indicatore", ("Anno 2020", 2), ("Anno 2021", 2), head=True),
        row(12, "", "Target", "Consuntivo", "Target", "Consuntivo", head=True),
        row(24, "Visite", "1", "2", "3", "4"),
        years=PlanYears(2021, 2021, is_report=True),
    ).records
    assert figures(record) == [
        ("target", 2020, None, "1"),
        ("result", 2020, None, "2"),
        ("target", 2021, None, "3"),
        ("result", 2021, None, "4"),
    ]


def test_a_threshold_beside_a_target_is_none() -> None:
    (record,) = read(
        row(0, "Indicatore", "Soglia", "Target 2023", "Eccellenza", head=True), row(12, "Visite", "1", "2", "3")
    ).records
    assert figures(record) == [("target", 2023, None, "2")]
    assert record.extra == {"Soglia": "1", "Eccellenza": "3"}


def test_letters_of_a_code_say_that_an_objective_is_operational() -> None:
    result = read(
        row(0, "Codice obiettivo", ("OO1.1.1", 2)),
        row(12, "Denominazione", ("Estendere la rete", 2)),
        row(24, "Indicatore", "Formula", "Target 2023", head=True),
        row(36, "Centraline", "Conteggio", "40"),
    )
    (node,) = result.tree.nodes
    assert (node.code_raw, node.title, node.level) == ("OO1.1.1", "Estendere la rete", "operational")


def test_headings_under_one_of_weights_are_its_parts() -> None:
    (record,) = read(
        row(0, "Indicatore", "Target 2023", ("Peso per struttura", 2), head=True),
        row(12, "", "", "UOC Medicina", "UOC Chirurgia", head=True),
        row(24, "Visite", "90%", "15", "20"),
    ).records
    assert record.extra == {"Peso per struttura UOC Medicina": "15", "Peso per struttura UOC Chirurgia": "20"}
    assert record.weight is None


def test_a_title_that_is_a_label_says_nothing_of_the_table_below_it() -> None:
    result = read(
        line(0, "Obiettivo strategico 1 - Sostenere le imprese"),
        line(20, "Risorse finanziarie"),
        row(40, "Voce", "Consuntivo 2022", "Preventivo 2023", head=True),
        row(52, "Diritti", "1.000", "2.000"),
    )
    assert [node.budget for node in result.tree.nodes] == [None]


def test_a_table_of_contents_names_no_objective_and_no_indicator() -> None:
    result = read(
        line(0, "Obiettivo strategico 1 - Sostenere ............................. 5"),
        line(20, "Indicatore: Imprese assistite ............................. 5"),
        line(40, "Target 2023: 12 ........................... 5"),
        line(60, "Obiettivo strategico 1 - Sostenere le imprese"),
        row(80, "Indicatore", "Target 2023", head=True),
        row(92, "Visite", "10"),
    )
    assert [node.title for node in result.tree.nodes] == ["Sostenere le imprese"]
    assert [record.name for record in result.records] == ["Visite"]


def inferred(found: TableRow) -> TableRow:
    return replace(found, signs=(Signal.GRID_INFERRED,))


def test_a_text_in_the_place_of_a_heading_that_holds_it_not_is_doubt_for_all_below() -> None:
    (record,) = read(
        line(0, "Target"),
        inferred(row(2, "Indicatore", "Fonte", "Target 2023", head=True)),
        inferred(row(14, "Visite", "Registro", "10")),
    ).records
    assert Signal.TEXT_LOST in record.signs
    assert record.confidence < REVIEW


def test_a_text_above_an_inferred_table_is_no_doubt() -> None:
    (record,) = read(
        line(0, "Target"),
        inferred(row(12, "Indicatore", "Fonte", "Target 2023", head=True)),
        inferred(row(24, "Visite", "Registro", "10")),
    ).records
    assert Signal.TEXT_LOST not in record.signs


def test_words_over_two_years_that_an_inferred_grid_has_parted_are_one_heading() -> None:
    (record,) = read(
        inferred(row(0, "Indicatore", "Risultati 2023", "attesi 2024", head=True)),
        inferred(row(12, "Visite", "10", "12")),
    ).records
    assert figures(record) == [("target", 2023, None, "10"), ("target", 2024, None, "12")]


def test_a_heading_printed_again_in_part_takes_none_of_its_columns() -> None:
    (record,) = read(
        row(0, "Indicatore", "Baseline 2022", "Target 2023", head=True),
        row(12, "Indicatore", "Baseline 2022", head=True),
        row(24, "Visite", "9", "10"),
    ).records
    assert figures(record) == [("baseline", 2022, None, "9"), ("target", 2023, None, "10")]


def test_a_text_between_the_headings_columns_is_in_doubt() -> None:
    headings = row(0, "Indicatore", "", "Target 2023", head=True)
    (record,) = read(headings, row(12, "Visite", "9", "10")).records
    assert Signal.COLUMN_UNKNOWN in record.signs


def test_a_heading_does_not_reach_over_another_table() -> None:
    result = read(
        row(0, "Indicatore", "Target 2023", head=True),
        row(12, "Visite", "10"),
        row(24, "Indicatori", "Valore", table=1, head=True),
        row(36, "Età media", "51", table=1),
        row(60, "Laureati", "46%", table=2),
    )
    assert [record.name for record in result.records] == ["Visite"]


def test_rows_above_an_objective_in_the_middle_of_its_rows_are_in_doubt() -> None:
    names = ("Visite", "Ricoveri", "Scarichi", "Campioni")
    objectives = ("A1 Vaccinare", "", "", "")
    rows = [inferred(row(12 + 12 * n, objectives[n], names[n], str(n))) for n in range(3)]
    result = read(
        inferred(row(0, "Obiettivo", "Indicatore", "Target 2023", head=True)),
        *rows,
        inferred(row(48, "A2 Vigilare", "", "")),
        inferred(row(60, objectives[3], names[3], "3")),
    )
    assert [Signal.NODE_UNREAD in record.signs for record in result.records] == [False, True, True, False]


def test_a_code_and_an_office_in_a_row_of_keys_are_of_the_objective_whose_title_follows() -> None:
    result = read(
        row(0, "Codice", "2018_VI01", "Servizio", "Vigilanza"),
        row(12, "Obiettivo", ("Presidiare il territorio", 3)),
        row(24, "Indicatore", "U.M.", "Target 2023", "Note", head=True),
        row(36, "Pattuglie", "n.", "250", ""),
        row(60, "Codice", "2018_LP03", "Servizio", "Lavori", table=1),
        row(72, "Obiettivo", ("Manutenere le scuole", 3), table=1),
        row(84, "Indicatore", "U.M.", "Target 2023", "Note", table=1, head=True),
        row(96, "Interventi", "n.", "12", "", table=1),
    )
    assert [(n.code_raw, n.title, n.owner) for n in result.tree.nodes] == [
        ("2018_VI01", "Presidiare il territorio", "Vigilanza"),
        ("2018_LP03", "Manutenere le scuole", "Lavori"),
    ]


@pytest.mark.parametrize(("second", "level"), [("A2 Migliorare i servizi", "area"), ("B1 Migliorare", "strategic")])
def test_codes_of_one_numbering_have_one_level(second: str, level: str) -> None:
    rows = [
        found
        for n, title in enumerate(("A1 Promuovere il territorio", second))
        for found in (
            row(100 * n, (title, 2), table=n, head=True),
            row(100 * n + 12, "Kpi", "Target 2023", table=n, head=True),
            row(100 * n + 24, f"Eventi {n}", "12", table=n),
        )
    ]
    result = read(*rows)
    assert [(node.level, node.parent) for node in result.tree.nodes] == [(level, None)] * 2
    assert [record.level for record in result.records] == [level] * 2


def test_the_number_of_a_sheet_is_no_code() -> None:
    result = read(
        line(0, "Scheda n. 1 - Obiettivo specifico OS1: Ricerca"),
        row(20, "Indicatore", "Target 2023", head=True),
        row(32, "Pubblicazioni", "12"),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("OS1", "Ricerca")]


@pytest.mark.parametrize(
    ("above", "heading", "cell", "doubted"),
    [
        ("Tabella 2", "Target 2023 (migliaia di euro)", "3.150", True),
        ("(importi in migliaia di euro)", "Target 2023", "≤ 850", True),
        ("Valori espressi in €/000", "Target 2023", "3.150", True),
        ("(importi in migliaia di euro)", "Target 2023", "12%", False),
        ("Risorse per 3 milioni di euro", "Target 2023", "3.150", False),
        ("Tabella 2", "Target 2023 (%)", "12", False),
    ],
)
def test_a_figure_in_thousands_is_in_doubt(above: str, heading: str, cell: str, doubted: bool) -> None:
    result = read(line(0, above), row(20, "Obiettivo", "Indicatore", heading, head=True), row(32, "A", "Ricavi", cell))
    (record,) = result.records
    assert [(v.role, v.period, v.raw) for v in record.values] == [("target", 2023, cell)]
    assert (Signal.FIGURE_SCALED in record.signs) == doubted == (record.confidence < REVIEW)


def test_a_table_of_its_own_is_not_in_thousands_by_the_line_above_the_one_before() -> None:
    result = read(
        line(0, "(importi in migliaia di euro)"),
        row(20, "Obiettivo", "Indicatore", "Target 2023", head=True),
        row(32, "A", "Ricavi", "10"),
        row(60, "Obiettivo", "Indicatore", "Target 2023", head=True, table=1),
        row(72, "A", "Visite", "20", table=1),
    )
    assert [Signal.FIGURE_SCALED in record.signs for record in result.records] == [True, False]


def test_a_forecast_beside_a_target_is_none() -> None:
    result = read(
        row(0, "Indicatore", "Target 2023", "Previsione 2023", head=True),
        row(12, "Visite", "10", "12"),
        row(60, "Indicatore", "Previsione 2023", head=True, table=1),
        row(72, "Ricoveri", "30", table=1),
    )
    assert [figures(record) for record in result.records] == [
        [("target", 2023, None, "10")],
        [("target", 2023, None, "30")],
    ]


def test_the_letters_of_an_objectives_code_tell_its_level() -> None:
    result = read(
        row(0, "Cod. obiettivo", "Indicatore", "Target 2023", head=True),
        row(12, "OS1", "Visite", "10"),
        row(24, "OB2", "Ricoveri", "30"),
    )
    assert [(node.code_raw, node.level) for node in result.tree.nodes] == [("OS1", "strategic"), ("OB2", "operational")]


def test_weights_before_the_names_are_objectives_where_others_follow() -> None:
    result = read(
        row(0, "Obiettivo", "Peso", "Indicatore", "Target 2023", "Peso", head=True),
        row(12, "1. Vaccinare", "40", "Visite", "10", "100"),
    )
    (record,) = result.records
    assert (record.weight, dict(record.extra)) == ("100", {"Peso": "40"})


def test_the_year_beside_a_figure_is_its_own_where_nothing_else_says_it() -> None:
    result = read(
        row(0, "Indicatore", "Anno baseline", "Baseline", "Target I semestre 2023", "Target anno", head=True),
        row(12, "Visite", "2021", "10", "5", "2022"),
    )
    (record,) = result.records
    assert [(v.role, v.period, v.part, v.raw) for v in record.values] == [
        ("baseline", 2021, None, "10"),
        ("target", 2023, "S1", "5"),
        ("target", None, None, "2022"),
    ]


def test_the_year_of_a_target_once_more_has_results_only_when_it_is_over() -> None:
    rows = row(0, "Indicatore", "Target 2023", "2023", head=True), row(12, "Visite", "10", "12")
    (of_report,) = read(*rows, years=PlanYears(2023, 2023, is_report=True)).records
    assert figures(of_report) == [("target", 2023, None, "10"), ("result", 2023, None, "12")]
    (of_plan,) = read(*rows, years=PlanYears(2023, 2023)).records
    assert figures(of_plan) == [("target", 2023, None, "10")]
    assert of_plan.confidence < REVIEW


def test_a_word_over_two_columns_with_a_text_over_figures_is_no_indicator() -> None:
    result = read(
        row(0, "Indicatore", "Formula", "Valore 2022", "Target 2023", "Target 2024", head=True),
        row(12, "Visite", "Somma", "1", "2", "3"),
        row(24, ("Amministratore di riferimento", 2), ("Assessora Bianchi", 3), table=1),
    )
    assert [record.name for record in result.records] == ["Visite"]
    assert not result.rejected


def test_a_final_value_is_to_be_reached_but_beside_a_target_or_in_a_report_it_was() -> None:
    def role(heading: str, years: PlanYears, *more: str) -> list[tuple[str, int | None]]:
        figures_of = [str(n) for n in range(2 + len(more))]
        rows = row(0, "Indicatore", "Valore iniziale", heading, *more, head=True), row(12, "Visite", *figures_of)
        return [(v.role, v.period) for v in read(*rows, years=years).records[0].values][1:]

    plan, report = PlanYears(2023, 2025), PlanYears(2023, 2023, is_report=True)
    assert role("Valore finale 2025", plan) == [("target", 2025)]
    assert role("Valore finale 2023", report) == [("result", 2023)]
    assert role("Valore finale 2023", report, "Target 2023") == [("result", 2023), ("target", 2023)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Target 2023 (%)", "target"), ("Target 2023 (n.)", "target"), ("Target 2023 (aziendale)", "target")],
)
def test_brackets_behind_a_target_may_say_its_unit(heading: str, role: str) -> None:
    (record,) = read(row(0, "Obiettivo", "Indicatore", heading, head=True), row(12, "A", "Visite", "10")).records
    assert figures(record) == [(role, 2023, None, "10")]


def test_brackets_behind_a_baseline_may_say_of_when_it_is() -> None:
    rows = row(0, "Indicatore", "Baseline (media 2020-2022)", "Target 2023", head=True), row(12, "Visite", "8", "10")
    assert figures(read(*rows).records[0]) == [("baseline", None, None, "8"), ("target", 2023, None, "10")]


@pytest.mark.parametrize("other", ["Target 2023 (regionale)", "Target 2023 (minimo)"])
def test_brackets_behind_a_target_may_make_it_anothers(other: str) -> None:
    rows = row(0, "Indicatore", "Target 2023", other, head=True), row(12, "Visite", "10", "12")
    assert figures(read(*rows).records[0]) == [("target", 2023, None, "10")]


def test_names_with_figures_of_their_own_are_as_many_indicators() -> None:
    result = read(
        row(0, "Obiettivo", "Indicatore di impatto", "Target 2025", "Indicatore di output", "Target 2023", head=True),
        row(12, "1. Vaccinare", "Casi", "5", "Visite", "10"),
    )
    assert [(r.name, figures(r)) for r in result.records] == [
        ("Casi", [("target", 2025, None, "5")]),
        ("Visite", [("target", 2023, None, "10")]),
    ]


def test_figures_below_objectives_are_what_is_to_be_reached_where_nothing_else_is() -> None:
    years = PlanYears(2023, 2023)
    rows = row(0, "Indicatore", "Obiettivo", "Valore storico", head=True), row(12, "Visite", "≥ 10", "8")
    assert figures(read(*rows, years=years).records[0]) == [
        ("target", 2023, None, "≥ 10"),
        ("baseline", None, None, "8"),
    ]


def test_a_code_before_the_objective_of_a_card_is_the_objectives() -> None:
    rows = (
        row(0, "Codice", "OB.1", "Peso", "20%"),
        row(12, "Obiettivo", ("Vaccinare", 3)),
        row(24, "Indicatore", ("Visite", 3)),
        row(36, "Target 2023", "10", "Risultato 2023", "12"),
    )
    result = read(*rows)
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("OB.1", "Vaccinare")]
    (record,) = result.records
    assert (record.code_raw, record.weight) == (None, "20%")


def test_years_alone_say_nothing_of_targets_in_a_document_that_calls_itself_no_plan() -> None:
    rows = row(0, "Indicatore", "2021", "2022", "2023", head=True), row(12, "Imprese registrate", "5", "6", "7")
    for is_plan in (True, False):
        (record,) = read(*rows, years=PlanYears(2023, 2023, is_plan=is_plan)).records
        assert (Signal.ROLE_UNKNOWN not in record.signs) == is_plan


def test_a_description_beside_the_name_of_an_indicator_is_no_part_of_it() -> None:
    result = read(
        row(0, "Obiettivo", "KPI", "Descrizione del KPI", "Target 2023", head=True),
        row(12, "A", "Visite", "Numero di visite svolte", "10"),
    )
    (record,) = result.records
    assert (record.name, dict(record.extra)) == ("Visite", {"Descrizione del KPI": "Numero di visite svolte"})


def test_a_description_beside_the_code_of_an_indicator_is_its_name() -> None:
    rows = row(0, "KPI", "Descrizione del KPI", "Target 2023", head=True), row(12, "KPI_01", "Visite svolte", "10")
    (record,) = read(*rows).records
    assert (record.code_raw, record.name) == ("KPI_01", "Visite svolte")


def test_a_row_that_is_a_year_says_it_of_the_figures_of_its_table() -> None:
    heading = "Indicatore", "Valore atteso", "Valore conseguito"
    result = read(
        row(0, ("Anno 2024", 3), head=True),
        row(12, *heading, head=True),
        row(24, "Visite", "10", "12"),
        row(60, ("2023", 3), head=True, table=1),
        row(72, *heading, head=True, table=1),
        row(84, "Visite", "8", "9", table=1),
        years=PlanYears(2023, 2024, is_report=True),
    )
    assert [{v.period for v in record.values} for record in result.records] == [{2024}, {2023}]
    assert not result.rejected


def test_a_share_of_what_is_realized_has_the_year_of_its_heading_and_may_be_what_is_expected() -> None:
    headings = "Indicatore", "Grado di realizzazione 2022", "Grado di realizzazione previsto 2023"
    (record,) = read(row(0, *headings, head=True), row(12, "Lavori", "35%", "70%")).records
    assert figures(record) == [("achievement", 2022, None, "35%"), ("target", 2023, None, "70%")]


def test_the_number_of_a_footnote_is_no_part_of_an_objectives_code() -> None:
    result = read(
        line(0, "Obiettivo strategico 1¹ - Vaccinare"),
        row(20, "Indicatore²", "Target 2023³", head=True),
        row(32, "Visite", "10"),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("1", "Vaccinare")]
    assert figures(result.records[0]) == [("target", 2023, None, "10")]


@pytest.mark.parametrize(("other", "cell", "doubted"), [("12", "12", True), ("10", "10", False)])
def test_two_figures_of_one_role_and_year_are_in_doubt(other: str, cell: str, doubted: bool) -> None:
    """Nobody says which holds: the first target or the revised one; or one is something else, not told apart."""
    rows = row(0, "Indicatore", "Target 2023", "Target 2023 rimodulato", head=True), row(12, "Visite", "10", other)
    (record,) = read(*rows).records
    assert figures(record) == [("target", 2023, None, "10"), ("target", 2023, None, cell)]
    assert (Signal.FIGURES_ALIKE in record.signs) == doubted == (record.confidence < REVIEW)


def test_of_two_columns_that_name_one_field_the_first_holds() -> None:
    headings = "Indicatore", "Formula", "Metodo di rilevazione", "Target 2023", "Responsabile", "Strutture coinvolte"
    (record,) = read(
        row(0, *headings, head=True), row(12, "Visite", "Somma", "Registro", "10", "Rossi", "UO 1")
    ).records
    assert (record.formula, record.owner) == ("Somma", "Rossi")
    assert dict(record.extra) == {"Metodo di rilevazione": "Registro", "Strutture coinvolte": "UO 1"}
