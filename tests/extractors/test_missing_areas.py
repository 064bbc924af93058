"""A number left out between two areas: the rows that may belong to the lost one are named and in doubt."""

from __future__ import annotations

from extractors.pages.model import Box, Place
from extractors.quality.signals import Signal
from extractors.records.model import Node, Record
from extractors.records.signals.missing_areas import doubt_rows_of_missing_areas


def _node(key: int, code: str, parent: int | None = None, level: str = "area") -> Node:
    return Node(key, parent, level, code, f"Title {code}", Place(1, Box(0, 10 * key, 100, 10 * key + 8)))


def _record(node: int | None, y: float) -> Record:
    return Record(node, "operational", None, f"Indicator at {y}", Place(1, Box(0, y, 100, y + 8)), f"row {y}", ())


NODES = (_node(1, "1"), _node(2, "101", 1, "strategic"), _node(3, "3"), _node(4, "301", 3, "strategic"))


def test_the_rows_before_a_gap_are_named_and_in_doubt() -> None:
    records, findings = doubt_rows_of_missing_areas([_record(2, 15), _record(None, 18), _record(4, 45)], NODES)
    assert [Signal.NODE_NEXT_MISSING in record.signs for record in records] == [True, False, False]
    assert [(f.code, f.place, f.raw) for f in findings] == [
        ("area-missing", NODES[2].place, "Title 3"),
        ("area-missing", records[0].place, records[0].row_text),
    ]


def test_areas_in_order_leave_no_doubt() -> None:
    given = [_record(1, 15)]
    assert doubt_rows_of_missing_areas(given, (_node(1, "1"), _node(2, "2"))) == (given, [])


def test_missions_of_a_budgets_classification_need_not_follow_each_other() -> None:
    given = [_record(1, 15)]
    assert doubt_rows_of_missing_areas(given, (_node(1, "01"), _node(2, "04"), _node(3, "10"))) == (given, [])


def test_areas_that_do_not_count_up_leave_none_out() -> None:
    given = [_record(1, 15)]
    assert doubt_rows_of_missing_areas(given, (_node(1, "16"), _node(2, "12"), _node(3, "32"))) == (given, [])
