"""Rules that hold between tables: foreign keys, the tree, places and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pipeline.dataset.checks.row_checks import Breach
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import cells_of
from pipeline.dataset.tables import TABLES

Dataset: TypeAlias = Mapping[str, Sequence[Row]]
"""The tables of a dataset by name."""


def find_foreign_key_breaches(table: str, dataset: Dataset) -> list[Breach]:
    """Rows of `table` that refer to a row which is not there."""
    found: list[Breach] = []
    for column, target in TABLES[table].references_within(TABLES).items():
        known = set(_cells_of_column(dataset, target, TABLES[target].key))
        lost = (cell is not None and cell not in known for cell in _cells_of_column(dataset, table, column))
        found += _flag_rows(table, "foreign-key", lost, column)
    return sorted(found)


def find_relation_breaches(dataset: Dataset, tables: Collection[str] = tuple(TABLES)) -> list[Breach]:
    """Rows of `tables` that contradict the rows they refer to; foreign keys must resolve."""
    return sorted(
        [
            *_find_plan_breaches(dataset, tables),
            *(_find_cycles(dataset) if "objectives" in tables else ()),
            *_find_path_breaches(dataset, tables),
            *_find_page_breaches(dataset, tables),
        ]
    )


def find_count_breaches(dataset: Dataset) -> list[Breach]:
    """Plans whose `rows_published` is not the number of their indicators."""
    counts = Counter(_cells_of_column(dataset, "indicators", "plan_id"))
    stated = zip(
        _cells_of_column(dataset, "plans", "plan_id"), _cells_of_column(dataset, "plans", "rows_published"), strict=True
    )
    return [*_flag_rows("plans", "published-are-there", (counts[plan] != n for plan, n in stated), "rows_published")]


def _cells_of_column(dataset: Dataset, table: str, column: str) -> list[Any]:
    return cells_of(dataset[table], column)


def _flag_rows(table: str, check: str, failed: Iterable[bool], column: str = "") -> Iterator[Breach]:
    return (Breach(table, row, check, column) for row, flag in enumerate(failed) if flag)


def _look_up(dataset: Dataset, table: str, column: str, target: str, wanted: str) -> list[Any]:
    """Of each row of `table`, `wanted` of the row of `target` that `column` refers to."""
    keys = reversed(_cells_of_column(dataset, target, TABLES[target].key))  # the first of those that share a key counts
    known = dict(zip(keys, reversed(_cells_of_column(dataset, target, wanted)), strict=True))
    return [known.get(cell) for cell in _cells_of_column(dataset, table, column)]


def _find_plan_breaches(dataset: Dataset, tables: Collection[str]) -> Iterator[Breach]:
    """A row and the row that it refers to are of one plan."""
    for table in tables:
        for column, target in TABLES[table].references_within(TABLES).items():
            if target == "plans":
                continue
            plans = zip(
                _look_up(dataset, table, column, target, "plan_id"),
                _cells_of_column(dataset, table, "plan_id"),
                strict=True,
            )
            yield from _flag_rows(table, "same-plan", (plan is not None and plan != own for plan, own in plans), column)


def _find_cycles(dataset: Dataset) -> Iterator[Breach]:
    """From every node the parents lead to a root."""
    nodes = _cells_of_column(dataset, "objectives", "objective_id")
    above = zip(nodes, _cells_of_column(dataset, "objectives", "parent_id"), strict=True)
    parents = {node: parent for node, parent in above if parent is not None}
    rooted: set[str] = set()
    for row, start in enumerate(nodes):
        node, path = start, []
        while node in parents and node not in rooted and node not in path:
            path.append(node)
            node = parents[node]
        if node in path:
            yield Breach("objectives", row, "tree-without-circle", "parent_id")
        else:
            rooted.update(path)


def _find_path_breaches(dataset: Dataset, tables: Collection[str]) -> Iterator[Breach]:
    """A child's path starts with its parent's."""
    for table, column in (("objectives", "parent_id"), ("indicators", "objective_id")):
        if table not in tables:
            continue
        above = _look_up(dataset, table, column, "objectives", "code_path")
        for row, (own, prefix) in enumerate(zip(_cells_of_column(dataset, table, "code_path"), above, strict=True)):
            if prefix is not None and (own is None or (own != prefix and not own.startswith(f"{prefix}/"))):
                yield Breach(table, row, "path-under-parent", "code_path")


def _find_page_breaches(dataset: Dataset, tables: Collection[str]) -> Iterator[Breach]:
    """No place is on a page that the document does not have."""
    for table in (name for name in ("objectives", "indicators", "values", "issues") if name in tables):
        last = _look_up(dataset, table, "plan_id", "plans", "pages")
        pages = zip(_cells_of_column(dataset, table, "page"), last, strict=True)
        beyond = (None not in (page, most) and page > most for page, most in pages)
        yield from _flag_rows(table, "page-exists", beyond, "page")
