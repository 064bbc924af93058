"""A draft of a layout for a plan that nobody has described: what `cruscotto layout suggest` writes.

The draft is made of what the document prints and the vocabulary of the layout `generic`: its headings, the node rules
that its titles match, its codes. It is tried on the document before it is handed out, and says what it leaves
unexplained. It suggests; a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.documents import Study, study_document
from extractors.layouts.headings import Headings
from extractors.layouts.registry import Layout, choose_layout, layouts
from extractors.layouts.schema import Column, IgnoreRule, Label, NameForm, NodeRule, PlanRules, Recognition, Section
from extractors.pages.model import Place, TableRow, TextLine
from extractors.records.objective_tree import NodeRules
from extractors.suggest.card_survey import coded_nodes, survey_cards
from extractors.suggest.code_patterns import pattern_of_codes
from extractors.suggest.comparison import losses
from extractors.suggest.heading_survey import HeadingSurvey, SeenHeading, survey_headings
from extractors.text import folded, heading_key

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OFTEN = 3  # so many forms alike are a habit
_TITLED = r"/[A-Z]{0,3}[.]?\d{1,3}(?:\.\d{1,2})*\s?[.):_–-]?\s?[^\d\W].{8,}/"
_PLACE = re.compile(
    r"(?:[Cc]amera di [Cc]ommercio|CAMERA DI COMMERCIO|C\.?C\.?I\.?A\.?A\.?)(?:,? (?:I\.?A\.?A\.?|[Ii]ndustria|"
    r"[Aa]rtigianato|[Aa]gricoltura|e|ed))*(?: (?:di|del|della))? "
    r"(?P<place>[A-ZÀ-Ù][\w'’]+(?:[ -](?:(?:di|del|della|e) )*[A-ZÀ-Ù][\w'’]+)*)"
)
_LABEL_WORDS = 4  # a longer text is no label
_LEAD_CODE = re.compile(r"(?P<code>(?=\S*\d)[A-Za-z]{0,4}[.]?\d{1,2}(?:\.\d{1,3})*(?:[ -]{0,2}[a-z]\b)?)[ .:)–-]+\S")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table that the draft leaves out: its heading as printed, how many rows it has, and on which pages."""

    rule: IgnoreRule
    heading: str
    rows: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A drafted layout and what it was made from.

    `study` is the document read with the draft, `generic_rows` how many rows `generic` reads of it, `rivals` the ids
    of the layouts that the document's own print already fits.
    """

    layout: Layout
    survey: HeadingSurvey
    left_out: tuple[LeftOut, ...]
    study: Study
    generic_rows: int
    rivals: tuple[str, ...]


def suggest_layout(path: Path) -> Suggestion:
    """Draft a layout for the plan at `path`; the draft reads none of its rows worse than `generic` does.

    Raises:
        DocumentError: the document cannot be read.
    """
    generic = next(layout for layout in layouts().values() if layout.generic)
    assert generic.tables is not None
    first = study_document(path, layout=generic)
    survey = survey_headings(first.items, generic.tables)
    if not survey.rows:
        # Where no rules draw the tables, they are found by their headings: here by those of figures alone.
        lenient = generic.model_copy(update={"tables": generic.tables.model_copy(update={"needs": ()})})
        survey = survey_headings(study_document(path, layout=lenient).items, generic.tables)
    chamber = _chamber(first, generic)
    bare = Layout(
        id=_identity(chamber),
        chamber=chamber or generic.chamber,
        scheme=generic.scheme,
        recognise=_recognition(chamber, first, survey),
        plan=_plan(generic.plan, first),
    )
    if (carded := _with_cards(bare, first, generic)) is not None:
        study = study_document(path, layout=carded)
        if len(study.extraction.records) > len(first.extraction.records):
            return Suggestion(carded, HeadingSurvey(), (), study, len(first.extraction.records), _rivals(first.lines))
    drafted = bare.model_copy(
        update={
            "nodes": generic.nodes,
            "ignore": generic.ignore,
            "tables": generic.tables.model_copy(update={"columns": _columns(survey) or generic.tables.columns}),
        }
    )
    second = study_document(path, layout=drafted)
    nodes = _nodes(generic.nodes, second)
    names = (*_name_forms(second), *generic.tables.names)
    left_out = _left_out(second, drafted)
    assert drafted.tables is not None
    refined = drafted.model_copy(
        update={
            "nodes": nodes,
            "sections": _sections(second, nodes),
            "ignore": (*(one.rule for one in left_out), *drafted.ignore),
            "tables": drafted.tables.model_copy(
                update={"names": names, "labels": (*generic.tables.labels, *_labels(second))}
            ),
        }
    )
    # Of what was tried, the draft with most of its refinements that reads no row worse than `generic` does. The last
    # one states nothing that `generic` does not.
    as_generic = bare.model_copy(
        update={
            "nodes": generic.nodes,
            "sections": generic.sections,
            "ignore": generic.ignore,
            "tables": generic.tables,
        }
    )
    outside = next((rule.name for rule in generic.ignore if rule.outside), None)
    for candidate in (refined, refined.model_copy(update={"sections": generic.sections}), drafted, as_generic):
        study = study_document(path, layout=candidate)
        # Headings that name objectives are of tables that `generic` leaves out, knowing no such heading.
        names_nodes = candidate.tables is not None and any(column.node for column in candidate.tables.columns)
        if not losses(first.extraction, study.extraction, outside if names_nodes else None):
            break
    kept = tuple(one for one in left_out if one.rule in candidate.ignore)
    return Suggestion(candidate, survey, kept, study, len(first.extraction.records), _rivals(first.lines))


def _with_cards(bare: Layout, study: Study, generic: Layout) -> Layout | None:
    """The layout with rules for cards, None where the document prints none."""
    assert generic.tables is not None
    cards = survey_cards(study.items, generic.tables)
    if cards is None:
        return None
    known = None if bare.chamber == generic.chamber else bare.chamber
    recognise = _recognition(known, study, HeadingSurvey())
    nodes = coded_nodes(study.items) or generic.nodes
    return bare.model_copy(update={"recognise": recognise, "nodes": nodes, "cards": cards})


def _chamber(study: Study, generic: Layout) -> str | None:
    """The chamber's name: as the layout `generic` finds it, else the place that the document names most often."""
    named = study.extraction.facts.chamber
    if named != generic.chamber:
        return named
    places = Counter(m["place"] for line in study.lines for m in _PLACE.finditer(line))
    return f"Camera di commercio di {places.most_common(1)[0][0]}" if places else None


def _identity(chamber: str | None) -> str:
    """An id from the chamber's name: what follows `Camera di commercio di`."""
    if chamber is None:
        return "new-chamber"
    words = re.findall(r"\w+", folded(chamber))
    while words and words[0] in ("camera", "di", "commercio", "industria", "artigianato", "agricoltura", "e", "della"):
        words.pop(0)
    return "-".join(word for word in words if word not in ("e", "del", "della", "di")) or "new-chamber"


def _recognition(chamber: str | None, study: Study, survey: HeadingSurvey) -> Recognition:
    """Texts that the document prints: its place must stand there, its title and unusual headings speak for it."""
    text = "\n".join(study.lines)

    def printed(patterns: Iterable[str]) -> tuple[str, ...]:
        return tuple(p for p in patterns if re.search(p, text, re.IGNORECASE | re.MULTILINE))

    place = re.sub(r"(?i)^camera di commercio(?: (?:di|del|della|delle|dei)\b)? *", "", chamber or "")
    title = study.extraction.facts.title
    unusual = [seen.text for seen in survey.headings.values() if seen.column is None or not seen.exact]
    speaks = [_loose(chamber)] if chamber else []
    speaks += ["^" + _loose(title)] if title else []
    speaks += [_loose(text) for text in unusual if "{" not in text and len(text) > 8][:_OFTEN]
    return Recognition(all=printed([_loose(place)] if place else []), any=printed(speaks))


def _loose(text: str) -> str:
    """A pattern for a printed text, its years left open."""
    return _YEAR.sub(r"20\\d\\d", re.sub(r"\\([ '’\-/,&\"])", r"\1", re.escape(text)))


def _rivals(lines: Sequence[str]) -> tuple[str, ...]:
    """The ids of the layouts that would read the document if nobody asked for a draft."""
    choice = choose_layout(lines)
    chosen = () if choice.layout is None or choice.layout.generic else (choice.layout.id,)
    return chosen or choice.tied


def _plan(rules: PlanRules, study: Study) -> PlanRules:
    """Where the document says what it is: the patterns that found something, the title as it is printed."""
    facts = study.extraction.facts
    period = [p for p in rules.period if _first(p, study.lines) is not None]
    approval = [p for p in rules.approval if _first(p, study.lines) is not None]
    title = rf"^(?P<title>{_loose(facts.title)})" if facts.title else None
    return PlanRules.model_validate(
        {"doc_type": facts.doc_type, "title": title, "period": tuple(period[:1]), "approval": tuple(approval[:1])}
    )


def _first(pattern: str, lines: Sequence[str]) -> str | None:
    return next((line for line in lines if re.search(pattern, line, re.IGNORECASE)), None)


# --- columns ---------------------------------------------------------------------------------------------------


def _columns(survey: HeadingSurvey) -> tuple[Column, ...]:
    """One entry a column, in printed order; headings that name nodes are one pattern, unknown ones are kept."""
    found: dict[tuple[str, str | None, str, bool], list[str]] = {}
    for seen in survey.headings.values():
        column = seen.column
        key = (column.column, column.level, column.period, seen.node) if column else ("extra", None, "plan", False)
        text = _TITLED if seen.node else _printed(seen)
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


def _printed(seen: SeenHeading) -> str:
    """The heading as a layout writes it; one that is a population's mean keeps its population open."""
    if seen.column is not None and seen.column.column == "benchmark":
        return re.sub(r"(?i)^(media) .+", r"\1 {population}", seen.text)
    return seen.text.strip("*° ") or seen.text


# --- the tree --------------------------------------------------------------------------------------------------


def _nodes(rules: Sequence[NodeRule], study: Study) -> tuple[NodeRule, ...]:
    """The rules that a node of the document matched, their codes narrowed to the forms that were seen.

    Where cells of a column name nodes too, each level above the deepest keeps its general rules if it has no other:
    the levels' depths stay those that such a cell's level stands for.
    """
    matched: dict[str, list[str]] = {}
    ready = NodeRules(rules)
    texts = _texts(study)
    for node in study.extraction.nodes:
        for text, row in texts.get(_spot(node.place), ()):
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
            kept.append(rule.model_copy(update={"pattern": _narrowed(rule.pattern, codes)}) if codes else rule)
        elif rule.level in needed:
            kept.append(rule)
    return tuple(kept)


def _texts(study: Study) -> dict[tuple[int | None, float, float], list[tuple[str, bool]]]:
    """The texts that may name a node, by where they stand; whether each is in a row."""
    found: dict[tuple[int | None, float, float], list[tuple[str, bool]]] = {}
    for item in study.items:
        texts = [(item.text, isinstance(item, TableRow))]
        places = [item.place]
        if isinstance(item, TableRow):
            texts += [(cell.text, True) for cell in item.cells if cell.text]
            places += [cell.place for cell in item.cells if cell.text]
        for place in places:
            found.setdefault(_spot(place), []).extend(texts)
    return found


def _spot(place: Place) -> tuple[int | None, float, float]:
    if place.box is None:
        return None, float(place.line or 0), 0.0
    return place.page, round(place.box.x0, 1), round(place.box.y0, 1)


def _narrowed(pattern: str, codes: str) -> str:
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


def _name_forms(study: Study) -> tuple[NameForm, ...]:
    """How indicators' names begin with codes of their own, where several begin alike."""
    codes = [m["code"] for r in study.extraction.records if (m := _LEAD_CODE.match(r.name)) and r.code_raw is None]
    shapes = Counter(_skeleton(code) for code in codes)
    often = [code for code in codes if shapes[_skeleton(code)] >= _OFTEN and not code.isdigit()]
    if not often:
        return ()
    return (NameForm(pattern=rf"(?P<code>{pattern_of_codes(often)})[ .:)–-]+(?P<name>.+)"),)


def _labels(study: Study) -> tuple[Label, ...]:
    """Short texts that stand alone in a row again and again and announce what the rows under them hold."""
    alone = Counter(
        row.raw for row in study.extraction.rejected if row.raw and "|" not in row.raw and not row.raw.endswith(".")
    )
    texts = [text for text, count in alone.items() if count >= _OFTEN and len(text.split()) <= _LABEL_WORDS]
    return tuple(Label(name=_slug(text), pattern=_loose(text.rstrip(":")) + ":?") for text in texts)


def _skeleton(code: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"[A-Za-z]+", "a", code))


# --- sections and what is left out -----------------------------------------------------------------------------


def _sections(study: Study, nodes: Sequence[NodeRule]) -> tuple[Section, ...]:
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
        if word and len(alike) >= _OFTEN:
            start = re.split(r"[ \d]", alike[0], maxsplit=1)[0]
            found.append(Section(name=_slug(start), pattern=f"{_loose(start)} .+"))
        else:
            found += [Section(name=_slug(text), pattern=_loose(text)) for text in alike]
    return tuple(found)


def _left_out(study: Study, layout: Layout) -> tuple[LeftOut, ...]:
    """The tables of which nothing was published, by their heading."""
    assert layout.tables is not None
    headings = Headings(layout.tables)
    published = {_spot(r.place) for r in study.extraction.records}
    nodes = NodeRules(layout.nodes)
    found: dict[str, tuple[str, list[TableRow]]] = {}
    for rows in _tables(study.items):
        states = any(_spot(row.place) in published or headings.read(row) is not None for row in rows)
        own = [cell for cell in rows[0].cells if cell.text]
        if states or len(rows) < 2 or len(own) < 2 or not all(cell.bold or cell.filled for cell in own):
            continue
        if nodes.match(rows[0].text, row=True) is not None:
            continue
        text = rows[0].text
        found.setdefault(heading_key(_YEAR.sub("#", text)), (text, []))[1].extend(rows)
    return tuple(
        LeftOut(
            IgnoreRule(
                name=_slug(text),
                heading=_loose(text),
                reason="its heading names no indicator; look at it before this draft moves in",
            ),
            text,
            len(rows),
            tuple(sorted({row.place.page for row in rows if row.place.page is not None})),
        )
        for text, rows in found.values()
    )


def _tables(items: Iterable[TableRow | TextLine]) -> list[list[TableRow]]:
    tables: dict[int, list[TableRow]] = {}
    for item in items:
        if isinstance(item, TableRow):
            tables.setdefault(item.table, []).append(item)
    return list(tables.values())


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", folded(text))[:6]) or "table"
