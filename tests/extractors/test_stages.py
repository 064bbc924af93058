"""No stage changes what it is given: it may be gone through again, and by whom does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from extractors.cards.page_panels import place_in_panels
from extractors.cards.reader import read_cards
from extractors.engines.registry import open_with
from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Page, TableRow
from extractors.pages.words import Lexicon
from extractors.quality.signals import Signal
from extractors.records.objective_tree import NodeRules, Tree
from extractors.records.reader_state import PlanYears
from extractors.records.signals.undetected_rows import find_undetected_rows
from extractors.records.table_reader import read_tables
from extractors.tables.grid import Grid, GridCell, Roles
from extractors.tables.inferred.reader import infer_grids
from extractors.tables.page_content import PageContent, content_of, remarks_of
from extractors.tables.running_headers import with_running_headers_apart
from extractors.tables.stitching import stitch_pages
from extractors.tables.tagged.placing import place_tagged_tables
from tests.extractors.sheets import line
from tests.extractors.test_tags import WHOLE, page

ROOT = Path(__file__).parents[2]
RULED = ROOT / "data" / "raw" / "massa-carrara-2017.pdf"
UNRULED = ROOT / "tests" / "printings" / "hard" / "massa-carrara-2017.pdf"
CARDS = ROOT / "data" / "raw" / "modena-2017.pdf"
XS = (50.0, 150.0, 250.0)
In = TypeVar("In")
Out = TypeVar("Out")


def through(stage: Callable[[In], Out], given: In) -> Out:
    """What a stage gives, twice the same, of what it leaves as it was."""
    before = deepcopy(given)
    out = stage(given)
    assert given == before
    assert stage(given) == out
    return out


def pages_of(path: Path) -> list[Page]:
    with open_with("pdfium", path)[1] as opened:
        return [opened.page(number) for number in range(1, len(opened) + 1)]


def contents_of(pages: Sequence[Page]) -> list[PageContent]:
    return through(lambda printed: [content_of(one) for one in printed], list(pages))


@pytest.mark.parametrize("path", [RULED, UNRULED], ids=["ruled", "unruled"])
def test_tables_are_read_from_pages_that_stay_as_they_are(path: Path) -> None:
    layout = layout_by_id("massa-carrara")
    assert layout.tables is not None
    rules, headings = layout.tables, Headings(layout.tables)
    apart = through(with_running_headers_apart, contents_of(pages_of(path)))
    inferred = through(lambda pages: infer_grids(pages, headings), apart)
    through(lambda pages: [remarks_of(one) for one in pages], inferred)
    items = through(lambda pages: list(stitch_pages(pages, Lexicon())), inferred)
    years = PlanYears(2017, 2017)
    read = through(lambda rows: records_of(read_tables(rows, layout, years=years, text_source=False)), items)
    assert read
    found = [replace(one, found=printed) for one, printed in zip(inferred, pages_of(path), strict=True)]
    through(lambda pages: find_undetected_rows(pages, rules, "an engine"), found)


def records_of(result: Any) -> list[Any]:
    return [*result.records, *result.rejected, *result.ignored]


def test_cards_are_read_from_pages_that_stay_as_they_are() -> None:
    layout = layout_by_id("modena")
    assert layout.cards is not None
    rules = layout.cards
    apart = through(with_running_headers_apart, contents_of(pages_of(CARDS)))
    placed = through(lambda pages: place_in_panels(pages, rules, Lexicon()), apart)
    assert through(lambda lanes: records_of(read_cards(lanes, rules, NodeRules(layout.nodes), Tree())), placed)


def test_tagged_tables_are_placed_on_pages_of_their_own() -> None:
    printed = [page(WHOLE), page([[("Corsi", 20), ("1", 120), (">=9", 220)]], number=2, first=3)]
    placed, aside = through(place_tagged_tables, contents_of(printed))
    assert not aside
    assert [one.grids[0].tagged for one in placed] == [True, True]


def inferred(number: int, y: float, *rows: tuple[str, str], at_foot: bool = False) -> PageContent:
    """A page with a table without rules, its rows 30 points high: a name and a figure each."""
    ys = [y + 30 * i for i in range(len(rows) + 1)]
    cells = [
        GridCell(Box(XS[c], ys[r], XS[c + 1], ys[r + 1]), c, c + 1, r, r + 1)
        for r in range(len(rows))
        for c in range(2)
    ]
    for cell in cells:
        if text := rows[cell.r0][cell.c0]:
            cell.lines = [line(text, x=cell.box.x0 + 3, y=cell.box.y0 + 5)]
    roles = Roles(0, frozenset({1}), at_foot=at_foot, leading=0.4)
    grid = Grid(number, Box(XS[0], ys[0], XS[-1], ys[-1]), list(XS), ys, cells, inferred=True, roles=roles)
    return PageContent(number, 400, 600, [grid], [])


def test_a_row_is_not_too_close_to_a_text_of_the_page_before() -> None:
    """The rest of a cut row shows texts of the page before: the row under it stands close to none of them."""
    pages = [
        inferred(1, 540, ("Tempo medio di pagamento", "5"), at_foot=True),
        inferred(2, 40, ("delle fatture", ""), ("Visite", "20")),
    ]
    rows = [row for row in stitch_pages(pages, Lexicon()) if isinstance(row, TableRow)]
    assert [row.text for row in rows] == ["Tempo medio di pagamento delle fatture | 5", "Visite | 20"]
    assert Signal.ROWS_SOLID not in rows[1].signs
