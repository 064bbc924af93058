"""From a file to what is printed in it: the pages of a PDF taken apart, a text, or a document set on pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from extractors.engines.registry import Engine, open_with
from extractors.errors import NoIndicatorTable, NotAPdf, NoTextLayer, PdfWithoutPages, UnsupportedFile
from extractors.layouts.registry import Layout, choose_layout
from extractors.pages.model import MendedWord, Page, Place
from extractors.pages.office.reader import read_office_document
from extractors.pages.office.suffixes import OFFICE_SUFFIXES, REFUSED_SUFFIXES
from extractors.pages.pdf_file import has_suspect_tags
from extractors.pages.scans.options import Beat, Ocr
from extractors.pages.text_form.source import TextDocument, read_document
from extractors.pages.text_layer import doubtful_words
from extractors.pages.text_repair.scan import has_unsound_maps
from extractors.records.model import Finding
from extractors.records.relocation import omission_findings
from extractors.records.signals.reading_findings import (
    doubtful_finding,
    mended_finding,
    page_findings,
    suspect_tags_finding,
)
from extractors.tables.packed_pages import LONG, PackedPages, outlines, with_changes
from extractors.tables.page_content import PageContent, content_of
from extractors.tables.running_headers import with_running_headers_apart
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


class PageProvider(Protocol):
    """Other processes that read pages of the document too."""

    def taken(self, run: range) -> Sequence[Page] | None:
        """The pages of these numbers as another process has read them; None where the caller is to read them."""

    def again(self) -> PageProvider:
        """The same for a reading with the text layer put right, which begins now."""


class Opening(NamedTuple):
    """How the pages of a PDF are opened: by which engine, and how those that are pictures are read."""

    engine: Engine
    ocr: Ocr
    beat: Beat

    @property
    def reads_maps(self) -> bool:
        """Whether the engine's words are pdfium's, whose maps from glyphs to characters can be put right."""
        return self.engine in ("pdfium", "auto")


@dataclass(slots=True)
class OpenedSource:
    """A document as printed: its contents by page, or a text."""

    extractor: str
    lines: list[str]
    pages: Sequence[PageContent] | None = None
    text: TextDocument | None = None
    findings: tuple[Finding, ...] = ()
    layout: Layout | None = None
    """That its lines have chosen, where something had to know before the lines were all there."""
    origin: Callable[[Place], Place] | None = None
    """Where in the file a place on pages comes from that were made for reading; None where the file has pages."""

    @property
    def mended(self) -> dict[int | None, Sequence[MendedWord]]:
        """The words that were put right, by page; those of a text under None."""
        if self.text is not None:
            return {None: self.text.mended}
        return {page.number: page.mended for page in outlines(self.pages or ()) if page.mended}

    @property
    def lossy(self) -> bool:
        """Whether letters of the text were lost without a sign of themselves."""
        return self.text is not None and self.text.lossy

    @property
    def doubted(self) -> Set[str]:
        """The words and pairs of words of a text that may be others, though each of their letters may be printed."""
        return self.text.doubted if self.text is not None else frozenset()


def open_source(
    path: Path,
    how: Opening,
    *,
    layout: Layout | None = None,
    progress: Progress | None = None,
    provider: PageProvider | None = None,
) -> OpenedSource:
    """What is printed in the file at `path`; `layout` is the one that will read it, None where its lines choose.

    Raises:
        DocumentError: the document cannot be read.
    """
    suffix = path.suffix.casefold()
    if suffix == ".pdf":
        return _read_pdf(path, how, layout, progress, provider)
    if suffix == ".txt":
        return _read_txt(path)
    if suffix in (*OFFICE_SUFFIXES, *REFUSED_SUFFIXES):
        return _read_office(path)
    raise UnsupportedFile(f"its name ends in {path.suffix or 'nothing'}")


def source_of(
    contents: Sequence[PageContent], name: str, layout: Layout | None = None, findings: tuple[Finding, ...] = ()
) -> OpenedSource:
    """The document whose pages an engine of this name has read.

    Raises:
        NoTextLayer: no page has a word.
    """
    if not contents:
        raise PdfWithoutPages("it has no page")
    if not any(c.lines or c.cell_lines for c in contents):
        raise NoTextLayer(f"none of its {len(contents)} pages has a character")
    tagged = any(page.tags for page in outlines(contents))
    if layout is None and tagged:
        layout = choose_layout(_printed_lines(contents)).layout
    # Cards stand in panels, which tags as tables of two columns take apart.
    has_cards = layout is not None and layout.cards is not None
    aside: list[SetAside] = []
    if tagged:
        placed, aside = place_tagged_tables(contents) if not has_cards else (contents, aside)
        contents = with_changes(contents, ((at, replace(page, tags=())) for at, page in enumerate(placed)))
    found = page_findings(outlines(contents), aside, name)
    contents = with_running_headers_apart(contents)
    return OpenedSource(name, _printed_lines(contents), pages=contents, findings=(*findings, *found), layout=layout)


def choose(lines: Sequence[str]) -> Layout:
    """The layout that a document's lines choose.

    Raises:
        NoIndicatorTable: none, or several.
    """
    choice = choose_layout(lines)
    if choice.layout is None:
        cause = f"several layouts fit: {', '.join(choice.tied)}" if choice.tied else "no layout recognises it"
        raise NoIndicatorTable(cause)
    return choice.layout


def _read_pdf(
    path: Path, how: Opening, layout: Layout | None, progress: Progress | None, provider: PageProvider | None
) -> OpenedSource:
    findings: tuple[Finding, ...] = ()
    try:
        name, contents = _sound_contents(path, how, progress, provider)
    except NotAPdf as error:
        if how.engine == "pdfplumber":
            raise
        name, contents = _read_contents(path, Opening("pdfplumber", how.ocr, how.beat), progress)
        message = f"{name} reads this file, which pdfium cannot open: {error.cause}."
        findings = (Finding("info", "engine-fallback", message, Place()),)
    if any(page.tags for page in outlines(contents)) and has_suspect_tags(path):
        contents = with_changes(contents, ((at, replace(page, tags=())) for at, page in enumerate(contents)))
        findings = (*findings, suspect_tags_finding())
    return source_of(contents, name, layout, findings)


def _sound_contents(
    path: Path, how: Opening, progress: Progress | None, provider: PageProvider | None
) -> tuple[str, Sequence[PageContent]]:
    """What an engine finds on the pages, their text layer put right where it is unsound: the file's maps show that
    before, or words do that cannot be what is printed."""
    if not how.reads_maps:
        return _read_contents(path, how, progress, provider)
    again = partial(_read_contents, path, how, progress, repaired=True)
    if has_unsound_maps(path):
        return again(provider and provider.again())
    name, contents = _read_contents(path, how, progress, provider)
    if any(page.doubtful and not page.readings for page in outlines(contents)):
        return again(provider and provider.again())
    return name, contents


def _read_contents(
    path: Path,
    how: Opening,
    progress: Progress | None,
    provider: PageProvider | None = None,
    *,
    repaired: bool = False,
) -> tuple[str, Sequence[PageContent]]:
    """The published name of the engine, and what it finds on each page."""
    name, opened = open_with(how.engine, path, how.ocr, how.beat, repaired=repaired)
    with opened as pages:
        total = len(pages)
        contents: list[PageContent] | PackedPages = PackedPages() if total > LONG else []
        for run in runs_of_pages(total):
            taken = provider.taken(run) if provider else None
            for page in map(pages.page, run) if taken is None else taken:
                contents.append(content_of(page))
                if progress:
                    progress.page(page.number, total)
    if progress:
        progress.stage("tables")
    return name, contents


def _read_office(path: Path) -> OpenedSource:
    """A file without pages, set on pages of our own."""
    document = read_office_document(path)
    made = typeset(document)
    doubtful = tuple(doubtful_finding(page.doubtful, Place(page.number)) for page in made.pages if page.doubtful)
    findings = (*doubtful, *omission_findings(document.omissions))
    return OpenedSource(
        document.kind, _printed_lines(made.pages), list(made.pages), findings=findings, origin=made.origin
    )


def _read_txt(path: Path) -> OpenedSource:
    text = read_document(path)
    lines = [item.text for item in text.items]
    words = (*doubtful_words(lines), *sorted(text.doubted))
    findings = [mended_finding(text.mended, Place())] if text.mended else []
    findings += [doubtful_finding(words, Place())] if words else []
    return OpenedSource("text", lines, text=text, findings=tuple(findings))


def _printed_lines(contents: Sequence[PageContent]) -> list[str]:
    """The lines outside tables. Sentences run over lines: once more, page by page, with the words of tables after
    those outside."""
    lines: list[str] = []
    outside: list[str] = []
    inside: list[str] = []
    for content in contents:
        lines += [line.text for line in (*content.lines, *content.furniture)]
        outside.append(" ".join(line.text for line in content.lines))
        inside.append(" ".join(line.text for line in content.cell_lines))
    return [*lines, *outside, *inside]
