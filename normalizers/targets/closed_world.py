"""The closed world: a figure is only as sure as every word beside it is known.

A word that nobody has declared may be a misspelt comparison (`alemno il 60%`), another language (`mindestens 80%`) or a
change (`flessione del 10%`): the figure is then for review, unless the row itself prints the word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from normalizers.cleaning import clean
from normalizers.targets.clauses import Draft, Relation
from normalizers.targets.pieces import Day, Piece
from normalizers.vocabulary import italian as words
from normalizers.vocabulary.translations import FOREIGN

_LETTERS = re.compile(r"[^\W\d_]+'?")
_SAID = re.compile(r"[^\W\d_]+'?|\?")
_HARMLESS = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words.harmless_phrases)))})\b")
_BEHIND = words.behind | words.articles | words.kinds_of_day
_BEFORE = _BEHIND | words.before | words.increase | words.decrease | words.keeping
_ANYWHERE = _BEFORE.union(
    *(words.base_words, words.mean_words, words.scale_words, words.partly, words.inexact, words.altering),
    *(words.no_thing, words.time_prepositions, words.directionless, words.perhaps_done),
)
_COMPARED = _BEFORE.union(
    *(words.fillers, words.base_words, words.mean_words, words.scale_words, words.several_years, words.before_event)
)
_IN_TEXTS = _ANYWHERE | words.small_words | words.in_texts
_SMALL = words.articles | words.empty_words
_PRINTED_SORTS = frozenset({"words", "stray"})


def list_unknown_words(draft: Draft) -> tuple[str, ...]:
    """The folded words beside a clause's value that no list of the vocabulary allows there, in printed order."""
    lead = draft.lead
    if isinstance(draft.value, Day):  # what is done by then changes no day
        lead = [p for p in lead if p.word.startswith(FOREIGN) or not words.starts_action(p.word)]
    before = list_unknown(lead, _BEFORE) + list_unknown(draft.compared, _COMPARED)
    if isinstance(draft.value, Relation):
        return before
    last = draft.lead[-1].word if draft.lead else ""
    if last[-1:] == "." and last[:-1].isalpha() and last not in _BEFORE:
        before += (last,)  # `alm. 3`: an abbreviation that no list has with its full stop
    return before + list_unknown(draft.tail)


def is_foreign(pieces: Sequence[Piece]) -> bool:
    """Whether a text in words holds no word at all that the vocabulary knows."""
    said = _list_printed(pieces)
    return bool(said) and not any(
        (word in _ANYWHERE and word not in _SMALL) or words.starts_action(word) for word in said
    )


def holds_unknown(pieces: Sequence[Piece]) -> bool:
    """Whether a text in words holds one that the vocabulary does not know: `in corso di definizine` is no remark."""
    return any(len(word) > 1 and word not in _IN_TEXTS for word in _list_printed(pieces))


@functools.lru_cache(maxsize=4096)
def list_words(text: str) -> frozenset[str]:
    """The folded words that a text prints."""
    return frozenset(_LETTERS.findall(clean(text).folded))


def doubt_unknown(unknown: Sequence[str], row: Iterable[str]) -> list[str]:
    """The doubt about words that neither the vocabulary nor the texts of the row know."""
    left = set(unknown).difference(*(list_words(text) for text in row))
    if not left:
        return []
    return [f"Words that are not known stand beside the figure: {', '.join(w for w in unknown if w in left)}."]


def list_unknown(pieces: Sequence[Piece], known: frozenset[str] = _BEHIND) -> tuple[str, ...]:
    """The folded words of pieces that are in no list of those that may stand behind a value, or of `known`."""
    if not pieces or known.issuperset([p.word for p in pieces if p.sort in _PRINTED_SORTS]):
        return ()
    return tuple(word.removeprefix(FOREIGN) for word in _list_printed(pieces) if word not in known)


def _list_printed(pieces: Sequence[Piece]) -> list[str]:
    said = " ".join(p.word for p in pieces if p.sort in _PRINTED_SORTS)
    return _SAID.findall(_HARMLESS.sub(" ", said) if _HARMLESS.search(said) else said)
