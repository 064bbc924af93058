"""The sweep finds the tolerances with their reasons, moves them everywhere, and puts them back."""

from __future__ import annotations

import pytest

from extractors import cross_check
from extractors.quality import confidence
from extractors.records.signals import documents as document_signals
from extractors.records.signals import rows as row_signals
from tests import sweep
from tests.sweep import Swept, Tolerance, find_tolerances, moved, steps, sweep_one, tolerances_page


def test_tolerances_are_found_with_what_stands_beside_them() -> None:
    found = {(t.module, t.name): t for t in find_tolerances()}
    rounding = found["extractors.records.signals.documents", "_ROUNDING"]
    assert rounding.value == document_signals._ROUNDING
    assert rounding.reason.startswith("percent by which")
    assert not any(module.startswith("extractors.quality") for module, _ in found)


def test_a_tolerance_is_moved_and_put_back() -> None:
    tolerance = Tolerance("extractors.records.signals.rows", "_OFTEN", 5, "")
    with moved(tolerance, 3):
        assert row_signals._OFTEN == 3
        assert row_signals.rows_short_of_a_letter([*["Servizi erogati"] * 3, "Servzi erogati"]) == [3]
    assert row_signals._OFTEN == 5
    assert row_signals.rows_short_of_a_letter([*["Servizi erogati"] * 3, "Servzi erogati"]) == []


def test_a_public_number_is_moved_where_it_was_imported_too() -> None:
    with moved(Tolerance("extractors.quality.confidence", "REVIEW", confidence.REVIEW, ""), 0.9):
        assert vars(cross_check)["REVIEW"] == 0.9
    assert vars(cross_check)["REVIEW"] == confidence.REVIEW


def test_whole_numbers_stay_whole_and_above_nothing() -> None:
    assert steps(1, up=True) == [2]
    assert steps(4, up=True) == [8, 5]
    assert steps(1, up=False) == []
    assert steps(5, up=False) == [2, 4]
    assert steps(2.0, up=True) == [4.0, 2.5]
    assert steps(-0.5, up=False) == [-0.25, -0.4]


def test_a_number_counts_as_measured_where_a_reading_of_the_sample_runs_its_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = sweep._sample(sweep.PLANS / "maremma-tirreno-2018.pdf", 1)
    monkeypatch.setattr(sweep, "bases", lambda _: (sweep.Base(printed, *sweep._watched(printed)),))
    swept = {t.module: sweep_one(t, 1) for t in find_tolerances() if t.name in ("_COVER", "_LAST")}
    assert swept["extractors.tables.ruled"].is_noticed
    assert not swept["extractors.tables.cut_rows"].is_run


def test_the_page_lists_what_nothing_notices() -> None:
    one = Tolerance("extractors.tables.ruled", "_NEAR", 2.0, "points")
    page = tolerances_page([Swept(one), Swept(one, 1.0), Swept(one, is_run=False)], 3)
    assert "Noticed by no reading: 1 of 2" in page
    assert "In modules that no reading of the sample runs: 1" in page
    assert "| `tables.ruled` | `_NEAR` | 2 | 1 | - | points |" in page
