"""What a whole document shows of a row: each signal appears where it should, and not in a sound document."""

from __future__ import annotations

from dataclasses import replace

from extractors.pages.model import Box, Place
from extractors.quality.signals import Signal
from extractors.records.model import Finding, Node, Record, ValueCell
from extractors.records.signals.documents import with_document_signals


def place(row: int, page: int = 1) -> Place:
    return Place(page, Box(50, 20.0 * row, 500, 20.0 * row + 15))


def record(row: int, name: str = "Numero di pratiche", *, node: int | None = 0, weight: str | None = None) -> Record:
    value = ValueCell("target", 2019, None, "80%", place(row))
    return Record(node, "operational", None, name, place(row), name, (value,), weight=weight)


def plan(rows: int = 10) -> list[Record]:
    return [record(row) for row in range(rows)]


def nodes(*codes: str) -> list[Node]:
    return [Node(key, None, "operational", code, f"Obiettivo {code}", place(key)) for key, code in enumerate(codes)]


def rejected(row: int) -> Finding:
    return Finding("error", "row-unexplained", "No heading stands over this row.", place(row))


def signs(records: list[Record], tree: list[Node] | None = None, lost: list[Finding] | None = None) -> list[set[str]]:
    return [set(r.signs) for r in with_document_signals(records, tree or [], lost or [])]


def test_a_sound_plan_shows_nothing() -> None:
    assert signs(plan(), nodes("1.1", "1.2", "1.3")) == [set()] * 10


def test_a_name_that_begins_small_among_large_ones_is_half_a_name() -> None:
    found = signs([*plan(20), record(20, "sviluppo del territorio")])
    assert found[20] == {Signal.NAME_BEGINS_SMALL}
    assert not any(found[:20])
    assert not any(signs([record(row, "numero di pratiche") for row in range(10)]))


def test_a_name_without_a_letter_and_one_as_long_as_several_are_told() -> None:
    found = signs([*plan(), record(10, "12,5"), record(11, "Numero di pratiche evase " * 8)])
    assert found[10] == {Signal.NAME_WITHOUT_WORD}
    assert found[11] == {Signal.NAME_LONG}


def test_a_row_with_fewer_figures_than_its_page_and_one_with_a_sentence_for_a_figure_are_told() -> None:
    rows = plan()
    rows[3] = replace(rows[3], values=())
    rows[5] = replace(
        rows[5], values=(replace(rows[5].values[0], raw="Realizzazione delle attività previste dal piano"),)
    )
    found = signs(rows)
    assert found[3] == {Signal.FIGURES_FEW}
    assert found[5] == {Signal.FIGURE_WORDY}


def test_a_row_without_a_node_among_rows_with_nodes_is_told() -> None:
    found = signs([*plan(), record(10, node=None)])
    assert found[10] == {Signal.NODE_NONE}
    assert not any(signs([record(row, node=None) for row in range(10)]))


def test_rows_under_the_node_before_a_gap_may_be_the_lost_nodes() -> None:
    codes = ["1011.01", "1011.02", "1011.03", "1011.04", "1011.05", "1011.06", "1011.08", "1011.09"]
    rows = [record(row, node=row) for row in range(8)]
    found = signs(rows, nodes(*codes))
    assert [index for index, own in enumerate(found) if Signal.NODE_NEXT_MISSING in own] == [5]


def test_a_row_with_the_number_of_a_lost_node_is_told_where_codes_begin_with_their_nodes() -> None:
    codes = ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1", "1.3.2", "1.3.3"]
    rows = [replace(record(row, node=row), code_raw=f"O{code}-a") for row, code in enumerate(codes)]
    lost = replace(record(7, node=3), code_raw="O1.2.3-a")
    found = signs([*rows, lost], nodes(*codes))
    assert [index for index, own in enumerate(found) if Signal.NODE_OF_OTHER_NUMBER in own] == [7]


def test_codes_that_count_for_themselves_say_nothing_of_nodes() -> None:
    rows = [replace(record(row, node=row), code_raw=f"KPI{row:02}") for row in range(1, 8)]
    assert not any(Signal.NODE_OF_OTHER_NUMBER in own for own in signs(rows, nodes(*map(str, range(8)))))


def test_a_plan_whose_numbers_follow_no_order_has_no_gaps() -> None:
    codes = ["1.9", "1.4", "1.17", "1.2", "1.30", "1.5", "1.12"]
    assert not any(signs([record(row, node=row) for row in range(7)], nodes(*codes)))


def test_weights_that_do_not_make_a_whole_are_told_where_others_do() -> None:
    rows = [record(row, node=row // 2, weight="50 %") for row in range(20)]
    assert not any(signs(rows))
    del rows[7]
    found = signs(rows)
    assert [index for index, own in enumerate(found) if Signal.WEIGHTS_NOT_WHOLE in own] == [6]


def test_a_rejected_row_of_another_table_below_a_title_is_no_doubt() -> None:
    (found,) = signs([record(0)], lost=[rejected(2)])
    assert Signal.NEIGHBOUR_REJECTED not in found


def test_a_rejected_row_is_doubt_for_its_neighbours_alone() -> None:
    rows = [record(2 * row) for row in range(30)]
    found = signs(rows, lost=[rejected(11)])
    assert [index for index, own in enumerate(found) if Signal.NEIGHBOUR_REJECTED in own] == [5, 6]


def test_a_page_and_a_plan_in_doubt_doubt_their_other_rows() -> None:
    doubted = [replace(record(row), signs=(Signal.MERGED_FIGURE,)) for row in range(2)]
    other = [replace(record(row), place=place(row, 2)) for row in range(40)]
    found = signs([*doubted, *[record(row) for row in range(2, 10)], *other])
    assert all(Signal.PAGE_DOUBTED in own for own in found[2:10])
    assert not any(Signal.PAGE_DOUBTED in own for own in found[10:])
    assert not any(Signal.PLAN_DOUBTED in own for own in found)
    assert Signal.NEIGHBOUR_DOUBTED in found[2]
    assert Signal.NEIGHBOUR_DOUBTED not in found[3]
    much = signs([replace(r, signs=(Signal.MERGED_FIGURE,)) if i % 2 else r for i, r in enumerate(plan())])
    assert all({Signal.PAGE_DOUBTED_MUCH, Signal.PLAN_DOUBTED_MUCH} <= own for own in much)


def test_confidence_falls_with_what_the_document_shows() -> None:
    sound = with_document_signals(plan(30), [], [])
    near = with_document_signals(plan(30), [], [rejected(4)])
    assert near[4].confidence < sound[4].confidence
    assert near[20].confidence == sound[20].confidence
