"""The meaning of real cells as a careful reader gave it, compared as the published dataset is."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from normalizers.targets.reader import read_cell

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "gold"
SCORE = SHARED / "check" / "score.py"

pytestmark = pytest.mark.skipif(
    not (GOLD / "expressions.jsonl").exists() or not SCORE.exists(),
    reason="the gold records (../shared/gold/expressions.jsonl, ../shared/check/score.py) are not there",
)


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cells(score: ModuleType) -> list[tuple[str, str, int | None, str | None, list[dict[str, Any]]]]:
    """Every gold cell whose meaning is known, where it stands, with its clauses as they are to be published."""
    plans, meaning = score.load_gold(GOLD)
    found = []
    for records in plans.values():
        for record in records:
            for value in record["values"]:
                clauses = meaning.get(score.squash(value["raw"]))
                if clauses is not None:
                    place = (value["role"], value["period"], record.get("formula"))
                    found.append((value["raw"], *place, [score.wanted_clause(c, *place) for c in clauses]))
    return found


def right(score: ModuleType, got: tuple[Any, ...], want: list[dict[str, Any]]) -> bool:
    rows = [clause._asdict() for clause in got]
    return len(rows) == len(want) and all(score.clause_ok(w, g) for w, g in zip(want, rows, strict=True))


def test_every_cell_has_its_gold_meaning(score: ModuleType, cells: list[Any]) -> None:
    assert len(cells) > 1000
    wrong = []
    for raw, role, period, formula, want in cells:
        got = read_cell(raw, role=role, period=period, formula=formula)
        if not right(score, got, want):
            wrong.append((raw, role, period, formula, got))
    assert wrong == []


def test_gold_cells_are_rarely_doubted(cells: list[Any]) -> None:
    distinct = {(raw, role, period, formula) for raw, role, period, formula, _ in cells}
    doubted = [
        place
        for place in distinct
        if any(c.status != "ok" for c in read_cell(place[0], role=place[1], period=place[2], formula=place[3]))
    ]
    assert len(doubted) <= len(distinct) * 0.02, doubted
