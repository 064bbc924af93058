"""What the extractors hand on: nodes of the plan's tree and the rows that state indicators, all as printed.

Nothing here is interpreted: a weight is the printed text `33,34 %`, a target the printed text `>= 80%`. Meaning is
given by `normalizers/`, tables are made by `pipeline/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from extractors.finding_codes import Severity
from extractors.layouts.own_words import ChamberVocabulary
from extractors.pages.model import Place


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the plan's tree (area, strategic objective, programme, operational objective, action).

    `key` is unique in the document; `parent` is the parent's key, None at the root.
    """

    key: int
    parent: int | None
    level: str
    code_raw: str | None
    title: str
    place: Place
    owner: str | None = None
    budget: str | None = None


@dataclass(frozen=True, slots=True)
class ValueCell:
    """One printed figure of an indicator: `role` and `period` come from its column's heading or its key; `part` is the
    part of the year (`S1`, `Q3`, `M06`), None for the whole; `signs` are the signals of doubt that are this figure's
    alone. `given` is the text as the file gives it, where letters of it were put right."""

    role: str
    period: int | None
    population: str | None
    raw: str
    place: Place
    part: str | None = None
    signs: tuple[str, ...] = ()
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A printed row or card that states an indicator.

    `node` is the key of the node it stands under, None where it stands under none. `path_root` is the first segment
    of the code path of indicators numbered outside the tree (`activity` gives `activity/12`). `review` holds the
    reasons, one sentence each, why a person should look at the whole row; `signs` the documented signs that lowered
    `confidence` (0 to 1). `extractor` names the engines that read it, where they are not the document's; `given` is
    `row_text` as the file gives it, where letters of it were put right.
    """

    node: int | None
    level: str
    section: str | None
    name: str
    place: Place
    row_text: str
    values: tuple[ValueCell, ...]
    code_raw: str | None = None
    path_root: str | None = None
    formula: str | None = None
    weight: str | None = None
    unit: str | None = None
    owner: str | None = None
    note: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    review: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    confidence: float = 1.0
    extractor: str | None = None
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to report: `code` is one of `extractors.finding_codes`, `raw` the printed text it is about."""

    severity: Severity
    code: str
    message: str
    place: Place
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A printed row that is deliberately not published, with the named rule of the layout that covers it."""

    rule: str
    place: Place
    raw: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the document says of itself, as printed; None where it does not say. `period_text` is what states its
    years."""

    chamber: str
    title: str | None
    doc_type: str
    period_start: int | None
    period_end: int | None
    approved_act: str | None = None
    approved_on: str | None = None
    period_text: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document.

    Every printed table row and card is in exactly one of `records`, `rejected` and `ignored`, so that
    `rows_seen == len(records) + len(rejected) + len(ignored)`; the pipeline checks it. `rejected` rows have severity
    `error` and carry the row whole in `raw`. `pages` is None for a text source. `vocabulary` are the
    layout's own words, `code_rules` describe the scheme of codes where the layout brings its own.
    """

    facts: PlanFacts
    layout_id: str
    code_scheme: str | None
    extractor: str
    pages: int | None
    rows_seen: int
    nodes: tuple[Node, ...]
    records: tuple[Record, ...]
    rejected: tuple[Finding, ...]
    ignored: tuple[IgnoredRow, ...]
    findings: tuple[Finding, ...]
    vocabulary: ChamberVocabulary | None = None
    code_rules: Mapping[str, Any] | None = None


Fate: TypeAlias = Literal["published", "ignored", "rejected", "line"]


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a row or line.

    `rule` took it (of the layout, or `indicator`) or is the code under which it was rejected; `reason` says more where
    there is more to say. `opened` are the nodes that it opened, each with its rule, `closed` those that it closed.
    """

    place: Place
    text: str
    fate: Fate
    rule: str
    reason: str = ""
    opened: tuple[tuple[str, Node], ...] = ()
    closed: tuple[Node, ...] = ()
    node: Node | None = None
