"""A draft is compared with `generic` row by row, and never reads a row worse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.documents import extract_document
from extractors.quality.confidence import REVIEW
from extractors.suggest.comparison import losses
from extractors.suggest.draft import suggest_layout
from extractors.suggest.layout_yaml import layout_yaml

PLANS = Path(__file__).parent / "invented"
PLAN = PLANS / "risks-and-training.pdf"


@pytest.mark.parametrize(
    "name", ["risks-and-training", "past-ratios", "deviations", "codes-of-objectives", "ministero-valore-e-scadenza"]
)
def test_a_draft_reads_no_row_worse_and_invents_none(name: str, tmp_path: Path) -> None:
    path = PLANS / f"{name}.pdf"
    draft = tmp_path / "draft.yml"
    draft.write_text(layout_yaml(suggest_layout(path), path.name), encoding="utf-8")
    drafted, generic = extract_document(path, layout=str(draft)), extract_document(path, layout="generic")
    assert [(r.name, r.level, [v.raw for v in r.values]) for r in drafted.records] == [
        (r.name, r.level, [v.raw for v in r.values]) for r in generic.records
    ]
    doubted = [r.name for r in generic.records if r.confidence < REVIEW]
    assert {r.name for r in drafted.records if r.confidence < REVIEW} <= set(doubted)


def test_what_is_gone_is_told() -> None:
    read = extract_document(PLAN, layout="generic")
    first = read.records[0]
    without = replace(read, records=(replace(first, values=first.values[1:]), *read.records[2:]))
    assert not losses(read, read)
    assert [(loss.name, loss.lost) for loss in losses(read, without)] == [
        (first.name, "baseline 2023 «1.200»"),
        (read.records[1].name, "the row"),
    ]
