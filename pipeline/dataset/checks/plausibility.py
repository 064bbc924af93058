"""What a plan says that cannot well be so: warnings for a person to look at, nothing is changed.

Pure functions over the rows of one plan. Each check is narrow: it speaks only where the printed figures themselves
disagree, because a warning that is mostly false is soon not read. Values whose reading is in doubt are left out; they
have an issue of their own. The same code with two names is reported where the rows are made
(`pipeline.dataset.rows.indicators`), and a printed percentage that target and result do not give in
`pipeline.dataset.derived.achievement`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from pipeline.dataset import issue_codes as codes
from pipeline.dataset.columns import Row
from pipeline.dataset.habits import told_once
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.places import place_of
from pipeline.dataset.vocabularies import READ

WHOLE: Final = 100.0
LENIENT: Final = 10.0
"""A target is held for contradicted by its baseline where the baseline is so many times better than it asks. Plans
are cautious and often ask for less than they have reached, half of it or a fifth; ten times is a misprint or a figure
in another unit."""

_FIGURES: Final = ("quantity", "date")
_UPWARD: Final = (">=", ">")
_DOWNWARD: Final = ("<=", "<")


def find_implausible(
    plan: Row, objectives: Sequence[Row], indicators: Sequence[Row], values: Sequence[Row]
) -> list[Issue]:
    """All warnings about one plan.

    Args:
        plan: `period_start` and `period_end` of the plan, which may be None.
        objectives: its rows of that table.
        indicators: its rows of that table.
        values: its rows of that table.
    """
    read = [value for value in values if value["status"] in READ]
    cells = _group_cells(read)
    return [
        *find_odd_weights(objectives, indicators),
        *find_odd_deadlines(plan, read),
        *find_odd_kinds(cells),
        *find_turned_targets(cells),
        *find_contradicted_targets(cells),
        *find_differing_targets(indicators, cells),
    ]


Cells: TypeAlias = Mapping[str, Mapping[tuple[str, int | None], Sequence[Row]]]
"""By indicator, by role and year: the clauses that were read."""


def _group_cells(values: Iterable[Row]) -> Cells:
    found: dict[str, dict[tuple[str, int | None], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for value in values:
        if value["part"] is None:  # a figure of half a year is held against none of the whole year
            found[value["indicator_id"]][value["role"], value["period"]].append(value)
    return found


def find_odd_weights(objectives: Sequence[Row], indicators: Sequence[Row]) -> Iterator[Issue]:
    """Weights that are printed for all indicators under a node and are not 100 together.

    Plans give weights within a node, a branch of the tree, a printed section, an office or the whole document: a node
    is reported only where none of these is 100. How far from 100 they may be is what rounding each to its printed
    decimals can do: three times 33,33. A plan that does not under most of its nodes weighs otherwise: that is
    said of the plan, and warns of no row.
    """
    parents = {node["objective_id"]: node["parent_id"] for node in objectives}
    groups: dict[tuple[str, str | None], dict[str, Row]] = defaultdict(dict)
    homes: dict[str | None, dict[str, Row]] = defaultdict(dict)
    for row in indicators:
        key = row["indicator_key"]
        node = row["objective_id"]
        if node is not None:
            homes[node].setdefault(key, row)
        groups["plan", None].setdefault(key, row)
        groups["section", row["section"]].setdefault(key, row)
        if row["owner"] is not None:
            groups["owner", row["owner"]].setdefault(key, row)
        while node is not None:
            groups["branch", node].setdefault(key, row)
            node = parents.get(node)
    odd: list[Issue] = []
    whole = 0
    for node, rows in homes.items():
        weighted = [row for row in rows.values() if row["weight_pct"] is not None]
        if not weighted or _sums_to_100(weighted):
            whole += bool(weighted)
            continue
        total = sum(row["weight_pct"] for row in weighted)
        if len(weighted) < len(rows) and total < WHOLE:
            continue
        wider = [groups["plan", None], *(groups[by, row[by]] for row in weighted for by in ("section", "owner"))]
        above = node
        while above is not None:
            wider.append(groups["branch", above])
            above = parents.get(above)
        if any(_sums_to_100([row for row in group.values() if row["weight_pct"] is not None]) for group in wider):
            whole += 1
            continue
        first = weighted[0]
        listed = " + ".join(f"{row['weight_pct']:g}" for row in weighted)
        message = (
            f"the weights of {len(weighted)} indicators under one node are {total:g} % together, not 100: {listed}"
        )
        odd.append(
            make_issue(codes.WEIGHTS_NOT_100, message, place_of(first), raw=listed, indicator=first["indicator_id"])
        )
    yield from told_once(odd, whole + len(odd), codes.WEIGHTS_OTHERWISE)


def _sums_to_100(rows: Sequence[Row]) -> bool:
    weights = [Decimal(repr(row["weight_pct"])).normalize() for row in rows]
    slack = sum((Decimal(1).scaleb(min(int(w.as_tuple().exponent), 0)) / 2 for w in weights), Decimal(0))
    return bool(weights) and abs(sum(weights, Decimal(-100))) <= slack


def find_odd_deadlines(plan: Row, values: Sequence[Row]) -> Iterator[Issue]:
    """Deadlines of targets in a year that neither the plan nor the target's column is for."""
    start, end = plan["period_start"], plan["period_end"]
    if start is None or end is None:
        return
    for value in values:
        if value["role"] != "target" or value["date"] is None:
            continue
        period = value["period"] or start
        if not min(start, period) <= value["date"].year <= max(end, period):
            years = f"{start}" if start == end else f"{start} to {end}"
            message = f"target {period}: '{value['raw']}' is due on {value['date']}, and the plan is for {years}"
            yield _value_issue(codes.DEADLINE_OUTSIDE_PLAN, message, value)


def find_odd_kinds(cells: Cells) -> Iterator[Issue]:
    """A date stated as the result or baseline of a target that is a number, and the reverse."""
    for by_role in cells.values():
        for (role, period), found in by_role.items():
            if role not in ("result", "baseline") or len(found) != 1:
                continue
            targets = by_role.get(("target", period), ())
            if role == "baseline":  # it is of no year, or of one before the targets'
                targets = next((c for (other, _), c in by_role.items() if other == "target"), ())
            if len(targets) != 1:
                continue
            value, target = found[0], targets[0]
            kinds = value["kind"], target["kind"]
            if set(kinds) == set(_FIGURES) and not (kinds[0] == "date" and target["date"] is not None):
                year = period or "without year"
                message = f"{role} {year}: '{value['raw']}' is a {kinds[0]}, the target '{target['raw']}' a {kinds[1]}"
                yield _value_issue(codes.RESULT_KIND_DIFFERS, message, value)


def find_turned_targets(cells: Cells) -> Iterator[Issue]:
    """Targets of one indicator that ask for as much or more in one year and for as much or less in another."""
    for by_role in cells.values():
        ways: dict[str, Row] = {}
        for (role, _), found in sorted(by_role.items(), key=lambda cell: cell[0][1] or 0):
            if role == "target" and len(found) == 1 and found[0]["kind"] == "quantity":
                if found[0]["comparator"] in _UPWARD:
                    ways.setdefault("up", found[0])
                elif found[0]["comparator"] in _DOWNWARD:
                    ways.setdefault("down", found[0])
        if len(ways) == 2:
            first, second = sorted(ways.values(), key=lambda value: value["period"] or 0)
            message = (
                f"the target of {first['period']} is '{first['raw']}', that of {second['period']} '{second['raw']}'"
            )
            yield _value_issue(codes.TARGET_TURNS, message, second)


def find_contradicted_targets(cells: Cells) -> Iterator[Issue]:
    """Targets that their own baseline is `LENIENT` times better than, in figures of one unit."""
    for by_role in cells.values():
        baselines = [found for (role, _), found in by_role.items() if role == "baseline"]
        if len(baselines) != 1 or len(baselines[0]) != 1:
            continue
        (baseline,) = baselines[0]
        for (role, period), found in by_role.items():
            if role == "target" and len(found) == 1 and _is_contradicted(found[0], baseline):
                message = f"target {period}: '{found[0]['raw']}', while the baseline is '{baseline['raw']}'"
                yield _value_issue(codes.TARGET_CONTRADICTED, message, found[0])
                break


def _is_contradicted(target: Row, baseline: Row) -> bool:
    if target["kind"] != "quantity" or baseline["kind"] != "quantity" or target["reference"] is not None:
        return False
    wanted, now = target["number"], baseline["number"]
    if target["unit"] != baseline["unit"] or wanted <= 0 or now <= 0:
        return False
    if target["comparator"] in _UPWARD:
        return bool(now >= LENIENT * wanted)
    return bool(target["comparator"] in _DOWNWARD and now * LENIENT <= wanted)


def find_differing_targets(indicators: Sequence[Row], cells: Cells) -> Iterator[Issue]:
    """An indicator that is printed twice, with another target the second time."""
    first: dict[tuple[str, int | None], Sequence[Row]] = {}
    told: set[tuple[str, int | None]] = set()
    for row in indicators:
        for (role, period), found in cells.get(row["indicator_id"], {}).items():
            if role != "target" or any(value["kind"] == "missing" for value in found):
                continue
            key = (row["indicator_key"], period)
            other = first.setdefault(key, found)
            if key not in told and not _is_same_target(other, found):
                told.add(key)
                message = f"target {period}: '{found[0]['raw']}' here, '{other[0]['raw']}' where it is printed first"
                yield _value_issue(codes.TARGETS_DIFFER, message, found[0])


def _is_same_target(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether two cells ask the same; a sign that one of them leaves out makes no difference."""
    if len(one) != len(other):
        return False
    for a, b in zip(one, other, strict=True):
        if any(a[name] != b[name] for name in ("kind", "number", "number_high", "date", "boolean")):
            return False
        if a["kind"] in ("qualitative", "relative") and a["raw"].casefold() != b["raw"].casefold():
            return False
        if None not in (a["unit"], b["unit"]) and a["unit"] != b["unit"]:
            return False
        if "implicit" not in (a["comparator_source"], b["comparator_source"]) and a["comparator"] != b["comparator"]:
            return False
    return True


def _value_issue(kind: codes.IssueCode, message: str, value: Row) -> Issue:
    return make_issue(kind, message, place_of(value), raw=value["raw"], indicator=value["indicator_id"])
