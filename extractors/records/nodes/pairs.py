"""Rows that name several nodes, or a node and what belongs to it, each a label beside its text.

In: where the reader stands, the cells of a row. Out: open nodes. Public: `node_in_cells`,
`open_pairs`, `open_titled`, `TITLE_KEY`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell, TableRow
from extractors.records.headings.scope import has_heading_first
from extractors.records.objective_tree import NodeMatch
from extractors.records.reader_state import ReaderState

TITLE_KEY = re.compile(r"(?:descrizione|denominazione|titolo|oggetto|nome)(?: sintetica)?:?", re.IGNORECASE)
"""A key beside the title of an objective whose code alone stands above it."""


def open_pairs(
    at: ReaderState, row: TableRow, is_key: Callable[[Cell], bool], hold: Callable[[Cell, Cell], None]
) -> bool:
    """Open the nodes of a row that names several, each a label and its text (`Missione | … | Programma | …`).

    `is_key` tells whether a cell says what the one beside it holds, `hold` takes what belongs to a node. Whether it is
    such a row.
    """
    own = row.own_cells
    if len(own) < 4 or len(own) % 2:
        return False
    pairs = list(zip(own[::2], own[1::2], strict=True))
    matches = [at.nodes.match(f"{label.text} | {text.text}", row=True) for label, text in pairs]
    if matches[0] is None or not all(m or is_key(label) for m, (label, _) in zip(matches, pairs, strict=True)):
        return False
    if any(match is not None and "|" in match.title for match in matches):
        return False
    for match, (label, text) in zip(matches, pairs, strict=True):
        node = at.tree.current
        if match is not None:
            at.open(match, label.place)
        elif node is not None and at.tree.is_awaiting_title and TITLE_KEY.fullmatch(label.text):
            at.tree.set_title(node.key, text.text)
        else:
            hold(label, text)
    return True


def open_titled(at: ReaderState, row: TableRow, headings: Headings) -> bool:
    """Open the node of a title row over a table whose first cell is the title and whose others say what was reached
    (`Obiettivo 1.1 - … | Kpi non definito | 97,78%`)."""
    own = row.own_cells
    if len(own) < 2 or not has_heading_first(row):
        return False
    match = at.nodes.match(own[0].text, row=False)
    if match is None or headings.match(own[0]).column is not None:
        return False
    at.open(match, row.place)
    return True


def node_in_cells(at: ReaderState, own: Sequence[Cell], cell: Cell | None, stated: Sequence[str]) -> NodeMatch | None:
    """The node that the `cell` of a row's name names, alone or with a code in the cell before it (`Ob. 1 | Accelerare
    la spesa`), where the row states no figure; `stated` are the columns of an indicator in which it has text."""
    if cell is None or any(name in VALUE_COLUMNS for name in stated):
        return None
    if cell in own[1:2]:
        match = at.nodes.match(f"{own[0].text} | {cell.text}")
        if match is None and cell.span > 1 and len(own) == 2:  # a code and a title over the rest of the table
            match = at.nodes.match(f"{own[0].text} {cell.text}", row=True)
        if match is not None:
            return match
    return None if stated else at.nodes.match(cell.text, row=True) or at.tree.match_again(cell.text)
