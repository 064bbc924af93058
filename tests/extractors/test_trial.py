"""`cruscotto layout try`: what a layout does with each row of a plan, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import extract_document
from extractors.errors import NoIndicatorTable
from extractors.layouts.registry import layout_by_id, parse_layout
from extractors.suggest.trial import table_lines, try_layout

INVENTED = Path(__file__).parent / "invented"
MINISTRY = INVENTED / "ministero-relazione-2022.pdf"
DRAFT = """
id: bozza
chamber: Ministero delle Acque Interne
tables:
  columns:
    - {column: name, headings: ["Indicatori"]}
    - {column: target, headings: ["Target {year}"]}
"""


def test_each_row_has_the_rule_that_took_it_and_the_nodes_that_it_opened() -> None:
    trial = try_layout(MINISTRY, layout_by_id("generic"))
    rows = [row for row in trial["rows"] if row["fate"] != "line"]
    assert len(rows) == trial["counts"]["published"] + trial["counts"]["ignored"] == 19
    opening = [row["opened"] for row in rows if row["text"].startswith("Codice obiettivo")]
    assert opening == [[f"strategic OS{n} «OS{n}» by the rule strategic-objective-by-number"] for n in (1, 2, 3)]
    assert [row["closed"] for row in rows if row["text"].startswith("Codice obiettivo | OS2")] == [
        ["strategic OS1 «Garantire la sicurezza dei canali navigabili»"]
    ]
    assert [row["rule"] for row in rows if row["text"].startswith("Struttura")] == ["responsible"] * 3
    assert "generic: 7 published, 0 rejected, 12 ignored, 3 nodes" in table_lines(trial)


def test_a_row_of_no_table_of_the_field_has_the_reason_of_the_rule_that_leaves_it_out() -> None:
    rows = try_layout(INVENTED / "risks-and-training.pdf", layout_by_id("generic"))["rows"]
    assert {row["reason"] for row in rows if row["rule"] == "tables-without-indicators"} == {
        "no heading of the field's vocabulary stands over them"
    }


def test_a_heading_that_the_draft_misses_is_named_with_what_is_likest() -> None:
    trial = try_layout(MINISTRY, parse_layout(DRAFT, "bozza.yml"))
    assert trial["counts"]["published"] == 0
    (told,) = [text for text in trial["headings"] if "Consuntivo" in text]
    assert "«Indicatore» is unknown (likest: «indicatori», 90 of 100)" in told
    assert "«Target» is unknown (likest: «target», 100 of 100)" in told
    assert told.endswith("it lacks name and a figure")


def test_who_reads_with_a_layout_that_finds_nothing_learns_what_was_seen(tmp_path: Path) -> None:
    draft = tmp_path / "bozza.yml"
    draft.write_text(DRAFT + "ignore: [{name: rest, reason: no rule, outside: true}]\n", encoding="utf-8")
    with pytest.raises(NoIndicatorTable, match=r"rows like headings the likest is on page 1: «Codice obiettivo» is"):
        extract_document(MINISTRY, layout=str(draft))
