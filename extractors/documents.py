"""From a file to an extraction: the way of one document through the extractors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors import pdfplumber_source
from extractors.cards import CardRules, CardsResult, Laned, lanes_of_text, read_cards
from extractors.content import PageContent, content_of, set_furniture_apart
from extractors.errors import NoIndicatorTable, NoTextLayer, UnsupportedFile
from extractors.facts import plan_facts, years_of
from extractors.headings import Headings
from extractors.interpret import TablesResult, read_tables
from extractors.lanes import lanes_of_pages
from extractors.layout import TableRules
from extractors.library import Layout, choose_layout, layout_by_id, layouts
from extractors.model import Item
from extractors.records import Extraction
from extractors.stitch import Stitcher
from extractors.text_source import TextDocument, read_document
from extractors.tree import NodeRules, Tree
from extractors.unruled import infer_grids
from extractors.words import Lexicon, WordLine

Progress = Callable[[int, int | None], None]


def layout_ids() -> tuple[str, ...]:
    """The ids of all known layouts."""
    return tuple(layouts())


def extract_document(path: Path, *, layout: str | None = None, progress: Progress | None = None) -> Extraction:
    """Read the plan at `path`, a PDF or the text form of a plan.

    `layout` names the layout instead of letting the document choose it. `progress` is told the page done and the
    number of pages.

    Raises:
        DocumentError: the document cannot be read, each cause with a class of its own (`extractors/errors.py`).
    """
    suffix = path.suffix.casefold()
    if suffix == ".pdf":
        source = _read_pdf(path, progress)
    elif suffix == ".txt":
        source = _read_txt(path)
    else:
        raise UnsupportedFile(f"its name ends in {path.suffix or 'nothing'}")
    chosen = layout_by_id(layout) if layout else _choose(source.lines)
    extraction = _interpret(source, chosen)
    if not extraction.records and not extraction.rejected:
        raise NoIndicatorTable(f"the layout {chosen.id} finds no row or card that states an indicator")
    return extraction


@dataclass(slots=True)
class _Source:
    """A document as printed: its contents by page, or a text."""

    extractor: str
    lines: list[str]
    pages: list[PageContent] | None = None
    text: TextDocument | None = None


def _read_pdf(path: Path, progress: Progress | None) -> _Source:
    contents: list[PageContent] = []
    with pdfplumber_source.open_pages(path) as pages:
        total = len(pages)
        for page in pages:
            contents.append(content_of(page))
            if progress:
                progress(page.number, total)
    if not any(c.lines or c.grids for c in contents):
        raise NoTextLayer(f"none of its {total} pages has a character")
    set_furniture_apart(contents)
    lines = [line.text for c in contents for line in (*c.lines, *c.furniture)]
    # Sentences run over lines: once more, page by page, with the words of tables after those outside.
    lines += [" ".join(line.text for line in c.lines) for c in contents]
    lines += [" ".join(line.text for line in _cell_lines(c)) for c in contents]
    return _Source(pdfplumber_source.ENGINE, lines, pages=contents)


def _cell_lines(content: PageContent) -> list[WordLine]:
    return [line for grid in content.grids for cell in grid.cells for line in cell.lines]


def _lexicon(pages: Sequence[PageContent]) -> Lexicon:
    lexicon = Lexicon()
    for page in pages:
        lexicon.add(page.lines)
        lexicon.add(_cell_lines(page))
    return lexicon


def _read_txt(path: Path) -> _Source:
    text = read_document(path)
    return _Source("text", [item.text for item in text.items], text=text)


def _choose(lines: Sequence[str]) -> Layout:
    choice = choose_layout(lines)
    if choice.layout is None:
        cause = f"several layouts fit: {', '.join(choice.tied)}" if choice.tied else "no layout recognises it"
        raise NoIndicatorTable(cause)
    return choice.layout


def _interpret(source: _Source, layout: Layout) -> Extraction:
    facts = plan_facts(layout.plan, layout.chamber, source.lines)
    result: CardsResult | TablesResult
    if layout.cards is not None:
        nodes, tree = NodeRules(layout.nodes), Tree()
        result = read_cards(_laned(source, layout.cards, nodes), layout.cards, nodes, tree)
    elif layout.tables is not None:
        items = _items(source, layout.tables)
        tables = read_tables(items, layout, plan_year=facts.period_start, text_source=source.text is not None)
        result, tree = tables, tables.tree
    if facts.period_start is None and (years := years_of(result.records)):
        facts = replace(facts, period_start=years[0], period_end=years[1])
    return Extraction(
        facts=facts,
        layout_id=layout.id,
        code_scheme=layout.scheme,
        extractor=source.extractor,
        pages=len(source.pages) if source.pages is not None else None,
        rows_seen=result.rows_seen,
        nodes=tree.nodes,
        records=tuple(result.records),
        rejected=tuple(result.rejected),
        ignored=tuple(result.ignored),
        findings=tuple(result.findings),
    )


def _laned(source: _Source, rules: CardRules, nodes: NodeRules) -> list[Laned]:
    if source.text is not None:
        return lanes_of_text(source.text.items, rules, nodes, source.text.fragments)
    pages = source.pages or []
    return lanes_of_pages(pages, rules, _lexicon(pages))


def _items(source: _Source, rules: TableRules) -> Sequence[Item]:
    if source.text is not None:
        return source.text.items
    pages = source.pages or []
    infer_grids(pages, Headings(rules))
    return list(Stitcher(_lexicon(pages)).items(pages))
