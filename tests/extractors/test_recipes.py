"""Layouts of at most forty lines for real plans of many bodies: they load, and read their plan as its gold has it.

`docs/layouts.md` shows them as recipes.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from extractors.documents import extract_document
from extractors.layouts.registry import layout_by_id, parse_layout
from extractors.records.model import Extraction, Node
from normalizers.codes import make_scheme, read_code

RECIPES = sorted((Path(__file__).parent / "recipes").glob("*.yml"))
WILD = Path(__file__).parents[3] / "shared" / "wild"
_LINES = 40


def squeezed(text: str | None) -> str:
    """Where a narrow cell ends a line, a space may be lost; gold has footnotes' numbers as digits."""
    return unicodedata.normalize("NFKC", "".join((text or "").split()))


def figures(values: list[dict[str, Any]]) -> list[tuple[str, int | None, str]]:
    return sorted((v["role"], v["period"] or 0, squeezed(v["raw"])) for v in values)


def objective_of(key: int | None, read: Extraction) -> str | None:
    """The code of the nearest coded node."""
    nodes: dict[int | None, Node] = {node.key: node for node in read.nodes}
    while key is not None and not nodes[key].code_raw:
        key = nodes[key].parent
    scheme = make_scheme(read.layout_id, read.code_rules) if read.code_rules is not None else read.code_scheme
    return read_code(nodes[key].code_raw or "", scheme).code if key is not None else None


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_is_short_and_right(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= _LINES
    layout = parse_layout(text, recipe.name)
    if layout.codes is not None:
        make_scheme(layout.id, layout.codes)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_plan_is_read_whole_by_its_recipe(recipe: Path) -> None:
    plan, gold = WILD / "plans" / f"{recipe.stem}.pdf", WILD / "gold" / f"{recipe.stem}.jsonl"
    if not plan.exists():
        pytest.skip(f"{plan.name} is not beside this checkout")
    read = extract_document(plan, layout=str(recipe))
    assert layout_by_id(str(recipe)).id == read.layout_id
    wanted = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert [squeezed(record.name) for record in read.records] == [squeezed(row["name"]) for row in wanted]
    for record, row in zip(read.records, wanted, strict=True):
        found = [{"role": v.role, "period": v.period, "raw": v.raw} for v in record.values]
        assert figures(found) == figures(row["values"]), record.name
        assert record.level == row["level"], record.name
        if row["objective"] is not None:
            assert objective_of(record.node, read) == row["objective"], record.name
        assert not row.get("formula") or squeezed(record.formula) == squeezed(row["formula"])
        assert not row.get("weight") or squeezed(record.weight) == squeezed(row["weight"])
