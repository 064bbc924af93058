"""Lines cut into cells where little room parts two columns."""

from __future__ import annotations

from extractors.layouts.headings import Headings
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box
from extractors.pages.words import WordLine
from extractors.tables.unruled.blocks import Block
from extractors.tables.unruled.cell_gaps import headings_apart, parted_under, years_apart
from extractors.tables.unruled.inference import _parted_under
from tests.extractors.sheets import words


def piece(*placed: tuple[float, str]) -> WordLine:
    return WordLine(tuple(word for x, text in placed for word in words(x, 0, text)))


def test_years_alone_on_a_line_are_so_many_headings() -> None:
    assert [p.text for p in years_apart(piece((0, "2016 2017 2018")))] == ["2016", "2017", "2018"]
    assert [p.text for p in years_apart(piece((0, "nel 2016 2017")))] == ["nel 2016 2017"]


HEADINGS = Headings(
    TableRules(
        columns=(
            Column(column="target", headings=("Target", "Target {year}")),
            Column(column="owner", headings=("Area",)),
        )
    )
)


def test_known_headings_on_a_line_are_so_many_cells() -> None:
    close = piece((0, "Target 2018"), (59, "Target 2019"), (118, "Area"))
    assert [p.text for p in headings_apart(close, HEADINGS, 1)] == ["Target 2018", "Target 2019", "Area"]


def test_a_line_of_which_a_part_is_no_heading_is_left_whole() -> None:
    for whole in (piece((0, "Target 2018"), (59, "della sede")), piece((0, "Target Area"))):
        assert headings_apart(whole, HEADINGS, 1) == [whole]


HEADS = (Box(0, 0, 40, 10), Box(100, 0, 160, 10))


def test_a_word_under_the_left_end_of_a_heading_begins_a_cell() -> None:
    found = parted_under(HEADS, [piece((0, "OBIETTIVO STRATEGI"), (100, "Sostenere le imprese"))])
    assert [p.text for p in found] == ["OBIETTIVO STRATEGI", "Sostenere le imprese"]


def test_words_as_close_as_the_others_of_their_line_are_one_text() -> None:
    whole = piece((62.5, "lungo"), (90, "x"), (97.5, "y"), (105, "z"))
    assert parted_under((Box(97.5, 0, 120, 10),), [whole]) == [whole]


def test_a_word_exactly_under_a_heading_begins_a_cell_where_the_other_gaps_are_narrower() -> None:
    """The line's gaps are of 2.5 points, the one before the cell of 3."""
    line = piece((0, "una di tre"), (48, "Numero di visite"))
    assert [p.text for p in parted_under((Box(48, 0, 90, 10),), [line])] == ["una di tre", "Numero di visite"]
    assert parted_under((Box(47.5, 0, 90, 10),), [line]) == [line]


def test_a_word_that_begins_beside_a_heading_begins_none() -> None:
    whole = piece((0, "OBIETTIVO STRATEGI"), (104, "Sostenere"))
    assert parted_under(HEADS, [whole]) == [whole]


def test_lines_of_a_heading_are_cut_at_the_left_ends_of_its_own_cells() -> None:
    whole = piece((0, "OBIETTIVO STRATEGI"), (100, "Target 2018"))
    heads = [Block([line]) for line in (piece((0, "OBIETTIVO")), piece((100, "Target")))]
    (parts,) = _parted_under([[whole]], [[(Box(0, 0, 160, 24), heads)]])
    assert [p.text for p in parts] == ["OBIETTIVO STRATEGI", "Target 2018"]
