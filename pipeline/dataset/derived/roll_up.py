"""Percentages of a plan's pairs rolled up its tree, by the method that its layout states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.layouts.evaluation import Evaluation, Share, Thresholds
from pipeline.dataset.identity import Identities
from pipeline.dataset.vocabularies import ACHIEVED, NOT_ACHIEVED, NOT_COMPUTABLE, PARTLY, Outcome

if TYPE_CHECKING:
    from pipeline.dataset.schemas.achievement import AchievementRow, ObjectiveAchievementRow
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow


def classify_outcome(pct: float | None, thresholds: Thresholds) -> Outcome:
    """Achieved, partly or not, by the thresholds."""
    if pct is None:
        return NOT_COMPUTABLE
    if pct >= 100 - thresholds.achieved_within_pct:
        return ACHIEVED
    return NOT_ACHIEVED if pct < thresholds.not_achieved_below_pct else PARTLY


@dataclass(frozen=True, slots=True)
class _Average:
    """A percentage with the count of what it is made of, of which `measured` could be measured."""

    pct: float | None
    pairs: int
    measured: int
    interim: int = 0
    disputed: int = 0
    weighted: bool = False


_NO_AVERAGE: Final = _Average(None, 0, 0)


def roll_up(
    objectives: Sequence[ObjectiveRow],
    indicators: Sequence[IndicatorRow],
    pairs: Sequence[AchievementRow],
    method: Evaluation,
) -> list[ObjectiveAchievementRow]:
    """The rows of `objective_achievement`: every node and year that something was measured for."""
    own = _average_by_node(indicators, pairs)
    children: dict[str, list[ObjectiveRow]] = defaultdict(list)
    for node in objectives:
        if node["parent_id"] is not None:
            children[node["parent_id"]].append(node)
    order = _leaves_first(objectives, children)
    ids = Identities("oac")
    rows: list[ObjectiveAchievementRow] = []
    for period in sorted({period for _, period in own}, key=lambda year: year or 0):
        done: dict[str, ObjectiveAchievementRow] = {}
        for node in order:
            identity = node["objective_id"]
            below = [done[child["objective_id"]] for child in children[identity] if child["objective_id"] in done]
            part = own.get((identity, period), _NO_AVERAGE)
            if below or part.pairs:
                done[identity] = _make_node_row(ids.make_id(identity, period), node, period, (part, below), method)
        found = (node["objective_id"] for node in objectives if node["objective_id"] in done)
        rows += (done[identity] for identity in found)
    return rows


def _average_by_node(
    indicators: Sequence[IndicatorRow], pairs: Sequence[AchievementRow]
) -> dict[tuple[str, int | None], _Average]:
    """By node and year: the mean of the node's own indicators."""
    by_id = {row["indicator_id"]: row for row in indicators}
    grouped: dict[tuple[str, int | None], dict[str, list[AchievementRow]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs:
        if pair["objective_id"] is not None:
            grouped[pair["objective_id"], pair["period"]][pair["indicator_id"]].append(pair)
    return {
        key: _average_indicators([(by_id[identity], group) for identity, group in found.items()])
        for key, found in grouped.items()
    }


def _average_indicators(found: Sequence[tuple[IndicatorRow, Sequence[AchievementRow]]]) -> _Average:
    """The mean of a node's indicators, by their weights where all that were measured have one, else all alike.

    An indicator that is printed twice under the node counts once.
    """
    once: dict[str, tuple[IndicatorRow, Sequence[AchievementRow]]] = {}
    for indicator, group in found:
        once.setdefault(indicator["indicator_key"], (indicator, group))
    measured: list[tuple[float | None, float]] = []
    interim = sum(any(pair["interim"] for pair in group) for _, group in once.values())
    computed = ([pair for pair in group if pair["computed_pct"] is not None] for _, group in once.values())
    disputed = sum(not all(pair["counted"] for pair in group) for group in computed)
    for indicator, group in once.values():
        known = [pair["computed_pct"] for pair in group if pair["computed_pct"] is not None and pair["counted"]]
        if len(known) == len(group):
            measured.append((indicator["weight_pct"], sum(known) / len(known)))
    if not measured:
        return _Average(None, len(once), 0, interim, disputed)
    weights = [weight for weight, _ in measured if weight]
    weighted = len(weights) == len(measured)
    shares = weights if weighted else [1.0] * len(measured)
    pct = sum(share * figure for share, (_, figure) in zip(shares, measured, strict=True)) / sum(shares)
    return _Average(round(pct, 2), len(once), len(measured), interim, disputed, weighted)


def _make_node_row(
    identity: str,
    node: ObjectiveRow,
    period: int | None,
    parts: tuple[_Average, Sequence[ObjectiveAchievementRow]],
    method: Evaluation,
) -> ObjectiveAchievementRow:
    own, below = parts
    figures = [row["pct"] for row in below if row["pct"] is not None]
    below_pct = round(sum(figures) / len(figures), 2) if figures else None
    pct, reason = _combine_parts(own.pct, below_pct, method.share(node["level"]))
    pairs = own.pairs + sum(row["pairs"] for row in below)
    measured = own.measured + sum(row["measured"] for row in below)
    return {
        "objective_achievement_id": identity,
        "plan_id": node["plan_id"],
        "objective_id": node["objective_id"],
        "period": period,
        "own_pct": own.pct,
        "below_pct": below_pct,
        "pct": pct,
        "status": classify_outcome(pct, method.thresholds(node["level"])),
        "weighted": own.weighted,
        "pairs": pairs,
        "measured": measured,
        "interim": own.interim + sum(row["interim"] for row in below),
        "disputed": own.disputed + sum(row["disputed"] for row in below),
        "complete": pairs == measured,
        "reason": reason,
    }


def _combine_parts(own: float | None, below: float | None, share: Share | None) -> tuple[float | None, str | None]:
    """A node's percentage from its own indicators and the nodes below it, and what there is to know of it."""
    if own is None and below is None:
        return None, "nothing under it could be measured"
    if own is None or below is None:
        only = own if below is None else below
        part = "its own indicators" if below is None else "the objectives below it"
        return only, f"made of {part} alone: of the other part nothing was measured" if share else None
    if share is None:
        return None, "the method does not say how own indicators and objectives below are put together"
    return round((share.own_pct * own + share.below_pct * below) / 100, 2), None


def _leaves_first(
    objectives: Sequence[ObjectiveRow], children: Mapping[str, Sequence[ObjectiveRow]]
) -> list[ObjectiveRow]:
    """The nodes in an order in which every child comes before its parent; the tree has no circle."""
    ordered: list[ObjectiveRow] = []
    left = [node for node in objectives if node["parent_id"] is None]
    while left:
        node = left.pop()
        ordered.append(node)
        left.extend(children.get(node["objective_id"], ()))
    return ordered[::-1]
