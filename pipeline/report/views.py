"""What the pages of the report show, made from the published tables: plain values, no markup."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.quality.confidence import REVIEW
from pipeline.corrections.check import Examined
from pipeline.corrections.files import PrintedCell, cells_of
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import group_rows, path_to
from pipeline.dataset.issue_codes import ROW_REVIEW
from pipeline.dataset.places import place_of
from pipeline.dataset.vocabularies import CORRECTED
from pipeline.report.plan_names import PlanNames
from pipeline.report.selectors import choose_selectors

UNRESOLVED = ("invalid", "unparsed", "review")
"""The statuses of values that wait for a person, the gravest first."""
_SEVERITIES = ("error", "warning", "info")
_OF_CELL = {f"value-{status}" for status in UNRESOLVED}
_OF_ROW = {ROW_REVIEW.code}


@dataclass(frozen=True, slots=True)
class CellView:
    """A printed cell with what was read in it, one row of `values` a clause."""

    identity: str
    role: str
    period: int | None
    population: str | None
    raw: str
    status: str
    page: int | None
    line: int | None
    box: tuple[float, float, float, float] | None
    cell: str | None
    clauses: tuple[Row, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with its cells. `where` are the selectors that tell it from the plan's other indicators."""

    row: Row
    box: tuple[float, float, float, float] | None
    path: tuple[Row, ...]
    cells: tuple[CellView, ...]
    extra: dict[str, str]
    where: dict[str, Any]
    doubtful: bool

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of a text source where it and its cells stand."""
        found = [self.row["line"], *(cell.line for cell in self.cells)]
        return tuple(dict.fromkeys(line for line in found if line is not None))

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of its cells, each once; a row that was read with doubt is to be reviewed too."""
        own = ["review"] if self.doubtful else []
        return tuple(dict.fromkeys([*(cell.status for cell in self.cells), *own]))


@dataclass(frozen=True, slots=True)
class PageMark:
    """What is drawn on one page of an indicator: its row, and those of its cells that stand there."""

    indicator: IndicatorView
    row: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Something that waits for a person: a cell, or a row of low confidence where `cell` is None."""

    indicator: IndicatorView
    cell: CellView | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan. `slug` names its page and its folder of pictures."""

    slug: str
    row: Row
    indicators: tuple[IndicatorView, ...]
    waiting: tuple[ReviewItem, ...]
    issues: Sequence[Row]
    corrections: tuple[Examined, ...]
    levels: tuple[str, ...]
    statuses: tuple[str, ...]
    correction_file: str

    @property
    def years(self) -> str:
        """The years that it covers."""
        start, end = self.row["period_start"], self.row["period_end"]
        return "" if start is None else str(start) if start == end else f"{start}–{end}"

    @property
    def printed(self) -> dict[str, list[IndicatorView]]:
        """Of a document without pages and lines: its rows in reading order, by sheet or table."""
        found: dict[str, list[IndicatorView]] = {}
        for indicator in self.indicators:
            if indicator.row["sheet"] is not None:
                found.setdefault(indicator.row["sheet"], []).append(indicator)
        return found

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Its corrections as the file holds them, for the script that writes the file anew; `cell` where they fit."""
        return [
            {
                "cell": one.value_id,
                **one.entry.correction.model_dump(mode="json", by_alias=True, exclude_unset=True),
            }
            for one in self.corrections
        ]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the overview, which has no need of its rows: how many there are of each kind and year, among the
    indicators that its page shows."""

    slug: str
    row: Row
    years: str
    indicators: int
    shown: int
    waiting: int
    issues: int
    corrections: int
    kinds: Mapping[str, int]
    coverage: Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """All plans together, and the issues of files that gave none."""

    plans: Sequence[PlanLine]
    issues: Sequence[Row]

    @property
    def chambers(self) -> int:
        """How many chambers there are plans of."""
        return len({plan.row["chamber"] for plan in self.plans if plan.row["chamber"]})

    @property
    def indicators(self) -> int:
        """How many indicators there are."""
        return sum(plan.indicators for plan in self.plans)

    @property
    def values(self) -> int:
        """How many values there are."""
        return sum(sum(plan.kinds.values()) for plan in self.plans)

    @property
    def waiting(self) -> int:
        """How much waits for a person."""
        return sum(plan.waiting for plan in self.plans)

    @property
    def years(self) -> list[int | None]:
        """The years that values are for, at the end None where some are for none."""
        found = {year for plan in self.plans for year in plan.coverage}
        return [*sorted(year for year in found if year is not None), *([None] if None in found else [])]

    @property
    def first_year(self) -> int | None:
        """The earliest year that a value is for."""
        return min((year for year in self.years if year is not None), default=None)

    @property
    def last_year(self) -> int | None:
        """The latest year that a value is for."""
        return max((year for year in self.years if year is not None), default=None)


def summarize_plan(plan: PlanView) -> PlanLine:
    """The plan as the overview shows it."""
    values = [value for indicator in plan.indicators for cell in indicator.cells for value in cell.clauses]
    return PlanLine(
        slug=plan.slug,
        row=plan.row,
        years=plan.years,
        indicators=plan.row["rows_published"],
        shown=len(plan.indicators),
        waiting=len(plan.waiting),
        issues=len(plan.issues),
        corrections=len(plan.corrections),
        kinds=Counter(value["kind"] for value in values),
        coverage=Counter(value["period"] for value in values),
    )


def marks_by_page(plan: PlanView) -> dict[int, list[PageMark]]:
    """What is drawn on each page of a plan, in reading order."""
    found: dict[int, list[PageMark]] = {}
    for indicator in plan.indicators:
        own = indicator.row["page"] if indicator.box else None
        pages = [own, *(cell.page for cell in indicator.cells if cell.box)]
        for page in dict.fromkeys(page for page in pages if page is not None):
            cells = tuple(cell for cell in indicator.cells if cell.box and cell.page == page)
            found.setdefault(page, []).append(PageMark(indicator, page == own, cells))
    return found


def make_overview(plans: Sequence[PlanLine], issues: Sequence[Row]) -> Overview:
    """The view of all plans together, and of the issues of no plan."""
    return Overview(plans, _sorted_issues(issues))


def make_plan_view(
    row: Row, named: PlanNames, tables: Mapping[str, Sequence[Any]], corrections: Sequence[Examined]
) -> PlanView:
    """The view of one plan; `tables` are its rows of the published tables, `corrections` those of its files."""
    nodes = {node["objective_id"]: node for node in tables["objectives"]}
    cells: defaultdict[str, list[PrintedCell]] = defaultdict(list)
    for cell in cells_of(tables["indicators"], tables["values"]):
        cells[cell.indicator["indicator_id"]].append(cell)
    issues = _sorted_issues(tables["issues"])
    doubts = group_rows([i for i in issues if i["code"] in _OF_CELL | _OF_ROW], "indicator_id")
    wheres = choose_selectors(tables["indicators"])
    indicators = tuple(
        _make_indicator_view(
            indicator,
            tuple(
                _make_cell_view(cell, doubts.get(indicator["indicator_id"], []))
                for cell in cells[indicator["indicator_id"]]
            ),
            path_to(nodes, indicator["objective_id"]),
            wheres[indicator["indicator_id"]],
        )
        for indicator in tables["indicators"]
    )
    statuses = {status for indicator in indicators for status in indicator.statuses}
    return PlanView(
        slug=named.slug,
        row=row,
        indicators=indicators,
        waiting=tuple(_make_review_queue(indicators)),
        issues=issues,
        corrections=tuple(corrections),
        levels=tuple(dict.fromkeys(indicator.row["level"] for indicator in indicators)),
        statuses=tuple(s for s in (*UNRESOLVED, CORRECTED, "ok") if s in statuses),
        correction_file=named.correction_file,
    )


def _make_indicator_view(
    row: Row, cells: tuple[CellView, ...], path: tuple[Row, ...], where: dict[str, Any]
) -> IndicatorView:
    # A person who has held every cell against the page has settled the row.
    settled = bool(cells) and all(cell.status == CORRECTED for cell in cells)
    return IndicatorView(
        row=row,
        box=_box_of(row),
        path=path,
        cells=cells,
        extra=json.loads(row["extra"] or "{}"),
        where=where,
        doubtful=row["confidence"] < REVIEW and not settled,
    )


def _make_cell_view(cell: PrintedCell, doubts: Sequence[Row]) -> CellView:
    first = cell.values[0]
    statuses = [row["status"] for row in cell.values]
    return CellView(
        identity=cell.key,
        role=first["role"],
        period=first["period"],
        population=first["population"],
        raw=cell.raw,
        status=next((s for s in (*UNRESOLVED, CORRECTED) if s in statuses), "ok"),
        page=first["page"],
        line=first["line"],
        box=_box_of(first),
        cell=first["cell"],
        clauses=tuple(cell.values),
        why=tuple(dict.fromkeys(_find_reasons(cell, doubts))),
    )


def _find_reasons(cell: PrintedCell, doubts: Sequence[Row]) -> Iterable[str]:
    """Why a cell is in doubt: what was said of it, and of its row as a whole."""
    for doubt in doubts:
        if doubt["code"] in _OF_ROW:
            yield doubt["message"]
        elif doubt["raw"] == cell.raw and place_of(doubt) == place_of(cell.values[0]):
            # The message repeats the cell, which stands beside it here.
            yield doubt["message"].partition(f"'{cell.raw}': ")[2] or doubt["message"]


def _make_review_queue(indicators: Iterable[IndicatorView]) -> list[ReviewItem]:
    """The review queue: the gravest first, within it in reading order."""
    found = []
    for indicator in indicators:
        cells = [cell for cell in indicator.cells if cell.status in UNRESOLVED]
        found += [ReviewItem(indicator, cell) for cell in cells]
        if indicator.doubtful and not cells:
            found.append(ReviewItem(indicator, None))
    return sorted(found, key=lambda w: UNRESOLVED.index(w.cell.status) if w.cell else len(UNRESOLVED))


def _box_of(row: Row) -> tuple[float, float, float, float] | None:
    edges = (row["x0"], row["y0"], row["x1"], row["y1"])
    return None if None in edges else edges


def _sorted_issues(rows: Sequence[Row]) -> Sequence[Row]:
    """The gravest first, within it as the table has them."""
    return sorted(rows, key=lambda row: _SEVERITIES.index(row["severity"]))
