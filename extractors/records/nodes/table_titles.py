"""Lines set as headings that no rule knows: what they say of the tables below them.

In: where the reader stands, such lines. Out: open nodes, and whether the node of what follows is uncertain. Public:
`TableTitles`.
"""

from __future__ import annotations

import re

from extractors.pages.model import Place, TextLine
from extractors.records.objective_tree import NodeMatch
from extractors.records.reader_state import ReaderState

# Words that say of a title what its table holds, and nothing of which objective it is.
_OF_TABLE = re.compile(r"\b(?:tab(?:ella|\.)|indicator[ei]|performance|target|anno|risultati|20\d\d)\b", re.IGNORECASE)


class TableTitles:
    """Minds the titles over tables where the reader stands (`at`)."""

    def __init__(self, at: ReaderState) -> None:
        self.at = at
        self._coded: tuple[NodeMatch, Place] | None = None

    def take(self, line: TextLine) -> None:
        """Take in a line that is set as a heading, and neither a node's title nor a chapter's."""
        self.take_plain(line)
        self.at.office = None
        if self.at.rules.dated and not _OF_TABLE.search(line.text):
            self.at.unknown_title = line.text

    def take_plain(self, line: TextLine) -> None:
        """Take in a line however it is set, which right over a table names an objective by a word or a code of
        letters; one that begins with a number may be a chapter's title."""
        match = self.at.nodes.match(line.text, row=True)
        is_named = self.at.rules.dated and match is not None and not line.text[:1].isdigit()
        self._coded = (match, line.place) if match is not None and is_named else None

    def settle(self) -> None:
        """Open the node whose code and title the last such line prints: a table, or an office, follows it."""
        if self._coded is not None:
            self.at.open(*self._coded)
            self._coded = None

    def open_numbered(self, line: TextLine) -> None:
        """Open the node that a line right over a card numbers and names, however it is set."""
        match = self.at.nodes.match(line.text, row=True)
        if match is not None and match.code is not None and self.at.nodes.match(line.text) is None:
            self.at.open(match, line.place)

    def forget(self) -> None:
        """Take note that another title has come."""
        self._coded = self.at.office = None
