"""The five plans of data/raw read whole: one page of each against a golden file, all of it against the gold.

A golden file holds what stands on one page: page, box, name and raw cells of each record, compared by eye with the
page. `pytest tests/extractors/test_plans.py --regenerate-golden` writes it anew, its diff is to be reviewed.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractors.documents import extract_document
from extractors.layouts.levels import Level
from extractors.records.model import Extraction, Record

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
GOLD = ROOT.parent / "shared" / "gold"
GOLDEN = Path(__file__).with_name("golden")

# Rows cut by the page and merged objectives; cards of programmes; the tree with its areas; three panels; nested tables.
PAGES = {
    "maremma-tirreno-2018": 9,
    "massa-carrara-2017": 3,
    "massa-carrara-2019": 6,
    "modena-2017": 5,
    "riviere-di-liguria-2018": 6,
}
# Rows counted by reading the plans.
INDICATORS = {
    "maremma-tirreno-2018": 322,
    "massa-carrara-2017": 60,
    "massa-carrara-2019": 250,
    "modena-2017": 237,
    "riviere-di-liguria-2018": 103,
}
plans = pytest.mark.parametrize("plan", PAGES)
with_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the gold of ../shared is not there")


@functools.cache
def extraction(plan: str) -> Extraction:
    """The plan read once for all tests."""
    return extract_document(RAW / f"{plan}.pdf")


def golden(record: Record, found: Extraction) -> dict[str, Any]:
    """A record as its golden file holds it."""
    node = None if record.node is None else found.nodes[record.node]
    box = record.place.box
    assert box is not None
    fields = {"code": record.code_raw, "formula": record.formula, "weight": record.weight, "owner": record.owner}
    return {
        "page": record.place.page,
        "box": [round(edge, 1) for edge in (box.x0, box.y0, box.x1, box.y1)],
        "name": record.name,
        "level": record.level,
        "node": None if node is None else node.code_raw or node.title,
        **{name: text for name, text in fields.items() if text is not None},
        "cells": [[cell.role, cell.period, cell.raw] for cell in record.values],
    }


def boxless(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in record.items() if name != "box"} for record in records]


@plans
def test_a_page_is_read_as_its_golden_file_says(plan: str, regenerate_golden: bool) -> None:
    found = extraction(plan)
    page = PAGES[plan]
    read = [golden(record, found) for record in found.records if record.place.page == page]
    path = GOLDEN / f"{plan}-page-{page}.json"
    if regenerate_golden:
        lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in read)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert boxless(read) == boxless(written)
    for record, wanted in zip(read, written, strict=True):
        assert record["box"] == pytest.approx(wanted["box"], abs=0.11), record["name"]


@plans
def test_every_row_is_counted(plan: str) -> None:
    found = extraction(plan)
    assert len(found.records) == INDICATORS[plan]
    assert not found.rejected
    assert found.rows_seen == len(found.records) + len(found.ignored)
    assert all(ignored.rule for ignored in found.ignored)


@plans
def test_a_plan_chooses_its_layout(plan: str) -> None:
    assert extraction(plan).layout_id == plan.rpartition("-")[0]


def test_a_files_name_decides_nothing(tmp_path: Path) -> None:
    renamed = tmp_path / "modena-2017.pdf"
    renamed.symlink_to(RAW / "riviere-di-liguria-2018.pdf")
    assert extract_document(renamed) == extraction("riviere-di-liguria-2018")


@plans
def test_every_record_has_its_place_on_a_page(plan: str) -> None:
    found = extraction(plan)
    assert found.pages is not None
    for record in found.records:
        assert record.place.page is not None
        assert record.place.box is not None
        assert 1 <= record.place.page <= found.pages
        assert record.place.box.width > 0
        assert record.place.box.height > 0
        assert all(value.place.box is not None for value in record.values)


@plans
def test_nodes_stand_under_nodes_of_a_higher_level(plan: str) -> None:
    ranks: list[Level] = ["area", "strategic", "programme", "operational", "action"]
    nodes = extraction(plan).nodes
    for node in nodes:
        if node.parent is not None:
            assert ranks.index(nodes[node.parent].level) < ranks.index(node.level)  # type: ignore[arg-type]


def squashed(text: str) -> str:
    """Text without spaces, hyphens and typographic variants: what two careful readers may print differently."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s\u2010\u2011\u00ad_*•-]+", "", text)


@with_gold
@pytest.mark.parametrize("plan", ["massa-carrara-2017", "modena-2017", "riviere-di-liguria-2018"])
def test_names_and_cells_are_those_a_careful_reader_found(plan: str) -> None:
    lines = (GOLD / f"{plan}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = Counter(
        (
            squashed(record["name"]),
            *sorted((v["role"], v["period"] or 0, squashed(v["raw"])) for v in record["values"] if v["raw"]),
        )
        for record in map(json.loads, lines)
    )
    read = Counter(
        (squashed(record.name), *sorted((v.role, v.period or 0, squashed(v.raw)) for v in record.values))
        for record in extraction(plan).records
    )
    assert not read - gold
    assert (gold - read).total() == len(lines) - INDICATORS[plan]
