"""The series that indicators belong to: one indicator of one chamber over its plans and years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizers.names.series import Stated, make_series_keys
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.rows.series_files import NOTHING_DECIDED, load_series

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow


def set_series(indicators: Sequence[IndicatorRow], chamber: str | None) -> None:
    """Write into the rows of one plan `series_id` and `series_rule`, unless the chamber is not known.

    An id is a hash of the chamber and of what the rule compares, so plans need not be read together to agree.

    Raises:
        SeriesError: the decisions of people cannot be read.
    """
    if chamber is None:
        return
    decided = load_series().get(chamber, NOTHING_DECIDED)
    stated = [Stated(row["indicator_key"], row["name"]) for row in indicators]
    keys = make_series_keys(stated, decided.series, decided.apart)
    for row in indicators:
        key = keys[row["indicator_key"]]
        row["series_id"] = series_id(chamber, key.rule, key.text)
        row["series_rule"] = key.rule


def series_id(chamber: str, rule: str, text: str) -> str:
    """The id of a series."""
    return f"ser-{hash_parts(chamber, rule, text)}"
