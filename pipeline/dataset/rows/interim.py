"""Results stated before their year had ended: kept and marked, never computed with.

A plan that is approved in January prints its empty form for the results of the year: 0, `0,00 %`, `00/01/1900`
(Massa-Carrara 2019, Allegato 1, approved on 31/01/2019). What such a document states of the year is no result.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.dataset import issue_codes as codes
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.vocabularies import READ

if TYPE_CHECKING:
    from pipeline.dataset.schemas.plans import StatedFacts
    from pipeline.dataset.schemas.values import ValueRow

_OF_THE_PAST: Final = ("result", "achievement")
_FORECASTS: Final = ("piano", "piao", "pira")
"""Documents of these types are made before or as their first year begins, so they cannot know its results."""
_LOOKS_BACK: Final = re.compile(r"consuntiv|rendicont|relazione", re.IGNORECASE)
"""What a document of such a type calls itself that reports instead (the PIRA's report is a `PIRA consuntivo`)."""


def set_usability(values: Iterable[ValueRow], facts: StatedFacts) -> None:
    """Write into the values `interim` and `usable`, told by what the document states of itself."""
    for row in values:
        interim = is_interim(row["role"], row["period"], facts)
        row["interim"] = interim
        row["usable"] = row["status"] in READ and not interim


def is_interim(role: str, period: int | None, facts: StatedFacts) -> bool:
    """Whether a figure is a result of a year that had not ended when the document was made.

    The day of approval decides where it is stated; where it is not, a plan cannot know the results of the years that
    it is for. What cannot be told is not interim.
    """
    if role not in _OF_THE_PAST or period is None:
        return False
    approved, start = facts["approved_on"], facts["period_start"]
    if approved is not None:
        return approved <= datetime.date(period, 12, 31)
    forecast = facts["doc_type"] in _FORECASTS and not _LOOKS_BACK.search(facts["title"] or "")
    return forecast and start is not None and period >= start


def interim_issues(values: Sequence[ValueRow], facts: StatedFacts) -> list[Issue]:
    """One issue for a plan that states results of years which had not ended."""
    years = Counter(row["period"] for row in values if row["interim"])
    if not years:
        return []
    made = f"approved on {facts['approved_on']}" if facts["approved_on"] else f"a {facts['doc_type']} for these years"
    told = ", ".join(f"{count} of {year}" for year, count in sorted(years.items(), key=lambda found: found[0] or 0))
    message = f"the document is {made} and cannot know results of years that had not ended: {told} figures"
    raw = "\n".join(dict.fromkeys(row["raw"] for row in values if row["interim"]))
    return [make_issue(codes.RESULTS_INTERIM, message, raw=raw)]
