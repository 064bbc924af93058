"""What changed between two datasets: plans, indicators and values, each found again by its key.

A plan is the same by its id (its content), or else by the name of its file. Within a plan an indicator is the same by
its id (its printed fields), or else by its `indicator_key`, in reading order; a value by indicator, role, year,
part of it, population and clause.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import group_rows

TABLES: Final = ("plans", "indicators", "values")
_IDS: Final = frozenset({"plan_id", "objective_id", "indicator_id", "value_id"})  # hashes of what else is compared


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is in one dataset alone (`added`, `removed`) or differs (`changed`: column to old and new)."""

    table: str
    kind: str
    file: str
    key: str
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def compare_datasets(before: Dataset, after: Dataset) -> list[Change]:
    """The changes from one dataset to another, by file and in reading order."""
    found: list[Change] = []
    plans = _pair_rows(before["plans"], after["plans"], [lambda r: r["plan_id"], lambda r: r["source_file"]])
    for one, two in plans:
        file = str((two or one or {})["source_file"])
        found += _list_changes("plans", file, [(one, two)], lambda row: str(row["plan_id"]))
        indicators = _pair_rows(
            _rows_of_plan(before["indicators"], one),
            _rows_of_plan(after["indicators"], two),
            [lambda r: r["indicator_id"], lambda r: r["indicator_key"]],
        )
        found += _list_changes("indicators", file, indicators, _indicator_key)
        found += _list_value_changes(
            file, indicators, _rows_of_plan(before["values"], one), _rows_of_plan(after["values"], two)
        )
    order = {name: at for at, name in enumerate(TABLES)}
    return sorted(found, key=lambda change: (change.file, order[change.table]))


def changes_as_dict(changes: Sequence[Change]) -> dict[str, Any]:
    """The changes with their counts, for JSON."""
    counts: Counter[tuple[str, str]] = Counter((change.table, change.kind) for change in changes)
    kinds = ("added", "removed", "changed")
    return {
        "same": not changes,
        "counts": {table: {kind: counts[table, kind] for kind in kinds} for table in TABLES},
        "changes": [
            {**asdict(change), "columns": {name: {"old": a, "new": b} for name, (a, b) in change.columns.items()}}
            for change in changes
        ],
    }


def changes_as_text(changes: Sequence[Change]) -> str:
    """The changes as lines for people."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    lines = []
    for change in changes:
        shown = "; ".join(f"{name}: {a!r} -> {b!r}" for name, (a, b) in change.columns.items())
        lines.append(f"{signs[change.kind]} {change.table} {change.file}: {change.key}{': ' if shown else ''}{shown}")
    counts = changes_as_dict(changes)["counts"]
    totals = [f"{table} +{n['added']} -{n['removed']} ~{n['changed']}" for table, n in counts.items()]
    return "\n".join([*lines, "no change" if not changes else ", ".join(totals)])


def _rows_of_plan(rows: Iterable[Row], plan: Row | None) -> list[Row]:
    return [] if plan is None else [row for row in rows if row["plan_id"] == plan["plan_id"]]


def _pair_rows(
    old: Sequence[Row], new: Sequence[Row], keys: Sequence[Callable[[Row], Any]]
) -> list[tuple[Row | None, Row | None]]:
    """The rows that are the same in both, by the first key under which they meet; the others stand alone."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        waiting: dict[Any, list[int]] = defaultdict(list)
        for at, row in enumerate(old):
            if at not in taken:
                waiting[key(row)].append(at)
        for at, row in enumerate(new):
            if at not in partner and (found := waiting.get(key(row))):
                partner[at] = found.pop(0)
                taken.add(partner[at])
    pairs: list[tuple[Row | None, Row | None]] = [
        (old[partner[at]] if at in partner else None, row) for at, row in enumerate(new)
    ]
    return pairs + [(row, None) for at, row in enumerate(old) if at not in taken]


def _list_changes(
    table: str, file: str, pairs: Iterable[tuple[Row | None, Row | None]], key: Callable[[Row], str]
) -> list[Change]:
    found = []
    for one, two in pairs:
        if two is None and one is not None:
            found.append(Change(table, "removed", file, key(one)))
        elif one is None and two is not None:
            found.append(Change(table, "added", file, key(two)))
        elif one is not None and two is not None:
            columns = {
                name: (one.get(name), two.get(name))
                for name in dict.fromkeys((*one, *two))
                if name not in _IDS and one.get(name) != two.get(name)
            }
            if columns:
                found.append(Change(table, "changed", file, key(two), columns))
    return found


def _list_value_changes(
    file: str, indicators: Iterable[tuple[Row | None, Row | None]], old: Sequence[Row], new: Sequence[Row]
) -> list[Change]:
    by_old, by_new = group_rows(old, "indicator_id"), group_rows(new, "indicator_id")
    found = []
    for one, two in indicators:
        name = _indicator_key(two or one or {})
        pairs = _pair_rows(
            [] if one is None else by_old.get(one["indicator_id"], []),
            [] if two is None else by_new.get(two["indicator_id"], []),
            [_value_key],
        )
        found += _list_changes("values", file, pairs, lambda row, name=name: f"{name}, {_describe_value(row)}")  # type: ignore[misc]
    return found


def _indicator_key(row: Row) -> str:
    return " ".join(str(part) for part in (row["code"], row["name"]) if part)


def _value_key(row: Row) -> tuple[Any, ...]:
    return row["role"], row["period"], row["part"], row["population"], row["clause"]


def _describe_value(row: Row) -> str:
    clause = f"clause {row['clause']}" if row["clause"] != 1 else None
    return " ".join(
        str(part) for part in (row["role"], row["period"], row["part"], row["population"], clause) if part is not None
    )
