"""Corrections: the model of their files, which cell they mean, and what the run makes of them."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.check import examine_corrections, examined_as_text
from pipeline.corrections.files import corrections_of, load_corrections, parse_corrections
from pipeline.dataset.schemas.issues import IssueRow
from pipeline.dataset.schemas.values import ValueRow
from pipeline.errors import CorrectionsError
from tests.report.plans import FILE, correction, read, tables_of

DOUBTED = correction("Realizzazione progetto", "circa 80%", ">= 80%")


def changed(corrections: str) -> tuple[list[ValueRow], list[ValueRow]]:
    """The values that a run without the corrections has and one with them has not, and the other way round."""
    before, after = read(), read(corrections)
    told_by_targets: Any = {"direction": None, "direction_source": None}
    assert [row | told_by_targets for row in after.indicators] == [row | told_by_targets for row in before.indicators]
    assert after.objectives == before.objectives
    assert after.plan == before.plan
    return (
        [row for row in before.values if row not in after.values],
        [row for row in after.values if row not in before.values],
    )


def issues(corrections: str) -> list[IssueRow]:
    return [row for row in read(corrections).issues if row["code"].startswith("correction-")]


def test_a_correction_changes_its_value_and_nothing_else() -> None:
    (old,), (new,) = changed(DOUBTED)
    assert (old["raw"], old["status"], old["number"]) == ("circa 80%", "review", 80)
    read_anew = {
        "comparator": ">=",
        "comparator_source": "cell",
        "number": 80.0,
        "unit": "percent",
        "status": "corrected",
        "usable": True,
    }
    assert new == old | read_anew | {"text": new["text"], "reference": None}
    (told,) = issues(DOUBTED)
    assert (told["code"], told["severity"], told["raw"]) == ("correction-applied", "info", "circa 80%")
    for part in ("modena-2017.yml, entry 1", "read on the page", "Ada", "2026-11-20"):
        assert part in told["message"]
    assert told["indicator_id"] == new["indicator_id"]


def test_the_doubt_that_a_correction_settles_is_no_issue_any_more() -> None:
    doubts = [row for row in read().issues if row["raw"] == "circa 80%"]
    assert [row["code"] for row in doubts] == ["value-review"]
    assert [row["code"] for row in read(DOUBTED).issues if row["raw"] == "circa 80%"] == ["correction-applied"]
    others = [row for row in read().issues if row["raw"] != "circa 80%"]
    assert [row for row in read(DOUBTED).issues if row["raw"] != "circa 80%"] == others


def test_a_text_that_equals_the_printed_one_accepts_the_reading() -> None:
    (old,), (new,) = changed(correction("Realizzazione progetto", "circa 80%", "circa 80%"))
    assert new == old | {"status": "corrected", "usable": True}


def test_a_cell_that_states_what_cannot_be_may_be_confirmed_and_published() -> None:
    hostile = read().indicators[0]["name"]
    text = correction(hostile, "31/06/2018", "31/06/2018", period=2018)
    (_,), (new,) = changed(text)
    assert (new["kind"], new["status"], new["date"]) == ("invalid", "corrected", None)
    assert "corrected" in {row["status"] for row in tables_of(read(text))["values"]}


def test_a_correction_can_change_the_number_of_clauses() -> None:
    (old,), new = changed(correction("Realizzazione progetto", "circa 80%", "entro il 30/06 e 31/12"))
    assert [(row["clause"], row["date"]) for row in new] == [
        (1, datetime.date(2017, 6, 30)),
        (2, datetime.date(2017, 12, 31)),
    ]
    assert new[0]["value_id"] == old["value_id"] != new[1]["value_id"]
    assert {row["raw"] for row in new} == {"circa 80%"}


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        (
            correction("Realizzazione progetto", "circa 90%", "90%", more="page: 2"),
            "correction-stale",
            "printed is 'circa 80%'",
        ),
        (correction("Un altro", "circa 80%", "80%"), "correction-stale", "no cell fits"),
        (correction("Realizzazione progetto", "circa 80%", "80%", period=2031), "correction-stale", "no cell fits"),
        (
            DOUBTED + correction("Realizzazione progetto", "circa 80%", "70%"),
            "correction-conflict",
            "another correction",
        ),
        (correction("Realizzazione progetto", "circa 80%", "31/06/2018"), "correction-conflict", "cannot be read"),
    ],
)
def test_what_does_not_fit_is_said_and_not_applied(text: str, code: str, part: str) -> None:
    assert changed(text) == ([], [])
    told = issues(text)
    assert {row["code"] for row in told} == {code}
    assert all(part in row["message"] for row in told)
    assert {row["severity"] for row in told} == {"warning" if code.endswith("stale") else "error"}


def test_a_correction_that_fits_several_cells_is_in_conflict_until_it_says_which() -> None:
    wide = correction("Realizzazione progetto", "12", "13", role="result")
    assert changed(wide) == ([], [])
    (told,) = issues(wide)
    assert (told["code"], "fits 2 cells" in told["message"]) == ("correction-conflict", True)
    for identity in [row["indicator_id"] for row in read().indicators if row["page"] == 3][:2]:
        (old,), (new,) = changed(wide.replace("role:", f"indicator_id: {identity}, role:"))
        assert (old["indicator_id"], old["number"], new["number"]) == (identity, 12, 13)


def test_the_same_correction_twice_is_no_conflict() -> None:
    assert [row["code"] for row in issues(DOUBTED * 2)] == ["correction-applied"] * 2
    assert changed(DOUBTED * 2) == changed(DOUBTED)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (DOUBTED.replace("by: Ada", "by: Ada\n  note: x"), "note: Extra inputs are not permitted"),
        (DOUBTED.replace("role: target", "role: target, colour: red"), "where.colour"),
        (DOUBTED.replace("  by: Ada\n", ""), "by: Field required"),
        (DOUBTED.replace('set: ">= 80%"', "set: 80"), "set: Input should be a valid string"),
        (DOUBTED.replace("when: 2026-11-20", "when: yesterday"), "when:"),
        (DOUBTED.replace("by: Ada", "by: Ada\n  by: Eve"), "the key by is given twice"),
        (DOUBTED.replace('name: "Realizzazione progetto", ', ""), "which indicator"),
        ("corrections: []", "not a list"),
        ("- [", "not YAML"),
        ("- 3", "entry 1"),
        ("- !!map [a]", "not YAML"),
        ("- {[a]: 1}", "not YAML"),
        ("- &a {where: *a}", "line 1: *a stands for something that holds it"),
        ("[" * 3000, "inside one another"),
    ],
)
def test_a_file_that_does_not_fit_the_model_names_file_entry_and_fault(text: str, part: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        parse_corrections(text, FILE)
    assert FILE in caught.value.cause
    assert part in caught.value.cause


def test_an_empty_file_holds_no_corrections() -> None:
    assert parse_corrections("# nothing yet\n", FILE) == ()


def test_files_are_named_after_the_plan_with_or_without_ending_or_its_id(tmp_path: Any) -> None:
    for name in ("modena-2017", "modena-2017.pdf", "plan-6d904425aed21f34", "massa-carrara-2017"):
        (tmp_path / f"{name}.yml").write_text(DOUBTED)
    (tmp_path / "README.md").write_text("notes")
    found = load_corrections(tmp_path)
    mine = corrections_of(found, "modena-2017.pdf", "plan-6d904425aed21f34")
    assert [entry.file for entry in mine] == ["modena-2017.yml", "modena-2017.pdf.yml", "plan-6d904425aed21f34.yml"]
    assert load_corrections(tmp_path / "none") == {}


def test_check_tells_applied_pending_stale_and_conflicting() -> None:
    stale = correction("Un altro", "circa 80%", "80%")
    refused = correction("Tempi", "3", "31/06/2018", role="result")
    pending = correction("Tempi", "tra 10 e 15 giorni", "10-15 gg")
    published = tables_of(read(DOUBTED))
    entries = {"modena-2017": parse_corrections(DOUBTED + stale + refused + pending, FILE)}
    entries["other"] = parse_corrections(DOUBTED, "other.yml")
    found = examine_corrections(entries, published)
    assert [(one.entry.file, one.standing) for one in found] == [
        (FILE, "applied"),
        (FILE, "stale"),
        (FILE, "conflicting"),
        (FILE, "pending"),
        ("other.yml", "stale"),
    ]
    assert examined_as_text(found).splitlines()[-1] == "1 applied, 1 pending, 2 stale, 1 conflicting"


PIECES = st.sampled_from(
    ["- ", "where: ", "{", "}", "[", "]", "name: x", ", ", "role: ", "target", "\n", "  ", "expect: ", "&a ", "*a",
     "!!map ", "when: 2026-13-01", "'", '"', "<<: ", "? ", "|", "\x00", "\t", "set: 3", "#"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text())
def test_any_text_is_a_file_of_corrections_or_a_fault_that_says_so(text: str) -> None:
    with contextlib.suppress(CorrectionsError):
        parse_corrections(text, FILE)
