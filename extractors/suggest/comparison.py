"""Whether a draft reads a plan at least as well as another reading of it, row by row.

In: two extractions of one document. Out: the rows that the second reads worse, each with what it lacks. Nobody has
looked at the plan yet, so that a draft that reads a row otherwise has only shown that one of the two is wrong: only
rows that the first could not read, and did not leave out for a reason, and nodes below its own count as better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from extractors.quality.confidence import REVIEW
from extractors.records.model import Extraction, Node, Record
from extractors.text import folded

Paths: TypeAlias = Mapping[int | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Loss:
    """A row that the second reading reads worse: its name, its page, and what is gone."""

    name: str
    page: int | None
    lost: str


def losses(first: Extraction, second: Extraction, outside: str | None = None) -> tuple[Loss, ...]:
    """What `second` reads worse than `first`: rows, figures with their roles and years, and objectives.

    `outside` names the rule of the first whose rows the second may read for a reason: it knows their heading.
    """
    paths, other_paths = _code_paths(first), _code_paths(second)
    others: dict[tuple[int | None, str], list[Record]] = {}
    for record in second.records:
        others.setdefault(_key_of(record), []).append(record)
    found = []
    for record in first.records:
        rivals = others.get(_key_of(record), [])
        lost = min((_describe_loss(record, paths, rival, other_paths) for rival in rivals), key=len, default="the row")
        if lost:
            found.append(Loss(record.name, record.place.page, lost))
    left_out = {(row.place.page, row.raw): row.rule for row in first.ignored}
    for record in second.records if first.records else ():
        rule = left_out.get((record.place.page, record.row_text))
        if rule is not None and rule != outside:
            found.append(Loss(record.name, record.place.page, f"left out under the rule {rule}"))
    return tuple(found)


def _describe_loss(record: Record, paths: Paths, rival: Record, other_paths: Paths) -> str:
    figures = {(v.role, v.period, v.part, v.raw) for v in rival.values}
    gone = [v for v in record.values if (v.role, v.period, v.part, v.raw) not in figures]
    texts = [f"{v.role} {v.period or 'without year'} «{v.raw}»" for v in gone]
    if len(rival.values) > len(record.values):
        texts.append("that nothing else is a figure of it")
    path, other = paths.get(record.node, ()), other_paths.get(rival.node, ())
    if path and path[-1] not in other:
        texts.append(f"the objective {path[-1]}")
    elif record.level != rival.level and path == other:
        texts.append(f"the level {record.level}")
    if rival.confidence < REVIEW <= record.confidence:
        texts.append("its soundness: it is in doubt now")
    return ", ".join(texts)


def _key_of(record: Record) -> tuple[int | None, str]:
    return record.place.page, folded(record.name)


def _code_paths(extraction: Extraction) -> Paths:
    """The printed codes from the root to each node, those of nodes without one left out."""
    nodes = {node.key: node for node in extraction.nodes}

    def path(node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        above = path(nodes.get(node.parent)) if node.parent is not None else ()
        return above if node.code_raw is None else (*above, node.code_raw)

    return {key: path(node) for key, node in nodes.items()}
