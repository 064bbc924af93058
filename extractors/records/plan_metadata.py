"""What a document says of itself: title, years covered, act of approval."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.layouts.schema import PlanRules
from extractors.records.model import PlanFacts, Record
from extractors.text import single_spaced


def plan_facts(rules: PlanRules, chamber: str, lines: Sequence[str]) -> PlanFacts:
    """The facts that `lines`, in printed order, state by the layout's patterns."""
    title = _first(rules.title, lines)
    period = next((m for m in (_first(p, lines) for p in rules.period) if m), None)
    start = end = None
    if period:
        start = int(period["start"])
        end = int(period.groupdict().get("end") or start)
    approval = next((m for m in (_first(p, lines) for p in rules.approval) if m), None)
    acts = approval.groupdict() if approval else {}
    named = _first(rules.chamber, lines)
    return PlanFacts(
        chamber=_as_name(named["chamber"]) if named else chamber,
        title=(title.groupdict().get("title") or title[0]).strip() if title else None,
        doc_type=_doc_type(rules, lines),
        period_start=start,
        period_end=end,
        approved_act=acts.get("act"),
        approved_on=acts.get("date"),
    )


def _doc_type(rules: PlanRules, lines: Sequence[str]) -> str:
    """The type by what the document calls itself first."""
    for line in lines:
        for known in rules.doc_types:
            if re.search(known.pattern, line, re.IGNORECASE):
                return known.type
    return rules.doc_type


def _as_name(chamber: str) -> str:
    """The chamber's name as people write it: `Camera di Commercio di Modena` is `Camera di commercio di Modena`."""
    return re.sub(r"(?i)^camera di commercio", "Camera di commercio", single_spaced(chamber).strip(" -–"))


def years_of(records: Iterable[Record]) -> tuple[int, int] | None:
    """The first and last year that targets and results name, for documents that state no period."""
    years = [v.period for r in records for v in r.values if v.period is not None and v.role in ("target", "result")]
    return (min(years), max(years)) if years else None


def _first(pattern: str | None, lines: Sequence[str]) -> re.Match[str] | None:
    if pattern is None:
        return None
    compiled = re.compile(pattern, re.IGNORECASE)
    return next((m for m in map(compiled.search, lines) if m), None)
