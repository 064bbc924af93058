"""Achievement: what was reached, partly and not, by the methods that the chambers' plans state."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts import OUTCOMES, draw_outcomes
from dashboard.page import Bars, Note, Page, Part, Table

_TARGETS = ["chamber", "code", "name", "objective", "year", "target_raw", "result_raw", "computed_pct", "achievement"]
_TARGETS += ["printed_pct", "agrees", "reason", "page"]


def make_outcome_page(page: Page) -> Iterator[Part]:
    """The achievement of the chosen targets."""
    words = page.words
    targets = page.data.find_targets(page.choice)
    judged = targets[targets["achievement"].notna()]
    if judged.empty:
        yield Note(words["no_outcomes"], "empty")
        return
    methods = targets[["method", "achieved_from_pct", "not_achieved_below_pct"]].dropna().drop_duplicates()
    for method, least, failed in methods.itertuples(index=False):
        yield Note(words["method"].format(method=method, achieved=least, failed=failed))
    yield from make_outcome_bars(page, judged)
    differing = int((targets["agrees"] == False).sum())  # noqa: E712 - null is neither
    if differing:
        yield Note(words["differs"].format(count=differing), "warning")
    yield Table("outcomes", words["outcomes"], judged, _TARGETS)


def make_outcome_bars(page: Page, targets: pd.DataFrame) -> Iterator[Part]:
    """A bar a chamber and year, where any target was judged."""
    if targets["achievement"].notna().any():
        legend = {outcome: page.words[outcome] for outcome in OUTCOMES}
        yield Bars(page.words["outcomes"], draw_outcomes(targets, page.words), legend)
