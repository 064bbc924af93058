"""The words of quantities: units, multiples, numbers, months and parts of the year, as `measures.yml` declares them."""

from __future__ import annotations

import re
from collections import Counter

from pydantic import Field, model_validator

from normalizers.declared import Declared


class Unit(Declared):
    """A unit that is published: its meaning, what cells print beside a figure and what unit columns print besides."""

    meaning: str
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def printed(self) -> tuple[str, ...]:
        """All that is printed for it."""
        return self.cells + self.columns


class Measures(Declared):
    """`measures.yml`; the file says what each key is for."""

    units: dict[str, Unit]
    time_units: frozenset[str]
    scales: dict[str, frozenset[str]]
    multiples: dict[int, frozenset[str]]
    doubtful_digits: dict[str, re.Pattern[str]]
    small_numbers: tuple[str, ...] = Field(min_length=20, max_length=20)
    tens: tuple[str, ...] = Field(min_length=8, max_length=8)
    months: tuple[tuple[str, ...], ...] = Field(min_length=12, max_length=12)
    parts_of_year: dict[int, tuple[str, ...]]
    ordinals: tuple[frozenset[str], ...] = Field(min_length=6, max_length=6)

    @model_validator(mode="after")
    def _check_words(self) -> Measures:
        said = Counter(word for unit in self.units.values() for word in unit.printed)
        said.update(word for words in self.scales.values() for word in words)
        wrong = {
            "stands for two things": [word for word, times in said.items() if times > 1],
            "is not in small letters with single spaces": [w for w in said if w != " ".join(w.lower().split())],
            "is no unit": sorted(self.time_units - self.units.keys()),
        }
        for what, words in wrong.items():
            if words:
                raise ValueError(f"{what}: {', '.join(words)}")
        return self


measures = Measures.load("normalizers.vocabulary", "measures")
