"""The report's folder: pages, pictures, styles and scripts, all of which open from disk."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment

from extractors.errors import DocumentError
from extractors.pages.text_form.source import decode, read_content
from extractors.quality.confidence import REVIEW
from pipeline.corrections.check import UNFIT, examine_plan
from pipeline.corrections.files import SUFFIX, Corrections, Entry
from pipeline.corrections.source import Source
from pipeline.dataset.columns import Row
from pipeline.dataset.identity import plan_id
from pipeline.dataset.vocabularies import KINDS, ROLES
from pipeline.processes.limits import Limits, release_memory
from pipeline.publish.atomic import Writer
from pipeline.report import choices, figures, reasons, texts
from pipeline.report.html import make_environment
from pipeline.report.pictures import Pdf, Sheet, draw_all
from pipeline.report.plan_names import names_of
from pipeline.report.views import PlanView, make_overview, make_plan_view, marks_by_page, summarize_plan

_PAGES = "pages"
_STATIC = "static"
_ASSETS = ("report.css", "review.css", "language.js", "report.js", "drafts.js", "corrections.js", "review.js")
_MANY = 5000  # values of a plan whose memory is wanted for the next step
_SHOWN = 5000  # indicators of a plan, and issues: a page with more would open in no browser, and take the run's memory
_PIECES = 500  # of a template's output that are written together
_LINE_END = re.compile(r"\r\n|\r|\n")
_A4 = (595.28, 841.89)  # points; a page without picture is at least that large

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing but the files beside a page is loaded, nothing inside it runs; what is sent goes to `cruscotto review`."""


class Published(Protocol):
    """The tables that were read, a plan at a time, so that no report needs them all in memory."""

    def plans(self) -> Sequence[Row]:
        """The rows of `plans`."""

    def of_plan(self, plan: str | None, most: int | None = None) -> Mapping[str, Sequence[Any]]:
        """By table, the rows of the plan of this id; of None, those of no plan. With `most` no more than so many of
        each table, and of the values those of these indicators."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pages of a PDF as they were drawn into `folder`."""

    folder: Path
    sheets: Sequence[Sheet]


def draw_pictures(
    published: Published, sources: Sequence[Source], folder: Path, *, processes: int, earlier: Path, limits: Limits
) -> dict[str, Pictures]:
    """Draw the pages of the plans that were read from PDFs into `folder`; what was drawn, by plan_id.

    This takes its time, and is done before the tables are published: no other run has to wait for it. Pictures of the
    same files are taken from `earlier`, a report of before. A PDF that takes more than `limits` has fewer pictures.
    """
    plans = published.plans()
    names = names_of(plans)
    by_plan = {plan_id(source.sha256): source for source in sources}
    pdfs = {
        names[row["plan_id"]].slug: Pdf(source.path, source.sha256)
        for row in plans
        if row["pages"] is not None and (source := by_plan.get(row["plan_id"])) is not None
    }
    sheets = draw_all(pdfs, folder, processes=processes, earlier=earlier / _PAGES, limits=limits)
    slugs = {plan: named.slug for plan, named in names.items()}
    return {plan: Pictures(folder / slug, sheets[slug]) for plan, slug in slugs.items() if slug in sheets}


def report_writer(published: Published, sources: Sequence[Source], pictures: Mapping[str, Pictures]) -> Writer:
    """What writes the report of the published tables, made from these files."""
    return lambda folder: write_report(folder, published, sources, pictures)


def write_report(
    folder: Path, published: Published, sources: Sequence[Source], pictures: Mapping[str, Pictures] | None = None
) -> None:
    """Write the report of published tables into the new folder `folder`.

    Args:
        folder: is made; its parent must be there.
        published: the tables of the dataset.
        sources: the files that the plans were read from; of others there are no pictures and no lines.
        pictures: the pages of PDFs, by plan_id.

    Raises:
        OSError: a file cannot be written.
    """
    plans = published.plans()
    names = names_of(plans)
    corrections = _group_corrections(sources)
    by_plan = {plan_id(source.sha256): source for source in sources}
    (folder / _PAGES).mkdir(parents=True)
    pictures = pictures or {}
    environment = _make_environment()
    lines = []
    for row in plans:
        own = published.of_plan(row["plan_id"], _SHOWN)
        examined = examine_plan(corrections, row, own["indicators"], own["values"])
        plan = make_plan_view(row, names[row["plan_id"]], own, examined)
        long = len(own["values"]) > _MANY
        del own
        source = by_plan.get(row["plan_id"])
        drawn = pictures.get(row["plan_id"])
        if drawn is not None:
            shutil.copytree(drawn.folder, folder / _PAGES / plan.slug)
        own_sheets = _complete_sheets(plan, drawn.sheets if drawn is not None else [])
        text_lines = _read_lines(source) if source is not None and row["media_type"] == "text/plain" else []
        shown_plan = {"plan": plan, "sheets": own_sheets, "marks": marks_by_page(plan), "lines": text_lines}
        _write_page(folder / f"{plan.slug}.html", environment, "plan.html", **shown_plan)
        if plan.waiting:
            _write_page(
                folder / f"{plan.slug}.review.html",
                environment,
                "review.html",
                **shown_plan,
                pages=_sheets_for_script(plan.slug, own_sheets),
            )
        lines.append(summarize_plan(plan))
        del plan, shown_plan
        if long:
            release_memory(cycles=True)
    shown = make_overview(lines, published.of_plan(None)["issues"])
    _write_page(folder / "index.html", environment, "overview.html", overview=shown)
    static = folder / _STATIC
    static.mkdir()
    for name in _ASSETS:
        (static / name).write_bytes(files("pipeline.report").joinpath(_STATIC, name).read_bytes())
    (static / "texts.js").write_text(texts.texts_as_script(), encoding="utf-8", newline="\n")


def _group_corrections(sources: Sequence[Source]) -> Corrections:
    """The corrections that the sources came with, by the stem of their file."""
    found: dict[str, dict[Entry, None]] = {}
    for source in sources:
        for entry in source.corrections:
            found.setdefault(entry.file.removesuffix(SUFFIX), {})[entry] = None
    return {stem: tuple(entries) for stem, entries in found.items()}


def _make_environment() -> Environment:
    environment = make_environment("pipeline.report")
    environment.globals |= {
        "POLICY": POLICY,
        "KINDS": KINDS,
        "UNFIT": UNFIT,
        "REVIEW": REVIEW,
        "words": texts.text_markup,
        "words_plain": texts.format_text,
        "content": texts.content_markup,
        "attribute": texts.attribute_markup,
        "term": figures.term_markup,
        "option": figures.option_markup,
        "number": figures.number_markup,
        "day": figures.day_markup,
        "clause": figures.clause_markup,
        "reason": reasons.reason_markup,
        "issue_message": reasons.issue_markup,
        "signals_of": reasons.signals_of,
        "choices_of": choices.choices_of,
        "fields_of": choices.fields_of,
        "ROLES": ROLES,
    }
    return environment


def _write_page(path: Path, environment: Environment, template: str, **shown: object) -> None:
    # A page in memory would grow with its plan; some hundred pieces of it at a time do not.
    stream = environment.get_template(template).stream(**shown)
    stream.enable_buffering(_PIECES)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(stream)


def _complete_sheets(plan: PlanView, drawn: Sequence[Sheet]) -> list[Sheet]:
    """The plan's pages; one that could not be drawn is a blank sheet as large as what was read from it."""
    by_number = {sheet.number: sheet for sheet in drawn}
    sizes: dict[int | None, tuple[float, float]] = defaultdict(lambda: _A4)
    boxes = [(i.row["page"], i.box) for i in plan.indicators]
    boxes += [(c.page, c.box) for i in plan.indicators for c in i.cells]
    for page, box in boxes:
        if box is not None:
            sizes[page] = (max(sizes[page][0], box[2]), max(sizes[page][1], box[3]))
    numbers = range(1, (plan.row["pages"] or 0) + 1)
    return [by_number.get(number) or Sheet(number, *sizes[number], "", (0, 0)) for number in numbers]


def _sheets_for_script(slug: str, sheets: Sequence[Sheet]) -> dict[int, dict[str, object]]:
    """The sheets as the script of the review places them: size in points, and where the picture is."""
    return {
        sheet.number: {
            "width": sheet.width,
            "height": sheet.height,
            "picture": f"{_PAGES}/{slug}/{sheet.picture}" if sheet.picture else "",
        }
        for sheet in sheets
    }


def _read_lines(source: Source) -> list[str]:
    """The lines of a text source, counted as the reader of texts counts them."""
    try:
        return _LINE_END.split(decode(read_content(source.path)))
    except (OSError, DocumentError):
        return []
