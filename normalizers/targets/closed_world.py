"""The closed world: a figure is only as sure as every word beside it is known.

A word that nobody has declared may be a misspelt comparison (`alemno il 60%`), another language (`mindestens 80%`) or a
change (`flessione del 10%`): the figure is then for review, unless the row itself prints the word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence

from normalizers.cleaning import clean
from normalizers.quantities.units import TIME_UNITS
from normalizers.targets.clauses import Draft, Relation, Value
from normalizers.targets.pieces import Day, Figure, Piece
from normalizers.vocabulary import italian as words
from normalizers.vocabulary.lexicon import is_inner, is_thing, list_names
from normalizers.vocabulary.translations import FOREIGN

_LETTERS = re.compile(r"[^\W\d_]+'?")
_SAID = re.compile(r"b2[bc]|[^\W\d_]+(?:-[^\W\d_]+)*'?|\?")
_DOTTED = re.compile(rf"\b[^\W\d_]{{1,2}}(?:\.[^\W\d_]{{1,2}})+\b|{_SAID.pattern}")
_HARMLESS = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words.harmless_phrases)))})(?!\w)")
_BEHIND = words.behind | words.articles | words.kinds_of_day
_BEFORE = _BEHIND | words.before | words.increase | words.decrease | words.keeping
_IN_TEXTS = _BEFORE.union(
    *(words.base_words, words.mean_words, words.scale_words, words.partly, words.inexact, words.altering),
    *(words.no_thing, words.time_prepositions, words.directionless, words.perhaps_done),
    *(words.small_words, words.in_texts),
)
_COMPARED = _BEFORE.union(
    *(words.fillers, words.base_words, words.mean_words, words.scale_words, words.several_years, words.before_event)
)
_is_name = functools.partial(is_thing, done=False)
"""What was done may be a change where it stands before a figure (`limati del 5%`)."""
_PRINTED_SORTS = frozenset({"words", "stray"})


def list_unknown_words(draft: Draft, folded: str) -> tuple[str, ...]:
    """The folded words beside a clause's value that no list of the vocabulary allows there, in printed order."""
    lead, value = draft.lead, draft.value
    if isinstance(value, Day):  # what is done by then changes no day
        lead = [
            p for p in lead if p.word.startswith(FOREIGN) or not (words.starts_action(p.word) or p.word in words.one)
        ]
    last = draft.lead[-1] if draft.lead else None
    # What has a name changes nothing (`Fatture pagate: 80%`), nor what reaches a level (`completato al 90%`).
    level = last is not None and last.word in {"al", "all'"} and not words.starts_action(draft.lead[-2:][0].word)
    named = level or (last is not None and last.sort == "colon")
    told: Callable[[str], bool] = is_thing if named or _stays_whole(value, folded) else _is_name
    # `rallentamento del 5%`: whatever it is that is so much, it may be a change; none is of 100 (`evasione del 100%`)
    if isinstance(value, Figure) and value.unit and value.number != 100 and last and last.word in words.change_joints:
        told = _BEFORE.__contains__
    before = list_unknown(lead, _BEFORE, told) + list_unknown(draft.compared, _COMPARED, _is_name)
    if isinstance(value, Relation):
        return before
    if last and last.word[-1:] == "." and last.word[:-1].isalpha() and last.word not in _BEFORE:
        before += (last.word,)  # `alm. 3`: an abbreviation that no list has with its full stop
    first = draft.tail[0].word if draft.tail and isinstance(value, Figure) and value.unit is None else ""
    return before + list_unknown(draft.tail[first not in _BEHIND and is_inner([first]) :])


def _stays_whole(value: Value | None, folded: str) -> bool:
    """Whether what is done before a value changes it not: `sfoltire almeno il 70%`, but `sfoltire almeno del 70%`."""
    if not isinstance(value, Figure) or (comparing := value.comparing) is None or comparing.sign is None:
        return isinstance(value, Day)
    said = _LETTERS.findall(folded[comparing.start : comparing.end])
    return (value.unit not in TIME_UNITS or comparing.within) and words.change_joints.isdisjoint(said)


def holds_unknown(pieces: Sequence[Piece], text: str, *, short: bool) -> bool:
    """Whether a word of a short text (`in corso di definizine`), or most of a longer one, is not known."""
    said, names = _list_printed(pieces), list_names(text)
    told = is_thing if len(said) > 2 else _is_name  # a participle alone says that it was done
    unknown = [w for w in list_unknown(pieces, _IN_TEXTS, told) if len(w) > 1 and "." not in w and w not in names]
    return bool(unknown) and (short or 2 * len(unknown) > len(said))


@functools.lru_cache(maxsize=4096)
def list_words(text: str) -> frozenset[str]:
    """The folded words that a text prints."""
    return frozenset(_LETTERS.findall(clean(text).folded))


def doubt_unknown(unknown: Sequence[str], printed: str, row: Iterable[str]) -> list[str]:
    """The doubt about words of a cell that are not in the texts of its row, nor names in capitals (`obblighi ANAC`)."""
    names, said = list_names(printed), frozenset[str]().union(*map(list_words, row))
    left = [bare for word in unknown if (bare := word.removeprefix(FOREIGN)) not in said and word not in names]
    return [f"Words that are not known stand beside the figure: {', '.join(left)}."] if left else []


def list_unknown(
    pieces: Sequence[Piece], known: frozenset[str] = _BEHIND, told: Callable[[str], bool] = is_thing
) -> tuple[str, ...]:
    """The folded words of pieces that are neither in `known` nor told to be things."""
    if not pieces or known.issuperset([p.word for p in pieces if p.sort in _PRINTED_SORTS]):
        return ()
    said = _list_printed(pieces)
    return tuple(
        word
        for i, word in enumerate(said)
        if word not in known
        and (word.startswith(FOREIGN) or not all(p in known or told(p) for p in word.split("-")))
        and not (i and told is is_thing and is_inner(said[: i + 1]))
    )


def _list_printed(pieces: Sequence[Piece]) -> list[str]:
    said = " ".join(p.word for p in pieces if p.sort in _PRINTED_SORTS)
    return (_DOTTED if "." in said else _SAID).findall(_HARMLESS.sub(" ", said) if _HARMLESS.search(said) else said)
