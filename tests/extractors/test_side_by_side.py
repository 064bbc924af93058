"""A node's label and its title that no rule joins: two lines at one height are one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.documents import study_document, study_pages
from extractors.engines.registry import open_with
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Place, TextLine
from extractors.records.headings.lines import join_side_by_side

PIRA = Path(__file__).parents[3] / "shared" / "plans" / "pdf" / "other" / "pira-2021.pdf"


def line(text: str, x: float, y: float, page: int = 1) -> TextLine:
    return TextLine(text, Place(page, Box(x, y, x + 50, y + 10)), size=10)


def test_lines_at_one_height_are_read_from_left_to_right() -> None:
    label, title = line("Obiettivo", 50, 100), line("1.1 - Sostegno al turismo", 150, 101)
    assert join_side_by_side(label, title) == join_side_by_side(title, label) == "Obiettivo 1.1 - Sostegno al turismo"


def test_lines_that_share_half_of_their_height_stand_side_by_side() -> None:
    assert join_side_by_side(line("Obiettivo", 50, 100), line("1.1", 150, 105)) == "Obiettivo 1.1"
    assert join_side_by_side(line("Obiettivo", 50, 100), line("1.1", 150, 105.1)) is None


def test_lines_below_each_other_or_of_other_pages_are_apart() -> None:
    assert join_side_by_side(line("Obiettivo", 50, 100), line("Sostegno", 50, 112)) is None
    assert join_side_by_side(line("Obiettivo", 50, 100), line("Sostegno", 150, 100, page=2)) is None
    assert join_side_by_side(TextLine("Obiettivo", Place(line=1)), TextLine("Sostegno", Place(line=2))) is None


def test_the_tree_of_a_plan_is_the_same_without_its_rules() -> None:
    if not PIRA.exists():
        pytest.skip(f"{PIRA.name} is not beside this checkout")
    with open_with("auto", PIRA)[1] as pages:
        bare = [replace(page, rules=(), fills=()) for page in pages]
    drawn = study_document(PIRA).extraction
    read = study_pages(bare, layout=layout_by_id("generic")).extraction
    assert [(n.level, n.code_raw, n.parent) for n in read.nodes] == [
        (n.level, n.code_raw, n.parent) for n in drawn.nodes
    ]
    assert [(r.name, r.node) for r in read.records] == [(r.name, r.node) for r in drawn.records]
