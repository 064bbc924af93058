"""From a file to an extraction: the way of one document through the extractors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.cards.card_state import CardsResult, PanelItem
from extractors.cards.page_panels import place_in_one_panel, place_in_panels
from extractors.cards.reader import read_cards
from extractors.cards.text_panels import place_text_in_panels
from extractors.engines.registry import Engine
from extractors.errors import NoIndicatorTable
from extractors.layouts.card_rules import CardRules
from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import Layout, generic_layout, layout_by_id
from extractors.layouts.schema import TableRules
from extractors.pages.model import Item, Page, Place, TextLine
from extractors.pages.scans.options import AS_NEEDED, OCR_ENGINE, Beat, Ocr, silent
from extractors.pages.words import Lexicon
from extractors.quality.confidence import REVIEW
from extractors.records.headings.looks import describe_look, looks_of
from extractors.records.model import Extraction, Finding, PlanFacts, Record, Step
from extractors.records.objective_tree import NodeRules, Tree
from extractors.records.plan_metadata import is_named, plan_facts, publishing_body, years_of
from extractors.records.reader_state import PlanYears
from extractors.records.relocation import relocated
from extractors.records.signals.documents import with_document_signals
from extractors.records.signals.missing_areas import doubt_rows_of_missing_areas
from extractors.records.signals.readings import with_reading_signals
from extractors.records.signals.rows import doubted_cards
from extractors.records.signals.texts import with_text_signals
from extractors.records.signals.undetected_rows import find_undetected_rows
from extractors.records.table_reader import TablesResult, read_tables
from extractors.sources import OpenedSource, Opening, PageProvider, Progress, Stage, choose, open_source, source_of
from extractors.tables.inferred.reader import infer_grids
from extractors.tables.packed_pages import is_packed, outlines
from extractors.tables.page_content import PageContent, content_of
from extractors.tables.stitching import stitch_pages

_FITTING = 0.5  # share of the rows that a layout reads soundly in a document that has its form, at least


def extract_document(
    path: Path,
    *,
    layout: str | None = None,
    engine: Engine = "pdfium",
    ocr: Ocr = AS_NEEDED,
    progress: Progress | None = None,
    beat: Beat = silent,
    provider: PageProvider | None = None,
) -> Extraction:
    """Read the plan at `path`, a PDF or the text form of a plan.

    `layout` names the layout instead of letting the document choose it, `engine` the one that reads the pages of a
    PDF, `ocr` how those that are pictures are read. `progress` is told of each page and stage, `beat` the number of a
    page while its picture is read. `provider` gives pages that others have read.

    Raises:
        DocumentError: the document cannot be read, each cause with a class of its own (`extractors/errors.py`).
    """
    chosen = layout_by_id(layout) if layout else None
    source = open_source(path, Opening(engine, ocr, beat), layout=chosen, progress=progress, provider=provider)
    study = _study_by_choice(source, chosen, progress, kept=not is_packed(source.pages))
    if not study.extraction.records and not study.extraction.rejected:
        raise NoIndicatorTable(_why_nothing(study))
    if engine == "auto" and any(r.confidence < REVIEW and r.place.page for r in study.extraction.records):
        from extractors.cross_check import read_again  # noqa: PLC0415 - its engine is slow to load

        return read_again(path, study.extraction)
    return study.extraction


@dataclass(frozen=True, slots=True)
class Study:
    """A document with what was made of it on the way, for those who ask why it was read so.

    `lines` are its printed lines, by which a layout recognises it; `pages` its pages taken apart, with the grids that
    were inferred, None for a text; `items` the rows and lines that its tables were read from, `steps` what became of
    these, none where it has cards.
    """

    layout: Layout
    lines: Sequence[str]
    pages: Sequence[PageContent] | None
    items: Sequence[Item]
    extraction: Extraction
    steps: Sequence[Step] = ()


def study_document(path: Path, *, layout: Layout | None = None) -> Study:
    """Read the plan at `path` as `extract_document` does, also where it states no indicator, and keep the way there.

    Raises:
        DocumentError: the document cannot be read.
    """
    return _study_by_choice(open_source(path, Opening("pdfium", AS_NEEDED, silent), layout=layout), layout)


def _why_nothing(study: Study) -> str:
    """Why a layout finds nothing to publish: what the document prints that it does not know."""
    said = f"the layout {study.layout.id} finds no row or card that states an indicator"
    if study.layout.cards is not None:
        keys = ", ".join(f"«{text}»" for key in study.layout.cards.keys for text in key.printed)
        return f"{said}: it reads cards with the keys {keys}"
    looks = looks_of(study.items, study.layout.tables) if study.layout.tables is not None else []
    if not looks:
        return f"{said}: no row looks like a heading of a table"
    return f"{said}; of {len(looks)} rows like headings the likest is on {describe_look(looks[0])}"


def study_pages(pages: Sequence[Page], *, layout: Layout | None = None) -> Study:
    """Read a plan from its `pages`.

    Raises:
        DocumentError: no page has a word, or no layout recognises them.
    """
    return _study_by_choice(source_of([content_of(page) for page in pages], "pages", layout), layout)


def _collect_lexicon(pages: Sequence[PageContent]) -> Lexicon:
    lexicon = Lexicon()
    for page in pages:
        lexicon.add(page.lines)
        lexicon.add(page.cell_lines)
    return lexicon


def _study_by_choice(
    source: OpenedSource, asked: Layout | None, progress: Progress | None = None, *, kept: bool = True
) -> Study:
    """What is made of a document with the layout `asked` for, else with the one that its lines choose.

    A chamber prints its next plan in another form: where the layout so chosen reads few of the rows soundly, the
    document is read as one that nobody has described, too, and what reads more of them soundly counts.
    """
    layout = asked or source.layout or choose(source.lines)
    study = _study_source(source, layout, progress, kept=kept)
    sound = _count_sound(study.extraction)
    rows = len(study.extraction.records) + len(study.extraction.rejected)
    if asked is not None or layout.generic or sound > _FITTING * rows:
        return study
    other = _study_source(source, generic_layout(layout), progress, kept=kept)
    found = _count_sound(other.extraction)
    if found <= sound:
        return study
    message = (
        f"The layout {layout.id}, which the document's words choose, reads {sound} of its rows soundly, and "
        f"{other.layout.id} {found}: the form is new. Describe it in the layout file."
    )
    unfit = Finding("warning", "layout-unfit", message, Place())
    return replace(other, extraction=replace(other.extraction, findings=(*other.extraction.findings, unfit)))


def _count_sound(extraction: Extraction) -> int:
    return sum(record.confidence >= REVIEW for record in extraction.records)


def _study_source(
    source: OpenedSource, layout: Layout, progress: Progress | None = None, *, kept: bool = True
) -> Study:
    """What is made of a document; where its items are not `kept`, they are made anew each time that they are asked for,
    and little is told of the way."""
    tell: Callable[[Stage], None] = progress.stage if progress else lambda _: None
    tell("tables")
    facts = plan_facts(layout.plan, layout.chamber, source.lines)
    result: CardsResult | TablesResult
    items: Iterable[Item] = ()
    steps: Sequence[Step] = ()
    if layout.cards is not None:
        nodes, tree = NodeRules(layout.nodes), Tree()
        lanes = _place_in_panels(source, layout.cards, nodes)
        tell("records")
        result = read_cards(lanes, layout.cards, nodes, tree)
    elif layout.tables is not None:
        source = _with_inferred_grids(source, layout.tables, lambda: tell("tables"))
        tell("records")
        items = _Printed(source, NodeRules(layout.nodes))
        items = list(items) if kept else items
        if facts.period_start is None:  # its sentence may be wrapped in a cell that only the tables' reader makes whole
            facts = plan_facts(layout.plan, layout.chamber, [*source.lines, *_list_texts(items)])
        is_plan = facts.doc_type != layout.plan.doc_type or not layout.generic
        years = PlanYears(facts.period_start, facts.period_end, facts.doc_type == "relazione", is_plan)
        tables = read_tables(items, layout, years=years, text_source=source.text is not None, told=kept)
        undetected = find_undetected_rows(source.pages or [], layout.tables, source.extractor)
        tables.rejected += undetected
        tables.rows_seen += len(undetected)
        result, tree, steps = tables, tables.tree, tables.steps
    facts, origin = _with_period(facts, layout, result.records)
    facts, publisher = _with_publisher(facts, layout, source.lines)
    records, missing = doubt_rows_of_missing_areas(_with_signals(result.records, source, layout, tree), tree.nodes)
    doubted = with_document_signals(records, tree.nodes, result.rejected)
    extraction = Extraction(
        facts=facts,
        layout_id=layout.id,
        code_scheme=layout.scheme if layout.codes is None else layout.id,
        code_rules=layout.codes,
        extractor=source.extractor,
        pages=len(source.pages) if source.pages is not None else None,
        rows_seen=result.rows_seen,
        nodes=tree.nodes,
        records=doubted,
        rejected=tuple(result.rejected),
        ignored=tuple(result.ignored),
        findings=(*source.findings, *origin, *publisher, *result.findings, *missing),
        vocabulary=layout.vocabulary,
    )
    if source.origin is not None:
        extraction = relocated(extraction, source.origin)
    shown = list(items) if kept or not doubted else ()
    return Study(layout, source.lines, source.pages, shown, extraction, steps)


def _with_period(facts: PlanFacts, layout: Layout, records: Sequence[Record]) -> tuple[PlanFacts, tuple[Finding, ...]]:
    """The facts with the years of the plan, and what is to be said of where these come from."""
    if facts.period_start is None and (found := years_of(records)):
        message = f"The document does not state its years: {found[0]} to {found[1]} are those of its columns."
        facts = replace(facts, period_start=found[0], period_end=found[1])
        return facts, (Finding("info", "period-inferred", message, Place()),)
    if layout.generic and facts.period_text is not None:
        message = f"The years of the plan are those of «{facts.period_text}»."
        return facts, (Finding("info", "period-stated", message, Place(), facts.period_text),)
    return facts, ()


def _with_publisher(facts: PlanFacts, layout: Layout, lines: Sequence[str]) -> tuple[PlanFacts, tuple[Finding, ...]]:
    """The facts with the body whose document it is, and what is to be said of it: others print a chamber's form."""
    if layout.plan.bodies:
        return facts, ()
    body = publishing_body(generic_layout().plan, layout.chamber, lines)
    if body == layout.chamber or (body is None and is_named(layout.chamber, lines)):
        return facts, ()
    if body is not None:
        message = f"The document has the form of the plans of the {layout.chamber}, and names the {body}."
        return replace(facts, chamber=body), (Finding("warning", "chamber-other", message, Place()),)
    message = f"The document does not name its body: it has the form of the plans of the {layout.chamber}."
    return facts, (Finding("info", "chamber-inferred", message, Place()),)


def _with_signals(records: list[Record], source: OpenedSource, layout: Layout, tree: Tree) -> list[Record]:
    """The records with what their cards, the text layer and OCR leave in doubt."""
    if layout.cards is not None:
        records = doubted_cards(records, (printed for key in layout.cards.keys for printed in key.printed))
    records = with_text_signals(records, tree.nodes, source.mended, source.doubted, lossy=source.lossy)
    if readings := {page.number: page.readings for page in outlines(source.pages or ()) if page.readings}:
        records = with_reading_signals(records, readings, f"{source.extractor}+{OCR_ENGINE}")
    return records


def _list_texts(items: Iterable[Item]) -> list[str]:
    """The texts of lines and cells, each whole."""
    return [
        text
        for item in items
        for text in ([item.text] if isinstance(item, TextLine) else [c.text for c in item.cells if not c.continued])
    ]


def _place_in_panels(source: OpenedSource, rules: CardRules, nodes: NodeRules) -> list[PanelItem]:
    if source.text is not None:
        return place_text_in_panels(source.text.items, rules, nodes, source.text.fragments)
    pages = source.pages or []
    if source.origin is not None:  # it is set in its reading order, one panel below the other
        return place_in_one_panel(pages, rules, _collect_lexicon(pages), lambda text: nodes.match(text) is not None)
    return place_in_panels(pages, rules, _collect_lexicon(pages))


def _with_inferred_grids(source: OpenedSource, rules: TableRules, page_done: Callable[[], None]) -> OpenedSource:
    """The document with the tables that no rules draw, unless its source has found the tables."""
    if source.pages is None or source.origin is not None or any(page.found for page in outlines(source.pages)):
        return source
    return replace(source, pages=infer_grids(source.pages, Headings(rules), page_done))


class _Printed(Iterable[Item]):
    """The rows and lines of a document in reading order, made anew each time that they are gone through."""

    def __init__(self, source: OpenedSource, nodes: NodeRules) -> None:
        self._source = source
        self._nodes = nodes
        self._lexicon = _collect_lexicon(source.pages or ())

    def __iter__(self) -> Iterator[Item]:
        if self._source.text is not None:
            return iter(self._source.text.items)
        return stitch_pages(self._source.pages or (), self._lexicon, lambda text: self._nodes.match(text) is not None)
