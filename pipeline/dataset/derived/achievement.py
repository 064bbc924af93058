"""Achievement of one plan's targets, and its roll-up along the tree, by the method that the plan's layout states.

Pure functions over the rows of one plan. A pair is a target and the result of the same indicator and year; where
either cannot be computed with, the pair is there without percentage and says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractors.layouts.evaluation import Evaluation, Thresholds
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.derived.measures import Measured, measure_result
from pipeline.dataset.derived.roll_up import classify_outcome, roll_up
from pipeline.dataset.habits import told_once
from pipeline.dataset.identity import Identities
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.places import place_of
from pipeline.dataset.vocabularies import CORRECTED, READ

if TYPE_CHECKING:
    from pipeline.dataset.schemas.achievement import AchievementRow, ObjectiveAchievementRow
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow
    from pipeline.dataset.schemas.values import ValueRow

WHOLE: Final = 100.0
UNDESCRIBED: Final = Evaluation(
    source="no method is described", indicators=Thresholds(achieved_within_pct=0, not_achieved_below_pct=0)
)
"""Holds printed percentages of plans whose method nobody has described against what is certain without one."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Rows of `achievement` and of `objective_achievement`, what is to report of them, and the ids of the values of
    pairs that the printed percentage contradicts."""

    pairs: list[AchievementRow]
    objectives: list[ObjectiveAchievementRow]
    issues: list[Issue]
    disputed: frozenset[str] = frozenset()


def evaluate_plan(
    objectives: Sequence[ObjectiveRow],
    indicators: Sequence[IndicatorRow],
    values: Iterable[ValueRow],
    method: Evaluation | None,
) -> Evaluated:
    """Measure the pairs of one plan, and roll them up its tree.

    Args:
        objectives: the plan's rows of that table.
        indicators: the plan's rows of that table, in reading order.
        values: the plan's rows of that table.
        method: the method of its layout; without one nothing is published, and only printed percentages are reported
            that the stated target and result certainly do not give.
    """
    return conclude_evaluation(measure_pairs(indicators, values, method), objectives, indicators, method)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of `achievement`; percentages that target and result do not give, and how many they do (`held`); the ids of
    the values that the former contradict."""

    rows: list[AchievementRow]
    issues: list[Issue]
    held: int
    disputed: frozenset[str]


def measure_pairs(indicators: Sequence[IndicatorRow], values: Iterable[ValueRow], method: Evaluation | None) -> Pairs:
    """Measure the pairs of indicators with all of their values, as `evaluate_plan` does those of a plan."""
    cells: dict[str, dict[int | None, dict[str, list[ValueRow]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for value in values:
        if value["part"] is not None:
            continue  # a figure of half a year is held against none of the whole year
        cells[value["indicator_id"]][value["period"]][value["role"]].append(value)
    ids = Identities("ach")
    pairs: list[AchievementRow] = []
    issues: list[Issue] = []
    held = 0  # printed percentages that target and result also give
    disputed: set[str] = set()
    for indicator in indicators:
        for period, by_role in sorted(cells[indicator["indicator_id"]].items(), key=lambda found: found[0] or 0):
            for pair in _make_pairs(indicator, period, by_role, method or UNDESCRIBED):
                disputed.update(cell["value_id"] for cell in pair.cells if pair.is_disputed)
                issues += _report_dispute(pair, method or UNDESCRIBED)
                held += pair.printed is not None and pair.measured.pct is not None
                pairs.append(pair.as_row(ids.make_id(pair.indicator_id, period, pair.clause), method))
    return Pairs(pairs, issues, held, frozenset(disputed))


def conclude_evaluation(
    pairs: Pairs, objectives: Sequence[ObjectiveRow], indicators: Sequence[IndicatorRow], method: Evaluation | None
) -> Evaluated:
    """The evaluation of a plan of which all pairs were measured."""
    if method is None:
        issues = told_once(pairs.issues, pairs.held, codes.ACHIEVEMENT_OTHERWISE)
        return Evaluated([], [], issues, pairs.disputed)
    return Evaluated(pairs.rows, roll_up(objectives, indicators, pairs.rows, method), pairs.issues, pairs.disputed)


@dataclass(frozen=True, slots=True)
class _Pair:
    indicator_id: str
    objective_id: str | None
    period: int | None
    clause: int
    target: ValueRow
    result: ValueRow | None
    printed: ValueRow | None
    measured: Measured
    agrees: bool | None

    @property
    def cells(self) -> tuple[ValueRow, ...]:
        """The values it is made of."""
        return tuple(cell for cell in (self.target, self.result, self.printed) if cell is not None)

    @property
    def is_interim(self) -> bool:
        """Whether its result is one of a year that had not ended."""
        return any(cell["interim"] for cell in self.cells)

    @property
    def is_disputed(self) -> bool:
        """Whether the printed percentage contradicts it and no person has corrected or confirmed one of its cells."""
        return self.agrees is False and not any(cell["status"] == CORRECTED for cell in self.cells)

    def as_row(self, identity: str, method: Evaluation | None) -> AchievementRow:
        """The row of `achievement`."""
        measured = self.measured
        thresholds = (method or UNDESCRIBED).indicators
        return {
            "achievement_id": identity,
            "plan_id": self.target["plan_id"],
            "indicator_id": self.indicator_id,
            "objective_id": self.objective_id,
            "period": self.period,
            "clause": self.clause,
            "target_value_id": self.target["value_id"],
            "result_value_id": None if self.result is None else self.result["value_id"],
            "printed_value_id": None if self.printed is None else self.printed["value_id"],
            "direction": measured.direction,
            "direction_source": measured.direction_source,
            "deviation": measured.deviation,
            "computed_pct": measured.pct,
            "status": classify_outcome(measured.pct, thresholds),
            "printed_pct": None if self.printed is None else self.printed["number"],
            "agrees": self.agrees,
            "reason": measured.reason,
            "interim": self.is_interim,
            "counted": measured.pct is not None and not self.is_disputed,
            "achieved_from_pct": 100 - thresholds.achieved_within_pct,
            "not_achieved_below_pct": thresholds.not_achieved_below_pct,
            "method": (method or UNDESCRIBED).citation,
        }


def _make_pairs(
    indicator: IndicatorRow, period: int | None, by_role: Mapping[str, Sequence[ValueRow]], method: Evaluation
) -> Iterable[_Pair]:
    """The pairs of one indicator and year: one a clause where target and result state as many."""
    targets, results = by_role.get("target", ()), by_role.get("result", ())
    printed = _printed_percentage(by_role.get("achievement", ()))
    if not targets or not (results or printed):
        return
    whole = [value["clause"] for value in targets] == [value["clause"] for value in results]
    for at, target in enumerate(targets if whole else targets[:1]):
        result = results[at] if whole else None
        if result is not None:
            assumed = "bare_target" in method.assumed
            measured = measure_result(target, result, bare=method.bare_target, most=method.most_pct, assumed=assumed)
        elif not results:
            measured = Measured(reason="no result is stated")
        else:
            measured = Measured(reason=f"{len(targets)} targets and {len(results)} results are stated")
        beside = printed if len(targets) == 1 else None
        agrees = None
        if beside is not None and beside["number"] is not None and measured.pct is not None:
            agrees = abs(measured.pct - beside["number"]) < method.printed_within_points or (
                method is UNDESCRIBED
                and measured.pct >= WHOLE
                and _is_more_than_whole(target, result, beside, method.printed_within_points)
            )
        yield _Pair(
            indicator["indicator_id"],
            indicator["objective_id"],
            period,
            target["clause"],
            target,
            result,
            beside,
            measured,
            agrees,
        )


def _is_more_than_whole(target: ValueRow, result: ValueRow | None, printed: ValueRow, within: float) -> bool:
    """Whether a printed percentage over 100 is by how much the target was surpassed: no method says that it ends there.

    The result is held against the target, or where less is better, the target against the result, or what was saved is
    added to the whole.
    """
    wanted, reached = target["number"], None if result is None else result["number"]
    if not wanted or not reached or (printed["number"] or 0) <= WHOLE:
        return False
    over = WHOLE * reached / wanted
    ways = (over, WHOLE * wanted / reached, 2 * WHOLE - over)
    return any(abs(way - (printed["number"] or 0)) < within for way in ways)


def _printed_percentage(cells: Sequence[ValueRow]) -> ValueRow | None:
    """The printed percentage of achievement, where it is one that was read."""
    if len(cells) != 1:
        return None
    cell = cells[0]
    read = cell["kind"] == "quantity" and cell["status"] in READ and cell["unit"] in (None, "percent")
    return cell if read else None


def _report_dispute(pair: _Pair, method: Evaluation) -> Iterable[Issue]:
    if not pair.is_disputed or pair.printed is None or pair.result is None:
        return
    measured = pair.measured
    said = {
        **{"at_least": "as much or more", "at_most": "as much or less", "exactly": "just so much"},
        **{"within": "a figure in the range", "by_date": "that day or an earlier one", "as_stated": "the same answer"},
    }
    message = (
        f"{pair.period or 'without year'}: target '{pair.target['raw']}' and result '{pair.result['raw']}' give "
        f"{measured.pct:g} % ({said.get(str(measured.direction), measured.direction)} is asked, by the "
        f"{measured.direction_source}), printed is '{pair.printed['raw']}'; {method.source}"
    )
    place = place_of(pair.printed)
    yield make_issue(codes.ACHIEVEMENT_DIFFERS, message, place, raw=pair.printed["raw"], indicator=pair.indicator_id)
