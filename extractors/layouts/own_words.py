"""Words that the cells of a chamber's plans print and no other chamber's: `vocabulary` of a layout."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

UnitName = Literal[
    "percent",
    "permille",
    "percentage_point",
    "point",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "EUR",
    "FTE",
]
Comparator = Literal[">=", ">", "<=", "<", "="]


class ChamberVocabulary(BaseModel):
    """Words of the chamber's cells that the vocabularies of all chambers do not have, by what they mean.

    `units` are words for a unit (`day: [gglav]`), in cells and in the unit column; `comparators` are words before a
    figure that say what a sign says (`">=": [perlomanco]`); `absent` says that there is no value (`in itinere`);
    `harmless` words beside a figure leave it as it is, as the things that the chamber counts. Each may be
    several words; it is found whole, whatever its case and accents, before the words that all chambers share.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: dict[UnitName, tuple[str, ...]] = {}
    comparators: dict[Comparator, tuple[str, ...]] = {}
    absent: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check_words(self) -> ChamberVocabulary:
        lists = (*self.units.values(), *self.comparators.values(), self.absent, self.harmless)
        said = Counter(" ".join(word.casefold().split()) for word in chain.from_iterable(lists))
        if wrong := [word for word in said if not any(c.isalpha() for c in word)]:
            raise ValueError(f"without letters, where all plans mean the same: {', '.join(map(repr, wrong))}")
        if twice := [word for word, times in said.items() if times > 1]:
            raise ValueError(f"stands for two things: {', '.join(twice)}")
        return self
