"""A suggested layout as YAML, with what it was made from as comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel

from extractors.layouts.headings.matching import FUZZY_MARGIN, FUZZY_SCORE
from extractors.layouts.registry import Layout
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Place
from extractors.suggest.draft import LayoutSuggestion
from extractors.suggest.heading_survey import SeenHeading

_MANY = 40  # rows left unexplained that are listed one by one
_LONG = 100  # characters of a row that a comment shows
_WIDE = 110  # characters of a line of YAML


def layout_yaml(suggestion: LayoutSuggestion, source: str) -> str:
    """The YAML text of a suggested layout; `source` is the name of the document that it was made from."""
    parts = (
        _write_head(suggestion, source),
        _write_plan(suggestion.layout),
        _write_tree(suggestion.layout),
        _write_ignored(suggestion.layout),
        _write_tables(suggestion) if suggestion.layout.tables else _write_cards(suggestion.layout),
        _write_unexplained(suggestion),
    )
    return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def quoted(text: str) -> str:
    """`text` as a YAML string in single quotes, where backslashes stand for themselves."""
    return "'" + text.replace("'", "''") + "'"


def _write_head(suggestion: LayoutSuggestion, source: str) -> Iterator[str]:
    layout, read = suggestion.layout, suggestion.study.extraction
    yield f"# Draft of a layout, made from {source}. Nobody has looked at it yet: go through the comments, correct,"
    yield "# check with `cruscotto layout check FILE` and read with `cruscotto extract PLAN --layout FILE`."
    counts = f"{len(read.records)} rows published, {len(read.rejected)} rejected, {len(read.ignored)} left out"
    yield f"# With this draft: {counts}; `generic` publishes {suggestion.generic_rows}."
    if suggestion.rivals:
        yield f"# Layouts that fit this document already: {', '.join(suggestion.rivals)}."
    yield f"id: {layout.id}"
    yield f"chamber: {quoted(layout.chamber)}"
    yield f"scheme: {layout.scheme}  # how codes are read; a chamber with a scheme of its own names it here"
    yield ""
    yield "# Texts that only this layout's documents print: all of `all`, and the more of `any` the better."
    named = layout.recognise.all or layout.recognise.any
    yield "recognise:" if named else "recognise: {}"
    yield from _write_strings("all", layout.recognise.all, 2)
    yield from _write_strings("any", layout.recognise.any, 2)
    if not named:
        yield "  # Nothing here: until a text is named, this layout is read with --layout only."


def _write_plan(layout: Layout) -> Iterator[str]:
    yield "plan:"
    yield f"  doc_type: {layout.plan.doc_type}"
    if layout.plan.title:
        yield f"  title: {quoted(layout.plan.title)}"
    yield from _write_strings("period", layout.plan.period, 2)
    yield from _write_strings("approval", layout.plan.approval, 2)


def _write_tree(layout: Layout) -> Iterator[str]:
    yield "# From the root down by level; the codes are narrowed to the forms that were seen."
    yield "nodes:" if layout.nodes else "nodes: []"
    for rule in layout.nodes:
        yield f"  - name: {rule.name}"
        yield f"    level: {rule.level}"
        yield from _write_scalars(rule, 4, skip=("name", "level"))
    yield ""
    yield "# Headings over published rows. `tree: leave` where one ends the objectives above it; `level` where its"
    yield "# indicators have one of their own."
    yield "sections:" if layout.sections else "sections: []"
    for section in layout.sections:
        yield f"  - name: {section.name}"
        yield f"    pattern: {quoted(section.pattern)}"
        yield from _write_scalars(section, 4, skip=("name", "pattern"))


def _write_ignored(layout: Layout) -> Iterator[str]:
    yield "# Rows that state no indicator, each under a rule that says why."
    yield "ignore:" if layout.ignore else "ignore: []"
    for rule in layout.ignore:
        yield f"  - name: {rule.name}"
        yield from _write_scalars(rule, 4, skip=("name",))


# --- tables ----------------------------------------------------------------------------------------------------


def _write_tables(suggestion: LayoutSuggestion) -> Iterator[str]:
    rules = suggestion.layout.tables
    assert rules is not None
    yield "tables:"
    yield f"  fuzzy: true  # a heading like a known one is taken for it from {FUZZY_SCORE:.0f} of 100 on, with an issue"
    yield from _write_scalars(rules, 2, skip=("fuzzy",))
    yield "  columns:"
    seen = list(suggestion.survey.headings.values())
    for column in rules.columns:
        yield from _write_column(column, [h for h in seen if _is_of(h, column)])
    yield from _write_forms(rules)


def _is_of(seen: SeenHeading, column: Column) -> bool:
    if seen.column is None:
        return column.column == "extra" and any(seen.text.startswith(h) or h in seen.text for h in column.headings)
    same = (seen.column.column, seen.column.level) == (column.column, column.level)
    return same and seen.column.period == column.period and seen.node == column.node


def _write_column(column: Column, seen: Sequence[SeenHeading]) -> Iterator[str]:
    if column.node:
        yield f"    # Headings that name the objective their rows stand under, such as «{_shorten_text(seen[0].text)}»."
        seen = ()
    for heading in seen:
        yield f"    # «{_shorten_text(heading.text)}»{_name_pages(heading.pages)}: {_explain_heading(heading)}"
    yield f"    - column: {column.column}"
    yield from _write_scalars(column, 6, skip=("column",))
    yield from _write_strings("headings", column.headings, 6)


def _explain_heading(heading: SeenHeading) -> str:
    """How a heading came to its column, in words, with the scores of the likest columns."""
    ranked = [f"{s.label} {s.score:.0f}" for s in heading.scores[:2] if s.score > 0]
    likeness = ", then ".join(ranked) or "like no known heading"
    if heading.exact:
        return "exact"
    if heading.forced:
        return f"taken for the name, which these tables must have ({likeness})"
    if heading.column is not None:
        return f"by likeness ({likeness})"
    return f"unknown, kept as extra: likest {likeness}; {FUZZY_SCORE:.0f} and {FUZZY_MARGIN:.0f} ahead would do"


def _write_forms(rules: TableRules) -> Iterator[str]:
    yield "  # How an indicator's name begins, with its own code or the one of its objective."
    yield "  names:"
    for form in rules.names:
        yield f"    - pattern: {quoted(form.pattern)}"
    if rules.labels:
        yield "  # Rows that announce what the next ones hold: `owner`, `budget`, or `nothing` that is published."
        yield "  labels:"
    for label in rules.labels:
        yield f"    - name: {label.name}"
        yield f"      pattern: {quoted(label.pattern)}"
        yield f"      holds: {label.holds}"


def _write_cards(layout: Layout) -> Iterator[str]:
    assert layout.cards is not None
    yield "# Cards: a name, then its keys, each with the value beside it."
    yield "cards:"
    yield "  keys:"
    for key in layout.cards.keys:
        yield f"    - column: {key.column}"
        yield from _write_strings("printed", key.printed, 6)
    yield f"  required: [{', '.join(layout.cards.required)}]  # a card without one of these is incomplete"
    yield "  # Lines that announce what follows: `cards` of the node above, or a panel of nodes of a level."
    yield "  labels:" if layout.cards.labels else "  labels: []"
    for label in layout.cards.labels:
        yield f"    - {{name: {quoted(label.name)}, pattern: {quoted(label.pattern)}, begins: {label.begins}}}"


# --- what is left ----------------------------------------------------------------------------------------------


def _write_unexplained(suggestion: LayoutSuggestion) -> Iterator[str]:
    read = suggestion.study.extraction
    yield "# Left unexplained:"
    unknown = [h for h in suggestion.survey.headings.values() if h.column is None]
    if unknown:
        yield f"# - columns: {', '.join(f'«{_shorten_text(h.text)}»' for h in unknown)}"
    doubts = Counter(sign for record in read.records for sign in record.signs)
    if doubts:
        yield f"# - signs of doubt: {', '.join(f'{sign} in {count} rows' for sign, count in sorted(doubts.items()))}"
    if not read.rejected:
        yield "# - rows: none was rejected"
        return
    yield f"# - rows: {len(read.rejected)} were rejected"
    for row in read.rejected[:_MANY]:
        yield f"#   {_describe_place(row.place)}: {_shorten_text(row.raw or '')} ({row.message.rstrip('.')})"
    if len(read.rejected) > _MANY:
        pages = sorted({row.place.page for row in read.rejected[_MANY:] if row.place.page is not None})
        yield f"#   and {len(read.rejected) - _MANY} more{_name_pages(pages)}"


def _describe_place(place: Place) -> str:
    return f"page {place.page}" if place.page is not None else f"line {place.line}"


def _write_scalars(model: BaseModel, indent: int, *, skip: Sequence[str]) -> Iterator[str]:
    """The keys of a model that hold one text or switch and are not at their default, in the model's order."""
    for key, field in type(model).model_fields.items():
        value = getattr(model, key)
        if key in skip or value == field.default or not isinstance(value, str | bool):
            continue
        plain = isinstance(value, str) and re.fullmatch(r"[a-z_]+", value)
        shown = str(value).casefold() if isinstance(value, bool) else value if plain else quoted(value)
        yield f"{' ' * indent}{key}: {shown}"


def _write_strings(key: str, texts: Sequence[str], indent: int) -> Iterator[str]:
    """A list of strings: on one line where they fit, else one a line."""
    if not texts:
        return
    line = f"{' ' * indent}{key}: [{', '.join(quoted(text) for text in texts)}]"
    if len(line) <= _WIDE:
        yield line
        return
    yield f"{' ' * indent}{key}:"
    for text in texts:
        yield f"{' ' * indent}  - {quoted(text)}"


def _name_pages(pages: Iterable[int | None]) -> str:
    numbers = sorted({page for page in pages if page is not None})
    if not numbers:
        return ""
    if len(numbers) > 6:
        return f" on pages {numbers[0]} to {numbers[-1]}"
    return f" on page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


def _shorten_text(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
