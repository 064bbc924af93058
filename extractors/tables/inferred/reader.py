"""Tables without a full grid, read from a document's pages: headings, columns, then rows, each from all there is.

A table is told from prose by its heading. Its columns are found from all tables whose headings are alike, over all
their pages; its rows by what lines of text most likely make. Text that runs across columns is no row of the table.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Box, Word
from extractors.pages.words import TEXT_GAP, WordLine, lines_of
from extractors.tables.grid import Grid
from extractors.tables.inferred.assembly import Ends, grid_of
from extractors.tables.inferred.framed_columns import with_framed_tables_open
from extractors.tables.inferred.heading_rows import HeadingFinder
from extractors.tables.inferred.key_value_pairs import pair_grids
from extractors.tables.inferred.page_words import PageWords
from extractors.tables.inferred.regions import ReadRegion, make_headings_whole, read_with
from extractors.tables.inferred.row_features import Drawn
from extractors.tables.inferred.row_sequence import TextRow
from extractors.tables.packed_pages import with_changes
from extractors.tables.page_content import PageContent, parted, text_lines
from extractors.tables.ruled import place_words

_FOOT = 60.0  # points; a row that ends so near the lowest text of any page may go on over the page
_NEAR = 4.0  # points by which the middle of a merged cell's text may stand outside its rows' texts
_UNDER_RULE = 1.5  # em between a text and a rule over or under it
_HEIGHT = 1.17  # em from the top of a line's box to its foot, where it is not known
_NEARLY_ALL = 0.8  # share of the borders between a table's rows that rules draw, where they part its rows
_MARGIN = 0.1  # em by which the room between lines of a cell may differ
_LARGER = 1.15  # times the type of a row's last lines: the rest of the row is no larger
_SAME = 0.5  # points by which the ends of a word and of its parts may differ


def infer_grids(
    pages: Sequence[PageContent], headings: Headings, page_done: Callable[[], None] = lambda: None
) -> Sequence[PageContent]:
    """The pages with the tables that their rules do not draw, and without the words of these among their lines.

    Columns go on from page to page until another heading is printed. `page_done` is called as each page is looked at:
    it is the longest part of a long document that no rules part.
    """
    pages = with_framed_tables_open(pages, headings)
    words_of = PageWords(pages)
    foot = max((w.box.y1 for _, words in words_of.by_page() for w in words), default=0.0)
    found = _find_key_value_grids(words_of, headings) if headings.upright else [[] for _ in range(len(pages))]
    finder = HeadingFinder(headings, page_done)
    make_headings_whole(words_of, finder)
    last: tuple[int, int, Grid] | None = None  # the page and the kind of the last part read, and its last grid
    reads = read_with(words_of, finder)
    ruled = _kinds_that_rules_part(reads)
    for read in reads:
        region = read.region
        goes_on = last is not None and last[:2] == (region.page - 1, region.kind) and _can_go_on(last[2])
        cut = last[2] if last is not None and goes_on else None
        grids = _make_grids(pages[region.page], read, foot, cut=cut, by_rules=region.kind in ruled)
        found[region.page] += grids
        last = (region.page, region.kind, grids[-1]) if grids else None
    return with_changes(
        pages,
        (
            (at, _with_grids(pages[at], words_of.of(at), grids))
            for at, grids in enumerate(found)
            if grids or at in words_of.changed
        ),
    )


def _find_key_value_grids(words_of: PageWords, headings: Headings) -> list[list[Grid]]:
    """The upright tables of each page, whose words are no more among those outside tables."""
    found = []
    for at, (page, words) in enumerate(words_of.by_page()):
        grids = pair_grids(page, _part_words(words), headings)
        found.append(grids)
        if grids:
            place_words(grids, words)
            words_of.changed[at] = _words_outside(words, grids)
    return found


def _part_words(words: Sequence[Word]) -> list[WordLine]:
    """The texts that words make, parted where cells may be."""
    return [piece for line in lines_of(words) for piece in parted(line, TEXT_GAP)] if words else []


def _words_outside(words: Sequence[Word], grids: Sequence[Grid]) -> list[Word]:
    return [w for w in words if not any(g.box.holds(w.box.mid_x, w.box.mid_y) for g in grids)]


def _with_grids(page: PageContent, words: Sequence[Word], grids: Sequence[Grid]) -> PageContent:
    held = {w for g in grids for c in g.cells for line in c.lines for w in line.words}
    parts = held.difference(words)
    lines = text_lines([w for w in words if w not in held and not any(_is_part_of(part, w) for part in parts)])
    return replace(page, grids=[*page.grids, *grids], lines=lines)


def _is_part_of(part: Word, word: Word) -> bool:
    """Whether a word is one of those that `word` was cut into where it is the texts of two cells."""
    inner, outer = part.box, word.box
    beside = outer.x0 <= inner.x0 + _SAME and inner.x1 <= outer.x1 + _SAME
    return beside and inner.y0 == outer.y0 and inner.y1 == outer.y1 and part.text in word.text


# --- regions and kinds -----------------------------------------------------------------------------------------


def _can_go_on(grid: Grid) -> bool:
    """Whether the last row of a grid may go on over the page."""
    last = len(grid.ys) - 1
    return (grid.roles is not None and grid.roles.at_foot) or any(c.open_bottom for c in grid.cells if c.r1 == last)


def _is_set_like(row: TextRow, grid: Grid) -> bool:
    """Whether a row may be the rest of the last one of a grid: a title behind the table is larger, or bold alone."""
    lines = [line for cell in row.cells.values() for line in cell]
    last = [line for cell in grid.cells if cell.r1 == len(grid.ys) - 1 for line in cell.lines]
    size = max((line.size for line in last), default=float("inf"))
    is_as_bold = any(line.bold for line in last) or not all(line.bold for line in lines)
    return is_as_bold and max(line.size for line in lines) <= _LARGER * size


# --- rows ------------------------------------------------------------------------------------------------------


def _kinds_that_rules_part(reads: Sequence[ReadRegion]) -> set[int]:
    """The kinds of tables that draw a rule between nearly all of their rows, so that a row without one is cut."""
    between: dict[int, list[bool]] = {read.region.kind: [] for read in reads if read.setting.ruled}
    for read in reads:
        if read.setting.ruled:
            pairs = (pair for run in read.rows for pair in itertools.pairwise(run))
            between[read.region.kind] += [_has_rule_near(read.drawn, a.extent[1], b.extent[0]) for a, b in pairs]
    return {kind for kind, ruled in between.items() if sum(ruled) >= _NEARLY_ALL * len(ruled)}


def _make_grids(page: PageContent, read: ReadRegion, foot: float, *, cut: Grid | None, by_rules: bool) -> list[Grid]:
    """The table's parts in a region; `cut` is the part on the page before whose last row may go on in its first,
    `by_rules` tells that rules part its rows."""
    region, columns, setting, drawn = read.region, read.columns, read.setting, read.drawn
    runs = read.rows
    merging = read.merging_texts
    grids: list[Grid] = []
    room = None if setting.ruled else setting.leading - _HEIGHT + _MARGIN
    last = max((w.box.y1 for w in region.words), default=0.0)
    for index, run in enumerate(runs):
        heading = region.heading if index == 0 else None
        rows = _without_text_below(run, merging, at_end=run[-1].extent[1] > foot - _FOOT)
        carried = region.heading is None and index == 0
        if cut is not None and index == 0 and not rows and _is_set_like(run[0], cut):
            rows = list(run[:1])
        elif not rows or (region.heading is None and not any(len(row.cells) > 1 for row in rows)):
            if heading is not None:
                grids.append(grid_of(page, columns, heading, [], [], room=room, widths=setting.widths, ends=Ends()))
            continue
        top, bottom = rows[0].extent[0], rows[-1].extent[1]
        if heading is not None and any(heading.box.y1 < line.box.mid_y < top for line in region.across):
            # A title stands between the heading and the rows: what is printed first is read first.
            grids.append(grid_of(page, columns, heading, [], [], room=room, widths=setting.widths, ends=Ends()))
            heading = None
        near = _UNDER_RULE * max(line.size for cell in rows[-1].cells.values() for line in cell)
        beside = [(c, lines) for c, lines in merging if _is_beside(lines, rows)]
        ends = Ends(
            open_top=carried and by_rules and not _has_rule_near(drawn, top - near, top),
            open_bottom=by_rules and bottom >= last - 1 and not _has_rule_near(drawn, bottom, bottom + _UNDER_RULE * 8),
            at_foot=bottom > foot - _FOOT,
        )
        grids.append(grid_of(page, columns, heading, rows, beside, room=room, widths=setting.widths, ends=ends))
    if not runs and region.heading is not None:
        grids.append(grid_of(page, columns, region.heading, [], [], room=room, widths=setting.widths, ends=Ends()))
    return grids


def _has_rule_near(drawn: Drawn, y0: float, y1: float) -> bool:
    return any(y0 - 1 <= r.mid_y <= y1 + 1 for r in drawn.rules)


def _is_beside(lines: Sequence[WordLine], rows: Sequence[TextRow]) -> bool:
    """Whether a text of a merged cell stands beside rows."""
    box = Box.around_parts(lines)
    return rows[0].extent[0] - _NEAR < box.mid_y < rows[-1].extent[1] + _NEAR


def _without_text_below(
    run: Sequence[TextRow], merging: Sequence[tuple[int, tuple[WordLine, ...]]], *, at_end: bool
) -> list[TextRow]:
    """The run up to its last row of several cells: what follows is text under the table, but for the first row of it
    where that may go on over the page."""
    kept = list(run)
    while kept and len(kept[-1].cells) < 2 and not _is_merged_beside(kept[-1], merging):
        kept.pop()
    return list(run[: len(kept) + 1]) if kept and at_end and len(kept) < len(run) else kept


def _is_merged_beside(row: TextRow, merging: Sequence[tuple[int, tuple[WordLine, ...]]]) -> bool:
    y0, y1 = row.extent
    return any(lines[0].box.y0 < y1 and lines[-1].box.y1 > y0 for _, lines in merging)
