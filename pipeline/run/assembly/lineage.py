"""Which plan published before a document goes on from: by content, name, chamber and years, or what it states."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_ALIKE: Final = 0.5  # the part of the indicators of the shorter plan that the other must state too
_FEWEST: Final = 5  # indicators of which that says something

COMPARED: Final = ("plan_id", "source_file", "chamber", "doc_type", "period_start", "period_end")
"""The columns of `plans` that plans are compared by."""
Keys = Callable[[str], frozenset[str]]
"""The `indicator_key`s of a plan, by its id."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a document gives now: what `plans` says of it (`COMPARED`), and its counts (`rows`, `values`, …)."""

    plan: Mapping[str, Any]
    counts: Mapping[str, int]

    @property
    def plan_id(self) -> str:
        """The plan's id."""
        return str(self.plan["plan_id"])

    @property
    def source_file(self) -> str:
        """The file's name."""
        return str(self.plan["source_file"])


def successors(
    before: Sequence[Mapping[str, Any]], given: Sequence[Given], keys_before: Keys, keys_now: Keys
) -> dict[str, Given]:
    """The document that stands now for each plan of `before` (rows of `plans`), by plan_id, where there is one.

    First the same content, then another content under its name. Of what is left, the plan of the same chamber, kind
    and years, and then the one that states the same indicators: a plan that is renamed as it is cut is still that plan.
    """
    found: dict[str, Given] = {}
    free = {one.plan_id: one for one in given}

    def settle(plan_id: str, one: Given | None) -> None:
        if one is not None:
            found[plan_id] = one
            free.pop(one.plan_id)

    for plan in before:
        settle(plan["plan_id"], free.get(plan["plan_id"]))
    # Of what is left: nearly all plans are settled by now, and a list of one takes more memory than what is in it.
    named, of_issue = _Lists(free.values(), _name_of), _Lists(free.values(), lambda one: _issue_of(one.plan))
    ways: tuple[Callable[[Mapping[str, Any]], Given | None], ...] = (
        lambda plan: named.first(plan["source_file"], free),
        lambda plan: of_issue.first(_issue_of(plan), free),
        lambda plan: _first_fitting(free, lambda one: _are_alike(keys_before(plan["plan_id"]), keys_now(one.plan_id))),
    )
    for way in ways:
        for plan in before:
            if plan["plan_id"] not in found and free:
                settle(plan["plan_id"], way(plan))
    return found


class _Lists:
    """Documents by what is said of them, each list in the order in which they came."""

    def __init__(self, given: Iterable[Given], said: Callable[[Given], object]) -> None:
        self._found: dict[object, deque[Given]] = defaultdict(deque)
        for one in given:
            self._found[said(one)].append(one)

    def first(self, said: object, free: Mapping[str, Given]) -> Given | None:
        """The first of which this is said that is still free; nothing is said of None."""
        found = self._found.get(said) if said is not None else None
        while found and found[0].plan_id not in free:
            found.popleft()
        return found[0] if found else None


def _name_of(one: Given) -> str:
    return one.source_file


def _first_fitting(free: Mapping[str, Given], fits: Callable[[Given], bool]) -> Given | None:
    return next((one for one in free.values() if fits(one)), None)


def _issue_of(plan: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Chamber, kind and years of a plan; None where it does not say them."""
    said = tuple(plan.get(name) for name in ("chamber", "doc_type", "period_start", "period_end"))
    return None if None in said else said


def _are_alike(before: frozenset[str], now: frozenset[str]) -> bool:
    shorter = min(len(before), len(now))
    return shorter >= _FEWEST and len(before & now) >= _ALIKE * shorter
