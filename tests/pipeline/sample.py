"""One good row of each table, to be spoiled one rule at a time: so they are of no row type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PLAN = "plan-00000000000000aa"
NODE = "obj-00000000000000bb"
INDICATOR = "ind-00000000000000cc"


def plan(**changes: Any) -> Any:
    return {
        "plan_id": PLAN,
        "chamber": "Camera di commercio di Modena",
        "chamber_id": "modena",
        "title": "Piano della performance 2017-2019",
        "doc_type": "piano",
        "period_start": 2017,
        "period_end": 2019,
        "approved_act": None,
        "approved_on": None,
        "source_file": "modena-2017.pdf",
        "source_sha256": "0" * 62 + "aa",
        "source_url": None,
        "retrieved_on": None,
        "language": None,
        "media_type": "application/pdf",
        "pages": 60,
        "layout_id": "modena",
        "rows_seen": 1,
        "rows_published": 1,
        "rows_rejected": 0,
        "rows_ignored": 0,
        "freshness": "current",
        **changes,
    }


def objective(**changes: Any) -> Any:
    return {
        "objective_id": NODE,
        "plan_id": PLAN,
        "parent_id": None,
        "ordinal": 1,
        "level": "area",
        "code_raw": "1",
        "code": "1",
        "code_path": "1",
        "process_code": None,
        "title": "COMPETITIVITA' DELLE IMPRESE",
        "owner": None,
        "budget_eur": 70000.0,
        "page": 1,
        "line": None,
        "sheet": None,
        "cell": None,
        **changes,
    }


def indicator(**changes: Any) -> Any:
    return {
        "indicator_id": INDICATOR,
        "indicator_key": "1||imprese cessate/imprese attive",
        "plan_id": PLAN,
        "objective_id": NODE,
        "ordinal": 1,
        "section": "Area Strategica",
        "level": "area",
        "code_raw": None,
        "code": None,
        "code_scheme": None,
        "code_path": "1",
        "process_code": None,
        "name": "Imprese cessate/ Imprese attive",
        "catalogue_id": None,
        "catalogue_score": None,
        "series_id": None,
        "series_rule": None,
        "direction": "unknown",
        "direction_source": None,
        "formula": None,
        "weight_pct": 33.33,
        "unit": None,
        "unit_source": None,
        "owner": None,
        "note": None,
        "extra": '{"Colore": "verde"}',
        "raw_source": None,
        "page": 1,
        "x0": 50.0,
        "y0": 100.0,
        "x1": 300.0,
        "y1": 180.0,
        "line": None,
        "sheet": None,
        "cell": None,
        "extractor": "pdfplumber",
        "confidence": 1.0,
        "signs": None,
        **changes,
    }


def value(**changes: Any) -> Any:
    return {
        "value_id": "val-00000000000000dd",
        "indicator_id": INDICATOR,
        "plan_id": PLAN,
        "role": "target",
        "period": 2017,
        "part": None,
        "population": None,
        "clause": 1,
        "kind": "quantity",
        "comparator": "<=",
        "comparator_source": "cell",
        "number": 7.5,
        "number_high": None,
        "unit": "percent",
        "date": None,
        "boolean": None,
        "reference": None,
        "text": None,
        "raw": "<= 7,5 %",
        "raw_source": None,
        "status": "ok",
        "interim": False,
        "usable": True,
        "confidence": 1.0,
        "signs": None,
        "page": 1,
        "x0": 120.0,
        "y0": 140.0,
        "x1": 180.0,
        "y1": 150.0,
        "line": None,
        "sheet": None,
        "cell": None,
        **changes,
    }


def issue(**changes: Any) -> Any:
    return {
        "issue_id": "iss-00000000000000ee",
        "plan_id": PLAN,
        "source_file": "modena-2017.pdf",
        "page": 1,
        "line": None,
        "sheet": None,
        "cell": None,
        "severity": "info",
        "code": "ignored-rows",
        "message": "1 row ignored",
        "raw": "Peso | Stato",
        "indicator_id": INDICATOR,
        **changes,
    }


MAKERS: dict[str, Callable[..., Any]] = {
    "plans": plan,
    "objectives": objective,
    "indicators": indicator,
    "values": value,
    "issues": issue,
}


def dataset() -> dict[str, list[dict[str, Any]]]:
    """A whole dataset of one row a table."""
    return {table: [make()] for table, make in MAKERS.items()}
