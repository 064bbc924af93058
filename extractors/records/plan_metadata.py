"""What a document says of itself: title, years covered, act of approval."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from extractors.layouts.schema import Body, PlanRules
from extractors.layouts.typography import printed_pattern
from extractors.records.model import PlanFacts, Record
from extractors.text import single_spaced


def plan_facts(rules: PlanRules, chamber: str, lines: Sequence[str]) -> PlanFacts:
    """The facts that `lines`, in printed order, state by the layout's patterns."""
    whole = _join_wrapped(lines)
    title = _first_match(rules.title, whole)
    period = next((m for m in (_first_match(p, lines) for p in rules.period) if m), None)
    start = end = None
    if period:
        start = int(period["start"])
        end = int(period.groupdict().get("end") or start)
    approval = next((m for m in (_first_match(p, lines) for p in rules.approval) if m), None)
    acts = approval.groupdict() if approval else {}
    return PlanFacts(
        chamber=_named_body(rules.bodies, whole) or chamber,
        title=(title.groupdict().get("title") or title[0]).strip() if title else None,
        doc_type=_doc_type(rules, whole),
        period_start=start,
        period_end=end,
        approved_act=acts.get("act"),
        approved_on=acts.get("date"),
        period_text=single_spaced(period[0]) if period else None,
    )


_OFTEN = 3  # times that a document names a body whose it is, at least, if not at its beginning


def publishing_body(rules: PlanRules, body: str, lines: Sequence[str]) -> str | None:
    """The body of the kind of `body` whose document it is, as its lines say: `body` where they name it, at their
    beginning as a rule.

    None where they name none of this kind, or none oftener than partners are.
    """
    kind = body.split(maxsplit=1)[0]
    known = [one for one in rules.bodies if one.called is not None and one.called.startswith(kind)]
    patterns = [(printed_pattern(one.pattern), one) for one in known]
    named: list[tuple[int, str]] = []
    for at, line in enumerate(_join_wrapped(lines)):
        found = [_as_name(match, one) for pattern, one in patterns if (match := pattern.search(line))]
        if found and is_named(body, found):
            return body
        named += [(at, name) for name in found]
    if is_named(body, (name for _, name in named)):
        return body
    at_head = [name for at, name in named if at < _FIRST_LINES]
    often = [name for name, count in Counter(name for _, name in named).most_common(1) if count >= _OFTEN]
    return next(iter([*at_head, *often]), None)


def is_named(body: str, lines: Iterable[str]) -> bool:
    """Whether the lines print the words that tell a body from others of its kind: `Massa` and `Carrara`."""
    printed = "".join("".join(line.split()) for line in lines).casefold()
    own = [word.casefold() for word in re.findall(r"\w+", body) if word[0].isupper()][1:]
    return all(word in printed for word in own)


_FIRST_LINES = 40  # of a document, where it says whose it is; further on it may name other bodies


def _named_body(bodies: Sequence[Body], lines: Sequence[str]) -> str | None:
    """The body that the document names first at its beginning, else the first kind of body that it names anywhere."""
    patterns = [(printed_pattern(body.pattern), body) for body in bodies]
    for line in lines[:_FIRST_LINES]:
        for pattern, body in patterns:
            if found := pattern.search(line):
                return _as_name(found, body)
    for pattern, body in patterns:
        if found := next((m for m in map(pattern.search, lines) if m), None):
            return _as_name(found, body)
    return None


def _doc_type(rules: PlanRules, lines: Sequence[str]) -> str:
    """The type by what the document calls itself first."""
    for line in lines:
        for known in rules.doc_types:
            if printed_pattern(known.pattern).search(line):
                return known.type
    return rules.doc_type


_SMALL = {"di", "del", "della", "delle", "dei", "degli", "dello", "e", "ed", "sul", "in", "per"}
_MOST_WRAPPED = 3  # lines of a title, or of a name in large type


def _join_wrapped(lines: Sequence[str]) -> list[str]:
    """Each line as far as it goes on over the next ones: it ends with a small word, or the next begins with one."""
    words = [line.casefold().split() or [""] for line in lines]
    goes_on = [one[-1] in _SMALL or other[0] in _SMALL for one, other in pairwise(words)] + [False]
    joined = []
    for first in range(len(lines)):
        last = first
        while goes_on[last] and last - first + 1 < _MOST_WRAPPED:
            last += 1
        joined.append(" ".join(lines[first : last + 1]))
    return joined


def _as_name(found: re.Match[str], body: Body) -> str:
    """The body's name as people write it: `CCIAA di Foggia` is `Camera di commercio di Foggia`."""
    name = single_spaced(found["name"]).strip(" -–.,")
    if name.isupper():
        words = (w.lower() if w.lower() in _SMALL else w.capitalize() for w in name.split())
        name = re.sub(r"(?<=['’])\w", lambda letter: letter[0].upper(), " ".join(words))
    return body.called.format(name=name) if body.called else name


def years_of(records: Iterable[Record]) -> tuple[int, int] | None:
    """The first and last year that targets name, results where none does, for documents that state no period."""
    figures = [(value.role, value.period) for record in records for value in record.values]
    for role in ("target", "result"):
        if years := [year for of, year in figures if of == role and year is not None]:
            return min(years), max(years)
    return None


def _first_match(pattern: str | None, lines: Sequence[str]) -> re.Match[str] | None:
    """The first match in a line, else in two lines that a sentence may be wrapped over."""
    if pattern is None:
        return None
    compiled = printed_pattern(pattern)
    wrapped = (f"{line} {following}" for line, following in pairwise(lines))
    return next((m for m in map(compiled.search, chain(lines, wrapped)) if m), None)
