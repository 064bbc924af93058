"""What the pages of the report show, made from the published tables: plain values, no markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from extractors.confidence import REVIEW
from pipeline.corrections import SUFFIX, Cell, Row, cells_of, stems_of
from pipeline.corrections_check import UNFIT, Examined
from pipeline.issue_codes import ROW_REVIEW
from pipeline.vocabularies import CORRECTED, ROLES

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
class Waiting:
    """Something that waits for a person: a cell, or a row of low confidence where `cell` is None."""

    indicator: IndicatorView
    cell: CellView | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan. `slug` names its page and its folder of pictures."""

    slug: str
    row: Row
    indicators: tuple[IndicatorView, ...]
    waiting: tuple[Waiting, ...]
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


@dataclass(slots=True)
class Overview:
    """All plans together; the counts are by plan_id."""

    plans: list[PlanView] = field(default_factory=list)
    chambers: int = 0
    indicators: int = 0
    values: int = 0
    waiting: int = 0
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    statuses: dict[str, dict[str, int]] = field(default_factory=dict)
    years: list[int | None] = field(default_factory=list)
    coverage: dict[str, dict[int | None, int]] = field(default_factory=dict)
    issues: Rows = ()

    @property
    def first_year(self) -> int | None:
        """The earliest year that a value is for."""
        return min((year for year in self.years if year is not None), default=None)

    @property
    def last_year(self) -> int | None:
        """The latest year that a value is for."""
        return max((year for year in self.years if year is not None), default=None)


def plan_views(tables: Mapping[str, Rows], corrections: Sequence[Examined]) -> list[PlanView]:
    """The views of all plans, in their order; `tables` are the rows of the published tables."""
    by_plan = {name: _grouped(rows, "plan_id") for name, rows in tables.items() if name != "plans"}
    slugs = _slugs(tables["plans"])
    stems = Counter(stems_of(row["source_file"], row["plan_id"])[0] for row in tables["plans"])
    views = []
    for row in tables["plans"]:
        stem, full, identity = stems_of(row["source_file"], row["plan_id"])
        own = {name: found.get(identity, []) for name, found in by_plan.items()}
        file = (stem if stems[stem] == 1 else full) + SUFFIX
        views.append(_plan(row, slugs[identity], file, own, corrections))
    return views


def marks(plan: PlanView) -> dict[int, list[Mark]]:
    """What is drawn on each page of a plan, in reading order."""
    found: dict[int, list[Mark]] = {}
    for indicator in plan.indicators:
        own = indicator.row["page"] if indicator.box else None
        pages = [own, *(cell.page for cell in indicator.cells if cell.box)]
        for page in dict.fromkeys(page for page in pages if page is not None):
            cells = tuple(cell for cell in indicator.cells if cell.box and cell.page == page)
            found.setdefault(page, []).append(Mark(indicator, page == own, cells))
    return found


def overview(plans: Sequence[PlanView], tables: Mapping[str, Rows]) -> Overview:
    """The view of all plans together."""
    values = tables["values"]
    periods = {value["period"] for value in values}
    return Overview(
        plans=list(plans),
        chambers=len({row["chamber"] for row in tables["plans"] if row["chamber"]}),
        indicators=len(tables["indicators"]),
        values=len(values),
        waiting=sum(len(plan.waiting) for plan in plans),
        kinds=_counts(values, "kind"),
        statuses=_counts(values, "status"),
        years=[*sorted(p for p in periods if p is not None), *([None] if None in periods else [])],
        coverage=_counts(values, "period"),
        issues=_sorted_issues([row for row in tables["issues"] if row["plan_id"] is None]),
    )


def slug_of(source_file: str) -> str:
    """A name for files made of a document's file name: letters, digits and hyphens of ASCII."""
    stem = source_file.rpartition(".")[0] or source_file
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plan"


def _slugs(plans: Rows) -> dict[str, str]:
    """A name for each plan; where several would share one, or have the overview's, each gets its id too."""
    plain = {row["plan_id"]: slug_of(row["source_file"]) for row in plans}
    taken = Counter([*plain.values(), "index", "static", "pages"])
    return {
        identity: slug if taken[slug] == 1 else f"{slug}-{identity.removeprefix('plan-')}"
        for identity, slug in plain.items()
    }


def _plan(row: Row, slug: str, file: str, tables: Mapping[str, Rows], corrections: Sequence[Examined]) -> PlanView:
    nodes = {node["objective_id"]: node for node in tables["objectives"]}
    cells = _grouped_cells(cells_of(tables["indicators"], tables["values"]))
    issues = _sorted_issues(tables["issues"])
    doubts = _grouped([i for i in issues if i["code"] in _OF_CELL | _OF_ROW], "indicator_id")
    wheres = _selectors(tables["indicators"])
    indicators = tuple(
        IndicatorView(
            row=indicator,
            box=_box(indicator),
            path=_path(nodes, indicator["objective_id"]),
            cells=tuple(
                _cell(cell, doubts.get(indicator["indicator_id"], [])) for cell in cells[indicator["indicator_id"]]
            ),
            extra=json.loads(indicator["extra"] or "{}"),
            where=wheres[indicator["indicator_id"]],
            doubtful=indicator["confidence"] < REVIEW,
        )
        for indicator in tables["indicators"]
    )
    statuses = {status for indicator in indicators for status in indicator.statuses}
    return PlanView(
        slug=slug,
        row=row,
        indicators=indicators,
        waiting=tuple(_waiting(indicators)),
        issues=issues,
        corrections=tuple(
            c for c in corrections if c.entry.file.removesuffix(SUFFIX) in stems_of(row["source_file"], row["plan_id"])
        ),
        levels=tuple(dict.fromkeys(indicator.row["level"] for indicator in indicators)),
        statuses=tuple(s for s in (*UNRESOLVED, CORRECTED, "ok") if s in statuses),
        correction_file=file,
    )


def _cell(cell: Cell, doubts: Rows) -> CellView:
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
        box=_box(first),
        clauses=tuple(cell.values),
        why=tuple(dict.fromkeys(_reasons(cell, doubts))),
    )


def _reasons(cell: Cell, doubts: Rows) -> Iterable[str]:
    """Why a cell is in doubt: what was said of it, and of its row as a whole."""
    for doubt in doubts:
        if doubt["code"] in _OF_ROW:
            yield doubt["message"]
        elif (doubt["raw"], doubt["page"], doubt["line"]) == (cell.raw, cell.values[0]["page"], cell.values[0]["line"]):
            # The message repeats the cell, which stands beside it here.
            yield doubt["message"].partition(f"'{cell.raw}': ")[2] or doubt["message"]


def _waiting(indicators: Iterable[IndicatorView]) -> list[Waiting]:
    """The review queue: the gravest first, within it in reading order."""
    found = []
    for indicator in indicators:
        cells = [cell for cell in indicator.cells if cell.status in UNRESOLVED]
        found += [Waiting(indicator, cell) for cell in cells]
        if indicator.doubtful and not cells:
            found.append(Waiting(indicator, None))
    return sorted(found, key=lambda w: UNRESOLVED.index(w.cell.status) if w.cell else len(UNRESOLVED))


def _selectors(indicators: Rows) -> dict[str, dict[str, Any]]:
    """The fewest selectors that tell each indicator of a plan from all others; its id only where nothing else does.

    An id changes with any cell of the row, a name or a code only when it is itself printed anew: a correction that
    says as little as it must outlives a new edition of the plan.
    """
    found: dict[str, dict[str, Any]] = {}
    of_name = _grouped(indicators, "name")
    for keys in (("name",), ("name", "code"), ("name", "code", "page", "line")):
        chosen = {row["indicator_id"]: _chosen(row, keys) for row in indicators}
        taken = Counter(json.dumps(where, sort_keys=True) for where in chosen.values())
        for identity, where in chosen.items():
            if (
                identity not in found
                and taken[json.dumps(where, sort_keys=True)] == 1
                and _alone(where, of_name[where["name"]])
            ):
                found[identity] = where
    return {row["indicator_id"]: found.get(row["indicator_id"], _by_id(row)) for row in indicators}


def _chosen(row: Row, keys: Iterable[str]) -> dict[str, Any]:
    given = {key: row["code_raw"] if key == "code" else row[key] for key in keys}
    return {key: value for key, value in given.items() if value is not None}


def _alone(where: Mapping[str, Any], of_name: Rows) -> bool:
    """Whether one indicator alone fits: a key that is left out, as of an indicator without code, fits everything."""
    plain = {key: value for key, value in where.items() if key != "code"}
    code = where.get("code")
    fitting = (
        code is None or code in (row["code_raw"], row["code"])
        for row in of_name
        if all(row[key] == value for key, value in plain.items())
    )
    return sum(fitting) == 1


def _by_id(row: Row) -> dict[str, Any]:
    return {"indicator_id": row["indicator_id"], "name": row["name"]}


def _path(nodes: Mapping[str, Row], start: str | None) -> tuple[Row, ...]:
    """The nodes from the root to `start`."""
    path: list[Row] = []
    while start is not None and (node := nodes.get(start)) is not None and node not in path:
        path.insert(0, node)
        start = node["parent_id"]
    return tuple(path)


def _box(row: Row) -> tuple[float, float, float, float] | None:
    edges = (row["x0"], row["y0"], row["x1"], row["y1"])
    return None if None in edges else edges


def _sorted_issues(rows: Rows) -> Rows:
    """The gravest first, within it as the table has them."""
    return sorted(rows, key=lambda row: _SEVERITIES.index(row["severity"]))


def _counts(values: Rows, column: str) -> dict[str, dict[Any, int]]:
    counts: dict[str, Counter[Any]] = {}
    for value in values:
        counts.setdefault(value["plan_id"], Counter())[value[column]] += 1
    return {plan: dict(found) for plan, found in counts.items()}


def _grouped(rows: Rows, column: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _grouped_cells(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
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
    "PlanView",
    "Waiting",
    "marks",
    "overview",
    "plan_views",
    "slug_of",
]
