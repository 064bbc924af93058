"""From an extraction to rows: ids, codes and paths, values, and an issue for all that is not as it stands."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from extractors.documents import extract_document
from extractors.errors import UnknownLayout
from extractors.pages.model import Place
from extractors.records.model import Extraction, Finding, IgnoredRow, Node, Record
from pipeline.dataset.checks.row_checks import find_breaches
from pipeline.run.documents.reading import AccountingError, document_rows
from pipeline.run.documents.rows import DocumentRows
from tests.pipeline.extractions import FACTS, MODENA_NODES, SOURCE, at, cell, extraction, record

T = TypeVar("T")


def made(**changes: Any) -> DocumentRows:
    """The rows of an extraction; all of them satisfy the schema."""
    rows = document_rows(SOURCE, extraction(**changes))
    plan = {**rows.plan, "rows_published": len(rows.indicators)}
    tables = {name: getattr(rows, name) for name in ("objectives", "indicators", "values", "issues")}
    for name, found in {"plans": [plan], **tables}.items():
        assert not found or find_breaches(name, found) == []
    return rows


def codes_of(rows: DocumentRows) -> list[str]:
    return [issue["code"] for issue in rows.issues]


def one(rows: list[T]) -> T:
    (row,) = rows
    return row


# The plan


def test_the_plan_row_states_what_the_document_says() -> None:
    plan = made(records=(record(),)).plan
    assert plan == {
        "plan_id": "plan-6d904425aed21f34",
        "chamber": "Camera di commercio di Modena",
        "chamber_id": "modena",
        "title": "Piano della performance",
        "doc_type": "piano",
        "period_start": 2017,
        "period_end": 2019,
        "approved_act": "deliberazione di Giunta n. 7",
        "approved_on": datetime.date(2017, 1, 31),
        "source_file": "modena-2017.pdf",
        "source_sha256": SOURCE.sha256,
        "source_url": None,
        "retrieved_on": None,
        "language": None,
        "media_type": "application/pdf",
        "pages": 60,
        "layout_id": "modena",
        "rows_seen": 1,
        "rows_published": 0,
        "rows_rejected": 0,
        "rows_ignored": 0,
        "freshness": "current",
    }


def test_a_text_has_no_pages() -> None:
    place = Place(None, None, 12)
    rows = made(pages=None, extractor="text", records=(record(place=place, values=(cell("3", place=place),)),))
    assert (rows.plan["media_type"], rows.plan["pages"]) == ("text/plain", None)
    assert (one(rows.indicators)["line"], one(rows.indicators)["x0"]) == (12, None)
    assert one(rows.values)["line"] == 12


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period_start": 207, "period_end": 207}, "period-implausible"),
        ({"period_start": 2019, "period_end": 2017}, "period-implausible"),
        ({"period_start": 2017, "period_end": None}, "period-implausible"),
        ({"approved_on": "31/06/2018"}, "approval-date-unparsed"),
        ({"chamber": " "}, "chamber-unknown"),
    ],
)
def test_odd_facts_are_left_out_and_reported(changes: dict[str, Any], code: str) -> None:
    rows = made(facts=replace(FACTS, **changes), records=(record(),))
    assert code in codes_of(rows)
    assert rows.plan["approved_on" if "date" in code else "chamber" if "chamber" in code else "period_end"] is None


def test_rows_that_do_not_add_up_fail_the_document() -> None:
    with pytest.raises(AccountingError, match="3 rows were seen, but 1 published") as caught:
        document_rows(SOURCE, extraction(records=(record(),), rows_seen=3))
    assert caught.value.code == "accounting-mismatch"


# The tree (DATASET, Codes and the tree)


def test_modena_nodes_have_paths_and_process_codes() -> None:
    rows = made(nodes=MODENA_NODES, records=(record(node=3),))
    paths = [node["code_path"] for node in rows.objectives]
    assert paths == ["1", "1/101", "1/101/101.1", "1/101/101.1/1011.01.D1.11"]
    assert [node["process_code"] for node in rows.objectives] == [None, None, None, "D1.11"]
    assert rows.objectives[3]["budget_eur"] == 70000
    assert rows.objectives[3]["parent_id"] == rows.objectives[2]["objective_id"]
    row = one(rows.indicators)
    assert (row["code"], row["code_path"], row["process_code"]) == (None, paths[3], "D1.11")
    assert row["objective_id"] == rows.objectives[3]["objective_id"]
    assert row["owner"] == "Studi"


@pytest.mark.parametrize(
    ("under", "printed", "code", "path"),
    [
        ("1.1.1", "O1.1.1-a", "O1.1.1-a", "1/1.1/1.1.1/O1.1.1-a"),
        ("1.1", "S1.1.1-a", "S1.1.1-a", "1/1.1/S1.1.1-a"),
    ],
)
def test_massa_carrara_paths(under: str, printed: str, code: str, path: str) -> None:
    nodes = (
        Node(0, None, "area", "1", "Competitività", at(1)),
        Node(1, 0, "strategic", "1.1", "Sviluppo", at(1)),
        Node(2, 1, "operational", "1.1.1", "Formazione", at(1)),
    )
    place = {"1.1": 1, "1.1.1": 2}[under]
    rows = made(code_scheme="massa-carrara", nodes=nodes, records=(record(node=place, code_raw=printed),))
    row = one(rows.indicators)
    assert (row["code"], row["code_path"], row["code_scheme"]) == (code, path, "massa-carrara")
    assert row["indicator_key"] == code


def test_a_zero_read_for_the_letter_o_is_repaired_and_recorded() -> None:
    rows = made(code_scheme="massa-carrara", records=(record(code_raw="01.2.4-a"),))
    row = one(rows.indicators)
    assert (row["code_raw"], row["code"]) == ("01.2.4-a", "O1.2.4-a")
    found = one([i for i in rows.issues if i["code"] == "code-repaired"])
    assert (found["severity"], found["raw"]) == ("info", "01.2.4-a")
    assert found["indicator_id"] == row["indicator_id"]


def test_an_objective_that_is_its_own_indicator_has_one_code_in_the_path() -> None:
    nodes = (
        Node(0, None, "strategic", "5 bis", "Promozione", at(1)),
        Node(1, 0, "operational", "5 b.1", "Eventi", at(1)),
    )
    rows = made(code_scheme="riviere-di-liguria", nodes=nodes, records=(record(node=1, code_raw="5 b.1"),))
    row = one(rows.indicators)
    assert (row["code"], row["code_path"]) == ("5-bis.1", "5-bis/5-bis.1")


def test_an_indicator_numbered_outside_the_tree() -> None:
    numbered = record(code_raw="12", path_root="activity", level="activity")
    rows = made(code_scheme="riviere-di-liguria", records=(numbered,))
    row = one(rows.indicators)
    assert (row["code"], row["code_path"], row["objective_id"]) == ("12", "activity/12", None)


def test_a_node_without_code_passes_its_parents_path_on() -> None:
    nodes = (
        Node(0, None, "area", "011", "Competitività", at(1)),
        Node(1, 0, "strategic", "1.", "Semplificazione", at(1)),
        Node(2, 1, "operational", None, "Digitalizzare i fascicoli", at(2)),
    )
    rows = made(code_scheme="maremma-tirreno", nodes=nodes, records=(record(node=2),))
    assert [node["code_path"] for node in rows.objectives] == ["011", "011/1", "011/1"]
    row = one(rows.indicators)
    assert (row["code_path"], row["objective_id"]) == ("011/1", rows.objectives[2]["objective_id"])


def test_an_unreadable_code_is_kept_raw_and_reported() -> None:
    rows = made(records=(record(code_raw="§?§"),))
    assert (one(rows.indicators)["code"], one(rows.indicators)["code_raw"]) == (None, "§?§")
    assert "code-unreadable" in codes_of(rows)


def test_parents_may_be_printed_after_their_children() -> None:
    nodes = (
        Node(5, 9, "strategic", "101", "Sotto", at(1)),
        Node(9, None, "area", "1", "Sopra", at(2)),
    )
    rows = made(nodes=nodes)
    assert [node["code_path"] for node in rows.objectives] == ["1/101", "1"]
    assert [node["ordinal"] for node in rows.objectives] == [1, 2]


@pytest.mark.parametrize("parents", [(7, 0), (1, 0)])
def test_a_broken_tree_is_reported_and_its_rows_published(parents: tuple[int, int]) -> None:
    nodes = (
        Node(0, parents[0], "area", "1", "Uno", at(1)),
        Node(1, parents[1], "strategic", "101", "Due", at(1)),
    )
    rows = made(nodes=nodes, records=(record(node=1),))
    assert codes_of(rows) == ["tree-broken"]
    assert one(rows.indicators)["code_path"] == "1/101"


def test_a_budget_that_is_no_amount_is_reported() -> None:
    rows = made(nodes=(replace(MODENA_NODES[0], budget="da definire"),))
    assert one(rows.objectives)["budget_eur"] is None
    assert codes_of(rows) == ["budget-unparsed"]


# Indicators and values


def test_an_indicator_keeps_what_is_printed() -> None:
    printed = record(
        name="Grado  di\nrispetto",
        formula="N. pratiche / totale",
        weight="33,34 %",
        owner="Area 2",
        note="Aggiornato",
        extra={"Colore": "verde", "Vuoto": " "},
        signs=("stitched", "no-rules"),
        confidence=0.75,
    )
    row = one(made(records=(printed,)).indicators)
    assert row["name"] == "Grado di rispetto"
    assert row["weight_pct"] == 33.34
    assert (row["formula"], row["owner"], row["note"]) == ("N. pratiche / totale", "Area 2", "Aggiornato")
    assert json.loads(row["extra"] or "") == {"Colore": "verde"}
    assert (row["confidence"], row["signs"]) == (0.75, "stitched,no-rules")
    assert (row["page"], row["x0"], row["x1"], row["line"]) == (1, 50.0, 173.46, None)


@pytest.mark.parametrize("weight", ["alto", "120 %", "-3"])
def test_a_weight_that_is_none_is_kept_as_printed_and_reported(weight: str) -> None:
    rows = made(records=(record(weight=weight),))
    row = one(rows.indicators)
    assert row["weight_pct"] is None
    assert json.loads(row["extra"] or "") == {"weight": weight}
    assert codes_of(rows) == ["weight-unparsed"]


def test_a_cell_gives_a_row_for_each_clause() -> None:
    raw = "≤ 13 gg certificazione olio; ≤ 18 gg certificazione vino"
    rows = made(records=(record(values=(cell(raw),)),))
    assert [(v["clause"], v["comparator"], v["number"], v["unit"]) for v in rows.values] == [
        (1, "<=", 13, "day"),
        (2, "<=", 18, "day"),
    ]
    assert {v["raw"] for v in rows.values} == {raw}
    assert {v["page"] for v in rows.values} == {1}


def test_an_empty_cell_has_no_row_and_a_dash_has_one() -> None:
    rows = made(records=(record(values=(cell("  "), cell("---", period=2018))),))
    assert [(v["kind"], v["period"]) for v in rows.values] == [("missing", 2018)]


def test_a_benchmark_names_its_population() -> None:
    values = (cell("4,5", role="benchmark", population="Media NAZIONALE"),)
    assert one(made(records=(record(values=values),)).values)["population"] == "Media NAZIONALE"


@pytest.mark.parametrize(("raw", "status"), [("31/06/2018", "invalid"), ("qwerty § 12 zxc /// 9", None)])
def test_what_is_not_read_plainly_has_an_issue(raw: str, status: str | None) -> None:
    rows = made(records=(record(values=(cell(raw),)),))
    found = {v["status"] for v in rows.values}
    assert status is None or found == {status}
    assert found != {"ok"}
    (code,) = {f"value-{s}" for s in found if s != "ok"}
    problem = next(i for i in rows.issues if i["code"] == code)
    assert (problem["raw"], problem["indicator_id"]) == (raw, one(rows.indicators)["indicator_id"])


def test_a_row_for_review_puts_its_values_to_review() -> None:
    doubtful = record(review=("Two panels are interleaved here.",), values=(cell(">= 80%"), cell("31/06/2018")))
    rows = made(records=(doubtful,))
    assert [v["status"] for v in rows.values] == ["review", "invalid"]
    found = one([i for i in rows.issues if i["code"] == "row-review"])
    assert (found["message"], found["severity"]) == ("Two panels are interleaved here.", "warning")
    assert found["raw"] == doubtful.row_text


def test_characters_that_utf8_cannot_hold_are_shown_as_damage() -> None:
    row = one(made(records=(record(name="Imprese\ud800 attive\x00"),)).indicators)
    assert row["name"] == "Imprese\ufffd attive\ufffd"


# Issues of the extractors


def test_rejected_rows_findings_and_ignored_rows_become_issues() -> None:
    rows = made(
        records=(record(),),
        rejected=(Finding("error", "row-without-name", "no name", at(2), "| 80% | 90%"),),
        ignored=(
            IgnoredRow("repeated-heading", at(3), "Peso | Stato"),
            IgnoredRow("repeated-heading", at(4), "Peso | Stato"),
            IgnoredRow("total", at(5), "Totale 100%"),
        ),
        findings=(Finding("info", "heading-matched-fuzzily", "Targhet is Target", at(1), "Targhet"),),
    )
    shown = [(i["severity"], i["code"], i["page"], i["raw"]) for i in rows.issues]
    assert shown == [
        ("info", "heading-matched-fuzzily", 1, "Targhet"),
        ("error", "row-without-name", 2, "| 80% | 90%"),
        ("info", "ignored-rows", 3, "Peso | Stato"),
        ("info", "ignored-rows", 5, "Totale 100%"),
    ]
    assert "2 rows" in rows.issues[2]["message"]
    assert (rows.plan["rows_seen"], rows.plan["rows_rejected"], rows.plan["rows_ignored"]) == (5, 1, 3)


def test_one_code_with_two_names_is_reported() -> None:
    twice = (record(code_raw="O1.1.1-a", name="Uno"), record(code_raw="O1.1.1-a", name="Due"))
    rows = made(code_scheme="massa-carrara", records=twice)
    found = one([i for i in rows.issues if i["code"] == "code-two-names"])
    assert found["raw"] == "Uno\nDue"
    same = (record(code_raw="O1.1.1-a", name="Uno"), record(code_raw="O1.1.1-a", name="UNO"))
    rows = made(code_scheme="massa-carrara", records=same)
    assert "code-two-names" not in codes_of(rows)
    assert len({r["indicator_key"] for r in rows.indicators}) == 1
    assert len({r["indicator_id"] for r in rows.indicators}) == 2


# Ids


def shuffled() -> tuple[Extraction, Extraction]:
    records = tuple(record(node=3, name=f"Indicatore {n}", values=(cell(f"{n}%"),)) for n in range(20))
    other = list(records)
    random.Random(7).shuffle(other)
    return (
        extraction(nodes=MODENA_NODES, records=records),
        extraction(nodes=MODENA_NODES, records=tuple(other)),
    )


def test_ids_do_not_depend_on_the_order_of_rows() -> None:
    one_way, other_way = (document_rows(SOURCE, e) for e in shuffled())
    ids = {r["name"]: r["indicator_id"] for r in one_way.indicators}
    assert {r["name"]: r["indicator_id"] for r in other_way.indicators} == ids
    values = {v["raw"]: v["value_id"] for v in one_way.values}
    assert {v["raw"]: v["value_id"] for v in other_way.values} == values


def test_rows_that_are_the_same_in_all_that_is_printed_have_ids_of_their_own() -> None:
    rows = made(records=(record(), record(), record()))
    assert len({r["indicator_id"] for r in rows.indicators}) == 3
    assert len({v["value_id"] for v in rows.values}) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Altro"},
        {"formula": "a/b"},
        {"weight": "10%"},
        {"owner": "Area 1"},
        {"code_raw": "101"},
        {"level": "action"},
        {"node": 3},
        {"values": (cell("81%"),)},
        {"values": (cell(">= 80%", period=2018),)},
    ],
)
def test_ids_depend_on_every_raw_field(change: dict[str, Any]) -> None:
    def identity(found: Record) -> str:
        rows = document_rows(SOURCE, extraction(nodes=MODENA_NODES, records=(found,)))
        return str(one(rows.indicators)["indicator_id"])

    assert identity(record(**change)) != identity(record())


def test_the_same_row_under_two_nodes_has_two_ids_and_nodes_of_one_title_too() -> None:
    nodes = (
        Node(0, None, "area", None, "Stesso titolo", at(1)),
        Node(1, None, "area", None, "Stesso titolo", at(2)),
    )
    rows = made(nodes=nodes, records=(record(node=0), record(node=1)))
    assert len({n["objective_id"] for n in rows.objectives}) == 2
    assert len({r["indicator_id"] for r in rows.indicators}) == 2


def test_ordinals_count_from_one_in_reading_order() -> None:
    rows = made(records=tuple(record(name=f"Indicatore {n}") for n in (3, 1, 2)))
    assert [(r["ordinal"], r["name"]) for r in rows.indicators] == [
        (1, "Indicatore 3"),
        (2, "Indicatore 1"),
        (3, "Indicatore 2"),
    ]


def test_a_figure_that_its_unit_column_contradicts_is_reviewed_unless_the_plan_does_so_all_over() -> None:
    """`piao-2023` of the wild plans prints days, dates and SI beside `%` in nearly each row."""
    fine = [record(name=f"Indicatore {n}", unit="%", values=(cell("80%"),)) for n in range(4)]
    odd = [record(name=f"Quota {n}", unit="%", values=(cell("entro il 30/06/2017"),)) for n in range(4)]
    few = made(records=(*fine, odd[0]))
    assert [v["status"] for v in few.values] == 4 * ["ok"] + ["review"]
    many = made(records=(*fine, *odd))
    assert {v["status"] for v in many.values} == {"ok"}
    assert "cells-contradict" in codes_of(many)
    assert "value-review" not in codes_of(many)
    unsure = made(records=(*fine, *odd, record(name="Incerta", unit="%", values=(cell("SI"),), confidence=0.8)))
    assert [v["status"] for v in unsure.values][-1] == "review"  # the contradiction may be the reader's


def test_a_finding_about_a_published_row_names_it() -> None:
    row = record(place=at(2), row_text="Visite | 10")
    about = Finding("warning", "node-missing", "The row stands under no objective.", at(2), "Visite | 10")
    other = Finding("warning", "column-unknown", "No rule knows the column «Rif.».", at(2))
    rows = made(records=(record(), row), findings=(about, other))
    named = {
        issue["code"]: issue["indicator_id"]
        for issue in rows.issues
        if issue["code"] in ("node-missing", "column-unknown")
    }
    assert named == {"node-missing": rows.indicators[1]["indicator_id"], "column-unknown": None}


# Words of the chamber's own

_OWN_LAYOUT = """
id: own-words
chamber: Camera di commercio di Prova
plan: {period: ['Piano (?P<start>[0-9]{4})']}
tables:
  columns:
    - {column: name, headings: [Indicatore]}
    - {column: unit, headings: [Unità]}
    - {column: target, headings: ["Target {year}"]}
VOCABULARY
"""
_OWN_VOCABULARY = """
vocabulary:
  units: {day: [gglav]}
  comparators: {">=": [perlomanco]}
  absent: [in itinere]
  harmless: [sportellune]
"""
_OWN_PLAN = (
    "Piano 2020\nIndicatore\tUnità\tTarget 2020\nTempo\tgglav\t10\nUtenti\t%\tperlomanco 80%\n"
    "Sportelli\t\t3 sportellune\nStudi\t\tin itinere\n"
)


def _read_own_plan(folder: Path, vocabulary: str) -> list[tuple[object, ...]]:
    layout, plan = folder / "own.yml", folder / "piano.txt"
    layout.write_text(_OWN_LAYOUT.replace("VOCABULARY", vocabulary), encoding="utf-8")
    plan.write_text(_OWN_PLAN, encoding="utf-8")
    rows = document_rows(SOURCE, extract_document(plan, layout=str(layout)))
    units = {row["indicator_id"]: row["unit"] for row in rows.indicators}
    return [(v["kind"], v["comparator"], v["number"], units[v["indicator_id"]], v["status"]) for v in rows.values]


def test_a_layouts_own_words_are_read_in_its_plans(tmp_path: Path) -> None:
    assert _read_own_plan(tmp_path, _OWN_VOCABULARY) == [
        ("quantity", "=", 10.0, "day", "ok"),
        ("quantity", ">=", 80.0, "percent", "ok"),
        ("quantity", "=", 3.0, None, "ok"),
        ("missing", None, None, None, "ok"),
    ]
    assert [found[-1] for found in _read_own_plan(tmp_path, "")] == ["ok", "review", "review", "ok"]


# A layout's own scheme of codes


CODES = {
    "slots": {"letter": {"letters": "AB"}, "number": {"digits": [1, 2]}},
    "forms": [{"form": "{letter}{number}", "ancestors": ["{letter}"]}],
}


def test_codes_are_read_as_the_layout_describes_them() -> None:
    rows = made(records=(record(code_raw="b 12"),), code_scheme="trento", code_rules=CODES)
    row = one(rows.indicators)
    assert (row["code"], row["code_scheme"]) == ("B12", "trento")
    assert "code-repaired" in codes_of(rows)


def test_a_faulty_description_of_codes_is_told_with_its_place() -> None:
    with pytest.raises(UnknownLayout, match=r"the codes of the layout .*: slots"):
        made(records=(record(),), code_scheme="trento", code_rules={"forms": CODES["forms"]})
