"""What a page of the dashboard is asked, and the parts that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from urllib.parse import urlencode

import pandas as pd

from dashboard.charts import Bar, YearsChart
from dashboard.data import Choice, Dataset


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of what follows; `small` under another one."""

    kind: ClassVar[str] = "heading"
    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: how to read what stands beside it, that there is nothing to show (`empty`), or a `warning`."""

    kind: ClassVar[str] = "note"
    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures by what they are."""

    kind: ClassVar[str] = "cards"
    figures: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Selector:
    """A list to choose one of: `options` are labels by the value that the address keeps."""

    kind: ClassVar[str] = "selector"
    name: str
    label: str
    options: Mapping[str, str]
    chosen: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one another, each with its label."""

    kind: ClassVar[str] = "bars"
    label: str
    bars: Sequence[Bar]
    legend: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Years:
    """One indicator over the years."""

    kind: ClassVar[str] = "years"
    label: str
    chart: YearsChart


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to look at and to download: `columns` of `frame`, which has what links need besides.

    `bar` is the column that holds percentages to draw, coloured by the column `outcome`.
    """

    kind: ClassVar[str] = "table"
    name: str
    label: str
    frame: pd.DataFrame
    columns: Sequence[str]
    bar: str | None = None


Part: TypeAlias = Heading | Note | Cards | Selector | Bars | Years | Table


@dataclass(frozen=True, slots=True)
class Page:
    """The dataset, what was chosen of it, the words to say it in, and what the address asks for besides."""

    data: Dataset
    choice: Choice
    words: dict[str, str]
    language: str
    asked: Sequence[tuple[str, str]]

    def get(self, name: str) -> str | None:
        """What the address says under this name."""
        return dict(self.asked).get(name)

    def select(self, name: str, label: str, options: Mapping[str, str]) -> Selector:
        """A list of `options`, of which there is one at least; chosen is what the address says, else the first."""
        asked = self.get(name) or ""
        return Selector(name, label, options, asked if asked in options else next(iter(options)))

    def reset_link(self) -> str:
        """The address of this page without a choice."""
        return "?" + urlencode([(name, value) for name, value in self.asked if name in ("page", "lang")])

    def link(self, **changed: str) -> str:
        """The address of this page with some of what it says changed."""
        kept = [(name, value) for name, value in self.asked if name not in changed]
        return "?" + urlencode([*kept, *changed.items()])
