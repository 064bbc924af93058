"""Words of one chamber's own, read as the Italian ones that all chambers print in their place."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from normalizers.cleaning import fold
from normalizers.vocabulary.measures import measures
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, HARMLESS, Translation, load_translation

_Unit = TypeVar("_Unit", bound=str)
_Sign = TypeVar("_Sign", bound=str)
_ABSENT: Final = "n.d."
_COMPARATORS: Final = {">=": "almeno", ">": "oltre", "<=": "massimo", "<": "meno di", "=": "pari a"}


@dataclass(frozen=True)
class OwnWords:
    """Folded words with the Italian ones in their place."""

    phrases: Mapping[str, str]

    def __hash__(self) -> int:
        return self._hash

    @functools.cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.phrases.items()))

    def find_unit(self, printed: str | None) -> str | None:
        """What a unit column prints, in the words of all chambers."""
        return None if printed is None else self.phrases.get(_plain(printed).strip(" .()"), printed)


class Idiom(NamedTuple):
    """How the cells of a document are worded: its language, and the words that are its chamber's own."""

    language: str = DEFAULT_LANGUAGE
    own: OwnWords | None = None


def make_own_words(
    units: Mapping[_Unit, Iterable[str]],
    comparators: Mapping[_Sign, Iterable[str]],
    absent: Iterable[str],
    harmless: Iterable[str],
) -> OwnWords:
    """The words of a chamber by what they mean: units by their published name, comparators by their sign.

    Raises:
        KeyError: there is no such unit or sign.
    """
    meanings = {_ABSENT: absent, HARMLESS: harmless}
    meanings |= {measures.units[unit].cells[0]: words for unit, words in units.items()}
    meanings |= {_COMPARATORS[sign]: words for sign, words in comparators.items()}
    return OwnWords({_plain(word): italian for italian, words in meanings.items() for word in words})


def _plain(word: str) -> str:
    return fold(" ".join(word.split()))


@functools.lru_cache(maxsize=256)
def load_wording(idiom: Idiom) -> Translation | None:
    """What is read as what in a document; None where all words are the Italian ones of all chambers."""
    language, own = idiom
    if own is None:
        return None if language == DEFAULT_LANGUAGE else load_translation(language)
    if language != DEFAULT_LANGUAGE:
        told = load_translation(language)
        return Translation.model_validate({**told.model_dump(), "phrases": {**told.phrases, **own.phrases}})
    return Translation(phrases=dict(own.phrases), keeps_words=True)
