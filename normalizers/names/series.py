"""When two plans of one chamber state the same indicator: exact rules over names and places, never likeness.

A name is compared as its words in order, without endings and function words, without years and the marks of a variable
(`anno 2017`, `nell'anno n`): "N. presenze (uscite) sui media locali" and "Numero di presenze (uscite) su media locali"
are one, "entro 5 giorni" and "entro 30 giorni" are not. A name that a plan gives to several indicators ("Realizzazione
progetto" stands under 31 objectives of Modena 2017) says nothing alone: then its key in the plan, which is its code or
its place, belongs to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from normalizers.names.names import fold
from normalizers.names.similarity import list_words_in_order

Rule = Literal["person", "name", "place"]
"""What decided on a series: a person, the name alone, or the name with its place."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An indicator as one plan states it: `key` is that of `make_indicator_keys`, the same wherever it is printed."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What an indicator has in common with those of other plans that are the same: `rule` says what decided."""

    rule: Rule
    text: str


def make_series_keys(
    stated: Sequence[Stated], decided: Mapping[str, str], apart: frozenset[str]
) -> dict[str, SeriesKey]:
    """The series key of each indicator of one plan, by its `key`.

    Args:
        stated: the rows of the plan, in reading order; of rows with one key the first counts, and any decided name.
        decided: the series that people have decided, by folded name.
        apart: folded names that people have decided to be no name of a series: they stay with their place.
    """
    first: dict[str, Stated] = {}
    by_person: dict[str, str] = {}
    for one in stated:
        first.setdefault(one.key, one)
        if (series := decided.get(fold(one.name))) is not None:
            by_person.setdefault(one.key, series)
    named = Counter(_words_of(one) for one in first.values())
    found: dict[str, SeriesKey] = {}
    for key, one in first.items():
        folded, words = fold(one.name), _words_of(one)
        if key in by_person:
            found[key] = SeriesKey("person", by_person[key])
        elif named[words] == 1 and words and folded not in apart:
            found[key] = SeriesKey("name", words)
        else:
            found[key] = SeriesKey("place", f"{key}|{words or folded}")  # a code is used again for other indicators
    return found


def _words_of(one: Stated) -> str:
    return " ".join(list_words_in_order(one.name))
