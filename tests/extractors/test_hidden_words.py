"""What may hide an objective, an office or an indicator in a plan nobody has described is read, or in doubt."""

from __future__ import annotations

from dataclasses import replace

from extractors.pages.model import Box, Place, TableRow, TextLine
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from extractors.records.reader_state import TablesResult
from extractors.tables.inferred.merged_cells import ruled_spans
from tests.extractors.test_any_plan import read, row

HEAD = row(40, "Indicatore", "Target 2023", head=True)


def title(y: float, text: str) -> TextLine:
    return TextLine(text, Place(1, Box(0, y, 400, y + 12)), bold=True)


def inferred(*rows: TableRow) -> list[TableRow]:
    return [replace(one, signs=(Signal.GRID_INFERRED,)) for one in rows]


def test_a_code_of_letters_before_a_title_over_a_table_is_an_objectives() -> None:
    result = read(title(0, "L.1 – Presidio del territorio"), HEAD, row(52, "Controlli", "110"))
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("L.1", "Presidio del territorio")]
    assert result.records[0].node == 0


def test_a_law_before_a_title_is_none() -> None:
    result = read(title(0, "L. 190 – Adempimenti"), HEAD, row(52, "Controlli", "110"))
    assert result.tree.nodes == ()


def under_two_titles(second: str, name: str, figure: str) -> TablesResult:
    """An objective with its table, and a table of one row under a `second` title."""
    return read(
        title(0, "Obiettivo 1 – Semplificare"),
        HEAD,
        row(52, "Moduli", "10"),
        title(70, second),
        row(90, "Indicatore", "Target 2023", head=True, table=1),
        row(102, name, figure, table=1),
    )


def test_rows_below_a_title_that_no_rule_knows_are_in_doubt() -> None:
    result = under_two_titles("Azioni positive", "Donne dirigenti", "4")
    assert [record.confidence < REVIEW for record in result.records] == [False, True]
    assert Signal.NODE_UNREAD in result.records[1].signs


def test_a_title_that_calls_itself_an_objective_is_read_or_doubted() -> None:
    known = read(title(0, "Obiettivo specifico triennale 1 – Crescere"), HEAD, row(52, "Moduli", "10"))
    assert [(node.code_raw, node.title) for node in known.tree.nodes] == [("1", "Crescere")]
    (record,) = read(title(0, "Obiettivo trasversale di tutti – Crescere"), HEAD, row(52, "Moduli", "10")).records
    assert record.node is None
    assert record.confidence < REVIEW


def test_a_title_that_says_what_its_table_holds_leaves_the_objective() -> None:
    result = under_two_titles("Indicatori di impatto", "Soddisfatti", "80%")
    assert all(record.confidence >= REVIEW for record in result.records)


def test_words_under_an_unknown_heading_may_be_the_objective_or_the_office() -> None:
    (record,) = read(
        row(0, "Traguardo di fondo", "Indicatore", "Target", head=True), row(12, "Crescere", "Utenti", "9")
    ).records
    assert Signal.HEADING_UNKNOWN in record.signs
    (known,) = read(row(0, "Obiettivo", "Indicatore", "Target", head=True), row(12, "Crescere", "Utenti", "9")).records
    assert Signal.HEADING_UNKNOWN not in known.signs


def test_two_cells_under_one_heading_are_in_doubt() -> None:
    result = read(row(0, ("Indicatore", 2), "Target 2023", head=True), row(12, "Utenti", "Utenti / residenti", "9"))
    assert [record.confidence < REVIEW for record in result.records] == [True]


def test_several_indicators_that_share_a_cell_of_figures_are_in_doubt() -> None:
    result = read(HEAD, row(52, "a) Eventi b) Imprese", "18 250"))
    assert [record.name for record in result.records] == ["Eventi", "Imprese"]
    assert all(record.confidence < REVIEW for record in result.records)


def test_a_list_with_signs_is_as_many_indicators() -> None:
    result = read(HEAD, row(52, "• Eventi • Imprese", "• 18 • 250"))
    assert [(r.name, r.values[0].raw) for r in result.records] == [("Eventi", "18"), ("Imprese", "250")]


def test_a_title_that_goes_on_over_the_page_is_one() -> None:
    head = row(0, "Obiettivo", "Indicatore", "Target 2023", head=True)
    first = row(12, "2.1 Il piano", "Spesa", "75%")
    result = read(head, first, row(12, "operativo", "Collaudi", "3", page=2))
    assert [(node.code_raw, node.title) for node in result.tree.nodes] == [("2.1", "Il piano operativo")]
    another = read(head, first, row(12, "Altro piano", "Collaudi", "3", page=2))
    assert [node.title for node in another.tree.nodes] == ["Il piano", "Altro piano"]


def test_numbers_begin_anew_under_another_parent_with_another_title() -> None:
    result = read(
        title(0, "Missione 01 – Servizi"),
        title(14, "Programma 01 – Organi"),
        title(28, "Missione 03 – Sicurezza"),
        title(42, "Programma 01 – Polizia locale"),
    )
    nodes = {node.key: node for node in result.tree.nodes}
    assert [(n.title, nodes[n.parent].title) for n in nodes.values() if n.parent is not None] == [
        ("Organi", "Servizi"),
        ("Polizia locale", "Sicurezza"),
    ]


def test_rules_tell_which_rows_share_a_cell() -> None:
    bands = [(0.0, 10.0), (10.0, 20.0), (20.0, 30.0), (30.0, 40.0)]
    boxes = [Box(0, 2, 9, 8), Box(0, 22, 9, 28)]
    parted = [True, True, True]
    assert ruled_spans(boxes, bands, [False, True, False], parted) == [(0, 1), (2, 3)]
    assert ruled_spans(boxes[1:], bands, [False, True, False], parted) == [(2, 3)]
    assert ruled_spans(boxes, bands, [True, True, True], parted) == []
    assert ruled_spans(boxes, bands, [False, False, False], parted) == []
    assert ruled_spans(boxes, bands, [False, True, False], [True, True, False]) == []
