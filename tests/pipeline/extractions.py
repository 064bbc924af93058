"""Extractions as the extractors hand them on, after rows of the real plans; cited by plan and place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.pages.model import Box, Place
from extractors.records.model import Extraction, Node, PlanFacts, Record, ValueCell
from pipeline.corrections.source import Source

SOURCE = Source(Path("modena-2017.pdf"), "modena-2017.pdf", "6d904425aed21f34" + "0" * 48)
FACTS = PlanFacts(
    chamber="Camera di commercio di Modena",
    title="Piano della performance",
    doc_type="piano",
    period_start=2017,
    period_end=2019,
    approved_act="deliberazione di Giunta n. 7",
    approved_on="31.01.2017",
)


def at(page: int, y: float = 100.0, x: float = 50.0) -> Place:
    return Place(page, Box(x, y, x + 123.456, y + 10), None)


def cell(raw: str, *, role: str = "target", period: int | None = 2017, **changes: Any) -> ValueCell:
    return ValueCell(role, period, changes.pop("population", None), raw, changes.pop("place", at(1, 120)))


def record(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "node": None,
        "level": "operational",
        "section": "Obiettivo Operativo",
        "name": "Rispetto dei tempi di evasione (5 giorni) delle pratiche Registro Imprese",
        "place": at(1),
        "row_text": "Rispetto dei tempi | 80%",
        "values": (cell(">= 80%"),),
        **changes,
    }
    return Record(**fields)


def extraction(**changes: Any) -> Extraction:
    base = Extraction(
        facts=FACTS,
        layout_id="modena",
        code_scheme="modena",
        extractor="pdfplumber",
        pages=60,
        rows_seen=0,
        nodes=(),
        records=(),
        rejected=(),
        ignored=(),
        findings=(),
    )
    made = replace(base, **changes)
    if "rows_seen" not in changes:
        made = replace(made, rows_seen=len(made.records) + len(made.rejected) + len(made.ignored))
    return made


# Modena 2017, the area and what stands under it.
MODENA_NODES = (
    Node(0, None, "area", "1", "COMPETITIVITA' DELLE IMPRESE", at(1)),
    Node(1, 0, "strategic", "101", "Incrementare la disponibilità dell'informazione economica", at(2)),
    Node(2, 1, "programme", "101.1", "Disponibilità e tempestività dell'informazione", at(2), owner="Studi"),
    Node(3, 2, "operational", "1011.01.D1.11", "Rilevazioni statistiche", at(3), budget="70.000,00 euro"),
)
