"""The lists of words of one language, as its YAML file declares them; the file says what each list is for."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from pydantic import model_validator

from normalizers.cleaning import fold
from normalizers.declared import Declared


class Vocabulary(Declared):
    """Italian words by what they do to a figure, each folded.

    `before` and `behind` close the world: a value is `ok` only where every word beside it stands in one of the lists
    that may stand there, or is printed by the row itself.
    """

    function_words: frozenset[str]
    punctuation: frozenset[str]
    spreadsheet_errors: frozenset[str]
    done: frozenset[str]
    perhaps_done: frozenset[str]
    perhaps_no: frozenset[str]
    perhaps_missing: frozenset[str]
    no_thing: frozenset[str]
    scale_words: frozenset[str]
    mean_words: frozenset[str]
    other_means: frozenset[str]
    base_words: frozenset[str]
    articles: frozenset[str]
    fillers: frozenset[str]
    increase: frozenset[str]
    decrease: frozenset[str]
    directionless: frozenset[str]
    keeping: frozenset[str]
    holds_when: frozenset[tuple[str, str]]
    change_behind: frozenset[tuple[str, str]]
    time_prepositions: frozenset[str]
    recurring: frozenset[str]
    recurring_adjectives: frozenset[str]
    range_openers: frozenset[str]
    several_years: frozenset[str]
    unfinished: frozenset[str]
    recurring_joints: frozenset[str]
    sharing_joints: frozenset[str]
    shared_between: frozenset[str]
    numbered_things: frozenset[str]
    passage: frozenset[str]
    at_words: frozenset[str]
    part_of_month: frozenset[str]
    from_words: frozenset[str]
    before_event: frozenset[str]
    not_event: frozenset[str]
    doubtful_event: frozenset[str]
    kinds_of_day: frozenset[str]
    labels: frozenset[str]
    unit_words: frozenset[str]
    unit_signs: frozenset[str]
    altering: frozenset[str]
    periods: frozenset[str]
    actions: tuple[str, ...]
    counted_heads: frozenset[str]
    values: frozenset[str]
    measure_heads: frozenset[str]
    empty_words: frozenset[str]
    infinitives: tuple[str, ...]
    change_joints: frozenset[str]
    multiples: frozenset[str]
    partly: frozenset[str]
    inexact: frozenset[str]
    day_articles: frozenset[str]
    altering_behind: frozenset[str]
    beside_day: frozenset[str]
    definite: frozenset[str]
    measured: frozenset[str]
    other_scale: frozenset[str]
    counted_in_names: frozenset[str]
    small_words: frozenset[str]
    spellings: dict[str, str]
    harmless_phrases: frozenset[str]
    in_texts: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]

    @model_validator(mode="after")
    def _check_words(self) -> Vocabulary:
        for name, entries in self:
            wrong = [word for word in entries if isinstance(word, str) and fold(word) != word]
            if wrong:
                raise ValueError(f"{name}: not folded (small letters, no accents): {', '.join(sorted(wrong))}")
        return self

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


def load_vocabulary(language: str) -> Vocabulary:
    """The vocabulary in `LANGUAGE.yml` beside this module.

    Raises pydantic's `ValidationError` for an unknown or missing list or a word that is not folded.
    """
    return Vocabulary.load("normalizers.vocabulary", language)
