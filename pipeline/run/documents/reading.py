"""One document as rows of the tables: the unit of work and of failure."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, cast

from extractors.documents import extract_document
from extractors.errors import DocumentError, UnknownLayout
from extractors.pages.model import Place
from extractors.pages.scans.options import AS_NEEDED, Beat, Ocr, silent
from extractors.records.model import Extraction, Finding, PlanFacts
from extractors.sources import PageProvider, Stage
from normalizers.codes import Scheme, SchemeFaultyError, make_scheme
from normalizers.targets.reader import read_date
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, Idiom, OwnWords, detect_language, make_own_words
from pipeline.corrections.apply import apply_corrections
from pipeline.corrections.rows import correct_rows
from pipeline.dataset import issue_codes as codes
from pipeline.dataset import vocabularies as words
from pipeline.dataset.checks.plausibility import find_implausible
from pipeline.dataset.derived.catalogue import load_catalogue, set_catalogue_ids
from pipeline.dataset.derived.chambers import chamber_id
from pipeline.dataset.identity import plan_id
from pipeline.dataset.issues import Issue, IssueRows, make_issue
from pipeline.dataset.rows.contradictions import contradict_their_rows
from pipeline.dataset.rows.indicators import RecordRows
from pipeline.dataset.rows.interim import interim_issues, set_usability
from pipeline.dataset.rows.measure import set_directions
from pipeline.dataset.rows.objectives import ObjectiveRows
from pipeline.dataset.rows.series_files import set_series
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import CURRENT, FIRST_YEAR, LAST_YEAR
from pipeline.run.documents.rows import DocumentRows

if TYPE_CHECKING:
    from extractors.engines.registry import Engine
    from pipeline.corrections.source import Source
    from pipeline.dataset.schemas.plans import PlanRow, StatedFacts

RowStage: TypeAlias = Literal["rows"]
"""What is done after the stages of `extractors.documents`: cells are read as what they mean."""


class ReadingProgress(Protocol):
    """Is told how the reading of a document gets on."""

    def page(self, done: int, total: int | None, /) -> None:
        """A page is done, of so many."""

    def stage(self, name: Stage | RowStage, /) -> None:
        """The pages are done; this has begun, or goes on."""


class AccountingError(DocumentError):
    """A document whose rows do not add up: something of it was lost, or counted twice."""

    code = codes.ACCOUNTING_MISMATCH.code
    remedy = "Report this with the file: a row of it was lost or counted twice."


def read_document(
    source: Source,
    *,
    layout: str | None = None,
    engine: Engine = "pdfium",
    ocr: Ocr = AS_NEEDED,
    progress: ReadingProgress | None = None,
    beat: Beat = silent,
    provider: PageProvider | None = None,
) -> DocumentRows:
    """Read one document; `beat` is called while a page's picture is read, `provider` gives pages others have read.

    Raises:
        extractors.errors.DocumentError: it cannot be read, or its rows do not add up.
    """
    extraction = extract_document(
        source.path, layout=layout, engine=engine, ocr=ocr, progress=progress, beat=beat, provider=provider
    )
    if extraction.pages is not None and _lacks_end(source.path):
        cut = codes.PDF_TRUNCATED
        found = Finding(cut.severity, cut.code, f"{cut.meaning} Download it again.", Place())
        extraction = replace(extraction, findings=(*extraction.findings, found))
    if progress:
        progress.stage("rows")
    return document_rows(source, extraction)


_END = 2048  # bytes at the end of a PDF that hold its mark; some producers let a little follow


def _lacks_end(path: Path) -> bool:
    """Whether a PDF does not end as PDFs do: readers open what there is of it, and pages may be missing."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _END))
        return b"%%EOF" not in file.read()


def document_rows(source: Source, extraction: Extraction) -> DocumentRows:
    """The rows of what was read from one document.

    Raises:
        AccountingError: the rows seen are not the records, the rejected and the ignored rows together.
        UnknownLayout: the layout's description of its codes is none.
    """
    reconcile(extraction)
    plan = plan_id(source.sha256)
    scheme = _code_scheme(extraction)
    tree = ObjectiveRows(plan, extraction.nodes, scheme)
    language = detect_language(record.name or "" for record in extraction.records)
    idiom = Idiom(language or DEFAULT_LANGUAGE, _own_words(extraction))
    contradicting = contradict_their_rows(extraction.records, idiom)
    rows = RecordRows(plan, scheme, extraction.extractor, tree, contradicting=contradicting, idiom=idiom)
    for record in extraction.records:
        rows.add_record(record)
    rows.add_keys()
    facts, fact_issues = _stated_facts(extraction.facts)
    right = correct_rows(source.corrections, tree.rows, rows.indicators, rows.values)
    # Rows that are copied with what is found out of them would be held twice, those of a long document too.
    indicators = right.indicators
    set_catalogue_ids(indicators, load_catalogue())
    set_series(indicators, facts["chamber"])
    issues = [
        *fact_issues,
        *_from_findings(extraction, [row["indicator_id"] for row in rows.indicators]),
        *_ignored_issues(extraction),
        *tree.issues,
        *rows.issues,
        *right.issues,
    ]
    printed_units = (clean_text(record.unit) for record in extraction.records)
    units = dict(zip((row["indicator_id"] for row in rows.indicators), printed_units, strict=True))
    corrected = apply_corrections(source.corrections, indicators, right.values, issues, units)
    values = corrected.values
    set_usability(values, facts)
    set_directions(indicators, values, load_catalogue().directions)
    odd = [*find_implausible(facts, tree.rows, indicators, values), *interim_issues(values, facts)]
    in_order = sorted([*corrected.issues, *odd], key=lambda found: found.place.reading_order)
    maker = IssueRows(source.name, plan)
    row = _plan_row(source, extraction, facts, language)
    return DocumentRows(
        plan={
            **row,
            "rows_seen": row["rows_seen"] + right.added,
            "rows_ignored": row["rows_ignored"] + right.removed,
        },
        objectives=tree.rows,
        indicators=indicators,
        values=values,
        issues=[maker.make_row(found) for found in in_order],
    )


def _plan_row(source: Source, extraction: Extraction, facts: StatedFacts, language: words.Language | None) -> PlanRow:
    """The row of `plans`, with the rows that were seen and ignored before people corrected any."""
    return {
        "plan_id": plan_id(source.sha256),
        **facts,
        "chamber_id": chamber_id(facts["chamber"]),
        "source_file": source.name,
        "source_sha256": source.sha256,
        "source_url": source.url,
        "retrieved_on": source.retrieved_on,
        "language": language,
        "media_type": words.MEDIA_TYPES[extraction.extractor] if extraction.pages is None else "application/pdf",
        "pages": extraction.pages,
        "layout_id": extraction.layout_id,
        "rows_seen": extraction.rows_seen,
        "rows_published": 0,
        "rows_rejected": len(extraction.rejected),
        "rows_ignored": len(extraction.ignored),
        "freshness": CURRENT,
    }


def _own_words(extraction: Extraction) -> OwnWords:
    """The words of the layout's chamber, none where it has none of its own."""
    said = extraction.vocabulary
    return () if said is None else make_own_words(said.units, said.comparators, said.absent, said.harmless)


def _code_scheme(extraction: Extraction) -> str | Scheme | None:
    """How the document's codes are read: by the scheme that its layout names, or brings along."""
    if extraction.code_rules is None or extraction.code_scheme is None:
        return extraction.code_scheme
    try:
        return make_scheme(extraction.code_scheme, extraction.code_rules)
    except SchemeFaultyError as error:
        raise UnknownLayout(f"the codes of the layout {extraction.layout_id}: {error}") from error


def reconcile(extraction: Extraction) -> None:
    """Hold the count of the rows seen against what became of them.

    Raises:
        AccountingError: they differ.
    """
    parts = {
        "published": len(extraction.records),
        "rejected": len(extraction.rejected),
        "ignored": len(extraction.ignored),
    }
    if extraction.rows_seen != sum(parts.values()):
        listed = " + ".join(f"{count} {name}" for name, count in parts.items())
        raise AccountingError(f"{extraction.rows_seen} rows were seen, but {listed} = {sum(parts.values())}")


def _stated_facts(facts: PlanFacts) -> tuple[StatedFacts, list[Issue]]:
    """What the document says of itself, as columns of `plans`."""
    issues = []
    start, end = facts.period_start, facts.period_end
    if start is None or end is None or not FIRST_YEAR <= start <= end <= LAST_YEAR:
        if (start, end) != (None, None):
            issues.append(make_issue(codes.PERIOD_IMPLAUSIBLE, f"the document is for the years {start} to {end}"))
        start = end = None
    approved_on = None
    if facts.approved_on and (approved_on := read_date(facts.approved_on)) is None:
        message = f"'{facts.approved_on}' is no date"
        issues.append(make_issue(codes.APPROVAL_DATE_UNPARSED, message, raw=facts.approved_on))
    if clean_text(facts.chamber) is None:
        issues.append(make_issue(codes.CHAMBER_UNKNOWN, codes.CHAMBER_UNKNOWN.meaning))
    columns: StatedFacts = {
        "chamber": clean_text(facts.chamber),
        "title": clean_text(facts.title),
        "doc_type": cast(words.DocType, facts.doc_type),
        "period_start": start,
        "period_end": end,
        "approved_act": clean_text(facts.approved_act),
        "approved_on": approved_on,
    }
    return columns, issues


def _from_findings(extraction: Extraction, identities: Sequence[str]) -> Iterator[Issue]:
    """The issues of what the extractors report; one that is about a published row names it.

    `identities` are the ids of the records' indicators, in their order.
    """
    rows = {(r.place, r.row_text): identity for r, identity in zip(extraction.records, identities, strict=True)}
    for finding in (*extraction.rejected, *extraction.findings):
        about = rows.get((finding.place, finding.raw or ""))
        yield Issue(finding.severity, finding.code, finding.message, finding.place, finding.raw, about)


def _ignored_issues(extraction: Extraction) -> list[Issue]:
    """One issue for each rule that ignored rows, with the count and each distinct text."""
    by_rule: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    for row in extraction.ignored:
        by_rule[row.rule].append((row.place, row.raw))
    return [
        make_issue(
            codes.IGNORED_ROWS,
            f"{len(found)} rows ignored under the rule '{rule}' of the layout {extraction.layout_id}",
            found[0][0],
            raw="\n".join(dict.fromkeys(raw for _, raw in found)),
        )
        for rule, found in sorted(by_rule.items())
    ]
