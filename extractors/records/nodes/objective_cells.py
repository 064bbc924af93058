"""Cells that name the objective their rows stand under, often merged over these.

In: where the reader stands, the texts of such cells. Out: open nodes in its tree. Public: `ObjectiveCells`.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layouts.code_forms import code_and_title, is_code
from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.levels import Level
from extractors.layouts.schema import NodeRule
from extractors.pages.model import Place
from extractors.records.objective_tree import NodeMatch
from extractors.records.reader_state import ReaderState

_RANKS = ("area", "strategic", "programme", "operational", "action")


def _has_lost_code(cell: tuple[Level | None, str | None, str]) -> bool:
    _, own_code, title = cell
    return own_code is None and title[:1].isdigit() and not is_code(title) and code_and_title(title)[0] is None


def _may_be_above(cell: tuple[Level | None, str | None, str], before: tuple[Level | None, str | None, str]) -> bool:
    """Whether an objective's cell may name a node above that of the cell `before`, whose column is of its level: that
    has a code, which does not go on from one of its own."""
    (level, code, title), (other_level, other_code, other_title) = cell, before
    own, other = code or code_and_title(title)[0], other_code or code_and_title(other_title)[0]
    return level == other_level and other is not None and (own is None or (own != other and other.startswith(own)))


class ObjectiveCells:
    """Opens the nodes that objectives' cells name where the reader stands (`at`)."""

    def __init__(self, at: ReaderState) -> None:
        self.at = at
        self._named: dict[int, int | None] = {}  # by key, the page of each node that a cell has named
        self._rule = NodeRule(name="objective-cell", level=at.rules.objective_level, pattern=".*")

    def open_all(self, cells: Sequence[tuple[Level | None, str | None, str]], place: Place) -> None:
        """Open the nodes of a row's cells, each its level, the code that another cell prints and its text: from the
        root down, in whatever order the columns stand. Which node the rows are of is in doubt where that of another
        column of its level may be the lower one, and where a number before a title is no code that is known."""
        known = all(level in _RANKS for level, _, _ in cells)
        ordered = sorted(cells, key=lambda cell: _RANKS.index(cell[0] or "")) if known else cells
        for level, own_code, title in ordered:
            self.open(level, own_code, title, place)
        if any(map(_has_lost_code, cells)) or any(map(_may_be_above, ordered[1:], ordered)):
            self.at.node_unread = True

    def open(self, level: Level | None, own_code: str | None, title: str, place: Place) -> None:
        """Open the node that an objective's cell names: as a node rule reads it, else by its column's level. `own_code`
        is its code where a column of its own prints that."""
        self.at.node_unread = False
        if level is None:
            match = self.at.nodes.match(title, row=True)
            match = match or NodeMatch(self._rule, self.at.nodes.depth, None, title, None)
            self._named[self.at.tree.open(match, place).key] = place.page
            return
        if own_code is None and (key := self._begun_on_page_before(level, title, place)) is not None:
            self.at.tree.extend_title(key, title)
            return
        level = self._told_level(level, own_code or title)
        rule = NodeRule(name="objective-cell", level=level, pattern=".*")
        depth = _RANKS.index(level) if level in _RANKS else self.at.nodes.depth
        code, words = code_and_title(title)
        if code is None and not title[:1].isdigit() and (match := self.at.nodes.match(title, row=True)):
            code, words = match.code, match.title
        if code is None and is_code(title):
            code = title
        match = NodeMatch(rule, depth, own_code or code, words, None)
        self._named[self.at.tree.open(match, place).key] = place.page

    def _told_level(self, level: Level, title: str) -> Level:
        """The level of an objective: its column's, or that of the letters of its code (`OS1`) under `Obiettivo`."""
        told = self.at.nodes.match(f"{title} - {title}") if level == "operational" and is_code(title) else None
        return told.rule.level if told is not None and told.rule.level == "strategic" else level

    def _begun_on_page_before(self, level: Level, title: str, place: Place) -> int | None:
        """The key of the open node whose title goes on with `title` in the first cell of its column on a page: that
        begins with a small letter."""
        if not title[:1].islower():
            return None
        nodes = map(self.at.tree.node_of, self.at.tree.open_keys)
        keys = (node.key for node in nodes if node.level == level)
        return next((key for key in keys if self._named.get(key, place.page) != place.page), None)

    def is_lacking(self, heading: HeadingMap) -> bool:
        """Whether a table names an objective for each row and none stands beside this one or above it."""
        node = self.at.tree.current
        named = node is not None and node.key in self._named
        return not named and any(h.name == "objective" for h in heading.headings)
