"""The lists of words of one language, as its YAML file declares them; the file says what each list is for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import AfterValidator, Field

from normalizers.cleaning import fold
from normalizers.declared import Declared


def _check_folded(word: str) -> str:
    if fold(word) != word:
        raise ValueError(f"not folded (small letters, no accents): {word}")
    return word


Word: TypeAlias = Annotated[str, AfterValidator(_check_folded)]
Words: TypeAlias = frozenset[Word]
Pairs: TypeAlias = frozenset[tuple[Word, Word]]


class Vocabulary(Declared, extra="allow"):
    """Italian words by what they do to a figure, each folded: the lists of `it.yml`, and what of it is no list.

    `before` and `behind` close the world: a value is `ok` only where every word beside it stands in one of the lists
    that may stand there, is printed by the row itself, or is the name of a thing.
    """

    __pydantic_extra__: dict[str, Words] = Field(init=False)
    holds_when: Pairs
    change_behind: Pairs
    actions: tuple[Word, ...]
    infinitives: tuple[Word, ...]
    spellings: dict[Word, Word]

    if TYPE_CHECKING:  # a test holds the lists of the file to those that are asked for

        def __getattr__(self, name: str) -> Words: ...

    def model_post_init(self, _: object) -> None:
        """Have the lists at hand as quickly as a field."""
        self.__dict__.update(self.__pydantic_extra__)

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
        return len(said) > 1 and said[0] == "da" and said[1].rstrip(".").endswith(self.infinitives)


italian = Vocabulary.load("normalizers.vocabulary", "it")
