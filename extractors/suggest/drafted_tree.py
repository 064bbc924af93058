"""What a drafted layout says of the tree: the node rules that the document's titles match."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents import Study
from extractors.layouts.schema import NodeRule
from extractors.pages.model import Place, TableRow
from extractors.records.objective_tree import NodeRules
from extractors.suggest.code_patterns import pattern_of_codes


def narrow_nodes(rules: Sequence[NodeRule], study: Study) -> tuple[NodeRule, ...]:
    """The rules that a node of the document matched, their codes narrowed to the forms that were seen.

    Where cells of a column name nodes too, each level above the deepest keeps its general rules if it has no other:
    the levels' depths stay those that such a cell's level stands for.
    """
    matched: dict[str, list[str]] = {}
    ready = NodeRules(rules)
    texts = _texts_of_nodes(study)
    for node in study.extraction.nodes:
        for text, row in texts.get(_spot_of(node.place), ()):
            match = ready.match(text, row=row)
            if match is not None and match.title == node.title:
                matched.setdefault(match.rule.name, []).append(node.code_raw or "")
                break
    order = list(dict.fromkeys(rule.level for rule in rules))
    ruled = {rule.level for rule in rules if rule.name in matched}
    deepest = max((order.index(n.level) for n in study.extraction.nodes if n.level in order), default=-1)
    named = any(c.column == "objective" for c in study.layout.tables.columns) if study.layout.tables else False
    needed = set(order[: deepest + 1]) - ruled if named else set()
    kept = []
    for rule in sorted(rules, key=lambda rule: order.index(rule.level)):
        if rule.name in matched:
            codes = pattern_of_codes(code for code in matched[rule.name] if code)
            kept.append(rule.model_copy(update={"pattern": _narrow_pattern(rule.pattern, codes)}) if codes else rule)
        elif rule.level in needed:
            kept.append(rule)
    return tuple(kept)


def _texts_of_nodes(study: Study) -> dict[tuple[int | None, float, float], list[tuple[str, bool]]]:
    """The texts that may name a node, by where they stand; whether each is in a row."""
    found: dict[tuple[int | None, float, float], list[tuple[str, bool]]] = {}
    for item in study.items:
        texts = [(item.text, isinstance(item, TableRow))]
        places = [item.place]
        if isinstance(item, TableRow):
            texts += [(cell.text, True) for cell in item.cells if cell.text]
            places += [cell.place for cell in item.cells if cell.text]
        for place in places:
            found.setdefault(_spot_of(place), []).extend(texts)
    return found


def _spot_of(place: Place) -> tuple[int | None, float, float]:
    """Where something stands, page and upper left corner in points or line, as a key."""
    if place.box is None:
        return None, float(place.line or 0), 0.0
    return place.page, round(place.box.x0, 1), round(place.box.y0, 1)


def _narrow_pattern(pattern: str, codes: str) -> str:
    """The pattern with its group `code` narrowed to `codes`."""
    start = pattern.find("(?P<code>")
    depth, at = 0, start
    while start >= 0 and at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] in "()":
            depth += 1 if pattern[at] == "(" else -1
            if depth == 0:
                return f"{pattern[:start]}(?P<code>{codes}){pattern[at + 1 :]}"
        at += 1
    return pattern
