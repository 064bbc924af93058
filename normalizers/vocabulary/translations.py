"""The words of German, French, Slovene and English, or of one chamber alone, and the Italian ones in their place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from pydantic import model_validator

from normalizers.cleaning import fold
from normalizers.declared import Declared
from normalizers.vocabulary.measures import measures

_Unit = TypeVar("_Unit", bound=str)
_Sign = TypeVar("_Sign", bound=str)
_ABSENT: Final = "n.d."
_COMPARATORS: Final = {">=": "almeno", ">": "oltre", "<=": "massimo", "<": "meno di", "=": "pari a"}

Language: TypeAlias = Literal["it", "de", "fr", "sl", "en"]
DEFAULT_LANGUAGE: Final = "it"
"""Of a document whose language nothing tells."""
HARMLESS: Final = "casi"
"""An Italian word that says nothing of a figure, in the place of a thing that is counted."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages that chambers of commerce of Italy publish in."""


class Translation(Declared):
    """One language, as its YAML file declares it; the file says what each key is for.

    With `keeps_words` all other words are Italian ones.
    """

    phrases: dict[str, str]
    things: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    range_words: tuple[str, str] | None = None
    ordinal_stop: bool = False
    english_numbers: bool = False
    keeps_words: bool = False

    @model_validator(mode="after")
    def _check_words(self) -> Translation:
        wrong = [word for word in (*self.phrases, *self.phrases.values(), *self.things) if fold(word) != word]
        if wrong:
            raise ValueError(f"not folded (small letters, no accents): {', '.join(sorted(wrong))}")
        return self

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """A word that opens a range, a phrase, the longest first, or any other word."""
        longest = sorted(self.phrases, key=len, reverse=True)
        first, last = self.range_words or ("(?!)", "")
        range_open = rf"(?P<range>{first})(?= ?[0-9][0-9.,]*[^0-9;,]{{0,20}} {last} ?[0-9])"
        return re.compile(
            rf"(?<!\w){range_open}|(?<!\w)(?P<phrase>{'|'.join(map(re.escape, longest))})(?!\w)|(?P<word>[^\W\d_]+)"
        )


@functools.cache
def load_translation(language: str) -> Translation:
    """The translation in `LANGUAGE.yml` beside this module.

    Raises pydantic's `ValidationError` for an unknown or missing key or a word that is not folded.
    """
    return Translation.load("normalizers.vocabulary", language)


OwnWords: TypeAlias = tuple[tuple[str, str], ...]
"""Folded words of one chamber's own with the Italian ones in their place."""


class Idiom(NamedTuple):
    """How the cells of a document are worded: its language, and the words that are its chamber's own."""

    language: str = DEFAULT_LANGUAGE
    own: OwnWords = ()

    def find_unit(self, printed: str | None) -> str | None:
        """What a unit column prints, in the words of all chambers."""
        return dict(self.own).get(_plain(printed).strip(" .()"), printed) if printed and self.own else printed


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
    return tuple({_plain(word): italian for italian, words in meanings.items() for word in words}.items())


def _plain(word: str) -> str:
    return fold(" ".join(word.split()))


@functools.lru_cache(maxsize=256)
def load_wording(idiom: Idiom) -> Translation | None:
    """What is read as what in a document; None where all words are the Italian ones of all chambers."""
    if idiom.language != DEFAULT_LANGUAGE:
        told = load_translation(idiom.language)
        return Translation.model_validate({**told.model_dump(), "phrases": {**told.phrases, **dict(idiom.own)}})
    return Translation(phrases=dict(idiom.own), keeps_words=True) if idiom.own else None
