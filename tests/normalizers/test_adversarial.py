"""Cells made to be misread: none is misread in silence, and nearly all are exact or rightly flagged."""

from collections import Counter

import pytest

from tests.normalizers.adversarial import Trap, load_traps

TRAPS = load_traps()
TUNING = [trap for trap in TRAPS if not trap.is_held_back]
HELD_BACK = [trap for trap in TRAPS if trap.is_held_back]
FAMILIES = sorted({trap.family for trap in TUNING})

_FIT_TUNING, _FIT_HELD_BACK = 1.0, 1.0
"""The share of cells that are exact or rightly flagged: raised as the grammar learns, never lowered."""
_SILENT_HELD_BACK = 0
"""Cells of the half that nobody looks at that are wrong in silence: lowered as the grammar learns, never raised."""


@pytest.mark.parametrize("family", FAMILIES)
def test_no_cell_of_a_family_is_misread_in_silence(family: str) -> None:
    wrong = [(t.raw, t.read()) for t in TUNING if t.family == family and t.verdict(t.read()) == "silent"]
    assert wrong == []


@pytest.mark.parametrize(
    ("traps", "fit"), [(TUNING, _FIT_TUNING), (HELD_BACK, _FIT_HELD_BACK)], ids=["tuning", "held_back"]
)
def test_cells_are_exact_or_rightly_flagged(traps: list[Trap], fit: float) -> None:
    counts = Counter(trap.verdict(trap.read()) for trap in traps)
    assert counts["right"] + counts["flagged"] >= fit * len(traps), counts


def test_held_back_cells_are_rarely_misread_in_silence() -> None:
    assert sum(trap.verdict(trap.read()) == "silent" for trap in HELD_BACK) <= _SILENT_HELD_BACK


def test_traps_are_many_and_of_many_families() -> None:
    assert len({(trap.raw, trap.language) for trap in TRAPS}) == len(TRAPS) >= 600
    assert len(FAMILIES) >= 25
