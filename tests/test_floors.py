"""The comparison of measured figures with their floors."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.check_floors import hold, main, raised

READ_WHOLE = ("office", "text", "chrome", "gridless", "other")
WILD = ("wild", "bare", "zebra", "writer", "hard")

FLOORS = """# why
[office]
recall = 0.99  # of all
silent = 0
silent_pct = 2.5
"""


def measured(recall: float | None = 0.99, silent: int = 0, wrong: int = 5) -> dict[str, Any]:
    return {
        "scores": {"modena-2017": {"misses": ["missing #81"]}, "ALL": {"recall": recall, "silent": silent}},
        "trust": {"ALL": {"rows": 200, "silent": wrong, "silent_figures": 0, "right_flagged": 7}},
    }


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.toml"
    path.write_text(FLOORS, encoding="utf-8")
    return path


def checked(floors: Path, found: dict[str, Any], *options: str, name: str = "office") -> int:
    figures = floors.with_name(f"{name}.json")
    figures.write_text(json.dumps(found), encoding="utf-8")
    return main([str(floors), str(figures), *options])


def test_figures_at_their_floors_hold(floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(floors, measured()) == 0
    assert "all 3 figures reach their floors" in capsys.readouterr().out


@pytest.mark.parametrize(
    "found",
    [measured(recall=0.9899), measured(recall=None), measured(silent=1), measured(wrong=6)],
)
def test_a_figure_below_its_floor_fails_and_shows_what_was_missed(
    floors: Path, found: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(floors, found) == 1
    said = capsys.readouterr()
    assert "1 of 3" in said.err
    assert "office modena-2017: missing #81" in said.out


@pytest.mark.parametrize(("brier", "code"), [(0.02, 0), (0.03, 0), (0.031, 1), (None, 1)])
def test_the_brier_score_is_a_ceiling(floors: Path, brier: float | None, code: int) -> None:
    floors.write_text("[office]\nbrier = 0.03\n", encoding="utf-8")
    assert checked(floors, measured() | {"brier": brier}) == code


def test_plans_of_which_no_row_was_published_fail(floors: Path) -> None:
    assert checked(floors, measured() | {"trust": {}}) == 1


def test_a_producer_without_floors_fails(floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(floors, measured(), name="scanner") == 1
    assert "scanner" in capsys.readouterr().err


def test_raising_records_what_rose_and_lowers_nothing(floors: Path) -> None:
    checked(floors, measured(recall=0.9951, silent=1, wrong=6), "--raise")
    assert floors.read_text(encoding="utf-8") == FLOORS.replace("0.99  # of all", "0.9951")
    checked(floors, measured(recall=0.5), "--raise")
    assert tomllib.loads(floors.read_text(encoding="utf-8"))["office"]["recall"] == 0.9951


def test_raising_keeps_producers_apart() -> None:
    text = "[a]\nrecall = 0.5\n\n[b]\nrecall = 0.5\n"
    held = hold(tomllib.loads(text), {"a": measured(recall=0.5), "b": measured(recall=0.7)})
    assert raised(text, held) == "[a]\nrecall = 0.5\n\n[b]\nrecall = 0.7\n"


def test_the_recorded_floors_are_complete() -> None:
    """Each producer has a floor for every figure; what people see first is read without a miss."""
    recorded = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
    scores = {"recall", "precision", "parents", "codes", "fields", "raw", "raw_precision", "meaning", "silent"}
    names = scores | {"silent_pct", "silent_figures_pct", "right_flagged_pct"}
    assert set(recorded) == {*READ_WHOLE, *WILD}
    for producer, floors in recorded.items():
        assert set(floors) == (names - {"codes"} if producer == "other" else names)
        if producer in READ_WHOLE:
            assert all(floors[name] == 1 for name in floors.keys() & scores - {"silent", "parents", "fields"})
            assert floors["parents"] > 0.98
            assert floors["fields"] > 0.99
            assert floors["silent"] == floors["silent_figures_pct"] == 0
