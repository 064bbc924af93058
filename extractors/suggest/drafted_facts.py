"""What a drafted layout says of the document as a whole: whose it is, which texts tell it, its years and title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.documents import Study
from extractors.layouts.registry import Layout, choose_layout
from extractors.layouts.schema import PlanRules, Recognition
from extractors.suggest.heading_survey import HeadingSurvey
from extractors.text import folded

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OFTEN = 3  # so many forms alike are a habit
_PLACE = re.compile(
    r"(?:[Cc]amera di [Cc]ommercio|CAMERA DI COMMERCIO|C\.?C\.?I\.?A\.?A\.?)(?:,? (?:I\.?A\.?A\.?|[Ii]ndustria|"
    r"[Aa]rtigianato|[Aa]gricoltura|e|ed))*(?: (?:di|del|della))? "
    r"(?P<place>[A-ZÀ-Ù][\w'’]+(?:[ -](?:(?:di|del|della|e) )*[A-ZÀ-Ù][\w'’]+)*)"
)


def find_chamber(study: Study, generic: Layout) -> str | None:
    """The chamber's name: as the layout `generic` finds it, else the place that the document names most often."""
    named = study.extraction.facts.chamber
    if named != generic.chamber:
        return named
    places = Counter(m["place"] for line in study.lines for m in _PLACE.finditer(line))
    return f"Camera di commercio di {places.most_common(1)[0][0]}" if places else None


def make_identity(chamber: str | None) -> str:
    """An id from the chamber's name: what follows `Camera di commercio di`."""
    if chamber is None:
        return "new-chamber"
    words = re.findall(r"\w+", folded(chamber))
    while words and words[0] in ("camera", "di", "commercio", "industria", "artigianato", "agricoltura", "e", "della"):
        words.pop(0)
    return "-".join(word for word in words if word not in ("e", "del", "della", "di")) or "new-chamber"


def recognise_by(chamber: str | None, study: Study, survey: HeadingSurvey) -> Recognition:
    """Texts that the document prints: its place must stand there, its title and unusual headings speak for it."""
    text = "\n".join(study.lines)

    def printed(patterns: Iterable[str]) -> tuple[str, ...]:
        return tuple(p for p in patterns if re.search(p, text, re.IGNORECASE | re.MULTILINE))

    place = re.sub(r"(?i)^camera di commercio(?: (?:di|del|della|delle|dei)\b)? *", "", chamber or "")
    title = study.extraction.facts.title
    unusual = [seen.text for seen in survey.headings.values() if seen.column is None or not seen.exact]
    speaks = [loose_pattern(chamber)] if chamber else []
    speaks += ["^" + loose_pattern(title)] if title else []
    speaks += [loose_pattern(text) for text in unusual if "{" not in text and len(text) > 8][:OFTEN]
    return Recognition(all=printed([loose_pattern(place)] if place else []), any=printed(speaks))


def loose_pattern(text: str) -> str:
    """A pattern for a printed text, its years left open."""
    return YEAR.sub(r"20\\d\\d", re.sub(r"\\([ '’\-/,&\"])", r"\1", re.escape(text)))


def find_rivals(lines: Sequence[str]) -> tuple[str, ...]:
    """The ids of the layouts that would read the document if nobody asked for a draft."""
    choice = choose_layout(lines)
    chosen = () if choice.layout is None or choice.layout.generic else (choice.layout.id,)
    return chosen or choice.tied


def plan_rules_of(rules: PlanRules, study: Study) -> PlanRules:
    """Where the document says what it is: the patterns that found something, the title as it is printed."""
    facts = study.extraction.facts
    period = [p for p in rules.period if _find_first(p, study.lines) is not None]
    approval = [p for p in rules.approval if _find_first(p, study.lines) is not None]
    title = rf"^(?P<title>{loose_pattern(facts.title)})" if facts.title else None
    return PlanRules.model_validate(
        {"doc_type": facts.doc_type, "title": title, "period": tuple(period[:1]), "approval": tuple(approval[:1])}
    )


def _find_first(pattern: str, lines: Sequence[str]) -> str | None:
    return next((line for line in lines if re.search(pattern, line, re.IGNORECASE)), None)


def slug_of(text: str) -> str:
    """A rule's name made of the first words of a printed text."""
    return "-".join(re.findall(r"[a-z0-9]+", folded(text))[:6]) or "table"
