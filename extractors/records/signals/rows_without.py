"""Rows of a plan nobody has described that stand under no objective, while others of it do.

In: what was read from the tables of a document. Out: doubts of such rows, in place. Public: `doubt_rows_without_node`.
"""

from __future__ import annotations

import re

from extractors.quality.signals import Signal
from extractors.records.model import Finding
from extractors.records.reader_state import TablesResult
from extractors.records.signals.rows import with_signs

_OF_OFFICES = re.compile(
    r"(?:u\.? ?o\.?|settore|servizio|area|ufficio|dipartimento|direzione|divisione|centro|struttura|distretto|staff)",
    re.IGNORECASE,
)


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
