"""Rows of a plan nobody has described that lack what others of it state: an objective, an office.

In: what was read from the tables of a document. Out: doubts of such rows, in place. Public: `doubt_rows_without_node`,
`doubt_rows_without_office`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from extractors.quality.signals import Signal
from extractors.records.model import Finding, Record
from extractors.records.reader_state import TablesResult
from extractors.records.signals.rows import with_signs

_OF_OFFICES = re.compile(
    r"(?:u\.? ?o\.?|settore|servizio|area|ufficio|dipartimento|direzione|divisione|centro|struttura|distretto|staff)",
    re.IGNORECASE,
)


def doubt_rows_without_office(records: list[Record], tables: Sequence[int], naming: Set[int]) -> None:
    """Doubt the rows that name no office in a table without rules that has a column of these: its cells may be merged
    over rows. `tables` gives for each record its table, `naming` those with such a column."""
    for index, (record, table) in enumerate(zip(records, tables, strict=True)):
        if table in naming and record.owner is None and Signal.GRID_INFERRED in record.signs:
            records[index] = with_signs(record, [Signal.OFFICE_UNREAD])


def doubt_rows_without_node(result: TablesResult) -> None:
    """Doubt and report the rows under no node, where the plan has nodes, or titles that may be those of nodes: each
    over rows of its own, and none an office's."""
    if not result.tree.nodes:
        titles = {record.section for record in result.records}
        for index, record in enumerate(result.records if len(titles) > 1 else ()):
            if record.section is not None and not _OF_OFFICES.match(record.section):
                result.records[index] = with_signs(record, [Signal.NODE_UNREAD])
        return
    for index, record in enumerate(result.records):
        if record.node is None:
            result.records[index] = with_signs(record, [Signal.NODE_NONE])
            message = "The row stands under no objective, while the document has objectives."
            result.findings.append(Finding("warning", "node-missing", message, record.place, record.row_text))
