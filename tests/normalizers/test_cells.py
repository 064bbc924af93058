"""Several hundred cells are read as they were when a person last looked at the readings."""

import pytest

from tests.normalizers.make_cells import CELLS, line

_LINES = CELLS.read_text(encoding="utf-8").splitlines()[1:]
_STEP = 25


@pytest.mark.parametrize("first", range(0, len(_LINES), _STEP))
def test_cells_are_read_as_they_were(first: int) -> None:
    for written in _LINES[first : first + _STEP]:
        assert line(written.split("\t", 1)[0]) == written, "look at it, then run python -m tests.normalizers.make_cells"


def test_no_cell_stands_twice() -> None:
    raws = [written.split("\t", 1)[0] for written in _LINES]
    assert len(raws) == len(set(raws)) > 500
