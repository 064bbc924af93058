"""A table that is not under the heading in force takes nothing from it."""

from __future__ import annotations

from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Cell, Place, TableRow
from extractors.records.reader_state import PlanYears
from extractors.records.table_reader import TablesResult, read_tables

WIDE = (40.0, 300.0, 400.0, 500.0, 600.0)
OTHER = (40.0, 250.0, 420.0, 600.0)


def row(table: int, y: float, cells: list[str], edges: tuple[float, ...], *, head: bool = False) -> TableRow:
    placed = tuple(
        Cell(text, Place(1, Box(edges[i], y, edges[i + 1], y + 12)), i, 1, head, head) for i, text in enumerate(cells)
    )
    return TableRow(placed, Place(1, Box(edges[0], y, edges[-1], y + 12)), table)


def read(*rows: TableRow) -> TablesResult:
    heading = row(0, 100, ["Indicatore", "Formula", "Target 2021", "Target 2022"], WIDE, head=True)
    known = row(0, 112, ["N. incontri", "conteggio", ">= 3", ">= 4"], WIDE)
    return read_tables([heading, known, *rows], layout_by_id("generic"), years=PlanYears(2021, 2021), text_source=False)


def names(result: TablesResult) -> list[str]:
    return [record.name for record in result.records]


def accounted(result: TablesResult) -> bool:
    return result.rows_seen == len(result.records) + len(result.rejected) + len(result.ignored)


def test_a_table_with_a_heading_of_its_own_is_another_one() -> None:
    result = read(
        row(1, 200, ["Categoria", "Sede", "2021", "2022"], WIDE, head=True),
        row(1, 212, ["Categoria D", "Nord", "11", "12"], WIDE),
    )
    assert names(result) == ["N. incontri"]
    assert [i.rule for i in result.ignored[1:]] == ["tables-without-indicators"] * 2
    assert accounted(result)


def test_a_table_whose_columns_stand_elsewhere_is_another_one() -> None:
    result = read(row(1, 200, ["Categoria D", "11", "12"], OTHER), row(1, 212, ["Categoria C", "19", "18"], OTHER))
    assert names(result) == ["N. incontri"]
    assert accounted(result)


def test_a_heading_of_indicators_that_is_not_understood_rejects_its_rows() -> None:
    result = read(
        row(1, 200, ["Descrizione libera", "Formula", "Qualcosa", "Altro"], WIDE, head=True),
        row(1, 212, ["N. visite", "conteggio", "5", "6"], WIDE),
    )
    assert names(result) == ["N. incontri"]
    assert [r.raw for r in result.rejected] == [
        "Descrizione libera | Formula | Qualcosa | Altro",
        "N. visite | conteggio | 5 | 6",
    ]
    assert accounted(result)


def test_a_table_that_goes_on_without_its_heading_keeps_it() -> None:
    result = read(row(1, 200, ["N. eventi", "conteggio", "5", "6"], WIDE))
    assert names(result) == ["N. incontri", "N. eventi"]
    assert "heading-carried" in result.records[1].signs
