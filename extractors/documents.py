"""From a file to an extraction: the way of one document through the extractors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from extractors.cards.card_state import CardsResult, Laned
from extractors.cards.page_panels import lanes_of_pages, one_lane_of_pages
from extractors.cards.reader import read_cards
from extractors.cards.text_panels import lanes_of_text
from extractors.engines.registry import Engine, open_with
from extractors.errors import NoIndicatorTable, NotAPdf, NoTextLayer, UnsupportedFile
from extractors.layouts.card_rules import CardRules
from extractors.layouts.headings import Headings
from extractors.layouts.registry import Layout, choose_layout, layout_by_id
from extractors.layouts.schema import TableRules
from extractors.pages.model import Item, Page, Place, TextLine
from extractors.pages.office.reader import read_office_document
from extractors.pages.office.suffixes import OFFICE_SUFFIXES, OLD_SUFFIXES
from extractors.pages.scans.options import AS_NEEDED, OCR_ENGINE, Beat, Ocr, silent
from extractors.pages.swapped_letters import restored
from extractors.pages.text_form.source import TextDocument, read_document
from extractors.pages.text_layer import doubtful_words
from extractors.pages.words import Lexicon
from extractors.quality.confidence import REVIEW
from extractors.records.document_signals import with_document_signals
from extractors.records.heading_looks import describe_look, looks_of
from extractors.records.model import Extraction, Finding, Step
from extractors.records.objective_tree import NodeRules, Tree, missing_areas
from extractors.records.plan_metadata import plan_facts, years_of
from extractors.records.reader_state import PlanYears
from extractors.records.reading_findings import ocr_findings
from extractors.records.reading_signals import with_reading_signals
from extractors.records.relocation import omission_findings, relocated
from extractors.records.row_signals import doubted_cards
from extractors.records.table_reader import TablesResult, read_tables
from extractors.records.text_signals import with_text_signals
from extractors.records.undetected_rows import rows_outside
from extractors.tables.inferred.reader import infer_grids
from extractors.tables.page_content import PageContent, content_of, set_furniture_apart
from extractors.tables.stitching import Stitcher
from extractors.tables.tagged.placing import SetAside, place_tagged_tables
from extractors.tables.typesetting import typeset

Stage = Literal["tables", "records"]
"""What is done with a document after its last page: tables are found that no rules draw, records are read."""


class Progress(Protocol):
    """Is told how the reading of a document gets on."""

    def page(self, done: int, total: int | None, /) -> None:
        """A page is done, of so many."""

    def stage(self, name: Stage, /) -> None:
        """The pages are done; this has begun, or goes on."""


_RUN = 8
"""Pages that are read one after the other, where several processes share a document."""


def runs_of_pages(pages: int) -> list[range]:
    """The numbers of the pages of a document, in the runs in which they are read."""
    return [range(first, min(first + _RUN, pages + 1)) for first in range(1, pages + 1, _RUN)]


class Elsewhere(Protocol):
    """Other processes that read pages of the document too."""

    def taken(self, run: range) -> Sequence[Page] | None:
        """The pages of these numbers as another process has read them; None where the caller is to read them."""


def extract_document(
    path: Path,
    *,
    layout: str | None = None,
    engine: Engine = "pdfium",
    ocr: Ocr = AS_NEEDED,
    progress: Progress | None = None,
    beat: Beat = silent,
    elsewhere: Elsewhere | None = None,
) -> Extraction:
    """Read the plan at `path`, a PDF or the text form of a plan.

    `layout` names the layout instead of letting the document choose it, `engine` the one that reads the pages of a
    PDF, `ocr` how those that are pictures are read. `progress` is told of each page and stage, `beat` the number of a
    page while its picture is read. `elsewhere` gives pages that others have read.

    Raises:
        DocumentError: the document cannot be read, each cause with a class of its own (`extractors/errors.py`).
    """
    chosen = layout_by_id(layout) if layout else None
    study = study_document(
        path, layout=chosen, engine=engine, ocr=ocr, progress=progress, beat=beat, elsewhere=elsewhere
    )
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


def study_document(
    path: Path,
    *,
    layout: Layout | None = None,
    engine: Engine = "pdfium",
    ocr: Ocr = AS_NEEDED,
    progress: Progress | None = None,
    beat: Beat = silent,
    elsewhere: Elsewhere | None = None,
) -> Study:
    """Read the plan at `path` as `extract_document` does, also where it states no indicator, and keep the way there.

    Raises:
        DocumentError: the document cannot be read.
    """
    suffix = path.suffix.casefold()
    if suffix == ".pdf":
        source = _read_pdf(path, Opening(engine, ocr, beat), layout, progress, elsewhere)
    elif suffix == ".txt":
        source = _read_txt(path)
    elif suffix in (*OFFICE_SUFFIXES, *OLD_SUFFIXES):
        source = _read_office(path)
    else:
        raise UnsupportedFile(f"its name ends in {path.suffix or 'nothing'}")
    return _study(source, layout or _choose(source.lines), progress)


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


def study_pages(pages: Sequence[Page], *, layout: Layout | None = None, name: str = "pages") -> Study:
    """Read a plan from its `pages`, which an engine of this name has read.

    Raises:
        DocumentError: no page has a word, or no layout recognises them.
    """
    source = _source_of([content_of(page) for page in pages], name, layout)
    return _study(source, layout or _choose(source.lines))


class Opening(NamedTuple):
    """How the pages of a PDF are opened: by which engine, and how those that are pictures are read."""

    engine: Engine
    ocr: Ocr
    beat: Beat


@dataclass(slots=True)
class _Source:
    """A document as printed: its contents by page, or a text."""

    extractor: str
    lines: list[str]
    pages: list[PageContent] | None = None
    text: TextDocument | None = None
    findings: tuple[Finding, ...] = ()
    origin: Callable[[Place], Place] | None = None
    """Where in the file a place on pages comes from that were made for reading; None where the file has pages."""


def _read_pdf(
    path: Path, how: Opening, layout: Layout | None, progress: Progress | None, elsewhere: Elsewhere | None
) -> _Source:
    findings: tuple[Finding, ...] = ()
    try:
        name, contents = _contents(path, how, progress, elsewhere)
    except NotAPdf as error:
        if how.engine == "pdfplumber":
            raise
        name, contents = _contents(path, Opening("pdfplumber", how.ocr, how.beat), progress)
        message = f"{name} reads this file, which pdfium cannot open: {error.cause}."
        findings = (Finding("info", "engine-fallback", message, Place()),)
    return _source_of(contents, name, layout, findings)


def _read_office(path: Path) -> _Source:
    """A file without pages, set on pages of our own."""
    document = read_office_document(path)
    made = typeset(document)
    doubtful = tuple(_doubtful(page.doubtful, Place(page.number)) for page in made.pages if page.doubtful)
    findings = (*doubtful, *omission_findings(document.omissions))
    return _Source(document.kind, _printed_lines(made.pages), list(made.pages), findings=findings, origin=made.origin)


def _source_of(
    contents: list[PageContent], name: str, layout: Layout | None, findings: tuple[Finding, ...] = ()
) -> _Source:
    if not any(c.lines or c.cell_lines for c in contents):
        raise NoTextLayer(f"none of its {len(contents)} pages has a character")
    # Cards stand in panels, which tags as tables of two columns take apart.
    aside = [] if _has_cards(contents, layout) else place_tagged_tables(contents)
    mended = tuple(_mended(content) for content in contents if content.mended)
    mended += tuple(_doubtful(c.doubtful, Place(c.number)) for c in contents if c.doubtful)
    scanned = ocr_findings(contents)
    set_furniture_apart(contents)
    lines = _printed_lines(contents)
    troubles = tuple(_trouble(content.found, name) for content in contents if content.found and content.found.trouble)
    return _Source(
        name, lines, pages=contents, findings=(*findings, *troubles, *map(_set_aside, aside), *mended, *scanned)
    )


def _printed_lines(contents: Sequence[PageContent]) -> list[str]:
    """The lines outside tables. Sentences run over lines: once more, page by page, with the words of tables after
    those outside."""
    lines = [line.text for c in contents for line in (*c.lines, *c.furniture)]
    lines += [" ".join(line.text for line in c.lines) for c in contents]
    return lines + [" ".join(line.text for line in c.cell_lines) for c in contents]


def _has_cards(contents: Sequence[PageContent], layout: Layout | None) -> bool:
    """Whether the layout of a tagged document, given or chosen by what is printed, reads cards."""
    if not any(page.tags for page in contents):
        return False
    if layout is None:
        lines = [line.text for page in contents for line in (*page.lines, *page.cell_lines)]
        layout = choose_layout(lines).layout
    return layout is not None and layout.cards is not None


def _doubtful(words: Sequence[str], place: Place) -> Finding:
    message = (
        f"{len(words)} words hold characters that cannot be what is printed; the rows that hold them are in doubt."
    )
    return Finding("warning", "text-doubtful", message, place, " ".join(words))


def _mended(content: PageContent) -> Finding:
    message = f"The file gives letters of {len(content.mended)} words with their bytes swapped; they were put right."
    return Finding("warning", "text-mended", message, Place(content.number), " ".join(content.mended))


def _set_aside(table: SetAside) -> Finding:
    message = f"The file tags a table here that the page does not show: {table.reason}. The tags are not used."
    return Finding("info", "tags-set-aside", message, Place(table.page))


def _trouble(page: Page, name: str) -> Finding:
    message = f"{name} fails on this page ({page.trouble}): its tables are not read."
    return Finding("error", "engine-failed", message, Place(page.number))


def _contents(
    path: Path, how: Opening, progress: Progress | None, elsewhere: Elsewhere | None = None
) -> tuple[str, list[PageContent]]:
    """The published name of the engine, and what it finds on each page."""
    name, opened = open_with(how.engine, path, how.ocr, how.beat)
    contents: list[PageContent] = []
    with opened as pages:
        total = len(pages)
        for run in runs_of_pages(total):
            taken = elsewhere.taken(run) if elsewhere else None
            for page in map(pages.page, run) if taken is None else taken:
                contents.append(content_of(page))
                if progress:
                    progress.page(page.number, total)
    if progress:
        progress.stage("tables")
    return name, contents


def _lexicon(pages: Sequence[PageContent]) -> Lexicon:
    lexicon = Lexicon()
    for page in pages:
        lexicon.add(page.lines)
        lexicon.add(page.cell_lines)
    return lexicon


def _read_txt(path: Path) -> _Source:
    text = read_document(path)
    lines = [item.text for item in text.items]
    words = doubtful_words(lines)
    return _Source("text", lines, text=text, findings=(_doubtful(words, Place()),) if words else ())


def _choose(lines: Sequence[str]) -> Layout:
    choice = choose_layout(lines)
    if choice.layout is None:
        cause = f"several layouts fit: {', '.join(choice.tied)}" if choice.tied else "no layout recognises it"
        raise NoIndicatorTable(cause)
    return choice.layout


def _study(source: _Source, layout: Layout, progress: Progress | None = None) -> Study:
    tell: Callable[[Stage], None] = progress.stage if progress else lambda _: None
    tell("tables")
    facts = plan_facts(layout.plan, layout.chamber, source.lines)
    result: CardsResult | TablesResult
    items: Sequence[Item] = ()
    steps: Sequence[Step] = ()
    if layout.cards is not None:
        nodes, tree = NodeRules(layout.nodes), Tree()
        lanes = _laned(source, layout.cards, nodes)
        tell("records")
        result = read_cards(lanes, layout.cards, nodes, tree)
    elif layout.tables is not None:
        source = _with_inferred_grids(source, layout.tables, lambda: tell("tables"))
        tell("records")
        items = _items(source, NodeRules(layout.nodes))
        if facts.period_start is None:  # its sentence may be wrapped in a cell that only the tables' reader makes whole
            facts = plan_facts(layout.plan, layout.chamber, [*source.lines, *_texts(items)])
        years = PlanYears(facts.period_start, facts.period_end, facts.doc_type == "relazione")
        tables = read_tables(items, layout, years=years, text_source=source.text is not None)
        outside = rows_outside(source.pages or [], layout.tables, source.extractor)
        tables.rejected += outside
        tables.rows_seen += len(outside)
        result, tree, steps = tables, tables.tree, tables.steps
    origin: tuple[Finding, ...] = ()
    if facts.period_start is None and (found := years_of(result.records)):
        facts = replace(facts, period_start=found[0], period_end=found[1])
        message = f"The document does not state its years: {found[0]} to {found[1]} are those of its columns."
        origin = (Finding("info", "period-inferred", message, Place()),)
    elif layout.generic and facts.period_text is not None:
        message = f"The years of the plan are those of «{facts.period_text}»."
        origin = (Finding("info", "period-stated", message, Place(), facts.period_text),)
    records = result.records
    if layout.cards is not None:
        records = doubted_cards(records, (printed for key in layout.cards.keys for printed in key.printed))
    mended: dict[int | None, frozenset[str]] = {
        page.number: frozenset(map(restored, page.mended)) for page in source.pages or () if page.mended
    }
    records = with_text_signals(records, tree.nodes, mended)
    if readings := {page.number: page.readings for page in source.pages or () if page.readings}:
        records = with_reading_signals(records, readings, f"{source.extractor}+{OCR_ENGINE}")
    doubted = with_document_signals(records, tree.nodes, result.rejected)
    extraction = Extraction(
        facts=facts,
        layout_id=layout.id,
        code_scheme=layout.scheme,
        extractor=source.extractor,
        pages=len(source.pages) if source.pages is not None else None,
        rows_seen=result.rows_seen,
        nodes=tree.nodes,
        records=doubted,
        rejected=tuple(result.rejected),
        ignored=tuple(result.ignored),
        findings=(*source.findings, *origin, *result.findings, *missing_areas(tree.nodes)),
    )
    if source.origin is not None:
        extraction = relocated(extraction, source.origin)
    return Study(layout, source.lines, source.pages, items, extraction, steps)


def _texts(items: Sequence[Item]) -> list[str]:
    """The texts of lines and cells, each whole."""
    return [
        text
        for item in items
        for text in ([item.text] if isinstance(item, TextLine) else [c.text for c in item.cells if not c.continued])
    ]


def _laned(source: _Source, rules: CardRules, nodes: NodeRules) -> list[Laned]:
    if source.text is not None:
        return lanes_of_text(source.text.items, rules, nodes, source.text.fragments)
    pages = source.pages or []
    if source.origin is not None:  # it is set in its reading order, one panel below the other
        return one_lane_of_pages(pages, rules, _lexicon(pages), lambda text: nodes.match(text) is not None)
    return lanes_of_pages(pages, rules, _lexicon(pages))


def _with_inferred_grids(source: _Source, rules: TableRules, page_done: Callable[[], None]) -> _Source:
    """The document with the tables that no rules draw, unless its source has found the tables."""
    if source.pages is None or source.origin is not None or any(page.found for page in source.pages):
        return source
    return replace(source, pages=infer_grids(source.pages, Headings(rules), page_done))


def _items(source: _Source, nodes: NodeRules) -> Sequence[Item]:
    if source.text is not None:
        return source.text.items
    pages = source.pages or []
    return list(Stitcher(_lexicon(pages), lambda text: nodes.match(text) is not None).items(pages))
