"""A suggested layout as YAML, with what it was made from as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent
from typing import Any

import yaml
from pydantic import BaseModel

from extractors.layouts.headings.matching import FUZZY_MARGIN, FUZZY_SCORE
from extractors.layouts.schema import Column
from extractors.pages.model import Place
from extractors.suggest.draft import LayoutSuggestion
from extractors.suggest.heading_survey import SeenHeading
from extractors.text import shortened

_MANY = 40  # rows left unexplained that are listed one by one
_LONG = 100  # characters of a row that a comment shows
_WHOLE = 1 << 20  # characters of a line of YAML: a pattern stays on one
_WHAT = {
    "scheme": "How codes are read; a chamber with a scheme of its own names it here.",
    "recognise": "Texts that only this layout's documents print: all of `all`, and the more of `any` the better.",
    "nodes": "From the root down by level; the codes are narrowed to the forms that were seen.",
    "sections": "Headings over published rows. `tree: leave` where one ends the objectives above it; `level` where\n"
    "its indicators have one of their own.",
    "ignore": "Rows that state no indicator, each under a rule that says why.",
    "tables": f"With `fuzzy` a heading like a known one is taken for it from {FUZZY_SCORE:.0f} of 100 on, with an\n"
    "issue. `names` are how an indicator's name begins, with its own code or the one of its objective; `labels` are\n"
    "rows that announce what the next ones hold: `owner`, `budget`, or `nothing` that is published.",
    "cards": "Cards: a name, then its keys, each with the value beside it; one without one of the `required` keys is\n"
    "incomplete. `labels` announce what follows: `cards` of the node above, or a panel of nodes of a level.",
}
"""What a person has to know of a part of a layout, by its key."""


def layout_yaml(suggestion: LayoutSuggestion, source: str) -> str:
    """The YAML text of a suggested layout; `source` is the name of the document that it was made from."""
    parts = [_comment(_describe_draft(suggestion, source))]
    for key, value in _plain(suggestion.layout).items():
        columns = value.pop("columns", None) if key == "tables" else None
        if key in _WHAT:
            parts.append("\n" + _comment(_WHAT[key]))
        parts.append(_dump({key: value}))
        if columns is not None:
            parts.append("  columns:\n" + "".join(_describe_columns(suggestion, columns)))
    if not (suggestion.layout.recognise.all or suggestion.layout.recognise.any):
        parts.append(_comment("No text is named to recognise it by: until one is, it is read with --layout only."))
    return "".join([*parts, "\n", _comment("\n".join(_describe_unexplained(suggestion)))])


def _plain(model: BaseModel) -> dict[str, Any]:
    """What a model states beyond its defaults."""
    return model.model_dump(mode="json", exclude_defaults=True)


def _dump(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=_WHOLE)


def _comment(text: str) -> str:
    return indent(text + "\n", "# ", lambda _: True)


def _describe_draft(suggestion: LayoutSuggestion, source: str) -> str:
    read = suggestion.study.extraction
    counts = f"{len(read.records)} rows published, {len(read.rejected)} rejected, {len(read.ignored)} left out"
    told = (
        f"Draft of a layout, made from {source}. Nobody has looked at it yet: go through the comments, correct,\n"
        "check with `cruscotto layout check FILE` and read with `cruscotto extract PLAN --layout FILE`.\n"
        f"With this draft: {counts}; `generic` publishes {suggestion.generic_rows}."
    )
    rivals = ", ".join(suggestion.rivals)
    return f"{told}\nLayouts that fit this document already: {rivals}." if rivals else told


def _describe_columns(suggestion: LayoutSuggestion, columns: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The columns, each below the headings that it was made from."""
    rules = suggestion.layout.tables
    assert rules is not None
    seen = suggestion.survey.headings.values()
    for column, plain in zip(rules.columns, columns, strict=True):
        own = [heading for heading in seen if _is_of(heading, column)]
        told = [f"«{shortened(one.text, _LONG)}»{_name_pages(one.pages)}: {_explain_heading(one)}" for one in own]
        if column.node:
            told = [
                f"Headings that name the objective their rows stand under, such as «{shortened(own[0].text, _LONG)}»."
            ]
        yield indent("".join(map(_comment, told)) + _dump([plain]), "    ")


def _is_of(seen: SeenHeading, column: Column) -> bool:
    if seen.column is None:
        return column.column == "extra" and any(seen.text.startswith(h) or h in seen.text for h in column.headings)
    same = (seen.column.column, seen.column.level) == (column.column, column.level)
    return same and seen.column.period == column.period and seen.node == column.node


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


def _describe_unexplained(suggestion: LayoutSuggestion) -> Iterator[str]:
    read = suggestion.study.extraction
    yield "Left unexplained:"
    unknown = [h for h in suggestion.survey.headings.values() if h.column is None]
    if unknown:
        yield f"- columns: {', '.join(f'«{shortened(h.text, _LONG)}»' for h in unknown)}"
    doubts = Counter(sign for record in read.records for sign in record.signs)
    if doubts:
        yield f"- signs of doubt: {', '.join(f'{sign} in {count} rows' for sign, count in sorted(doubts.items()))}"
    if not read.rejected:
        yield "- rows: none was rejected"
        return
    yield f"- rows: {len(read.rejected)} were rejected"
    for row in read.rejected[:_MANY]:
        yield f"  {_describe_place(row.place)}: {shortened(row.raw or '', _LONG)} ({row.message.rstrip('.')})"
    if len(read.rejected) > _MANY:
        yield f"  and {len(read.rejected) - _MANY} more{_name_pages(row.place.page for row in read.rejected[_MANY:])}"


def _describe_place(place: Place) -> str:
    return f"page {place.page}" if place.page is not None else f"line {place.line}"


def _name_pages(pages: Iterable[int | None]) -> str:
    numbers = sorted({page for page in pages if page is not None})
    if not numbers:
        return ""
    if len(numbers) > 6:
        return f" on pages {numbers[0]} to {numbers[-1]}"
    return f" on page{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
