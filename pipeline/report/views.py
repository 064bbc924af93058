"""What the pages of the report show, made from the published tables: plain values, no markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from extractors.quality.confidence import REVIEW
from pipeline.corrections.check import UNFIT, Examined
from pipeline.corrections.files import SUFFIX, Cell, Row, cells_of, stems_of
from pipeline.dataset.issue_codes import ROW_REVIEW
from pipeline.dataset.places import place_of
from pipeline.dataset.vocabularies import CORRECTED, ROLES

UNRESOLVED = ("invalid", "unparsed", "review")
"""The statuses of values that wait for a person, the gravest first."""
_SEVERITIES = ("error", "warning", "info")
_OF_CELL = {f"value-{status}" for status in UNRESOLVED}
_OF_ROW = {ROW_REVIEW.code}

Rows: TypeAlias = Sequence[Row]


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
class Mark:
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
    issues: Rows
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
    """One plan in the overview, which has no need of its rows: how many there are of each kind and year."""

    slug: str
    row: Row
    years: str
    indicators: int
    waiting: int
    issues: int
    corrections: int
    kinds: Mapping[str, int]
    coverage: Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """All plans together, and the issues of files that gave none."""

    plans: Sequence[PlanLine]
    issues: Rows

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


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What files of a plan are called: its page and its folder of pictures, and its file of corrections."""

    slug: str
    correction_file: str


def names_of(plans: Rows) -> dict[str, PlanNames]:
    """The names of plans by their id; two never share one."""
    slugs = _choose_slugs(plans)
    stems = Counter(stems_of(row["source_file"], row["plan_id"])[0] for row in plans)
    found = {}
    for row in plans:
        stem, full, identity = stems_of(row["source_file"], row["plan_id"])
        found[identity] = PlanNames(slugs[identity], (stem if stems[stem] == 1 else full) + SUFFIX)
    return found


def summarize_plan(plan: PlanView) -> PlanLine:
    """The plan as the overview shows it."""
    values = [value for indicator in plan.indicators for cell in indicator.cells for value in cell.clauses]
    return PlanLine(
        slug=plan.slug,
        row=plan.row,
        years=plan.years,
        indicators=len(plan.indicators),
        waiting=len(plan.waiting),
        issues=len(plan.issues),
        corrections=len(plan.corrections),
        kinds=Counter(value["kind"] for value in values),
        coverage=Counter(value["period"] for value in values),
    )


def marks_by_page(plan: PlanView) -> dict[int, list[Mark]]:
    """What is drawn on each page of a plan, in reading order."""
    found: dict[int, list[Mark]] = {}
    for indicator in plan.indicators:
        own = indicator.row["page"] if indicator.box else None
        pages = [own, *(cell.page for cell in indicator.cells if cell.box)]
        for page in dict.fromkeys(page for page in pages if page is not None):
            cells = tuple(cell for cell in indicator.cells if cell.box and cell.page == page)
            found.setdefault(page, []).append(Mark(indicator, page == own, cells))
    return found


def make_overview(plans: Sequence[PlanLine], issues: Rows) -> Overview:
    """The view of all plans together, and of the issues of no plan."""
    return Overview(plans, _sorted_issues(issues))


def slug_of(source_file: str) -> str:
    """A name for files made of a document's file name: letters, digits and hyphens of ASCII."""
    stem = source_file.rpartition(".")[0] or source_file
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plan"


def _choose_slugs(plans: Rows) -> dict[str, str]:
    """A name for each plan; where several would share one, or have the overview's, each gets its id too."""
    plain = {row["plan_id"]: slug_of(row["source_file"]) for row in plans}
    taken = Counter([*plain.values(), "index", "static", "pages"])
    return {
        identity: slug if taken[slug] == 1 else f"{slug}-{identity.removeprefix('plan-')}"
        for identity, slug in plain.items()
    }


def make_plan_view(
    row: Row, named: PlanNames, tables: Mapping[str, Sequence[Any]], corrections: Sequence[Examined]
) -> PlanView:
    """The view of one plan; `tables` are its rows of the published tables, `corrections` those of its files."""
    nodes = {node["objective_id"]: node for node in tables["objectives"]}
    cells = _group_cells(cells_of(tables["indicators"], tables["values"]))
    issues = _sorted_issues(tables["issues"])
    doubts = _group_by([i for i in issues if i["code"] in _OF_CELL | _OF_ROW], "indicator_id")
    wheres = _choose_selectors(tables["indicators"])
    indicators = tuple(
        _make_indicator_view(
            indicator,
            tuple(
                _make_cell_view(cell, doubts.get(indicator["indicator_id"], []))
                for cell in cells[indicator["indicator_id"]]
            ),
            _path_to(nodes, indicator["objective_id"]),
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


def _make_cell_view(cell: Cell, doubts: Rows) -> CellView:
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
        clauses=tuple(cell.values),
        why=tuple(dict.fromkeys(_find_reasons(cell, doubts))),
    )


def _find_reasons(cell: Cell, doubts: Rows) -> Iterable[str]:
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


def _choose_selectors(indicators: Rows) -> dict[str, dict[str, Any]]:
    """The fewest selectors that tell each indicator of a plan from all others; its id only where nothing else does.

    An id changes with any cell of the row, a name or a code only when it is itself printed anew: a correction that
    says as little as it must outlives a new edition of the plan.
    """
    found: dict[str, dict[str, Any]] = {}
    of_name = _group_by(indicators, "name")
    for keys in (("name",), ("name", "code"), ("name", "code", "page", "line"), ("name", "code", "sheet", "cell")):
        chosen = {row["indicator_id"]: _pick_selectors(row, keys) for row in indicators}
        taken = Counter(json.dumps(where, sort_keys=True) for where in chosen.values())
        for identity, where in chosen.items():
            if (
                identity not in found
                and taken[json.dumps(where, sort_keys=True)] == 1
                and _is_unique_match(where, of_name[where["name"]])
            ):
                found[identity] = where
    return {row["indicator_id"]: found.get(row["indicator_id"], _select_by_id(row)) for row in indicators}


def _pick_selectors(row: Row, keys: Iterable[str]) -> dict[str, Any]:
    given = {key: row["code_raw"] if key == "code" else row[key] for key in keys}
    return {key: value for key, value in given.items() if value is not None}


def _is_unique_match(where: Mapping[str, Any], of_name: Rows) -> bool:
    """Whether one indicator alone fits: a key that is left out, as of an indicator without code, fits everything."""
    plain = {key: value for key, value in where.items() if key != "code"}
    code = where.get("code")
    fitting = (
        code is None or code in (row["code_raw"], row["code"])
        for row in of_name
        if all(row[key] == value for key, value in plain.items())
    )
    return sum(fitting) == 1


def _select_by_id(row: Row) -> dict[str, Any]:
    return {"indicator_id": row["indicator_id"], "name": row["name"]}


def _path_to(nodes: Mapping[str, Row], start: str | None) -> tuple[Row, ...]:
    """The nodes from the root to `start`."""
    path: list[Row] = []
    while start is not None and (node := nodes.get(start)) is not None and node not in path:
        path.insert(0, node)
        start = node["parent_id"]
    return tuple(path)


def _box_of(row: Row) -> tuple[float, float, float, float] | None:
    edges = (row["x0"], row["y0"], row["x1"], row["y1"])
    return None if None in edges else edges


def _sorted_issues(rows: Rows) -> Rows:
    """The gravest first, within it as the table has them."""
    return sorted(rows, key=lambda row: _SEVERITIES.index(row["severity"]))


def _group_by(rows: Rows, column: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _group_cells(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """Cells by indicator; an indicator without cells has an empty list."""
    groups: dict[str, list[Cell]] = _Lists()
    for cell in cells:
        groups[cell.indicator["indicator_id"]].append(cell)
    return groups


class _Lists(dict[str, "list[Cell]"]):
    def __missing__(self, key: str) -> list[Cell]:
        return self.setdefault(key, [])


__all__ = [
    "ROLES",
    "UNFIT",
    "UNRESOLVED",
    "CellView",
    "IndicatorView",
    "Mark",
    "Overview",
    "PlanLine",
    "PlanNames",
    "PlanView",
    "ReviewItem",
    "make_overview",
    "make_plan_view",
    "marks_by_page",
    "names_of",
    "slug_of",
    "summarize_plan",
]
