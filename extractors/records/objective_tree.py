"""The plan's tree as it is printed: nodes open and close while the document is read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.layouts.code_forms import is_code
from extractors.layouts.schema import NodeRule
from extractors.layouts.typography import printed_pattern
from extractors.pages.model import Item, Place, TextLine
from extractors.pages.words import with_next_line
from extractors.records.model import Node
from extractors.text import folded, without_notes

_OTHER = 50.0  # rapidfuzz ratio under which two titles share no more than words of a language do
_BETWEEN = re.compile(r"^|\s+[-–—|;/]\s+|, ")


@dataclass(frozen=True, slots=True)
class NodeMatch:
    """A text that a node rule matches; `depth` is its level's rank from the root."""

    rule: NodeRule
    depth: int
    code: str | None
    title: str
    parent_code: str | None


class NodeRules:
    """The node rules of a layout, ready to match; `depth` is the number of their levels."""

    def __init__(self, rules: Sequence[NodeRule]) -> None:
        self._levels = list(dict.fromkeys(rule.level for rule in rules))
        self._rules = [(self._levels.index(r.level), r, printed_pattern(r.pattern)) for r in rules]
        self.depth = len(self._levels)

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items of a document as they come; rules that one of its rows contradicts are left out from its end on."""
        against = [(rule, printed_pattern(rule.unless)) for _, rule, _ in self._rules if rule.unless is not None]
        found: set[str] = set()
        for item in items:
            texts = [item.text] if isinstance(item, TextLine) else [cell.text for cell in item.cells if cell.text]
            if item.bold if isinstance(item, TextLine) else len(texts) in (1, 2):
                found.update(rule.name for rule, pattern in against if pattern.fullmatch(" ".join(texts)))
            yield item
        self._rules = [known for known in self._rules if known[1].name not in found]

    def below(self, match: NodeMatch, open_nodes: Iterable[Node]) -> NodeMatch:
        """The `match` of a rule that tells levels by the form of codes alone, one level below an open node of its own
        level or a lower one whose code it goes on (`1.1` below `1`)."""
        if match.code is None or match.rule.only != "rows":
            return match
        above = [node.level for node in open_nodes if node.code_raw and match.code.startswith(f"{node.code_raw}.")]
        depth = max((self._levels.index(level) for level in above if level in self._levels), default=-1)
        if depth < match.depth or depth + 1 >= self.depth:
            return match
        step = 2 if self._levels[depth + 1] == "programme" and depth + 2 < self.depth else 1
        rule = match.rule.model_copy(update={"level": self._levels[depth + step]})
        return replace(match, rule=rule, depth=depth + step)

    def chain(self, match: NodeMatch) -> list[NodeMatch]:
        """The nodes that one text names, each below the one before: `Missione 011 - Programma 005 - Obiettivo 1: …`."""
        for sign in _BETWEEN.finditer(match.title):
            inner = self.match(match.title[sign.end() :])
            if inner is not None and inner.code is not None and inner.depth != match.depth:
                head = match.title[: sign.start()].strip() or match.code or match.title
                return [replace(match, title=head), *self.chain(inner)]
        return [match]

    def match(self, text: str, *, row: bool = False) -> NodeMatch | None:
        """The first rule that matches the whole of `text`, or None; `row` tells that it stands in a table. Numbers of
        footnotes are no part of a code."""
        text = without_notes(text)
        for depth, rule, pattern in self._rules:
            if rule.only == "rows" and not row:
                continue
            if found := pattern.fullmatch(text):
                groups = found.groupdict()
                parent = None
                if rule.parent_code and all(groups.get(g) for g in re.findall(r"{(\w+)}", rule.parent_code)):
                    parent = rule.parent_code.format(**groups)
                code = groups.get("code")
                title = (groups.get("title") or code or "").strip()
                if code is None and is_code(title):
                    code = title  # `Codice obiettivo | OS1`: the title is printed below it
                return NodeMatch(rule, depth, code, title, parent)
        return None


class Tree:
    """The nodes seen so far and those that are open.

    A node printed again is the same node: a coded one by level and code, one without a code by its parent and title.
    A title without a code that repeats a coded node's title of the same level is that node, and so is a text that
    repeats one in full: plans print an objective again without its number.
    """

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._known: dict[tuple[object, ...], int] = {}
        self._titles: dict[tuple[str, str], int] = {}
        self._coded_titles: dict[str, NodeMatch] = {}
        self._coded: dict[str, list[int]] = {}  # by printed code
        self._found: dict[tuple[str, str | None], int] = {}
        self._open: list[tuple[int, int]] = []  # (depth, key), root first
        self.openings: list[tuple[str, int]] = []  # the rules that opened nodes, and the keys of these, in order

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, in the order they were first printed."""
        return tuple(self._nodes)

    @property
    def current(self) -> Node | None:
        """The innermost open node."""
        return self._nodes[self._open[-1][1]] if self._open else None

    @property
    def open_keys(self) -> tuple[int, ...]:
        """The keys of the open nodes, root first."""
        return tuple(key for _, key in self._open)

    def node_of(self, key: int) -> Node:
        """The node with this key."""
        return self._nodes[key]

    def close(self) -> None:
        """Close all open nodes."""
        self._open.clear()

    def close_from(self, depth: int) -> None:
        """Close the open nodes at `depth` and below."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()

    def find(self, code: str, level: str | None = None) -> Node | None:
        """The node printed with `code` (and of `level`), or the first whose code starts with it for `code*`."""
        known = self._found.get((code, level))  # the first node found stays the first
        if known is None:
            keys = self._coded.get(code, [])
            if code.endswith("*"):
                begun = (found for printed, found in self._coded.items() if printed.startswith(code[:-1]))
                keys = sorted(key for found in begun for key in found)
            known = next((key for key in keys if level in (None, self._nodes[key].level)), None)
            if known is None:
                return None
            self._found[code, level] = known
        return self._nodes[known]

    def open(self, match: NodeMatch, place: Place) -> Node:
        """Open the node that `match` states, closing those at its depth and below; a known one is opened again."""
        if (coded := self._waiting_for_title(match)) is not None:
            self._nodes[coded.key] = replace(coded, title=match.title)
            self.openings.append((match.rule.name, coded.key))
            return self._nodes[coded.key]
        self.close_from(match.depth)
        parent = self.current
        if match.parent_code is not None:
            parent = self.find(match.parent_code) or parent
        level = match.rule.level
        identity: tuple[object, ...]
        if match.code is not None:
            identity = (level, "code", folded(match.code))
        else:
            identity = (level, "title", folded(match.title), parent.key if parent else None)
        key = self._known.get(identity)
        for further in (parent.key if parent else None, folded(match.title)):
            if key is not None and self._is_numbered_anew(key, match, parent):
                identity = (*identity, further)
                key = self._known.get(identity)
        if key is None and match.code is None:
            key = self._titles.get((level, folded(match.title)))
        if key is None:
            key = len(self._nodes)
            self._nodes.append(Node(key, parent.key if parent else None, level, match.code, match.title, place))
            self._known[identity] = key
            if match.code is not None:
                self._titles.setdefault((level, folded(match.title)), key)
                self._coded_titles.setdefault(folded(match.title), match)
                self._coded.setdefault(match.code, []).append(key)
        elif self._nodes[key].parent is None and parent is not None and parent.key != key:
            self._nodes[key] = replace(self._nodes[key], parent=parent.key)
        self._open.append((match.depth, key))
        self.openings.append((match.rule.name, key))
        return self._nodes[key]

    def _is_numbered_anew(self, known: int, match: NodeMatch, parent: Node | None) -> bool:
        """Whether `match` has the code of a `known` node and is another one: another title, under another parent; or
        another title altogether behind a number alone, as where each office counts its own."""
        node, title, before = self._nodes[known], folded(match.title), folded(self._nodes[known].title)
        if match.code is None or before.startswith(title) or title.startswith(before):
            return False
        if parent is None or node.parent in (None, parent.key) or known == parent.key:
            return match.code.isdecimal() and node.title != node.code_raw and fuzz.ratio(before, title) < _OTHER
        return True

    def match_again(self, text: str) -> NodeMatch | None:
        """What stated the coded node whose whole title `text` is; None where it is no such title."""
        return self._coded_titles.get(folded(text))

    def _waiting_for_title(self, match: NodeMatch) -> Node | None:
        """The innermost open node, where its code alone was printed and `match` is the title that goes with it."""
        node = self.current if self.is_awaiting_title and match.code is None else None
        return node if node is not None and node.level == match.rule.level else None

    @property
    def is_awaiting_title(self) -> bool:
        """Whether the innermost open node has been named by its code alone."""
        node = self.current
        return node is not None and node.code_raw is not None and node.title == node.code_raw

    def set_title(self, key: int, title: str) -> None:
        """State the title of a node that was named by its code alone."""
        self._nodes[key] = replace(self._nodes[key], title=title)

    def extend_title(self, key: int, text: str) -> None:
        """Add a further printed line to a node's title."""
        node = self._nodes[key]
        self._nodes[key] = replace(node, title=with_next_line(node.title, text).strip())

    def set_owner(self, key: int, owner: str) -> None:
        """State a node's responsible office; the first statement counts."""
        if self._nodes[key].owner is None:
            self._nodes[key] = replace(self._nodes[key], owner=owner)

    def set_budget(self, key: int, budget: str) -> None:
        """State a node's budget; the first statement counts."""
        if self._nodes[key].budget is None:
            self._nodes[key] = replace(self._nodes[key], budget=budget)
