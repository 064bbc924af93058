"""What tables of plans nobody has described say: years, roles, tree and cards, on rows written by hand."""

from __future__ import annotations

import pytest

from extractors.layouts.registry import LayoutInvalid, layout_by_id, parse_layout
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.records.model import Record
from extractors.records.reader_state import PlanYears
from extractors.records.table_reader import TablesResult, read_tables

WIDTH = 100.0
THREE_YEARS = PlanYears(2023, 2025)


def row(y: float, *texts: str | tuple[str, int], table: int = 0, head: bool = False, page: int = 1) -> TableRow:
    """A row of cells of one width; a text with a number covers so many columns, an empty one is no cell."""
    cells, column = [], 0
    for given in texts:
        text, span = given if isinstance(given, tuple) else (given, 1)
        box = Box(column * WIDTH, y, (column + span) * WIDTH, y + 12)
        if text:
            cells.append(Cell(text, Place(page, box), column, span, head, head))
        column += span
    return TableRow(tuple(cells), Place(page, Box(0, y, column * WIDTH, y + 12)), table)


def read(*items: Item, years: PlanYears = THREE_YEARS) -> TablesResult:
    result = read_tables(items, layout_by_id("generic"), years=years, text_source=False)
    assert result.rows_seen == len(result.records) + len(result.rejected) + len(result.ignored)
    return result


def figures(record: Record) -> list[tuple[str, int | None, str | None, str]]:
    return [(v.role, v.period, v.part, v.raw) for v in record.values]


def test_years_stand_under_a_heading_and_monitoring_columns_hold_no_figures() -> None:
    (record,) = read(
        row(0, "Indicatore", ("Target", 3), ("Stato di avanzamento", 2), head=True),
        row(12, "", "2023", "2024", "2025", "DIC-23", "DIC-24", head=True),
        row(24, "Visite", "1", "2", "3", "+", "-"),
    ).records
    assert figures(record) == [("target", 2023, None, "1"), ("target", 2024, None, "2"), ("target", 2025, None, "3")]
    assert record.extra == {"Stato di avanzamento DIC-23": "+", "Stato di avanzamento DIC-24": "-"}


def test_years_by_offset_and_parts_of_a_year() -> None:
    (record,) = read(
        row(0, "Indicatore", "Valore target 2° anno", "Target n+2", "Target I semestre 2023", head=True),
        row(12, "Visite", "1", "2", "3"),
    ).records
    assert figures(record) == [("target", 2024, None, "1"), ("target", 2025, None, "2"), ("target", 2023, "S1", "3")]


def test_a_year_that_cannot_be_told_is_null_and_doubted() -> None:
    (record,) = read(row(0, "Indicatore", "Target", "Target 2024", head=True), row(12, "Visite", "1", "2")).records
    assert figures(record) == [("target", None, None, "1"), ("target", 2024, None, "2")]
    assert "year-unknown" in record.signs


def test_a_year_alone_before_the_plan_is_no_target() -> None:
    (record,) = read(row(0, "Indicatore", "2022", "2023", head=True), row(12, "Visite", "1", "2")).records
    assert figures(record) == [("result", 2022, None, "1"), ("target", 2023, None, "2")]


def test_a_table_of_past_years_alone_states_no_targets() -> None:
    result = read(row(0, "Indicatore", "2020", "2021", "2022", head=True), row(12, "ROI", "1", "2", "3"))
    assert not result.records
    assert {ignored.rule for ignored in result.ignored} == {"tables-of-past-years"}


def test_captions_of_a_form_are_neither_rows_nor_nodes() -> None:
    cards = [
        item
        for n in range(3)
        for item in (
            row(100 * n, ("INDICATORI MONITORATI", 2), table=n, head=True),
            row(100 * n + 12, "Indicatore", "Target 2023", table=n, head=True),
            row(100 * n + 24, "Visite", str(n), table=n),
        )
    ]
    result = read(*cards)
    assert [r.values[0].raw for r in result.records] == ["0", "1", "2"]
    assert not result.rejected
    assert [i.raw for i in result.ignored if i.rule == "captions-of-a-form"] == 3 * ["INDICATORI MONITORATI"]
    alone = read(*cards[:3], *cards[4:6], *cards[7:], row(400, ("Servizi anagrafici", 2), table=2))
    assert [r.raw for r in alone.rejected] == ["Servizi anagrafici"]  # it may be a node's title


def test_an_expected_result_in_words_yields_to_the_target() -> None:
    (record,) = read(
        row(0, "Indicatore", "Risultato atteso", "Target 2023", head=True), row(12, "Visite", "Più visite", "2")
    ).records
    assert figures(record) == [("target", 2023, None, "2")]
    assert record.extra == {"Risultato atteso": "Più visite"}


def test_a_table_of_risks_states_no_indicators() -> None:
    result = read(
        row(0, "Processo", "Evento rischioso", "Misura", "Target 2023", head=True),
        row(12, "Acquisti", "Frazionamento", "Rotazione", "SI"),
    )
    assert not result.records
    assert not result.rejected


def test_a_card_of_several_indicators_is_as_many_records() -> None:
    """The scheme of the PIRA: what stands before the first indicator holds for all."""
    result = read(
        row(0, "Missione", "011 - Imprese"),
        row(12, "Obiettivo", "1.1 - Turismo"),
        row(24, "Centro di responsabilità", "Area 2"),
        row(36, "Indicatore 1", "Visite"),
        row(48, "Valore target 2023", ">= 10"),
        row(60, "Indicatore 2", "Giudizio"),
        row(72, "Algoritmo di calcolo", "Media", table=1, page=2),
        row(84, "Valore target 2023", ">= 4", table=1, page=2),
    )
    assert [(r.name, r.owner, r.formula, [v.raw for v in r.values]) for r in result.records] == [
        ("Visite", "Area 2", None, [">= 10"]),
        ("Giudizio", "Area 2", "Media", [">= 4"]),
    ]
    assert {result.tree.nodes[r.node].code_raw for r in result.records if r.node is not None} == {"1.1"}


def test_indicators_numbered_in_one_cell_are_parted() -> None:
    result = read(
        row(0, "Obiettivo operativo", "OO1.1.1 Assistere le imprese"),
        row(12, "Indicatori", "Indicatore 1: Visite (peso 60%) Indicatore 2: Corsi (peso 40%)"),
        row(24, "Target 2023", "Target 1: ≥ 120 Target 2: almeno 10"),
    )
    assert [(r.name, r.weight, [v.raw for v in r.values]) for r in result.records] == [
        ("Visite", "60%", ["≥ 120"]),
        ("Corsi", "40%", ["almeno 10"]),
    ]


def test_a_column_says_the_level_and_its_cells_the_code() -> None:
    result = read(
        TextLine("Prospettiva A - Imprese", Place(1, Box(0, 0, 90, 10)), bold=True),
        row(12, "Obiettivo strategico", "Indicatore", "Target 2023", head=True),
        row(24, "A1. Promuovere", "Visite", "10"),
    )
    assert [(n.level, n.code_raw, n.parent) for n in result.tree.nodes] == [("area", "A", None), ("strategic", "A1", 0)]
    assert result.records[0].level == "strategic"


def test_a_new_chapter_closes_the_tree() -> None:
    (record,) = read(
        TextLine("Obiettivo strategico OS1 – Turismo", Place(1, Box(0, 0, 90, 10)), bold=True),
        TextLine("3.2 – Performance operativa", Place(1, Box(0, 20, 90, 30)), bold=True),
        row(40, "Indicatore", "Target 2023", head=True),
        row(52, "Visite", "10"),
    ).records
    assert record.node is None


def test_a_key_given_twice_in_a_layout_is_an_error() -> None:
    with pytest.raises(LayoutInvalid, match="line 4: the key level is given twice"):
        parse_layout("id: x\nchamber: X\nnodes:\n  - {level: area, name: n, pattern: p, level: action}\n", "x.yml")


def test_a_code_in_a_row_of_its_own_is_that_of_the_title_below_it() -> None:
    result = read(
        row(0, "Codice obiettivo", "OS1"),
        row(12, "Descrizione obiettivo specifico", "Garantire la sicurezza"),
        row(40, "Indicatore", "Target 2023", table=1, head=True),
        row(52, "Visite", "10", table=1),
    )
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("OS1", "Garantire la sicurezza")]
    assert [record.node for record in result.records] == [0]
