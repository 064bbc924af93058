"""Several hundred cells are read as they were when a person last looked at the readings."""

import pytest

from normalizers.cleaning import clean
from normalizers.targets.parser import read_pieces
from normalizers.targets.pieces import Mark
from normalizers.targets.slashes import settle_pieces
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


SORTS = frozenset(
    (
        *("compare", "past", "now", "base", "year", "label", "yes", "no", "both", "missing", "first_year", "semicolon"),
        *("comma", "and_", "or_", "colon", "dash", "slash", "open", "close", "words", "stray"),
    )
)


@pytest.mark.parametrize("first", range(0, len(_LINES), _STEP))
def test_settled_pieces_cover_a_cell_in_order(first: int) -> None:
    for written in _LINES[first : first + _STEP]:
        folded = clean(written.split("\t", 1)[0]).folded
        if (read := read_pieces(folded)) is None:
            continue
        pieces = settle_pieces(read, folded)
        end = 0
        for piece in pieces:
            assert not folded[end : piece.start].strip(), written
            assert piece.start < piece.end
            end = piece.end
            if isinstance(piece, Mark):
                assert piece.sort in SORTS
                assert piece.word or piece.sort in {"compare", "stray"}
        assert not folded[end:].strip()
