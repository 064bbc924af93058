"""A plan whose cells show every status and whose texts are hostile to a page, published without a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.records.model import Extraction, Record
from pipeline.corrections.files import parse_corrections
from pipeline.corrections.source import Source
from pipeline.dataset.checks.quarantine import quarantine_rows
from pipeline.dataset.columns import Row
from pipeline.report.build import write_report
from pipeline.run.documents.reading import document_rows
from pipeline.run.documents.rows import DocumentRows
from tests.pipeline.extractions import MODENA_NODES, SOURCE, at, cell, extraction, record

HOSTILE = "<script>window.owned = 1</script> \"quoted\" & 'single' {{ 7 * 7 }} </textarea>"
FILE = "modena-2017.yml"


class WholePublished:
    """Tables that are in memory, a plan at a time."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = tables

    def plans(self) -> Sequence[Any]:
        """The rows of `plans`."""
        return self._tables["plans"]

    def of_plan(self, plan: str | None, most: int | None = None) -> Mapping[str, Sequence[Any]]:
        """By table, the rows of one plan."""
        own = {name: [row for row in rows if row["plan_id"] == plan] for name, rows in self._tables.items()}
        some = {name: rows if name == "values" else rows[:most] for name, rows in own.items()}
        shown = {row["indicator_id"] for row in some["indicators"]}
        return {**some, "values": [row for row in own["values"] if row["indicator_id"] in shown]}


def records() -> tuple[Record, ...]:
    return (
        record(node=3, name=HOSTILE, values=(cell(">= 80%"), cell("31/06/2018", period=2018, place=at(1, 140)))),
        record(
            node=3,
            name="Realizzazione progetto",
            place=at(2),
            values=(cell("circa 80%", place=at(2, 120)), cell("---", role="baseline", period=None, place=at(2, 140))),
        ),
        record(
            node=3, name="Realizzazione progetto", place=at(3), values=(cell("12", role="result", place=at(3, 120)),)
        ),
        record(
            node=3,
            name="Realizzazione progetto",
            place=at(3, 200),
            values=(cell("12", role="result", place=at(3, 220)),),
        ),
        record(
            node=3,
            name="Tempi",
            place=at(3, 300),
            confidence=0.5,
            extra={"Colore <b>": "</script><img src=x onerror=1>"},
            values=(cell("tra 10 e 15 giorni", place=at(3, 320)), cell("3", role="result", place=at(3, 340))),
        ),
    )


def plan(**changes: object) -> Extraction:
    return replace(extraction(nodes=MODENA_NODES, records=records(), pages=3), **changes)  # type: ignore[arg-type]


def read(corrections: str = "", source: Source = SOURCE) -> DocumentRows:
    return document_rows(replace(source, corrections=parse_corrections(corrections, FILE)), plan())


def tables_of(rows: DocumentRows) -> dict[str, Sequence[Row]]:
    sieved = quarantine_rows(rows.tables)
    assert not sieved.set_aside
    return sieved.tables


def report(folder: Path, corrections: str = "") -> Path:
    source = replace(SOURCE, file=folder / "not-there.pdf", corrections=parse_corrections(corrections, FILE))
    out = folder / "report"
    write_report(out, WholePublished(tables_of(document_rows(source, plan()))), [source])
    return out


def correction(
    name: str, expect: str, to: str, *, role: str = "target", period: int | None = 2017, more: str = ""
) -> str:
    """An entry as people write it; `more` are further selectors, `page: 2`."""
    year = "null" if period is None else period
    where = f"{{name: {json.dumps(name)}, role: {role}, period: {year}{more and ', ' + more}}}"
    return (
        f"- where: {where}\n  expect: {json.dumps(expect)}\n  set: {json.dumps(to)}\n"
        "  reason: read on the page\n  by: Ada\n  when: 2026-11-20\n"
    )
