"""Rules that hold between tables: foreign keys, the tree, places and counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

import pandas as pd

from pipeline.dataset.checks.row_checks import Breach
from pipeline.dataset.tables import TABLES

Frames: TypeAlias = Mapping[str, pd.DataFrame]
"""The tables of a dataset by name."""


def find_foreign_key_breaches(table: str, frames: Frames) -> list[Breach]:
    """Rows of `table` that refer to a row which is not there."""
    found = []
    for column, target in TABLES[table].references_within(TABLES).items():
        values = frames[table][column]
        known = frames[target][TABLES[target].key]
        found += _flag_rows(table, "foreign-key", values.notna() & ~values.isin(known), column)
    return sorted(found)


def find_relation_breaches(frames: Frames, tables: Collection[str] = tuple(TABLES)) -> list[Breach]:
    """Rows of `tables` that contradict the rows they refer to; foreign keys must resolve."""
    return sorted(
        [
            *_find_plan_breaches(frames, tables),
            *(_find_cycles(frames["objectives"]) if "objectives" in tables else ()),
            *_find_path_breaches(frames, tables),
            *_find_page_breaches(frames, tables),
        ]
    )


def find_count_breaches(frames: Frames) -> list[Breach]:
    """Plans whose `rows_published` is not the number of their indicators."""
    plans = frames["plans"]
    counts = frames["indicators"]["plan_id"].value_counts()
    published = plans["plan_id"].map(counts).fillna(0).astype("Int64")
    return _flag_rows("plans", "published-are-there", published != plans["rows_published"], "rows_published")


def _flag_rows(table: str, check: str, failed: pd.Series[bool], column: str = "") -> list[Breach]:
    flags = failed.fillna(False).astype(bool).to_numpy()
    return [Breach(table, int(row), check, column) for row in flags.nonzero()[0]]


def _look_up(frame: pd.DataFrame, column: str, other: pd.DataFrame, key: str, wanted: str) -> pd.Series[str]:
    """Of each row, `wanted` of the row of `other` that `column` refers to."""
    return frame[column].map(other.drop_duplicates(key).set_index(key)[wanted])


def _find_plan_breaches(frames: Frames, tables: Collection[str]) -> Iterator[Breach]:
    """A row and the row that it refers to are of one plan."""
    for table in tables:
        for column, target in TABLES[table].references_within(TABLES).items():
            if target == "plans":
                continue
            frame = frames[table]
            plan = _look_up(frame, column, frames[target], TABLES[target].key, "plan_id")
            yield from _flag_rows(table, "same-plan", plan.notna() & (plan != frame["plan_id"]), column)


def _find_cycles(objectives: pd.DataFrame) -> Iterator[Breach]:
    """From every node the parents lead to a root."""
    below = objectives[objectives["parent_id"].notna()]
    parents = dict(zip(below["objective_id"], below["parent_id"], strict=True))
    rooted: set[str] = set()
    for row, start in enumerate(objectives["objective_id"]):
        node, path = start, []
        while node in parents and node not in rooted and node not in path:
            path.append(node)
            node = parents[node]
        if node in path:
            yield Breach("objectives", row, "tree-without-circle", "parent_id")
        else:
            rooted.update(path)


def _find_path_breaches(frames: Frames, tables: Collection[str]) -> Iterator[Breach]:
    """A child's path starts with its parent's."""
    objectives = frames["objectives"]
    for table, column in (("objectives", "parent_id"), ("indicators", "objective_id")):
        if table not in tables:
            continue
        above = _look_up(frames[table], column, objectives, "objective_id", "code_path")
        for row, (own, prefix) in enumerate(zip(frames[table]["code_path"], above, strict=True)):
            if pd.notna(prefix) and (pd.isna(own) or (own != prefix and not own.startswith(f"{prefix}/"))):
                yield Breach(table, row, "path-under-parent", "code_path")


def _find_page_breaches(frames: Frames, tables: Collection[str]) -> Iterator[Breach]:
    """No place is on a page that the document does not have."""
    for table in (name for name in ("objectives", "indicators", "values", "issues") if name in tables):
        frame = frames[table]
        pages = _look_up(frame, "plan_id", frames["plans"], "plan_id", "pages")
        yield from _flag_rows(table, "page-exists", frame["page"] > pages, "page")
