"""Which published rows and cells are wrong, as `../shared/check/trust.py` tells it, from the rows of one document.

A row is wrong when no gold row is like it, or when its node, code, level, formula, owner, weight or the text or
meaning of a cell is not the gold's, a cell that it lacks included. A cell is wrong when the gold has none like it on
the row, or one of another meaning. One thing is told otherwise: a population in another letter case (`MEDIA TOSCANA`,
where headings are set in capitals) is the same, since the page does not show how it is spelt.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

SHARED = Path(__file__).parents[3] / "shared"
Fields: TypeAlias = dict[str, Any]
CellKey: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A published row: what is wrong with it and with its figures, and the keys of its cells that are wrong."""

    row: Fields
    cells: dict[CellKey, list[Fields]]
    wrong: tuple[str, ...]
    wrong_cells: frozenset[CellKey]
    is_figure_wrong: bool


def load_scorer() -> ModuleType | None:
    """The module that compares a dataset with gold; None where it does not lie beside the clone."""
    script = SHARED / "check" / "score.py"
    spec = importlib.util.spec_from_file_location("score", script) if script.exists() else None
    if spec is None or spec.loader is None:
        return None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """The rows of one document, in reading order: read just now, or from published tables."""

    objectives: Sequence[Mapping[str, Any]]
    indicators: Sequence[Mapping[str, Any]]
    values: Sequence[Mapping[str, Any]]


class Gold:
    """Gold of plans, by the stem of their files; of two folders that have a plan, the first counts."""

    def __init__(self, scorer: ModuleType, folders: Iterable[Path]) -> None:
        self.scorer = scorer
        self.plans: dict[str, list[Fields]] = {}
        self.meaning: dict[str, list[Fields]] = {}
        for folder in folders:
            plans, meaning = scorer.load_gold(folder)
            self.plans = plans | self.plans
            self.meaning = meaning | self.meaning

    def label(self, plan: str, rows: PublishedRows) -> list[Labelled]:
        """The published rows of the plan, in reading order, each compared with its gold row."""
        found = _with_cells(rows, self.scorer)
        pairs, invented = self.scorer.align(self.plans[plan], found)
        gold_of = {j: self.plans[plan][i] for i, j in pairs}
        return [
            _labelled(row, ["invented"], frozenset(row["full"]), is_figure_wrong=True)
            if index in invented
            else self._compared(gold_of[index], row)
            for index, row in enumerate(found)
        ]

    def _compared(self, gold: Fields, row: Fields) -> Labelled:
        figures: list[str] = []
        right: set[CellKey] = set()
        for value in gold["values"]:
            if not value["raw"]:
                continue
            population = value.get("ref")
            clauses = self.scorer.cell_of(row["full"], {**value, "ref": population and population.casefold()})
            if clauses is None:
                figures.append("lacks a cell")
                continue
            key = next(key for key, own in row["full"].items() if own is clauses)
            right.add(key)
            if not self._means(value, clauses, gold):
                figures.append("meaning")
                right.discard(key)
        wrong_cells = frozenset(
            key for key, own in row["full"].items() if key not in right and any(v["kind"] != "missing" for v in own)
        )
        if wrong_cells and not figures:
            figures.append("a cell too many")
        return _labelled(row, [*_wrong_fields(gold, row, self.scorer), *figures], wrong_cells, bool(figures))

    def _means(self, value: Fields, clauses: Sequence[Fields], gold: Fields) -> bool:
        """Whether the clauses mean what the gold says of their text; true where it says nothing."""
        meant = self.meaning.get(self.scorer.squash(value["raw"]))
        if meant is None:
            return True
        want = [self.scorer.wanted_clause(c, value["role"], value["period"], gold.get("formula")) for c in meant]
        return len(want) == len(clauses) and all(
            self.scorer.clause_ok(a, b) for a, b in zip(want, clauses, strict=True)
        )


def _labelled(row: Fields, wrong: Iterable[str], cells: frozenset[CellKey], is_figure_wrong: bool) -> Labelled:
    return Labelled(row, row["full"], tuple(wrong), cells, is_figure_wrong)


def _wrong_fields(gold: Fields, row: Fields, scorer: ModuleType) -> list[str]:
    """The names of the fields that are not the gold's; the gold leaves out what it does not know."""
    wrong = []
    sure = not gold.get("unsure")
    if gold.get("objective") and sure and scorer.canonical_code(gold["objective"]) != row["objective_code"]:
        wrong.append("node")
    if gold.get("code_raw") and scorer.canonical_code(gold["code_raw"]) != row["code"]:
        wrong.append("code")
    if sure and gold["level"] != row["level"]:
        wrong.append("level")
    wrong += [f for f in ("formula", "owner") if gold.get(f) and scorer.squash(gold[f]) != scorer.squash(row[f])]
    if gold.get("weight"):
        weight = float(gold["weight"].replace("%", "").replace(",", ".").strip())
        if abs((row["weight_pct"] or 0) - weight) > 1e-6:
            wrong.append("weight")
    return wrong


def _with_cells(rows: PublishedRows, scorer: ModuleType) -> list[Fields]:
    """The indicators in the form that the scorer compares."""
    nodes = {node["objective_id"]: node for node in rows.objectives}

    def nearest_code(objective: str | None) -> str | None:
        while objective is not None:
            if nodes[objective]["code"]:
                return str(nodes[objective]["code"])
            objective = nodes[objective]["parent_id"]
        return None

    cells: dict[str, dict[CellKey, list[Fields]]] = defaultdict(dict)
    for value in (dict(row) for row in sorted(rows.values, key=lambda row: row["clause"])):
        population = str(value["population"]).casefold() if value["role"] == "benchmark" else None
        key = value["role"], value["period"], population, scorer.squash(value["raw"]), scorer.part_of(value)
        cells[str(value["indicator_id"])].setdefault(key, []).append(value)
    return [
        {
            **row,
            "objective_code": nearest_code(row["objective_id"]),
            "full": cells[row["indicator_id"]],
            "cells": {(key[0], key[1], key[3]) for key in cells[row["indicator_id"]]},
        }
        for row in rows.indicators
    ]
