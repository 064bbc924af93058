"""What a figure is compared with: an earlier year, a mean, a grade of a scale, an earlier statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from normalizers.targets.pieces import Day, Figure, Piece
from normalizers.vocabulary import italian as words


class Reference(NamedTuple):
    """`name` as it is published (`t-1`, `media cluster`, `consolidato 2015`), with reasons to doubt it."""

    name: str
    doubts: tuple[str, ...] = ()


_BARE = words.articles | words.punctuation
_BEFORE_YEAR = re.compile(r"^(?:(?:nel|del|sul|dal|al)(?:l'| )|per il )", re.IGNORECASE)
_STEPS = re.compile(r"[xnt] ?- ?([1-9])")


def read_reference(pieces: Sequence[Piece], text: str, *, base: bool = False) -> Reference | None:
    """What the pieces behind a comparison (or, `base`, behind `rispetto a`) refer to; None where no rule fits.

    Args:
        pieces: the pieces behind the comparison.
        text: the cleaned text as it is shown.
        base: the words `rispetto a` stand before, so that any words name a reference.
    """
    rest = [p for p in pieces if p.sort != "now"]
    if past := [p for p in rest if p.sort == "past"]:
        return _read_earlier(past, rest)
    while rest and rest[-1].word in words.punctuation:
        rest.pop()
    whole = _drop_fillers(rest, _BARE)
    rest = _drop_fillers(whole, words.fillers)
    if not rest:
        return None
    name = _print_reference(whole, text)
    first = rest[0]
    if isinstance(first, Figure):
        return Reference(name, first.doubts if first.year and len(rest) == 1 else ("More stands behind the year.",))
    grade = first.word != "media" and words.scale_words.issuperset([p.word for p in rest])
    stated = first.word in words.mean_words or first.word in words.base_words or _names_mean(rest)
    if base or first.sort == "year" or (stated and not grade):
        return Reference(name)
    if grade:
        return Reference(_print_reference(rest, text))
    doubt = "It is not said what the earlier value is."
    return Reference("t-1", (doubt,)) if [p.word for p in rest] == ["precedente"] else None


def _print_reference(pieces: Sequence[Piece], text: str) -> str:
    return _BEFORE_YEAR.sub("", text[pieces[0].start : pieces[-1].end].strip(" ,;:.\"'"), count=1)


def _drop_fillers(pieces: Sequence[Piece], fillers: frozenset[str]) -> list[Piece]:
    """The pieces from the first one on that is no filler."""
    rest = list(pieces)
    while rest and rest[0].word in fillers and not _names_mean(rest):
        rest.pop(0)
    return rest


def _names_mean(rest: Sequence[Piece]) -> bool:
    """`valore medio nazionale`: the filler belongs to the mean."""
    return len(rest) > 2 and rest[0].word in words.values and rest[1].word == "medio"


def _read_earlier(past: Sequence[Piece], rest: Sequence[Piece]) -> Reference:
    found = _STEPS.search(past[0].word)
    reasons = {
        "Several earlier years are named.": len(past) > 1,
        "It is not said what the earlier value is.": past[0].word.startswith("valore"),
        "A figure stands beside the earlier year.": any(isinstance(p, Figure | Day) for p in rest),
        "The earlier year's value is a mean.": any(p.word in words.mean_words for p in rest),
    }
    doubts = tuple(reason for reason, holds in reasons.items() if holds)
    return Reference(f"t-{found[1]}" if found else "t-1", doubts[:1])


def read_direction(lead: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """The comparison that the words before `rispetto a` say, with reasons to doubt it; None where they say none."""
    if not words.increase.isdisjoint(lead):
        return ">", ()
    if not words.decrease.isdisjoint(lead):
        return "<", ()
    return None if words.keeping.isdisjoint(lead) else ("=", (DOUBT_KEEPING,))


DOUBT_KEEPING = "Keeping a value may mean at least as much."
