"""The words of German, French, Slovene and English and the Italian ones that are read in their place."""

from __future__ import annotations

import functools
import re
from typing import Final, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from normalizers.cleaning import fold
from normalizers.vocabulary.model import load_declared

Language: TypeAlias = Literal["it", "de", "fr", "sl", "en"]
DEFAULT_LANGUAGE: Final = "it"
"""Of a document whose language nothing tells."""
HARMLESS: Final = "casi"
"""An Italian word that says nothing of a figure, in the place of a thing that is counted."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages that chambers of commerce of Italy publish in."""


class Translation(BaseModel):
    """One language, as its YAML file declares it; the file says what each key is for.

    With `keeps_words` all other words are Italian ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: dict[str, str]
    things: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
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
        """A phrase, the longest first, or any other word."""
        longest = sorted(self.phrases, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?P<phrase>{'|'.join(map(re.escape, longest))})(?!\w)|(?P<word>[^\W\d_]+)")


@functools.cache
def load_translation(language: str) -> Translation:
    """The translation in `LANGUAGE.yml` beside this module.

    Raises pydantic's `ValidationError` for an unknown or missing key or a word that is not folded.
    """
    return Translation.model_validate(load_declared(language))
