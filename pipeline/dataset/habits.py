"""What a plan does all over is its habit, and no reason to look at each row.

A check that holds figures of a plan against each other finds misprints and misreadings where the plan is else in
order. Where it fails on most of what it looks at, the plan follows another rule than the check supposes: that is said
once, of the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pipeline.dataset.issues import Issue, make_issue

if TYPE_CHECKING:
    from pipeline.dataset.issue_codes import IssueCode

FEWEST: Final = 4
"""Cases under which nothing is a habit."""
MOST: Final = 0.5
"""The share of the cases from which it is."""


def is_habit(odd: int, cases: int) -> bool:
    """Whether `odd` of the `cases` that a check looked at are so many that the plan follows another rule."""
    return odd >= FEWEST and odd >= MOST * cases


def told_once(found: Sequence[Issue], cases: int, habit: IssueCode) -> list[Issue]:
    """The issues that a check `found` in so many `cases`; in their place one of the plan where they are its habit."""
    if not is_habit(len(found), cases):
        return list(found)
    return [make_issue(habit, f"{habit.meaning} ({len(found)} of {cases})")]
