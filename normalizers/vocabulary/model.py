"""The lists of words of one language, as its YAML file declares them; the file says what each list is for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from normalizers.cleaning import fold
from normalizers.declared import Declared


def _check_folded(word: str) -> str:
    if fold(word) != word:
        raise ValueError(f"not folded (small letters, no accents): {word}")
    return word


Word: TypeAlias = Annotated[str, AfterValidator(_check_folded)]
Words: TypeAlias = frozenset[Word]
Pairs: TypeAlias = frozenset[tuple[Word, Word]]


class Vocabulary(Declared):
    """Italian words by what they do to a figure, each folded.

    `before` and `behind` close the world: a value is `ok` only where every word beside it stands in one of the lists
    that may stand there, or is printed by the row itself.
    """

    function_words: Words
    punctuation: Words
    spreadsheet_errors: Words
    done: Words
    perhaps_done: Words
    perhaps_no: Words
    perhaps_missing: Words
    no_thing: Words
    scale_words: Words
    mean_words: Words
    other_means: Words
    base_words: Words
    articles: Words
    fillers: Words
    increase: Words
    decrease: Words
    directionless: Words
    keeping: Words
    holds_when: Pairs
    change_behind: Pairs
    time_prepositions: Words
    recurring: Words
    recurring_adjectives: Words
    range_openers: Words
    several_years: Words
    unfinished: Words
    recurring_joints: Words
    sharing_joints: Words
    shared_between: Words
    numbered_things: Words
    passage: Words
    at_words: Words
    from_words: Words
    before_event: Words
    not_event: Words
    doubtful_event: Words
    kinds_of_day: Words
    labels: Words
    unit_words: Words
    unit_signs: Words
    altering: Words
    periods: Words
    actions: tuple[Word, ...]
    counted_heads: Words
    values: Words
    measure_heads: Words
    empty_words: Words
    infinitives: tuple[Word, ...]
    change_joints: Words
    multiples: Words
    partly: Words
    inexact: Words
    day_articles: Words
    altering_behind: Words
    beside_day: Words
    definite: Words
    measured: Words
    other_scale: Words
    counted_in_names: Words
    small_words: Words
    spellings: dict[Word, Word]
    harmless_phrases: Words
    in_texts: Words
    before: Words
    behind: Words

    @functools.cached_property
    def known(self) -> frozenset[str]:
        """All words of all lists."""
        return frozenset(word for _, entries in self if isinstance(entries, frozenset | dict) for word in entries)

    def without_stop(self, word: str) -> str:
        """A word that ends a sentence without its full stop, which an abbreviation keeps (`triennio.`, `art.`)."""
        ends = word[-1] == "." and len(word) > 2 and word not in self.known  # `a.` is a label
        return word[:-1] if ends and word[:-1] in self.known else word

    def starts_action(self, word: str) -> bool:
        """Whether a word is an infinitive or the name of an action (`Realizzare`, `Organizzazione`)."""
        return word.endswith(self.actions) or word in self.counted_heads

    def is_open(self, said: Sequence[str]) -> bool:
        """Whether words begin by saying that something is still to be done: `da verificare`."""
        return len(said) > 1 and said[0] == "da" and said[1].endswith(self.infinitives)


italian = Vocabulary.load("normalizers.vocabulary", "it")
