"""A draft of a layout for a plan that nobody has described: what `cruscotto layout suggest` writes.

The draft is made of what the document prints and the vocabulary of the layout `generic`: its headings, the node rules
that its titles match, its codes. It is tried on the document before it is handed out, and says what it leaves
unexplained. It suggests; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.documents import Study, study_document
from extractors.layouts.registry import Layout, generic_layout
from extractors.layouts.schema import Column, NodeRule, Section
from extractors.records.objective_tree import NodeRules
from extractors.suggest.card_survey import coded_nodes, survey_cards
from extractors.suggest.comparison import losses
from extractors.suggest.drafted_facts import (
    OFTEN,
    find_chamber,
    find_rivals,
    loose_pattern,
    make_identity,
    plan_rules_of,
    recognise_by,
    slug_of,
)
from extractors.suggest.drafted_tree import narrow_nodes
from extractors.suggest.heading_survey import HeadingSurvey, SeenHeading, survey_headings

_TITLED = r"/[A-Z]{0,3}[.]?\d{1,3}(?:\.\d{1,2})*\s?[.):_-]?\s?[^\d\W].{8,}/"


@dataclass(frozen=True, slots=True)
class LayoutSuggestion:
    """A drafted layout and what it was made from.

    `study` is the document read with the draft, `generic_rows` how many rows `generic` reads of it, `rivals` the ids
    of the layouts that the document's own print already fits.
    """

    layout: Layout
    survey: HeadingSurvey
    study: Study
    generic_rows: int
    rivals: tuple[str, ...]


def suggest_layout(path: Path) -> LayoutSuggestion:
    """Draft a layout for the plan at `path`; the draft reads none of its rows worse than `generic` does.

    Raises:
        DocumentError: the document cannot be read.
    """
    generic = generic_layout()
    assert generic.tables is not None
    first = study_document(path, layout=generic)
    survey = survey_headings(first.items, generic.tables)
    if not survey.rows:
        # Where no rules draw the tables, they are found by their headings: here by those of figures alone.
        lenient = generic.model_copy(update={"tables": generic.tables.model_copy(update={"needs": ()})})
        survey = survey_headings(study_document(path, layout=lenient).items, generic.tables)
    chamber = find_chamber(first, generic)
    bare = Layout(
        id=make_identity(chamber),
        chamber=chamber or generic.chamber,
        scheme=generic.scheme,
        recognise=recognise_by(chamber, first, survey),
        plan=plan_rules_of(generic.plan, first),
    )
    if (carded := _with_cards(bare, first, generic)) is not None:
        study = study_document(path, layout=carded)
        if len(study.extraction.records) > len(first.extraction.records):
            rows = len(first.extraction.records)
            return LayoutSuggestion(carded, HeadingSurvey(), study, rows, find_rivals(first.lines))
    drafted = bare.model_copy(
        update={
            "nodes": generic.nodes,
            "ignore": generic.ignore,
            "tables": generic.tables.model_copy(update={"columns": _draft_columns(survey) or generic.tables.columns}),
        }
    )
    second = study_document(path, layout=drafted)
    nodes = narrow_nodes(generic.nodes, second)
    refined = drafted.model_copy(update={"nodes": nodes, "sections": _draft_sections(second, nodes)})
    # The last one states nothing that `generic` does not.
    same = {name: getattr(generic, name) for name in ("nodes", "sections", "ignore", "tables")}
    candidate, study = _first_without_loss(path, (refined, drafted, bare.model_copy(update=same)), first, generic)
    return LayoutSuggestion(candidate, survey, study, len(first.extraction.records), find_rivals(first.lines))


def _first_without_loss(
    path: Path, candidates: Sequence[Layout], first: Study, generic: Layout
) -> tuple[Layout, Study]:
    """Of what was tried, the first candidate that reads no row worse than `generic` does; else the last one."""
    outside = next((rule.name for rule in generic.ignore if rule.outside), None)
    for candidate in candidates:
        study = study_document(path, layout=candidate)
        # Headings that name objectives are of tables that `generic` leaves out, knowing no such heading.
        names_nodes = candidate.tables is not None and any(column.node for column in candidate.tables.columns)
        if not losses(first.extraction, study.extraction, outside if names_nodes else None):
            break
    return candidate, study


def _with_cards(bare: Layout, study: Study, generic: Layout) -> Layout | None:
    """The layout with rules for cards, None where the document prints none."""
    assert generic.tables is not None
    cards = survey_cards(study.items, generic.tables)
    if cards is None:
        return None
    known = None if bare.chamber == generic.chamber else bare.chamber
    recognise = recognise_by(known, study, HeadingSurvey())
    nodes = coded_nodes(study.items) or generic.nodes
    return bare.model_copy(update={"recognise": recognise, "nodes": nodes, "cards": cards})


# --- columns ---------------------------------------------------------------------------------------------------


def _draft_columns(survey: HeadingSurvey) -> tuple[Column, ...]:
    """One entry a column, in printed order; headings that name nodes are one pattern, unknown ones are kept."""
    found: dict[tuple[str, str | None, str, bool], list[str]] = {}
    for seen in survey.headings.values():
        column = seen.column
        key = (column.column, column.level, column.period, seen.node) if column else ("extra", None, "plan", False)
        text = _TITLED if seen.node else _heading_pattern(seen)
        texts = found.setdefault(key, [])
        if text not in texts:
            texts.append(text)
    if not any(name == "name" for name, _, _, _ in found):
        return ()
    # A heading that names a node is the least certain: it comes last.
    return tuple(
        Column.model_validate(
            {"column": name, "level": level, "period": period, "node": node, "headings": tuple(texts)}
        )
        for (name, level, period, node), texts in sorted(found.items(), key=lambda item: item[0][3])
    )


def _heading_pattern(seen: SeenHeading) -> str:
    """The heading as a layout writes it; one that is a population's mean keeps its population open."""
    if seen.column is not None and seen.column.column == "benchmark":
        return re.sub(r"(?i)^(media) .+", r"\1 {population}", seen.text)
    return seen.text.strip("*° ") or seen.text


# --- sections ----------------------------------------------------------------------------------------------------


def _draft_sections(study: Study, nodes: Sequence[NodeRule]) -> tuple[Section, ...]:
    """The headings under which rows were published, those of one beginning as one pattern.

    The tree is kept open, as `generic` does: whether a heading ends it only a person can tell.
    """
    ready = NodeRules(nodes)
    printed = dict.fromkeys(r.section for r in study.extraction.records if r.section)
    texts = [text for text in printed if ready.match(text) is None and len(text) <= 120]
    by_word: dict[str, list[str]] = {}
    for text in texts:
        by_word.setdefault(re.split(r"[ \d]", text, maxsplit=1)[0].casefold(), []).append(text)
    found = []
    for word, alike in by_word.items():
        if word and len(alike) >= OFTEN:
            start = re.split(r"[ \d]", alike[0], maxsplit=1)[0]
            found.append(Section(name=slug_of(start), pattern=f"{loose_pattern(start)} .+"))
        else:
            found += [Section(name=slug_of(text), pattern=loose_pattern(text)) for text in alike]
    return tuple(found)
