"""Tagged tables of which one goes on the other: programs that lay out page by page tag what stands on each page as a
table of its own. Only the first of them says what its columns are, and a row that a page cuts is tagged as two.

In and out: tagged tables in the order of the structure tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import takewhile

from extractors.pages.model import Box
from extractors.pages.words import lines_of
from extractors.tables.cut_rows import MANY, is_rest_of_text
from extractors.tables.glued_figures import FIGURE
from extractors.tables.tagged.structure import TableCell, TaggedTable


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
    there again, the two pieces of a row that a page cuts as one row."""
    if len(tables) == 1:
        return tables[0]
    bodies = [tables[0], *(_without_heading(table, tables[0]) for table in tables[1:])]
    known, widths = _columns_of_whole_rows(bodies), _column_widths(bodies)
    first, *others = bodies
    cells, short, taken = [*first.cells], set(first.short), dict(first.taken)
    for table in others:
        rows = max((cell.r1 for cell in cells), default=0)
        above, rest = ([c for c in found if c.r0 <= at < c.r1] for found, at in ((cells, rows - 1), (table.cells, 0)))
        if not table.short.intersection([0]) and _are_pieces(above, rest, known, widths):
            cells = [*(c for c in cells if c not in above), *_whole_row(above, rest, rows - 1)]
            table = replace(table, cells=[cell for cell in table.cells if cell not in rest])  # noqa: PLW2901
            rows -= 1
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


def _columns_of_whole_rows(tables: Sequence[TaggedTable]) -> list[Set[int]]:
    """Of each row the columns in which it has a text; without the rows at the ends of pages, which may be cut."""
    found: list[Set[int]] = []
    for index, table in enumerate(tables):
        filled: dict[int, set[int]] = {}
        for cell in table.cells:
            if cell.words:
                filled.setdefault(cell.r0, set()).update(range(cell.c0, cell.c1))
        rows = [filled[row] for row in sorted(filled)]
        found += rows[index > 0 : len(rows) - (index < len(tables) - 1)]
    return found


def _column_widths(tables: Iterable[TaggedTable]) -> dict[tuple[int, int], float]:
    """The room for text, in points, of cells that cover the same columns."""
    ends: dict[tuple[int, int], list[Box]] = {}
    for table in tables:
        for cell in table.cells:
            ends.setdefault((cell.c0, cell.c1), []).extend(Box.around_parts(words) for words in cell.words.values())
    return {columns: max(b.x1 for b in boxes) - min(b.x0 for b in boxes) for columns, boxes in ends.items() if boxes}


def _are_pieces(
    above: Sequence[TableCell],
    rest: Sequence[TableCell],
    known: Sequence[Set[int]],
    widths: dict[tuple[int, int], float],
) -> bool:
    """Whether two rows are the pieces of one: it fills columns that a whole row fills too, and one of the pieces those
    that no whole row fills alone. Where both have a text, the second reads as the rest of the first."""
    if any(cell.header for cell in (*above, *rest)) or any(cell.r1 > cell.r0 + 1 for cell in (*above, *rest)):
        return False
    before, after = ({c for cell in row if cell.words for c in range(cell.c0, cell.c1)} for row in (above, rest))
    if not before or not after:
        return False
    shared = [(a, b) for a in above for b in rest if a.words and b.words and (a.c0, a.c1) == (b.c0, b.c1)]
    if len({c for a, _ in shared for c in range(a.c0, a.c1)}) < len(before & after):
        return False  # cells that cover other columns
    torn = not (before in known and after in known) and before | after in known
    return (torn or len(shared) >= MANY) and all(_reads_on(a, b, widths[a.c0, a.c1]) for a, b in shared)


def _reads_on(above: TableCell, rest: TableCell, width: float) -> bool:
    """Whether a text reads as the rest of another; two whole figures are two."""
    last = lines_of(above.words[max(above.words)])[-1]
    first = lines_of(rest.words[min(rest.words)])[0]
    if FIGURE.fullmatch(last.text) and FIGURE.fullmatch(first.text):
        return False
    return is_rest_of_text(last, first, width)


def _whole_row(above: Iterable[TableCell], rest: Sequence[TableCell], row: int) -> list[TableCell]:
    """The cells of a row whose pieces stand on two pages."""
    left = {(cell.c0, cell.c1): cell for cell in rest}
    whole = []
    for cell in above:
        piece = left.pop((cell.c0, cell.c1), None)
        whole.append(replace(cell, words=cell.words | piece.words) if piece else cell)
    return [*whole, *(replace(cell, r0=row, r1=row + 1) for cell in left.values())]
