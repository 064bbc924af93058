"""Headings over several years whose words an inferred grid has parted: `Risultati 2020`, `attesi 2021`.

In: the headings of a row, how to match a text. Out: the same, each of such a run as the whole heading of its own year.
Public: `mend_split`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.headings.periods import without_period
from extractors.layouts.schema import VALUE_COLUMNS, Column
from extractors.text import heading_key


def mend_split(headings: Sequence[Heading], column_of: Callable[[str], Column | None]) -> list[Heading]:
    """The headings with runs that name a year each, whose words make one heading of figures only together, as that."""
    mended: list[Heading] = []
    for is_dated, group in groupby(headings, key=lambda heading: heading.year is not None):
        run = list(group)
        words = [without_period(heading_key(heading.text))[0] for heading in run] if is_dated else []
        column = column_of(" ".join(filter(None, words))) if sum(map(bool, words)) > 1 else None
        if column is None or column.column not in VALUE_COLUMNS:
            mended += run
        else:
            mended += [replace(heading, column=column, bare=False) for heading in run]
    return mended
