"""Invented plans of ministries, agencies, municipalities and universities, read by `generic` as their gold has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.documents import extract_document
from extractors.records.model import Node, Record
from normalizers.codes import read_code

PLANS = Path(__file__).parent / "invented"


def squeezed(text: str | None) -> str | None:
    """Where a narrow cell ends a line, a space may be lost."""
    return None if text is None else "".join(text.split())


def stated(record: Record, nodes: dict[int | None, Node]) -> dict[str, Any]:
    """What a record says, its objective by the nearest node that has a code."""
    node = coded = nodes.get(record.node)
    while coded is not None and coded.code_raw is None:
        coded = nodes.get(coded.parent)
    printed = coded.code_raw if coded else None
    return {
        "objective": read_code(printed, "generic").code if printed else None,
        "level": record.level,
        "code": record.code_raw,
        "name": squeezed(record.name),
        "formula": squeezed(record.formula),
        "weight": record.weight,
        "owner": record.owner or (node.owner if node else None),
        "values": [(v.role, v.period, v.part, v.raw) for v in record.values],
    }


def wanted(gold: dict[str, Any]) -> dict[str, Any]:
    return {
        "objective": gold["objective"],
        "level": gold["level"],
        "code": gold["code_raw"],
        "name": squeezed(gold["name"]),
        "formula": squeezed(gold["formula"]),
        "weight": gold["weight"],
        "owner": gold["owner"],
        "values": [(v["role"], v["period"], v.get("part"), v["raw"]) for v in gold["values"]],
    }


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.pdf")), ids=lambda path: path.stem)
def test_an_invented_plan_is_read_whole(path: Path) -> None:
    gold = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    extraction = extract_document(path, layout="generic")
    nodes: dict[int | None, Node] = {node.key: node for node in extraction.nodes}
    assert [stated(record, nodes) for record in extraction.records] == [wanted(record) for record in gold]
