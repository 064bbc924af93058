"""How a layout reads a plan, row by row: what took or refused a row, and why nodes were opened and closed.

In: a plan and a layout, such as a draft that somebody is writing. Out: what became of each row, the rows like headings
that the layout does not know, and counts. Public: `try_layout`, `table_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from extractors.documents import Study, study_document
from extractors.layouts.registry import Layout
from extractors.records.headings.looks import describe_look, looks_of
from extractors.records.model import Node, Step
from extractors.text import shortened

_TEXT = 90  # characters of a row's text in a line of the table


class TrialRow(TypedDict):
    """A row or line, with what became of it and the nodes that it opened and closed."""

    page: int | None
    line: int | None
    fate: str
    rule: str
    reason: str
    opened: list[str]
    closed: list[str]
    node: str | None
    text: str


class Trial(TypedDict):
    """How a layout reads a plan."""

    layout: str
    rows: list[TrialRow]
    headings: list[str]
    counts: dict[str, int]


def try_layout(path: Path, layout: Layout) -> Trial:
    """Read the plan at `path` with `layout`, also where that finds nothing.

    Raises:
        DocumentError: the document cannot be read.
    """
    study = study_document(path, layout=layout)
    read = study.extraction
    return {
        "layout": layout.id,
        "rows": list(_trial_rows(study)),
        "headings": [describe_look(look) for look in looks_of(study.items, layout.tables)] if layout.tables else [],
        "counts": {
            "published": len(read.records),
            "rejected": len(read.rejected),
            "ignored": len(read.ignored),
            "nodes": len(read.nodes),
        },
    }


def table_lines(trial: Trial) -> list[str]:
    """The trial as lines of text for people: a row a line, what it opened and closed below it."""
    lines = [f"{'where':>6}  {'fate':9}  {'rule':32}  text"]
    for row in trial["rows"]:
        where = f"p{row['page']}" if row["page"] else f"l{row['line']}"
        lines.append(f"{where:>6}  {row['fate']:9}  {row['rule']:32}  {shortened(row['text'], _TEXT)}")
        notes = [*(f"closes {name}" for name in row["closed"]), *(f"opens {name}" for name in row["opened"])]
        if row["reason"]:
            notes.append(row["reason"])
        if row["fate"] == "published":
            notes.append(f"under {row['node'] or 'no node'}")
        lines += [f"{'':>19}{note}" for note in notes]
    if trial["headings"]:
        lines += ["", "Rows like headings that the layout does not know:", *(f"  {text}" for text in trial["headings"])]
    counts = ", ".join(f"{count} {name}" for name, count in trial["counts"].items())
    return [*lines, "", f"{trial['layout']}: {counts}"]


def _trial_rows(study: Study) -> Iterator[TrialRow]:
    reasons = {rule.name: rule.reason for rule in study.layout.ignore}
    outside = [finding for finding in study.extraction.rejected if finding.code == "row-outside-tables"]
    steps: Iterable[Step] = study.steps or _steps_of_cards(study)
    for step in (*steps, *(Step(f.place, f.raw or "", "rejected", f.code, f.message) for f in outside)):
        yield {
            "page": step.place.page,
            "line": step.place.line,
            "fate": step.fate,
            "rule": step.rule,
            "reason": step.reason or reasons.get(step.rule, ""),
            "opened": [f"{_name_node(node)} by the rule {rule}" for rule, node in step.opened],
            "closed": [_name_node(node) for node in step.closed],
            "node": _name_node(step.node) if step.node is not None else None,
            "text": step.text,
        }


def _steps_of_cards(study: Study) -> list[Step]:
    """The steps of a reader of cards, which notes none: what became of each card."""
    read = study.extraction
    nodes = {node.key: node for node in read.nodes}
    steps = [
        Step(r.place, r.row_text, "published", "indicator", node=None if r.node is None else nodes[r.node])
        for r in read.records
    ]
    steps += [Step(f.place, f.raw or "", "rejected", f.code, f.message) for f in read.rejected]
    steps += [Step(row.place, row.raw, "ignored", row.rule) for row in read.ignored]
    return sorted(steps, key=lambda step: step.place.reading_order)


def _name_node(node: Node) -> str:
    return f"{node.level} {node.code_raw or ''} «{node.title}»".replace("  ", " ")
