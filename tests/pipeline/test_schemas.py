"""Each check of the schema is proven able to fail: one bad row a check."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pandera.errors import SchemaErrors

from pipeline.dataset.checks.exact import schema_of
from pipeline.dataset.checks.quick import all_cells_hold
from pipeline.dataset.checks.row_checks import find_breaches
from pipeline.dataset.columns import are_in_order
from pipeline.dataset.forms.arrow import to_arrow
from pipeline.dataset.forms.frames import to_frame
from pipeline.dataset.table import rule_name
from pipeline.dataset.tables import TABLES
from pipeline.dataset.vocabularies import KINDS
from tests.pipeline.sample import INDICATOR, MAKERS, NODE

DAY = datetime.date(2017, 12, 31)
NO_PLACE: dict[str, Any] = dict.fromkeys(("page", "x0", "y0", "x1", "y1"))

# table, column ("" for a rule between columns), check, what spoils the good row
BAD_ROWS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("plans", "plan_id", "pattern", {"plan_id": "modena"}),
    ("plans", "plan_id", "required", {"plan_id": None}),
    ("plans", "chamber", "not-empty", {"chamber": ""}),
    ("plans", "title", "not-empty", {"title": ""}),
    ("plans", "doc_type", "vocabulary", {"doc_type": "plan"}),
    ("plans", "doc_type", "required", {"doc_type": None}),
    ("plans", "period_start", "range", {"period_start": 1989}),
    ("plans", "period_end", "range", {"period_end": 2101}),
    ("plans", "", "period-in-order", {"period_start": 2019, "period_end": 2017}),
    ("plans", "", "period-in-order", {"period_end": None}),
    ("plans", "source_file", "required", {"source_file": None}),
    ("plans", "source_sha256", "pattern", {"source_sha256": "AA"}),
    ("plans", "source_sha256", "pattern", {"source_sha256": "0" * 64 + "\n"}),
    ("plans", "media_type", "vocabulary", {"media_type": "image/png"}),
    ("plans", "pages", "range", {"pages": 0}),
    ("plans", "", "pages-of-pdf", {"pages": None}),
    ("plans", "", "pages-of-pdf", {"media_type": "text/plain"}),
    ("plans", "layout_id", "required", {"layout_id": None}),
    ("plans", "rows_seen", "range", {"rows_seen": -1, "rows_published": -1}),
    ("plans", "rows_seen", "required", {"rows_seen": None}),
    ("plans", "", "rows-add-up", {"rows_seen": 2}),
    ("objectives", "objective_id", "pattern", {"objective_id": "1"}),
    ("objectives", "parent_id", "pattern", {"parent_id": "ind-00000000000000cc"}),
    ("objectives", "", "not-its-own-parent", {"parent_id": NODE}),
    ("objectives", "ordinal", "range", {"ordinal": 0}),
    ("objectives", "level", "vocabulary", {"level": "Area"}),
    ("objectives", "", "code-needs-raw", {"code_raw": None}),
    ("objectives", "", "path-ends-with-code", {"code_path": None}),
    ("objectives", "", "path-ends-with-code", {"code_path": "1/2"}),
    ("objectives", "", "has-code-or-title", {"code_raw": None, "code": None, "title": None}),
    ("objectives", "page", "range", {"page": 0}),
    ("objectives", "", "one-place", {"page": None}),
    ("objectives", "", "one-place", {"line": 3}),
    ("indicators", "indicator_id", "pattern", {"indicator_id": "7"}),
    ("indicators", "indicator_key", "required", {"indicator_key": None}),
    ("indicators", "plan_id", "required", {"plan_id": None}),
    ("indicators", "objective_id", "pattern", {"objective_id": "101"}),
    ("indicators", "ordinal", "range", {"ordinal": 0}),
    ("indicators", "level", "vocabulary", {"level": "goal"}),
    ("indicators", "", "code-needs-raw", {"code": "1", "code_raw": None}),
    ("indicators", "", "path-ends-with-code", {"code": "O1", "code_raw": "01"}),
    ("indicators", "name", "required", {"name": None}),
    ("indicators", "name", "not-empty", {"name": ""}),
    ("indicators", "weight_pct", "range", {"weight_pct": 100.5}),
    ("indicators", "weight_pct", "range", {"weight_pct": -1.0}),
    ("indicators", "unit", "vocabulary", {"unit": "%"}),
    ("indicators", "", "extra-is-object", {"extra": "[1]"}),
    ("indicators", "", "extra-is-object", {"extra": "{"}),
    ("indicators", "catalogue_id", "pattern", {"catalogue_id": "Fatture passive", "catalogue_score": 100.0}),
    ("indicators", "catalogue_score", "range", {"catalogue_id": "fatture", "catalogue_score": 101.0}),
    ("indicators", "", "score-of-catalogue-id", {"catalogue_score": 88.0}),
    ("indicators", "", "score-of-catalogue-id", {"catalogue_id": "fatture"}),
    ("indicators", "", "series-has-rule", {"series_rule": "name"}),
    ("indicators", "", "direction-has-source", {"direction": "higher"}),
    ("indicators", "", "unit-has-source", {"unit": "percent"}),
    ("indicators", "series_id", "pattern", {"series_id": "1", "series_rule": "name"}),
    ("indicators", "", "one-place", {"line": 4}),
    ("indicators", "", "one-place", {"x0": None}),
    ("indicators", "", "one-place", NO_PLACE),
    ("indicators", "", "box-in-order", {"x0": 301.0}),
    ("indicators", "", "box-in-order", {"y0": 181.0}),
    ("indicators", "confidence", "range", {"confidence": 1.1}),
    ("indicators", "confidence", "required", {"confidence": None}),
    ("indicators", "extractor", "required", {"extractor": None}),
    ("values", "value_id", "pattern", {"value_id": "val-00000000000000DD"}),
    ("values", "indicator_id", "required", {"indicator_id": None}),
    ("values", "role", "vocabulary", {"role": "goal"}),
    ("values", "period", "range", {"period": 207}),
    ("values", "clause", "range", {"clause": 0}),
    ("values", "kind", "vocabulary", {"kind": "number"}),
    ("values", "comparator", "vocabulary", {"comparator": "≤"}),
    ("values", "comparator_source", "vocabulary", {"comparator_source": "guess"}),
    ("values", "unit", "vocabulary", {"unit": "giorni"}),
    ("values", "status", "vocabulary", {"status": "fine", "usable": False}),
    ("values", "", "usable-is-read", {"interim": True}),
    ("values", "raw", "required", {"raw": None}),
    ("values", "raw", "not-empty", {"raw": ""}),
    ("values", "", "quantity-has-number", {"number": None, "unit": None}),
    ("values", "", "date-has-date", {"kind": "date", "number": None, "unit": None}),
    ("values", "", "boolean-has-boolean", {"kind": "boolean", "comparator": None, "comparator_source": None}),
    ("values", "", "boolean-has-boolean", {"boolean": True}),
    ("values", "", "relative-has-reference", {"kind": "relative", "number": None, "unit": None}),
    ("values", "", "between-has-two-ends", {"comparator": "between"}),
    ("values", "", "between-has-two-ends", {"number_high": 9.0}),
    ("values", "", "between-has-two-ends", {"comparator": "between", "number_high": 7.0}),
    ("values", "", "compared-kinds-have-comparator", {"comparator": None, "comparator_source": None}),
    ("values", "", "compared-kinds-have-comparator", {"kind": "missing", "number": None, "unit": None}),
    ("values", "", "comparator-has-source", {"comparator_source": None}),
    ("values", "", "invalid-is-invalid", {"status": "invalid"}),
    ("values", "", "invalid-is-invalid", {"kind": "invalid"}),
    ("values", "", "unparsed-is-qualitative", {"status": "unparsed"}),
    ("values", "", "wordy-kinds-have-no-figure", {"kind": "missing"}),
    ("values", "", "wordy-kinds-have-no-figure", {"kind": "qualitative", "number": None, "date": DAY}),
    ("values", "", "unit-has-number", {"kind": "date", "number": None, "date": DAY}),
    ("values", "", "population-of-benchmark", {"population": "Media NAZIONALE"}),
    ("values", "", "population-of-benchmark", {"role": "benchmark"}),
    ("values", "", "finite", {"number": float("inf")}),
    ("values", "", "one-place", {"page": None}),
    ("values", "", "box-in-order", {"x1": 1.0}),
    ("issues", "issue_id", "pattern", {"issue_id": "1"}),
    ("issues", "source_file", "required", {"source_file": None}),
    ("issues", "severity", "vocabulary", {"severity": "fatal"}),
    ("issues", "code", "pattern", {"code": "Not stable!"}),
    ("issues", "message", "required", {"message": None}),
    ("issues", "message", "not-empty", {"message": ""}),
    ("issues", "page", "range", {"page": 0}),
    ("issues", "", "indicator-needs-plan", {"plan_id": None}),
    ("issues", "indicator_id", "pattern", {"indicator_id": "x"}),
]


@pytest.mark.parametrize("table", list(TABLES))
def test_the_good_row_is_good(table: str) -> None:
    assert find_breaches(table, [MAKERS[table]()]) == []
    assert find_breaches(table, []) == []


@pytest.mark.parametrize("path", ["2024/01", "1/2024/01"])
def test_a_code_may_hold_a_slash(path: str) -> None:
    row = MAKERS["objectives"](code="2024/01", code_raw="2024/01", code_path=path)
    assert find_breaches("objectives", [row]) == []


@pytest.mark.parametrize(("table", "column", "check", "changes"), BAD_ROWS)
def test_a_bad_row_fails_its_check(table: str, column: str, check: str, changes: dict[str, Any]) -> None:
    found = find_breaches(table, [MAKERS[table](**changes)])
    assert (column, check) in {(b.column, b.check) for b in found}


def test_every_rule_has_a_bad_row() -> None:
    """A rule that is added needs a row here that breaks it."""
    proven = {(table, check) for table, column, check, _ in BAD_ROWS if not column}
    rules = {(name, rule_name(rule)) for name, table in TABLES.items() for rule in table.rules}
    assert proven == rules


ODD: dict[str, tuple[Any, ...]] = {
    "string": ("", " ", "x", "plan-0123456789abcdef\n", "1.1/2", "\u0661", None),
    "int": (-1, 0, 1, 1989, 2101, 10**6, None),
    "double": (-1.0, 0.0, 0.5, 1.5, float("inf"), None),
    "bool": (True, False, None),
    "date": (datetime.date(1, 1, 1), datetime.date(2018, 1, 1), None),
}


@pytest.mark.parametrize("table", list(TABLES))
def test_the_quick_way_finds_cells_odd_where_pandera_does(table: str) -> None:
    model, good = TABLES[table], MAKERS[table]()
    assert all_cells_hold(model, [good])
    for name, column in model.columns.items():
        for cell in ODD[column.kind]:
            rows = [good | {name: cell}]
            try:
                schema_of(table).validate(to_frame(table, rows), lazy=True)
            except SchemaErrors:
                holds = False
            else:
                holds = True
            assert all_cells_hold(model, rows) is holds, (name, cell)


@pytest.mark.parametrize("table", list(TABLES))
def test_every_required_column_refuses_null(table: str) -> None:
    for name, column in schema_of(table).columns.items():
        found = find_breaches(table, [MAKERS[table](**{name: None})])
        assert ("required" in {b.check for b in found if b.column == name}) is not column.nullable, name


@pytest.mark.parametrize("table", list(TABLES))
def test_the_same_id_twice_fails_both_rows(table: str) -> None:
    found = find_breaches(table, [MAKERS[table](), MAKERS[table]()])
    assert {b.row for b in found if b.check == "unique"} == {0, 1}


@pytest.mark.parametrize("table", ["objectives", "indicators"])
def test_the_same_ordinal_twice_in_a_plan_fails(table: str) -> None:
    identity = {"objectives": "objective_id", "indicators": "indicator_id"}[table]
    prefix = {"objectives": "obj", "indicators": "ind"}[table]
    rows = [MAKERS[table](), MAKERS[table](**{identity: f"{prefix}-ffffffffffffffff"})]
    found = find_breaches(table, rows)
    assert {(b.row, b.check) for b in found} == {(0, "unique"), (1, "unique")}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "date", "number": None, "unit": None, "date": DAY},
        {"date": DAY},
        {"comparator": "between", "number_high": 7.5},
        {
            "kind": "boolean",
            "number": None,
            "unit": None,
            "comparator": None,
            "comparator_source": None,
            "boolean": False,
        },
        {"kind": "relative", "number": None, "unit": None, "reference": "t-1"},
        {
            "kind": "invalid",
            "status": "invalid",
            "usable": False,
            "number": None,
            "unit": None,
            "comparator": None,
            "comparator_source": None,
        },
        {"role": "benchmark", "population": "Media NAZIONALE"},
        {"period": None},
        {**NO_PLACE, "line": 12},
        {"status": "review", "usable": False},
        *(
            {"kind": kind, "number": None, "unit": None, "comparator": None, "comparator_source": None}
            for kind in ("missing", "qualitative", "baseline_year")
        ),
    ],
)
def test_what_the_contract_allows_passes(changes: dict[str, Any]) -> None:
    assert changes.get("kind", "quantity") in KINDS
    assert find_breaches("values", [MAKERS["values"](**changes)]) == []


def test_every_column_is_described() -> None:
    for table, model in TABLES.items():
        for name, column in model.columns.items():
            assert column.description, f"{table}.{name}"
            assert str(column.description).endswith("."), f"{table}.{name}"


def test_a_row_with_an_unknown_column_is_refused() -> None:
    for made in (to_frame, to_arrow):
        with pytest.raises(KeyError, match="colour"):
            made("issues", [MAKERS["issues"](colour="red")])


def test_rows_are_numbered_from_the_top() -> None:
    rows = [MAKERS["values"](), MAKERS["values"](value_id="x", indicator_id=INDICATOR)]
    assert {b.row for b in find_breaches("values", rows)} == {1}


def test_what_a_rule_compares_may_be_unknown() -> None:
    found = [are_in_order(*pair) for pair in ((None, 1), (1, None), (1, 1), (2, 1))]
    assert found == [True, True, True, False]
