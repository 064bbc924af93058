"""What the reader of tables did with each row and line, for those who ask why.

In: what stood before and after an item was read. Out: a step: its fate, the rule that took or refused it, the nodes
that it opened and closed. Public: `Steps`.
"""

from __future__ import annotations

from extractors.pages.model import Place
from extractors.records.model import Fate, Step
from extractors.records.reader_state import ReaderState


class Steps:
    """Notes the steps of a reader that stands at `at`, where they are to be `told`."""

    def __init__(self, at: ReaderState, *, told: bool = True) -> None:
        self.at = at
        self.told = told
        self.taken: list[Step] = []
        self._counts = (0, 0, 0, 0)
        self._open: tuple[int, ...] = ()
        self._section: tuple[str | None, str | None] = (None, None)

    def note(self, place: Place, text: str, *, is_row: bool) -> None:
        """Note what became of the item that was just read."""
        if not self.told:
            return
        result, tree = self.at.result, self.at.tree
        before, open_before, section_before = self._counts, self._open, self._section
        self._counts = len(result.records), len(result.rejected), len(result.ignored), len(tree.openings)
        self._open = tree.open_keys
        self._section = (self.at.section_rule.name if self.at.section_rule else None, self.at.section)
        opened = tuple((rule, tree.node_of(key)) for rule, key in tree.openings[before[3] :])
        closed = tuple(tree.node_of(key) for key in open_before if key not in self._open)
        if not is_row and not opened and not closed and self._section == section_before:
            return
        fate: Fate = "line"
        rule, reason = opened[-1][0] if opened else "", ""
        if self._counts[0] > before[0]:
            fate, rule = "published", "indicator"
        elif self._counts[1] > before[1]:
            fate, rule, reason = "rejected", result.rejected[-1].code, result.rejected[-1].message
        elif self._counts[2] > before[2]:
            fate, rule = "ignored", result.ignored[-1].rule
        elif not opened and self._section != section_before:
            rule = f"section: {self._section[0] or 'heading'}"
        self.taken.append(Step(place, text, fate, rule, reason, opened, closed, tree.current))
