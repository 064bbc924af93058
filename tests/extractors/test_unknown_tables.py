"""Forms of tables that plans of unknown bodies print, each on the smallest document that shows it."""

from __future__ import annotations

import pytest

from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Cell, Place, TableRow, TextLine
from extractors.quality.confidence import REVIEW
from extractors.records.figures.yearly_cells import each_year
from extractors.records.indicators.name_codes import codes_of_names
from extractors.records.reader_state import PlanYears
from tests.extractors.test_any_plan import figures, read, row


def test_one_cell_states_the_targets_of_several_years() -> None:
    (record,) = read(
        row(0, "Indicatore", "Target", head=True),
        row(12, "Visite", "Anno 2023: >= 90% Anno 2024: >= 95% Anno 2025: 100%"),
    ).records
    assert figures(record) == [
        ("target", 2023, None, ">= 90%"),
        ("target", 2024, None, ">= 95%"),
        ("target", 2025, None, "100%"),
    ]


@pytest.mark.parametrize(
    "text",
    ["entro il 2023", "2023: 5", "rispetto al 2022: +5% 2023: +6%", "2023: 5 2025: 6", "2023: 2024: 6", "10 - 15"],
)
def test_a_text_that_names_a_year_states_one_figure(text: str) -> None:
    assert each_year(text) == ()


def test_a_card_holds_a_small_table_of_its_figures() -> None:
    (record,) = read(
        row(0, "Indicatore", ("Visite", 3)),
        row(12, "Metodo di calcolo", ("Conteggio", 3)),
        row(24, "Valori", "2022 (consuntivo)", "Target 2023", "Target 2024"),
        row(36, "", "5", "6", "7"),
        row(48, "Responsabile", ("Ufficio turismo", 3)),
    ).records
    assert figures(record) == [("result", 2022, None, "5"), ("target", 2023, None, "6"), ("target", 2024, None, "7")]
    assert (record.formula, record.owner) == ("Conteggio", "Ufficio turismo")


def test_a_card_holds_a_small_table_whose_rows_say_what_they_hold() -> None:
    (record,) = read(
        row(0, "Indicatore", ("Visite", 2)),
        row(12, "Unità di misura", ("n.", 2)),
        row(24, "Anno", "2023", "2024"),
        row(36, "Target", "6", "7"),
        row(48, "Consuntivo", "5", "8"),
    ).records
    assert figures(record) == [
        ("target", 2023, None, "6"),
        ("target", 2024, None, "7"),
        ("result", 2023, None, "5"),
        ("result", 2024, None, "8"),
    ]


def test_a_row_of_targets_outside_a_card_is_a_heading_or_none() -> None:
    result = read(row(0, "Voce", "Target 2023", "Target 2024"), row(12, "", "6", "7"))
    assert not result.records
    assert [ignored.raw for ignored in result.ignored] == ["Voce | Target 2023 | Target 2024", "6 | 7"]


def test_a_title_over_the_whole_table_says_what_its_descriptions_are_of() -> None:
    result = read(
        row(0, ("Scheda obiettivo specifico n. 3", 4), head=True),
        row(12, "Descrizione", ("Tutelare i boschi", 3)),
        row(24, ("Indicatori", 4), head=True),
        row(36, "Cod.", "Descrizione", "Metodo di calcolo", "Valori target per l'anno 2023", head=True),
        row(48, "1", "Ettari percorsi dal fuoco", "Ettari", "< 5"),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("3", "Tutelare i boschi")]
    (record,) = result.records
    assert (record.code_raw, record.name, record.node) == ("1", "Ettari percorsi dal fuoco", 0)
    assert not result.rejected


def test_objectives_are_told_by_their_codes_alone() -> None:
    result = read(
        row(0, "Obiettivo strategico", "Obiettivo operativo", "Indicatore", "Target 2023", head=True),
        row(12, "0101", "01010601", "Visite", "5"),
    )
    assert [(node.code_raw, node.parent) for node in result.tree.nodes] == [("0101", None), ("01010601", 0)]


def test_levels_in_columns_from_the_last_one_to_the_first() -> None:
    result = read(
        row(0, "Indicatore", "Target 2023", "Obiettivo operativo", "Obiettivo strategico", head=True),
        row(12, "Visite", "5", "S1.1 Turismo", "S1 Crescita"),
    )
    assert [(node.code_raw, node.parent) for node in result.tree.nodes] == [("S1", None), ("S1.1", 0)]
    assert [record.node for record in result.records] == [1]


def test_a_word_of_headings_beside_its_text_above_a_table_is_no_indicator() -> None:
    result = read(
        row(0, "Indicatore", "Valore atteso", "Scadenza", head=True),
        row(12, "Visite", "5", "31/12/2023"),
        row(40, ("Obiettivo 2023/02 - Scuola", 3), table=1),
        row(52, "Peso dell'obiettivo", ("35", 2), table=1),
        row(64, "Indicatore", "Valore atteso", "Scadenza", head=True, table=1),
        row(76, "Classi", "7", "31/12/2023", table=1),
    )
    assert [record.name for record in result.records] == ["Visite", "Classi"]
    assert not result.rejected


def test_a_part_of_the_year_is_of_the_year_that_stands_beside_it() -> None:
    (record,) = read(
        row(0, "Indicatore", "Valore atteso 2023", ("Risultati", 2), head=True),
        row(12, "", "", "I semestre", "Anno 2023", head=True),
        row(24, "Visite", "5", "2", "6"),
    ).records
    assert figures(record) == [("target", 2023, None, "5"), ("result", 2023, "S1", "2"), ("result", 2023, None, "6")]


def test_years_stand_under_headings_of_their_own_width_too() -> None:
    (record,) = read(
        row(0, "Indicatore", "Valore raggiunto", ("Valore atteso", 2), head=True),
        row(12, "", "2022", "2023", "2024", head=True),
        row(24, "Visite", "4", "5", "6"),
    ).records
    assert figures(record) == [("result", 2022, None, "4"), ("target", 2023, None, "5"), ("target", 2024, None, "6")]


def test_a_target_has_a_value_and_a_day() -> None:
    (record,) = read(
        row(0, "Indicatore", ("Target 2023", 2), "Peso", head=True),
        row(12, "", "Valore", "Scadenza", "", head=True),
        row(24, "Visite", "5", "30/11/2023", "60%"),
    ).records
    assert (figures(record), record.weight) == ([("target", 2023, None, "5")], "60%")
    assert record.extra == {"Target 2023 Scadenza": "30/11/2023"}


def test_an_objective_is_named_in_pairs_of_cells_and_its_office_beside_its_weight() -> None:
    result = read(
        row(0, "Obiettivo n.", "1", "Titolo", "Archivio digitale"),
        row(12, "Settore", "Urbanistica", "Peso obiettivo", "30"),
        row(24, ("Indicatore", 2), "Target 2023", "Risultato 2023", head=True),
        row(36, ("Pratiche", 2), "5", "6"),
    )
    (node,) = result.tree.nodes
    assert (node.code_raw, node.title, node.owner) == ("1", "Archivio digitale", "Urbanistica")
    assert [record.node for record in result.records] == [0]


def test_a_line_names_the_office_of_the_objective_above_it() -> None:
    result = read(
        TextLine("Programma 0106 - Ufficio tecnico", Place(1, Box(0, 0, 90, 10))),
        TextLine("Responsabile: Arch. Rossi", Place(1, Box(0, 20, 90, 30))),
        row(40, "Indicatore", "Target 2023", head=True),
        row(52, "Permessi", "5"),
    )
    (node,) = result.tree.nodes
    assert (node.code_raw, node.owner) == ("0106", "Arch. Rossi")


def test_an_objectives_number_is_told_from_an_amount() -> None:
    result = read(
        row(0, "Obiettivo", "Indicatore", "Target 2023", head=True),
        row(12, "1 Ridurre le attese", "Visite", "5"),
        row(24, "20 iniziative nelle scuole", "Classi", "7"),
    )
    assert [(n.code_raw, n.title) for n in result.tree.nodes] == [
        ("1", "Ridurre le attese"),
        (None, "20 iniziative nelle scuole"),
    ]


def test_a_row_states_several_indicators_under_headings_that_number_them() -> None:
    records = read(
        row(0, "Obiettivo", "Indicatore 1", "Target 1", "Indicatore 2", "Target 2", head=True),
        row(12, "1. Turismo", "Visite", "5", "Corsi", "6"),
        row(24, "2. Scuola", "Classi", "7"),
        years=PlanYears(2023, 2023),
    ).records
    assert [(record.name, figures(record), record.node) for record in records] == [
        ("Visite", [("target", 2023, None, "5")], 0),
        ("Corsi", [("target", 2023, None, "6")], 0),
        ("Classi", [("target", 2023, None, "7")], 1),
    ]


def test_a_numbered_target_beside_no_numbered_indicator_is_unknown() -> None:
    (record,) = read(row(0, "Indicatore", "Target 2023", "Target 1", head=True), row(12, "Visite", "5", "6")).records
    assert figures(record) == [("target", 2023, None, "5")]
    assert record.confidence < REVIEW


def test_a_number_of_rows_is_no_year() -> None:
    (record,) = read(row(0, "N°", "Indicatore", "Target 2023", head=True), row(12, "7", "Visite", "5")).records
    assert (record.code_raw, figures(record)) == ("7", [("target", 2023, None, "5")])


def merged(text: str, column: int, *, again: bool = False) -> Cell:
    """A cell over two rows of a table, in the first of them or `again` in the second."""
    return Cell(text, Place(1, Box(column * 100, 12, column * 100 + 100, 36)), column, continued=again)


def rows_of_an_objective() -> list[TableRow]:
    heading = row(0, "Obiettivo", "Peso", "Indicatore", "Target 2023", head=True)
    one, other = row(12, "", "", "Visite", "5"), row(24, "", "", "Corsi", "6")
    both = [
        TableRow((merged("1 Turismo", 0, again=n > 0), merged("60%", 1, again=n > 0), *r.cells), r.place, r.table)
        for n, r in enumerate((one, other))
    ]
    return [heading, *both, row(36, "2 Scuola", "40%", "Classi", "7")]


def test_a_weight_merged_as_its_objective_is_the_objectives() -> None:
    records = read(*rows_of_an_objective()).records
    assert [record.weight for record in records] == [None, None, None]
    assert [record.extra.get("Peso") for record in records] == ["60%", None, "40%"]
    assert all("merged-figure" not in record.signs for record in records)


def test_the_weight_of_several_indicators_of_one_row_is_their_objectives() -> None:
    records = read(
        row(0, "Obiettivo", "Peso", "Indicatori", "Target 2023", head=True),
        row(12, "1 Turismo", "60%", "1) Visite 2) Corsi", "1) 5 2) 6"),
        row(24, "2 Scuola", "40%", "Classi", "7"),
    ).records
    assert [record.weight for record in records] == [None, None, None]
    assert [record.extra.get("Peso") for record in records] == ["60%", "60%", "40%"]


def test_an_objective_is_a_row_that_begins_with_a_code_of_the_bodys_own() -> None:
    result = read(
        row(0, "Indicatore", "Target 2023", head=True),
        row(12, ("OB1 - Turismo", 2)),
        row(24, "Visite", "5"),
        row(36, ("OB1.2 - Scuola", 2)),
        row(48, "Classi", "7"),
    )
    assert [(n.level, n.code_raw, n.parent) for n in result.tree.nodes] == [
        ("strategic", "OB1", None),
        ("operational", "OB1.2", 0),
    ]
    assert [record.node for record in result.records] == [0, 1]


def test_a_heading_among_the_rows_of_a_table_begins_another_one() -> None:
    """Where no rules part two tables, they may be read as one."""
    result = read(
        row(0, "Indicatore", "Target 2023", "Risultato 2023", head=True),
        row(12, "Visite", "5", "6"),
        row(24, "Ambito", "Media 2022", "Media 2023", head=True),
        row(36, "Equità", "3,1", "3,3"),
    )
    assert [record.name for record in result.records] == ["Visite"]
    emphasised = row(24, "Corsi", "7", "8", head=True)
    others = (row(0, "Indicatore", "Target 2023", "Risultato 2023", head=True), row(12, "Visite", "5", "6"))
    assert [record.name for record in read(*others, emphasised).records] == ["Visite", "Corsi"]


@pytest.mark.parametrize("label", ["Servizio responsabile", "Settore", "Responsabile dell'obiettivo", "Direzione"])
def test_a_row_above_a_table_names_the_office(label: str) -> None:
    result = read(
        row(0, "Codice obiettivo", ("2023_VI01", 2)),
        row(12, "Titolo", ("Controllare la velocità", 2)),
        row(24, label, ("Polizia locale", 2)),
        row(36, "Indicatore", "Target 2023", "Risultato 2023", head=True),
        row(48, "Controlli", "5", "6"),
    )
    (node,) = result.tree.nodes
    assert (node.code_raw, node.title, node.owner) == ("2023_VI01", "Controllare la velocità", "Polizia locale")


def test_codes_before_names_are_told_by_all_of_a_plan() -> None:
    coded = ["A1a Visite", "A1b Corsi", "B2a Classi"]
    assert codes_of_names(coded) == [("A1a", "Visite"), ("A1b", "Corsi"), ("B2a", "Classi")]
    one = ["A4 stampati", "Corsi", "Classi"]
    assert codes_of_names(one) == [(None, name) for name in one]
    same = ["H1 aperte", "H1 chiuse", "H1 in corso"]
    assert codes_of_names(same) == [(None, name) for name in same]


def test_a_name_without_a_word_is_none() -> None:
    result = read(row(0, "Indicatore", "Target 2023", head=True), row(12, "-3,20", "5"))
    assert not result.records
    assert [(row.code, row.raw) for row in result.rejected] == [("row-without-name", "-3,20 | 5")]


def test_a_row_without_any_figure_is_in_doubt() -> None:
    (record,) = read(row(0, "Indicatore", "Formula", "Target 2023", head=True), row(12, "Visite", "Conteggio")).records
    assert "figures-none" in record.signs
    assert record.confidence < REVIEW


@pytest.mark.parametrize(
    "heading",
    [
        ("Area di rischio", "Misura", "Indicatore di monitoraggio", "Valore atteso"),
        ("Processo", "Misure specifiche", "Indicatore", "Target 2023"),
        ("Obblighi di pubblicazione", "Misura", "Indicatore", "Target 2023"),
        ("Misura", "Fasi", "Indicatore di monitoraggio", "Valore atteso"),
    ],
)
def test_measures_against_risks_are_no_indicators(heading: tuple[str, ...]) -> None:
    result = read(row(0, *heading, head=True), row(12, "Contratti", "Rotazione", "Affidamenti", "80%"))
    assert not result.records
    assert not result.rejected


@pytest.mark.parametrize(
    ("due", "year"), [("2024", 2024), ("entro il 31/12/2025", 2025), ("2024-2025", None), ("annuale", 2023)]
)
def test_a_target_is_of_the_year_in_which_it_is_due(due: str, year: int | None) -> None:
    """In a plan of three years; where it is due in several ones nothing tells which is meant."""
    heading = row(0, "Indicatore", "Target", "Tempistica", head=True)
    (record,) = read(heading, row(12, "Visite", "5", due), years=PlanYears(2023, 2025)).records
    assert figures(record) == [("target", year, None, "5")]
    assert (record.confidence < REVIEW) is (year is None)


def test_words_under_figures_that_nobody_knows_leave_the_years_beside_them() -> None:
    """A health authority's own value beside its region's: which is whose is not told, the targets' years are."""
    result = read(
        row(0, "Indicatore", ("Valore 2022", 2), ("Target", 2), head=True),
        row(12, "", "ASL", "Regione", "2023", "2024", head=True),
        row(24, "Visite", "81%", "84%", "85%", "88%"),
    )
    (record,) = result.records
    assert figures(record) == [("target", 2023, None, "85%"), ("target", 2024, None, "88%")]
    assert record.confidence < REVIEW


def test_figures_under_words_that_nobody_knows_have_the_year_of_these() -> None:
    result = read(
        row(0, "Indicatore", "Anno 2022", ("Livelli di risultato 2023", 3), head=True),
        row(12, "", "", "Minimo", "Atteso", "Eccellente", head=True),
        row(24, "Visite", "60", "70", "75", "90"),
    )
    (record,) = result.records
    assert figures(record) == [("result", 2022, None, "60"), ("target", 2023, None, "75")]


def test_a_target_as_it_was_before_it_was_changed_is_none() -> None:
    heading = row(0, "Indicatore", "Valori target a preventivo 2023", "Valori target riformulati 2023", head=True)
    (record,) = read(heading, row(12, "Visite", "5", "4")).records
    assert figures(record) == [("target", 2023, None, "4")]


def test_a_row_with_figures_is_no_heading_because_two_cells_read_like_headings() -> None:
    result = read(
        row(0, "Indicatore", "Formula", "Target 2023", "Risultato 2023", "Esito", head=True),
        row(12, "Pagamenti", "Indicatore annuale", "≤ -10", "-12,4", "Raggiunto"),
    )
    assert [record.name for record in result.records] == ["Pagamenti"]


def test_a_report_says_of_which_year_its_targets_are() -> None:
    """The triennium that its text names is the plan's."""
    line = row(0, ("Relazione sulla performance 2024", 2))
    (record,) = read(
        line,
        row(12, "Indicatore", "Target", head=True),
        row(24, "Visite", "5"),
        years=PlanYears(2023, 2025, is_report=True),
    ).records
    assert figures(record) == [("target", 2024, None, "5")]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("name", "Indicatori di efficacia/efficienza|Indicatore/i|Indicatore (descrizione)|Indicatore temporale"),
        ("name", "Indicatori quali-quantitativi|Metrica/Indicatore|Indicatori di attività|Indicatori comuni"),
        ("target", "Target annuo|Standard atteso|Target/valore atteso|Valori target per anno|Nuovo target"),
        ("target", "Target rimodulato|Target e scadenza|Valore dell'indicatore atteso|Valore obiettivo 2023"),
        ("result", "Valore a consuntivo|Target raggiunto|Valore ottenuto|Risultato effettivo|Performance conseguita"),
        ("baseline", "Situazione attuale|Punto di partenza|Valore anno precedente|Valore di partenza (baseline)"),
        ("achievement", "% raggiunta|% di ragg.to|% completamento|Percentuale conseguita"),
        ("weight", "Pesi|Peso KPI %|Peso attribuito|Fattore di ponderazione"),
        ("formula", "Formula / Metodo di calcolo|Criteri di calcolo|Formula indicatore"),
        ("unit", "UdM|u.d.m.|Unità di misura (UM)"),
        ("owner", "Direzione generale|Dipartimento|Area/Servizio|C.d.R.|Responsabile dell'obiettivo|Ripartizione"),
        (
            "objective",
            "Missioni|Programmi|Macroarea|Obiettivo individuale|Direttiva strategica|Obiettivo (descrizione)",
        ),
        ("objective_code", "Codice obiettivo|Cod. ob.|N. obiettivo|Codice obiettivo operativo"),
        ("code", "Nr.|Progr.|Numero|Rif.|Cod. ind."),
        ("note", "Cause di scostamento|Motivazione scostamento|Criticità"),
        ("extra", "Punteggio massimo|Data inizio|Personale coinvolto|Tempi di realizzazione|Evidenze"),
    ],
)
def test_words_that_bodies_head_their_columns_with(column: str, texts: str) -> None:
    rules = layout_by_id("generic").tables
    assert rules is not None
    headings = Headings(rules)
    found = {text: headings.match(Cell(text, Place())).name for text in texts.split("|")}
    assert found == dict.fromkeys(texts.split("|"), column)
