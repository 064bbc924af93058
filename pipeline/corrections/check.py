"""`corrections check`: what the files of corrections come to, held against the published dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from pipeline.corrections.apply import read_correction
from pipeline.corrections.fields import PERSON, published_text
from pipeline.corrections.files import (
    Corrections,
    Entry,
    PrintedCell,
    Resolution,
    cells_of,
    corrections_of,
    resolve_cells,
)
from pipeline.corrections.model import Addition, Correction, FieldCorrection, Removal
from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import group_rows
from pipeline.dataset.schemas.indicators import IndicatorRow
from pipeline.dataset.schemas.values import ValueRow
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import CORRECTED
from pipeline.language.choice import say

Standing: TypeAlias = Literal["applied", "pending", "stale", "conflicting"]
ORDER: tuple[Standing, ...] = ("applied", "pending", "stale", "conflicting")
"""`pending` fits, but the published dataset was made without it: the next run applies it."""
UNFIT: tuple[Standing, ...] = ("stale", "conflicting")
"""The standings that someone has to look at."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A correction, how it stands and why; `value_id` is the first value of its cell where exactly one fits."""

    entry: Entry
    standing: Standing
    reason: str = ""
    value_id: str | None = None


def examine_corrections(corrections: Corrections, tables: Dataset) -> list[Examined]:
    """How each correction stands to a published dataset, in order of files and entries."""
    found: list[Examined] = []
    known: set[Entry] = set()
    indicators, values = (group_rows(tables[name], "plan_id") for name in ("indicators", "values"))
    for plan in tables["plans"]:
        identity = plan["plan_id"]
        own = cast("list[IndicatorRow]", indicators.get(identity, [])), cast("list[ValueRow]", values.get(identity, []))
        found += examine_plan(corrections, plan, *own)
        known.update(one.entry for one in found)
    for entries in corrections.values():
        missing = "no published plan has the name of this file"
        found += [Examined(entry, "stale", missing) for entry in entries if entry not in known]
    return sorted(found, key=_sort_key)


def examine_plan(
    corrections: Corrections, plan: Row, indicators: Sequence[IndicatorRow], values: Sequence[ValueRow]
) -> list[Examined]:
    """How the corrections of one plan stand to its published rows, in order of files and entries."""
    entries = corrections_of(corrections, plan["source_file"], plan["plan_id"])
    if not entries:
        return []
    cells = [_examine_cell(one) for one in resolve_cells(entries, cells_of(indicators, values))]
    rows = (_examine_row(entry, indicators) for entry in entries)
    return sorted([*cells, *(one for one in rows if one is not None)], key=_sort_key)


def _examine_row(entry: Entry, indicators: Sequence[IndicatorRow]) -> Examined | None:
    """How a correction of a row stands to the published rows; None for one of a cell."""
    correction = entry.correction
    pending = "run `cruscotto extract` to apply it"
    if isinstance(correction, Addition):
        name = clean_text(correction.add.name)
        there = any(row["extractor"] == PERSON and row["name"] == name for row in indicators)
        return Examined(entry, "applied") if there else Examined(entry, "pending", pending)
    if isinstance(correction, Removal):
        there = any(correction.where.is_row(row) and row["name"] == clean_text(correction.expect) for row in indicators)
        return Examined(entry, "pending", pending) if there else Examined(entry, "applied")
    if not isinstance(correction, FieldCorrection):
        return None
    meant = [row for row in indicators if correction.where.is_row(row) or _is_renamed(correction, row)]
    if not meant:
        return Examined(entry, "stale", "no row fits its `where`")
    if len(meant) > 1:
        return Examined(entry, "conflicting", f"it fits {len(meant)} rows; say more in `where`")
    published = published_text(meant[0], correction.field)
    return (
        Examined(entry, "pending", pending)
        if published == clean_text(correction.expect)
        else Examined(entry, "applied")
    )


def _is_renamed(correction: FieldCorrection, row: IndicatorRow) -> bool:
    """Whether the row has the name or code that the correction gives it, which its `where` knows by the old one."""
    if correction.field not in ("name", "code") or correction.where.indicator_id is not None:
        return False
    return published_text(row, correction.field) == clean_text(correction.set_to)


def _sort_key(one: Examined) -> tuple[str, int]:
    return one.entry.file, one.entry.number


def examined_as_text(found: list[Examined]) -> str:
    """The list as people read it, a line a correction, with the counts at the end."""
    lines = []
    for one in sorted(found, key=lambda e: ORDER.index(e.standing)):
        reason = f": {say(one.reason)}" if one.reason else ""
        lines.append(f"{say(one.standing)}\t{one.entry}: {one.entry.correction}{reason}")
    counts = Counter(one.standing for one in found)
    return "\n".join([*lines, ", ".join(f"{counts[standing]} {say(standing)}" for standing in ORDER)])


def examined_as_rows(found: list[Examined]) -> list[dict[str, object]]:
    """The list for JSON."""
    return [
        {
            "file": one.entry.file,
            "entry": one.entry.number,
            "standing": one.standing,
            "reason": one.reason or None,
            "value_id": one.value_id,
            **one.entry.correction.model_dump(mode="json", by_alias=True, exclude_unset=True),
        }
        for one in found
    ]


def _examine_cell(one: Resolution[PrintedCell]) -> Examined:
    cell, correction = one.meant, one.entry.correction
    if cell is None or one.state != "applied":
        return Examined(one.entry, one.state, one.reason, cell.key if cell else None)
    if cell.values[0]["status"] == CORRECTED:
        return Examined(one.entry, "applied", "", cell.key)
    # The dataset does not keep the printed unit column; a text that needs it to be read is rare.
    assert isinstance(correction, Correction)
    if not correction.is_acceptance and read_correction(cell, clean_text(correction.set_to) or "", None) is None:
        return Examined(one.entry, "conflicting", "its text cannot be read in that cell", cell.key)
    return Examined(one.entry, "pending", "run `cruscotto extract` to apply it", cell.key)
