"""Corrections of whole rows: a field set, a row that is none, a row that was missed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipeline.corrections.check import examine_corrections
from pipeline.corrections.fields import published_text
from pipeline.corrections.files import Corrections, parse_corrections
from pipeline.corrections.model import FieldName
from pipeline.errors import CorrectionsError
from pipeline.run.documents.rows import DocumentRows
from tests.report.plans import FILE, read, tables_of

SIGNED = {"reason": "as printed on the page", "by": "Anna", "when": "2026-11-25"}


def entry(**said: Any) -> str:
    return yaml.safe_dump([{**said, **SIGNED}], allow_unicode=True)


def parsed(text: str) -> Corrections:
    return {"modena-2017": parse_corrections(text, FILE)}


def codes_of(rows: DocumentRows) -> list[str]:
    return [row["code"] for row in rows.issues if row["code"].startswith("correction-")]


@pytest.mark.parametrize(
    ("field", "text", "column", "value"),
    [
        ("name", "Realizzazione del progetto", "name", "Realizzazione del progetto"),
        ("owner", "Area 2", "owner", "Area 2"),
        ("weight", "33,34 %", "weight_pct", 33.34),
        ("unit", "gg", "unit", "day"),
        ("level", "action", "level", "action"),
        ("code", "A-1", "code", "A-1"),
        ("node", "1", "code_path", "1"),
    ],
)
def test_a_field_is_set_and_no_row_is_lost(field: FieldName, text: str, column: str, value: object) -> None:
    before = read().indicators[1]
    where = {"indicator_id": before["indicator_id"]}
    corrections = entry(where=where, field=field, expect=published_text(before, field), set=text)
    rows = read(corrections)
    after = rows.indicators[1]
    assert {**after}[column] == value
    assert codes_of(rows) == ["correction-applied"]
    assert len(rows.indicators) == len(read().indicators)
    assert rows.values == read().values
    standings = [one.standing for one in examine_corrections(parsed(corrections), tables_of(rows))]
    assert standings == ["applied"]
    assert [one.standing for one in examine_corrections(parsed(corrections), tables_of(read()))] == ["pending"]


def test_what_is_not_there_or_cannot_stand_there_is_said() -> None:
    row = read().indicators[0]
    where = {"indicator_id": row["indicator_id"]}
    assert codes_of(read(entry(where=where, field="name", expect="another", set="x"))) == ["correction-stale"]
    odd = read(entry(where=where, field="level", expect=row["level"], set="goal"))
    assert codes_of(odd) == ["correction-conflict"]
    assert odd.indicators == read().indicators
    two = [entry(where=where, field="name", expect=row["name"], set=text) for text in ("one", "other")]
    assert codes_of(read("".join(two))) == ["correction-conflict"] * 2


def test_a_row_that_is_none_is_taken_out_and_counted_as_ignored() -> None:
    before = read()
    row = before.indicators[0]
    corrections = entry(where={"indicator_id": row["indicator_id"]}, remove=True, expect=row["name"])
    after = read(corrections)
    assert row["indicator_id"] not in {one["indicator_id"] for one in after.indicators}
    assert all(value["indicator_id"] != row["indicator_id"] for value in after.values)
    assert after.plan["rows_ignored"] == before.plan["rows_ignored"] + 1
    plan = tables_of(after)["plans"][0]
    assert plan["rows_seen"] == plan["rows_published"] + plan["rows_rejected"] + plan["rows_ignored"]
    assert [one.standing for one in examine_corrections(parsed(corrections), tables_of(after))] == ["applied"]


def test_a_missed_row_is_added_where_it_stands() -> None:
    before = read()
    above = before.indicators[0]
    row = {
        "name": "Numero incontri",
        "page": above["page"],
        "box": [50.0, above["y0"], 300.0, 200.0],
        "unit": "N.",
        "weight": "20 %",
        "values": [{"role": "target", "period": 2017, "raw": ">= 3"}, {"role": "baseline", "raw": "2"}],
    }
    added = entry(add=row)
    after = read(added)
    new = after.indicators[1]
    assert (new["name"], new["ordinal"], new["extractor"]) == ("Numero incontri", 2, "person")
    assert (new["unit"], new["weight_pct"]) == ("count", 20.0)
    values = [value for value in after.values if value["indicator_id"] == new["indicator_id"]]
    assert [(v["role"], v["comparator"], v["number"], v["status"], v["usable"]) for v in values] == [
        ("target", ">=", 3, "corrected", True),
        ("baseline", "=", 2, "corrected", True),
    ]
    assert after.plan["rows_seen"] == before.plan["rows_seen"] + 1
    assert [one.standing for one in examine_corrections(parsed(added), tables_of(after))] == ["applied"]
    assert codes_of(read(added + added)) == ["correction-applied", "correction-conflict"]


@pytest.mark.parametrize(
    "text",
    [
        entry(where={"code": "x"}, field="formula", expect="a", set="b"),
        entry(where={"code": "x"}, remove=False, expect="a"),
        entry(add={"name": "x", "page": 1}),
        entry(add={"name": "x", "line": 1, "page": 1, "box": [0, 0, 1, 1]}),
        entry(where={"page": 1}, field="name", expect="a", set="b"),
    ],
)
def test_faulty_entries_are_refused(text: str) -> None:
    with pytest.raises(CorrectionsError, match="entry 1"):
        parse_corrections(text, FILE)
