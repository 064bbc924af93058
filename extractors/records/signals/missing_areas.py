"""Areas that the numbers of their neighbours show to be missing: what stands before the gap may belong to them.

Where areas 1 and 3 are printed and 2 is not, what stands between them hangs under area 1 for want of a better place.
In: the records and nodes of a document. Out: a finding for each gap and one for each row that it touches, and the rows
with a signal. Public: `doubt_rows_of_missing_areas`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.quality.signals import Signal
from extractors.records.model import Finding, Node, Record
from extractors.records.signals.rows import with_signs

# A number with a zero in front is of a classification (`Missione 04`), of which a body prints what it has.
_NUMBER = re.compile(r"[1-9]\d?")


def doubt_rows_of_missing_areas(records: Sequence[Record], nodes: Sequence[Node]) -> tuple[list[Record], list[Finding]]:
    """The records, those under an area before a gap in doubt, and what is to report of gaps and of these rows."""
    gaps = {one.key: (one, other) for one, other in _find_gaps(nodes)}
    if not gaps:
        return list(records), []
    root_of = _roots_of(nodes)
    found = [
        Finding("warning", "area-missing", _describe_gap(*gap), gap[1].place, gap[1].title) for gap in gaps.values()
    ]
    doubted = []
    for record in records:
        gap = gaps.get(root_of.get(record.node, -1))
        if gap is None:
            doubted.append(record)
            continue
        doubted.append(with_signs(record, [Signal.NODE_NEXT_MISSING]))
        found.append(Finding("warning", "area-missing", _describe_gap(*gap), record.place, record.row_text))
    return doubted, found


def _find_gaps(nodes: Sequence[Node]) -> list[tuple[Node, Node]]:
    """The numbered areas between which at least one is missing."""
    roots = [n for n in nodes if n.parent is None and n.level == "area"]
    areas = [n for n in roots if _NUMBER.fullmatch(n.code_raw or "")]
    if any((n.code_raw or "").startswith("0") for n in roots):
        return []
    numbers = [int(area.code_raw or 0) for area in areas]
    if numbers != sorted(numbers):
        return []  # they do not count: a budget's missions stand in the plan's own order
    return [(a, b) for a, b in pairwise(areas) if int(b.code_raw or 0) - int(a.code_raw or 0) > 1]


def _roots_of(nodes: Sequence[Node]) -> dict[int | None, int]:
    """By key of a node, that of the root above it."""
    roots: dict[int | None, int] = {}
    for node in nodes:  # a node stands behind the one above it
        roots[node.key] = roots.get(node.parent, node.key)
    return roots


def _describe_gap(one: Node, other: Node) -> str:
    return (
        f"Areas {one.code_raw} and {other.code_raw} are printed and none between: what stands under area "
        f"{one.code_raw} may belong to a missing one."
    )
