"""Whether the cells of a table are all what its columns ask for, in a fourth of the time in which pandera tells which
of them are not.

Cells that are not are few, and most tables have none. What is not certain here is left to pandera: a check that this
module does not know counts as failed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from pipeline.dataset.columns import Row, TableColumn
from pipeline.dataset.forms.rows import cells_of
from pipeline.dataset.table import Table

_Holds: TypeAlias = Callable[[Sequence[Any], Mapping[str, Any]], bool]


def all_cells_hold(table: Table, rows: Sequence[Row]) -> bool:
    """Whether none of the cells, all of which the types hold, fails a check of its column, as far as is told."""
    cells = {name: cells_of(rows, name) for name in table.columns}
    keys = [*zip(*(cells[name] for name in table.unique), strict=True)]
    return len(set(keys)) == len(keys) and all(
        _column_holds(column, cells[name]) for name, column in table.columns.items()
    )


def _column_holds(column: TableColumn, cells: Sequence[Any]) -> bool:
    there = [cell for cell in cells if cell is not None]
    if len(there) < len(cells) and not column.nullable:
        return False
    once = set(there)
    if column.meaning.unique and len(once) < len(there):
        return False
    # A number that is none is equal to no other, and less than none.
    return all(one.check in _KNOWN and _KNOWN[one.check]([*once], one.asks) for one in column.constraints)


_KNOWN: Final[Mapping[str, _Holds]] = {
    "isin": lambda cells, asked: set(cells) <= set(asked["allowed_values"]),
    "greater_than_or_equal_to": lambda cells, asked: all(cell >= asked["min_value"] for cell in cells),
    "less_than_or_equal_to": lambda cells, asked: all(cell <= asked["max_value"] for cell in cells),
    "str_matches": lambda cells, asked: all(map(re.compile(asked["pattern"]).match, cells)),
    "str_length": lambda cells, asked: (
        asked.keys() == {"min_value"} and all(len(text) >= asked["min_value"] for text in cells)
    ),
}
