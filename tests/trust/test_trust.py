"""Confidence as a probability: the weights that are shipped, the fit, the labels, and the page about them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from extractors.quality.confidence import BASE, WEIGHTS, load_weights
from extractors.quality.signals import Signal
from tests.trust.corpus import HELD, CellExample, RowExample
from tests.trust.make_confidence_page import MEASURED, PAGE, PICTURE, confidence_page, reliability_picture
from tests.trust.report import brier, judged_cells, measure_trust, reliability


def example(*signs: str, wrong: bool = False, flagged: bool = False, cells: tuple[CellExample, ...] = ()) -> RowExample:
    why = ("node",) if wrong else ()
    return RowExample("s0001", "plan", None, 1, "Nome", signs, 1.0, why, False, flagged, cells)


def test_the_page_and_its_picture_are_as_they_are_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == confidence_page(), "run `python -m tests.trust.make_confidence_page`"
    assert PICTURE.read_text(encoding="utf-8") == reliability_picture()


def test_the_shipped_weights_know_the_signals_and_keep_their_direction() -> None:
    for kind in ("row", "cell"):
        weights = load_weights(kind)
        assert weights.of.keys() == set(Signal)
        assert weights.base > 0
        assert all(weights.of[s] >= 0 if s.reassures else weights.of[s] <= 0 for s in Signal)
    assert BASE in WEIGHTS.read_text(encoding="utf-8")


def test_what_was_measured_on_other_seeds_keeps_the_promise_of_a_probability() -> None:
    spans = json.loads(MEASURED.read_text(encoding="utf-8"))["rows"]
    error = sum(span["count"] * abs(span["said"] - span["right"]) for span in spans)
    assert error < 0.1 * sum(span["count"] for span in spans)


def test_silent_is_wrong_over_the_threshold_with_nothing_said() -> None:
    low = [Signal.YEAR_UNKNOWN, Signal.MERGED_FIGURE]
    rows = [
        example(),
        example(wrong=True),
        example(wrong=True, flagged=True),
        example(*low, wrong=True),
        example(*low),
    ]
    trust = measure_trust(rows)
    assert (trust.rows, trust.wrong, trust.silent, trust.right_flagged) == (5, 0.6, 0.2, 0.2)


def test_brier_and_reliability_of_what_is_known() -> None:
    judged = [(1.0, True), (1.0, True), (0.75, False), (0.75, True)]
    assert brier(judged) == pytest.approx((0.75**2 + 0.25**2) / 4)
    spans = [(s.low, s.high, s.count, s.right) for s in reliability(judged)]
    assert spans == [(0.7, 0.8, 2, 0.5), (0.99, 1.0, 2, 1.0)]


def test_a_cell_in_doubt_alone_has_a_confidence_of_its_own() -> None:
    doubtful = CellExample((Signal.TWO_FIGURES,), True, False)
    sound = CellExample((), False, False)
    one, other = judged_cells([example(Signal.TWO_FIGURES, wrong=True, cells=(doubtful, sound))])
    assert one[0] < other[0]


def test_what_is_inferred_without_a_layout_costs_at_least_what_was_thought() -> None:
    held = [signal for signal in Signal if signal in HELD]
    assert Signal.LAYOUT_GENERIC in held
    assert all(load_weights("row").of[signal] <= signal.prior for signal in held)


@pytest.fixture
def fit() -> object:
    return pytest.importorskip("tests.trust.fit", reason="scipy is not there: `make train-confidence` brings it")


def test_weights_are_learned_from_rows_and_rare_signals_keep_their_prior(fit: object) -> None:
    rows = [example() for _ in range(2000)] + [example(wrong=True) for _ in range(20)]
    rows += [example(Signal.TEXT_TWICE, wrong=i % 2 == 0) for i in range(400)]
    rows += [example(Signal.GRID_INFERRED) for _ in range(400)]  # a doubt that is none
    weights = fit.fit_weights(fit.row_examples(rows))  # type: ignore[attr-defined]
    of = dict(zip(Signal, weights[1:], strict=True))
    assert 1 / (1 + np.exp(-weights[0])) == pytest.approx(0.99, abs=0.005)
    assert 1 / (1 + np.exp(-weights[0] - of[Signal.TEXT_TWICE])) == pytest.approx(0.5, abs=0.03)
    assert of[Signal.GRID_INFERRED] == pytest.approx(0, abs=0.01)
    assert of[Signal.MERGED_FIGURE] == pytest.approx(Signal.MERGED_FIGURE.prior, abs=0.01)
