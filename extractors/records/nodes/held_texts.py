"""What a label announces of an objective: its office, its budget.

In: where the reader stands, labels with their texts. Out: owners and budgets of nodes. Public: `HeldTexts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.code_forms import is_code
from extractors.layouts.schema import Label
from extractors.layouts.typography import printed_pattern
from extractors.records.objective_tree import NodeMatch
from extractors.records.reader_state import ReaderState


class HeldTexts:
    """Gives the nodes where the reader stands (`at`) what labels say of them.

    A form names its office before or after its objective: what stands in the rows over a table, above the objective,
    is of the nodes that open below it in the same table too, until a heading comes.
    """

    def __init__(self, at: ReaderState) -> None:
        self.at = at
        self._labels = [(label, printed_pattern(label.pattern)) for label in at.rules.labels]
        self._above: tuple[int, str] | None = None  # the table, and the office named in its rows since the last heading
        self._code: tuple[int, str] | None = None  # the table, and the code printed in it for the next objective
        self._inherited: dict[int, str] = {}  # by key of a node, the office named above it

    def find_label(self, text: str) -> Label | None:
        """The label that a text is."""
        return next((label for label, pattern in self._labels if pattern.fullmatch(text)), None)

    def hold(self, label: Label, text: str, table: int | None = None) -> None:
        """Give the innermost open node what `label` says; `table` is that of the row that says so."""
        node = self.at.tree.current
        if label.value is not None:
            found = printed_pattern(label.value).search(text)
            text = found[0] if found else ""
        if label.holds == "owner" and text and self.at.rules.dated:
            if table is None and self.at.unknown_title is not None:
                self.at.office = text
                return
            if table is not None:
                self._above = (table, text)
        if node is None or not text:
            return
        if label.holds == "owner":
            if table is None or self.at.titled or not self.at.rules.dated:  # else it is of the node that follows
                self.at.tree.set_owner(node.key, text)
        elif label.holds == "budget":
            self.at.tree.set_budget(node.key, text)

    def announce(self, said: Sequence[tuple[str | None, Label | None, str]], table: int) -> bool:
        """Keep the code and the office that a row of keys of `table` gives before an objective's title: of each key,
        the column and the label that it is, and its text. Whether it gives a code."""
        codes = [text for column, _, text in said if column in ("code", "objective_code") and is_code(text)]
        if len(codes) != 1:
            return False
        self._code = (table, codes[0])
        for _, label, text in said:
            if label is not None and label.holds == "owner":
                self._above = (table, text)
        return True

    def with_code(self, match: NodeMatch, table: int) -> NodeMatch:
        """The node that a row of `table` names, with the code that was printed for it above."""
        if match.code is not None or self._code is None or self._code[0] != table:
            return match
        code, self._code = self._code[1], None
        return replace(match, code=code)

    def open_below(self, table: int) -> None:
        """Take note that a row of `table` has opened a node."""
        node = self.at.tree.current
        if node is not None and self._above is not None and self._above[0] == table:
            self._inherited.setdefault(node.key, self._above[1])

    def forget(self) -> None:
        """Take note that a heading has come: what follows are its rows."""
        self._above = self._code = None

    def settle(self) -> None:
        """Give the nodes that name no office of their own the one named below their rows, or above them."""
        for key, text in self._inherited.items():
            self.at.tree.set_owner(key, text)
