"""Confidence: that it is made of documented signs alone, and what each sign is taken for."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractors
from extractors.documents import extract_document, study_pages
from extractors.engines.registry import open_with
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Page, Place, Word
from extractors.pages.words import WordLine
from extractors.quality.confidence import REVIEW, cell_confidence, confidence
from extractors.quality.signals import Signal
from extractors.records.signals.rows import (
    has_heading_inside,
    rows_short_of_a_letter,
    rows_that_share_cells,
    rows_with_empty_cells,
    text_signs,
)
from extractors.tables.cell_signals import cell_signs, is_set_solid
from extractors.tables.grid import Grid, GridCell

SOURCES = Path(extractors.__file__).parent
RAW = Path(__file__).parents[2] / "data" / "raw"
SIGNS = st.sets(st.sampled_from(list(Signal)))
DOUBTS = [signal for signal in Signal if not signal.reassures]


# The documented signs


def test_every_signal_says_what_it_means_and_has_a_prior() -> None:
    assert all(signal.meaning.endswith(".") and signal.prior != 0 for signal in Signal)
    assert len({signal.meaning for signal in Signal}) == len(Signal)


@pytest.mark.parametrize("signal", Signal)
def test_every_signal_is_given_somewhere(signal: Signal) -> None:
    sources = [path for path in SOURCES.rglob("*.py") if path.name != "signals.py"]
    # By its name in the enumeration, or as it is published.
    spoken = re.compile(rf'\b{signal.name}\b|"{signal.value}"')
    assert any(spoken.search(path.read_text(encoding="utf-8")) for path in sources)


@given(SIGNS)
def test_confidence_is_a_share(signs: set[str]) -> None:
    assert 0 <= confidence(signs) <= 1
    assert confidence(signs) == confidence([*sorted(signs, reverse=True), *signs])


@given(SIGNS, st.sampled_from(DOUBTS))
def test_a_doubt_never_raises_and_agreement_never_lowers(signs: set[str], sign: str) -> None:
    for made in (confidence, cell_confidence):
        assert made({*signs, sign}) <= made(signs)
        assert made({*signs, Signal.SECOND_READING_AGREES}) >= made(signs)


def test_an_unknown_sign_is_refused() -> None:
    with pytest.raises(KeyError):
        confidence(["never-seen"])


def test_no_signs_leave_no_doubt_and_a_strong_one_asks_for_review() -> None:
    assert confidence([]) > 0.95
    assert all(confidence([sign]) < REVIEW for sign in ("merged-figure", "year-unknown", "column-unknown"))
    assert confidence(["grid-inferred"]) >= REVIEW


# What is a sign


def cell(*lines: tuple[str, float, float, float], width: float = 100) -> GridCell:
    box = Box(0, 0, width, 100)
    made = [WordLine((Word(text, Box(x, y, x + w, y + 10), 10),)) for text, x, y, w in lines]
    return GridCell(box, 0, 1, 0, 1, made)


def test_words_that_stand_in_their_cell_are_no_sign() -> None:
    assert cell_signs([cell(("uno", 5, 5, 40), ("due", 5, 17, 90))]) == ()


def test_words_over_the_border_and_lines_apart_are() -> None:
    assert cell_signs([cell(("lungo", 50, 5, 60))]) == (Signal.TEXT_OVER_BORDER,)
    assert cell_signs([cell(("uno", 5, 5, 40), ("due", 5, 40, 40))]) == (Signal.LINES_APART,)


@pytest.mark.parametrize(
    "text", ["Grado di soddisfazione (media", "del personale camerale", "Numero di imprese e", ") media"]
)
def test_half_a_text_is_cut(text: str) -> None:
    assert text_signs([text]) == (Signal.TEXT_CUT,)


@pytest.mark.parametrize(
    "text",
    ["% attività realizzate", "E-gov", ">= 80%", "Indice (A/B)", "31/12/2019", "n. 3 progetti", "SI/NO"],
)
def test_a_whole_text_is_not(text: str) -> None:
    assert text_signs([text, None]) == ()


def test_what_is_said_twice_is_two_cells() -> None:
    assert text_signs(["100% entro 31/12/2018 100% entro 31/12/2018"]) == (Signal.TEXT_TWICE,)
    assert text_signs(["10 10"]) == ()


def test_a_cell_with_its_heading_is_two_cells() -> None:
    assert has_heading_inside("VALORE OBIETTIVO 2018 realizzare 4 azioni", "Valore obiettivo 2018")
    assert not has_heading_inside("Area", "AREA")
    assert not has_heading_inside("Areale", "AREA")


def test_a_cell_that_all_others_fill_is_missed() -> None:
    full, less = frozenset({"target", "formula"}), frozenset({"target"})
    assert rows_with_empty_cells([(0, full)] * 9 + [(0, less)]) == [9]
    assert rows_with_empty_cells([(0, full)] * 4 + [(0, less)]) == [4]
    assert rows_with_empty_cells([(0, full)] * 3 + [(0, less)]) == []
    assert rows_with_empty_cells([(0, full), (0, less)] * 5) == []
    assert rows_with_empty_cells([(0, full)] * 9 + [(1, less)]) == []


def test_rows_that_share_a_cell_are_told() -> None:
    one, other = Place(1, Box(0, 0, 9, 9)), Place(1, Box(9, 0, 18, 9))
    assert rows_that_share_cells([(one,), (other,), (one, one)]) == [0, 2]
    assert rows_that_share_cells([(one, one)]) == []


# On real pages


def pages(plan: str) -> list[Page]:
    with open_with("auto", RAW / plan)[1] as opened:
        return list(opened)


def test_ruled_plans_are_read_without_doubt() -> None:
    read = extract_document(RAW / "massa-carrara-2017.pdf")
    assert min(r.confidence for r in read.records) > 0.9


def test_rows_of_an_inferred_grid_say_so() -> None:
    bare = [Page(p.number, p.width, p.height, p.words, (), ()) for p in pages("massa-carrara-2017.pdf")]
    read = study_pages(bare, layout=layout_by_id("massa-carrara")).extraction
    assert read.records
    assert all("grid-inferred" in r.signs for r in read.records)


def test_rows_that_no_layout_describes_say_so() -> None:
    read = extract_document(RAW / "maremma-tirreno-2018.pdf", layout="generic")
    assert all("layout-generic" in r.signs for r in read.records)


def test_a_rule_that_is_not_printed_leaves_its_rows_in_doubt() -> None:
    whole = pages("massa-carrara-2017.pdf")
    layout = layout_by_id("massa-carrara")
    sound = study_pages(whole, layout=layout).extraction
    above, below = next(
        (a, b)
        for a, b in itertools.pairwise(sound.records)
        if a.place.page == b.place.page and a.place.box and b.place.box and a.place.box.y1 == b.place.box.y0
    )
    assert above.place.box is not None
    y = above.place.box.y1
    box = above.values[0].place.box
    assert box is not None

    def lost(rule: Box) -> bool:
        """Whether the rule is the one under the first of two figures, one above the other."""
        return abs(rule.mid_y - y) < 3 and box.x0 - 1 <= rule.mid_x <= box.x1 + 1 and rule.width > rule.height

    damaged = [
        replace(p, rules=tuple(r for r in p.rules if not lost(r.box))) if p.number == above.place.page else p
        for p in whole
    ]
    read = study_pages(damaged, layout=layout).extraction
    near = [r for r in read.records if r.name in (above.name, below.name) and r.place.page == above.place.page]
    assert near
    assert any(Signal.MERGED_FIGURE in r.signs and r.confidence < REVIEW for r in near)


def test_an_area_under_its_heading_is_no_heading_in_a_cell() -> None:
    read = extract_document(RAW / "maremma-tirreno-2018.pdf", layout="generic")
    assert read.records
    assert all(Signal.HEADING_IN_CELL not in r.signs for r in read.records)


OFTEN = ["Realizzazione dei servizi | 1"] * 5


@pytest.mark.parametrize("text", ["Realizzazone del piano", "Piano dei serizi", "ealizzazione", "REALIZAZIONE"])
def test_a_word_short_of_a_letter_of_one_printed_often_is_a_sign(text: str) -> None:
    assert rows_short_of_a_letter([*OFTEN, text]) == [5]


@pytest.mark.parametrize(
    "texts",
    [
        ["Realizzazion"],  # the last letter tells the plural
        ["Realizzazione"],
        ["Realizzazioni"],
        ["Realizzazone", "Realizzazone del piano"],  # printed so twice: a word of its own
        ["Realizone"],  # short of more than one
        ["Servi"],
    ],
)
def test_other_words_are_no_sign(texts: list[str]) -> None:
    assert rows_short_of_a_letter([*OFTEN, *texts]) == []


def test_a_word_printed_seldom_says_nothing_of_another() -> None:
    assert rows_short_of_a_letter([*OFTEN[:4], "Realizzazone"]) == []


def test_two_texts_on_one_line_of_a_cell_are_a_sign() -> None:
    words = tuple(Word(text, Box(x, 5, x + 15, 15), 10) for text, x in (("443", 5.0), ("300", 60.0)))
    beside = GridCell(Box(0, 0, 100, 20), 0, 1, 0, 1, [WordLine(words)])
    assert cell_signs([beside]) == (Signal.TEXTS_BESIDE,)


def test_lines_wholly_beside_each_other_are_a_sign() -> None:
    """`80%` and, a line lower behind it, a remark whose column has no heading."""
    assert cell_signs([cell(("80%", 5, 5, 20), ("Modificato", 30, 12, 60))]) == (Signal.LINES_BESIDE,)
    assert cell_signs([cell(("80%", 5, 5, 30), ("Modificato", 30, 17, 60))]) == ()


@pytest.mark.parametrize("top", [5.0, 9.0])
def test_texts_printed_over_each_other_are_doubted(top: float) -> None:
    over = cell(("entro", 5, 5, 40), ("anno", 30, top, 60))
    assert Signal.TEXT_OVERPRINTED in cell_signs([over])
    assert Signal.TEXT_OVERPRINTED not in cell_signs([cell(("entro", 5, 5, 40), ("anno", 44, top, 60))])


def test_lines_further_apart_than_those_of_one_cell_are_a_sign() -> None:
    near = cell(("uno", 5, 5, 40), ("due", 5, 21, 40))
    assert cell_signs([near]) == ()
    assert cell_signs([near], 0.3) == (Signal.LINES_APART,)


def solid(y: float) -> Grid:
    """Two rows of one column, the text of the second at `y`."""
    above, below = cell(("uno", 5, 5, 40)), cell(("due", 5, y, 40))
    below.r0, below.r1 = 1, 2
    return Grid(1, Box(0, 0, 100, 100), [0, 100], [0, 16, 100], [above, below])


def test_rows_that_no_room_parts_say_so() -> None:
    assert [is_set_solid(solid(16), row, 0.3) for row in (0, 1)] == [True, True]
    assert not is_set_solid(solid(20), 0, 0.3)
    assert not is_set_solid(solid(16), 0, None)
