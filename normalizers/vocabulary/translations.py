"""Cells in German, French, Slovene and English, or with words of one chamber's own: read as the Italian words that
their vocabularies give for theirs.

In another language a word without one is marked as foreign, so that no Italian word is read in it (`non`, `le`, `in`
are words of several languages) and the closed world leaves its figure for review.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from normalizers.cleaning import fold
from normalizers.declared import Declared
from normalizers.vocabulary.lexicon import is_thing, list_names
from normalizers.vocabulary.measures import measures
from normalizers.vocabulary.model import Word, Words, italian

_Unit = TypeVar("_Unit", bound=str)
_Sign = TypeVar("_Sign", bound=str)
_ABSENT: Final = "n.d."
_COMPARATORS: Final = {">=": "almeno", ">": "oltre", "<=": "massimo", "<": "meno di", "=": "pari a"}

Language: TypeAlias = Literal["it", "de", "fr", "sl", "en"]
DEFAULT_LANGUAGE: Final = "it"
"""Of a document whose language nothing tells."""
HARMLESS: Final = "casi"
"""An Italian word that says nothing of a figure, in the place of a thing that is counted."""
FOREIGN: Final = "xx"
"""Begins a word of another language than Italian that its vocabulary does not know."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages that chambers of commerce of Italy publish in."""
LEAST_WORDS: Final = 8
"""Fewer function words say nothing of a document's language; so does a lead of less than twice the next language's."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENGLISH_NUMBER = re.compile(r"(?<![0-9.,/-])[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9.,/-])")
_SWAPPED = str.maketrans(".,", ",.")


class Translation(Declared):
    """One language, as its YAML file declares it; the file says what each key is for.

    With `keeps_words` all other words are Italian ones.
    """

    phrases: dict[Word, Word]
    language: str = "it"
    things: Words = frozenset()
    function_words: Words = frozenset()
    range_words: tuple[str, str] | None = None
    rewritten: tuple[tuple[str, str], ...] = ()
    english_numbers: bool = False
    keeps_words: bool = False

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """A word that opens a range, a phrase, the longest first, or any other word."""
        longest = sorted(self.phrases, key=len, reverse=True)
        first, last = self.range_words or ("(?!)", "")
        range_open = rf"(?P<range>{first})(?= ?[0-9][0-9.,]*[^0-9;,]{{0,20}} {last} ?[0-9])"
        return re.compile(
            rf"(?<!\w){range_open}|(?<!\w)(?P<phrase>{'|'.join(map(re.escape, longest))})(?!\w)|(?P<word>[^\W\d_]+'?)"
        )

    def translate(self, folded: str, text: str) -> tuple[str, Sequence[int], Sequence[int]]:
        """The Italian text, and where in the printed `text` what starts and what ends at each of its places does so."""
        for pattern, sign in self.rewritten:
            folded = re.sub(pattern, sign, folded)
        if self.english_numbers:
            folded = _ENGLISH_NUMBER.sub(lambda found: found[0].translate(_SWAPPED), folded)
        names = list_names(text, self.language)
        figures = any(map(str.isdigit, folded))  # a participle alone may say yes
        parts: list[str] = []
        starts, ends = list[int](), [0]
        done = 0
        end_of_range: str | None = None
        for found in self.pattern.finditer(folded):
            phrase, word = found["phrase"], found["word"]
            if self.keeps_words and not phrase:
                continue
            if found["range"]:
                read, end_of_range = "da", (self.range_words or ("", ""))[1]
            elif found[0] == end_of_range:
                read, end_of_range = "a", None
            elif phrase:
                read = self.phrases[phrase]
            else:
                bare = word.rstrip("'")
                printed = text[found.start() :][: len(bare)]
                known = bare in self.things or bare in names or is_thing(printed, self.language, done=figures)
                read = f"{HARMLESS} ".rstrip(" " * (bare == word)) if known else FOREIGN + word
            start, end = found.span()
            parts += folded[done:start], read
            same = len(read) == end - start
            starts += [*range(done, start), *(range(start, end) if same else [start] * len(read))]
            ends += [*range(done + 1, start + 1), *(range(start + 1, end + 1) if same else [end] * len(read))]
            done = end
        starts += range(done, len(folded) + 1)
        ends += range(done + 1, len(folded) + 1)
        return "".join(parts) + folded[done:], starts, ends


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
        return dict(self.own).get(_plain_word(printed).strip(" .()"), printed) if printed and self.own else printed


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
    return tuple({_plain_word(word): italian for italian, words in meanings.items() for word in words}.items())


def _plain_word(word: str) -> str:
    return fold(" ".join(word.split()))


@functools.lru_cache(maxsize=256)
def load_wording(idiom: Idiom) -> Translation | None:
    """What is read as what in a document; None where all words are the Italian ones of all chambers."""
    if idiom.language == DEFAULT_LANGUAGE:
        return Translation(phrases=dict(idiom.own), keeps_words=True) if idiom.own else None
    told = load_translation(idiom.language)
    own = {**told.model_dump(), "phrases": {**told.phrases, **dict(idiom.own)}}
    return Translation.model_validate(own) if idiom.own else told


def detect_language(texts: Iterable[str]) -> Language | None:
    """The language of most of the texts; None where too few of their words tell it, or two languages do."""
    seen = Counter(word for text in texts for word in _WORD.findall(fold(text)))
    counts: Counter[Language] = Counter()
    for language in LANGUAGES:
        words = italian.function_words if language == "it" else load_translation(language).function_words
        counts[language] = sum(seen[word] for word in words)
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most >= LEAST_WORDS and most >= 2 * next_most else None
