"""Tagged tables of which one goes on the other: programs that lay out page by page tag what stands on each page as a
table of its own. Only the first of them says what its columns are.

In and out: tagged tables in the order of the structure tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from extractors.tables.tagged.structure import TaggedTable


def groups_of(tables: Iterable[TaggedTable]) -> list[list[TaggedTable]]:
    """The tables, those together that go on one another: each begins on the page after the one before ends, has as many
    columns and is the next element after it."""
    groups: list[list[TaggedTable]] = []
    for table in tables:
        if groups and _goes_on(groups[-1][-1], table):
            groups[-1].append(table)
        else:
            groups.append([table])
    return groups


def _goes_on(above: TaggedTable, table: TaggedTable) -> bool:
    if above.columns != table.columns or table.path != (*above.path[:-1], above.path[-1] + 1):
        return False
    before, after = above.pages(), table.pages()
    return bool(before and after) and after[0] == before[-1] + 1


def joined(tables: Sequence[TaggedTable]) -> TaggedTable:
    """The tables of a group as one: the rows of each below those of the one before, without the heading that is tagged
    there again."""
    if len(tables) == 1:
        return tables[0]
    bodies = [tables[0], *(_without_heading(table, tables[0]) for table in tables[1:])]
    first, *others = bodies
    cells, short, taken = [*first.cells], set(first.short), dict(first.taken)
    for table in others:
        rows = max((cell.r1 for cell in cells), default=0)
        cells += [replace(cell, r0=cell.r0 + rows, r1=cell.r1 + rows) for cell in table.cells]
        short |= {row + rows for row in table.short}
        taken |= {row + rows: columns for row, columns in table.taken.items()}
    return replace(first, cells=cells, short=frozenset(short), taken=taken)


def _without_heading(table: TaggedTable, first: TaggedTable) -> TaggedTable:
    """The table without the rows that print the first rows of the group's first table again."""
    pairs = zip(_texts_of_rows(table), _texts_of_rows(first), strict=False)
    again = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and any(pair[0]), pairs))
    if not again:
        return table
    cells = [replace(c, r0=c.r0 - again, r1=c.r1 - again) for c in table.cells if c.r0 >= again]
    short = frozenset(row - again for row in table.short if row >= again)
    taken = {row - again: columns for row, columns in table.taken.items() if row >= again}
    return replace(table, cells=cells, short=short, taken=taken)


def _texts_of_rows(table: TaggedTable) -> list[list[str]]:
    """The texts of each row."""
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        texts.setdefault(cell.r0, []).append(" ".join(word.text for words in cell.words.values() for word in words))
    return [texts.get(row, []) for row in range(max(texts, default=-1) + 1)]
