"""A table of the dataset: one model from which its checks, Arrow schema, dictionary and data package derive."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.dataset.columns import TableColumn, columns_of


@dataclass(frozen=True)
class Table:
    """A table: its row type states the columns, `rules` what must hold between the columns of a row.

    Attributes:
        name: the table's name.
        row: the TypedDict of a row, whose docstring says what one row is.
        key: the column whose values are unique.
        references: by column that holds keys of another table, which table.
        rules: whether each holds for a row; a function's name is part of the code of the issue on a breach, its
            docstring the rule for people.
        unique: columns that are unique together.
    """

    name: str
    row: type
    key: str
    references: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Callable[[Any], bool], ...] = ()
    unique: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> dict[str, TableColumn]:
        """The columns by name, in order."""
        return {column.name: column for column in columns_of(self.row)}

    def references_within(self, tables: Collection[str]) -> dict[str, str]:
        """The references to one of these tables."""
        return {column: target for column, target in self.references.items() if target in tables}

    @property
    def meaning(self) -> str:
        """What one row is."""
        return " ".join((self.row.__doc__ or "").split())


def rule_name(rule: Callable[[Any], bool]) -> str:
    """The rule's stable name: `rows-add-up` of `rows_add_up`."""
    return re.sub(r"_", "-", rule.__name__.strip("_"))
