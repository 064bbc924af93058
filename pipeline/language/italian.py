"""The program's English in Italian: reasons, issues and errors, from the files of `words/`.

A message is looked up whole, then against the patterns, whose `{}` stand for any text that stays as it is and whose
`{!}` stand for one that is itself put into Italian, then sentence by sentence. What none of it covers stays English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import yaml

_FILES: Final = ("reasons.yml", "issues.yml", "errors.yml", "terminal.yml", "meanings.yml", "help.yml")
_SENTENCE_END: Final = re.compile(r"(?<=\.) (?=[A-Z])")
_PART: Final = re.compile(r"\{!?\}")
_ITSELF_ITALIAN: Final = "{!}"
_MANY: Final = 4096


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A message with parts that vary. `begin` and `end` are what it begins and ends with, which is quick to see."""

    begin: str
    end: str
    whole: re.Pattern[str]
    parts: tuple[str, ...]
    italian: tuple[str, ...]

    def translate(self, message: str) -> str | None:
        """The message in Italian, None where this is another one."""
        if not (message.startswith(self.begin) and message.endswith(self.end)):
            return None
        found = self.whole.fullmatch(message)
        if found is None:
            return None
        shown = [
            to_italian(text) if part == _ITSELF_ITALIAN else text
            for part, text in zip(self.parts, found.groups(), strict=True)
        ]
        return "".join(text for pair in zip(self.italian, [*shown, ""], strict=True) for text in pair)


@lru_cache(_MANY)
def to_italian(message: str) -> str:
    """A message in Italian; what has no Italian stays as it is."""
    found = _find_italian(message)
    if found is not None:
        return found
    return " ".join(_find_sentence(sentence) or sentence for sentence in _SENTENCE_END.split(message))


def has_italian(message: str) -> bool:
    """Whether a message, or every sentence of it, has its Italian."""
    return _find_italian(message) is not None


def _find_italian(message: str) -> str | None:
    """The Italian of a message: of its sentences where all have one, for a pattern may go over several; else whole."""
    sentences = _SENTENCE_END.split(message)
    if len(sentences) > 1:
        found = [_find_sentence(sentence) for sentence in sentences]
        shown = [sentence for sentence in found if sentence is not None]
        if len(shown) == len(found):
            return " ".join(shown)
    return _find_whole(message) if len(sentences) > 1 else _find_sentence(message)


def _find_sentence(sentence: str) -> str | None:
    """A sentence; the cause of an error has no full stop of its own, and may have a file's name before it."""
    if (found := _find_whole(sentence)) is not None or not sentence.endswith("."):
        return found
    cause = sentence.removesuffix(".")
    if (found := _find_whole(cause)) is not None:
        return f"{found}."
    file, parted, cause = cause.rpartition(": ")
    found = _find_whole(cause)
    return None if found is None else f"{file}{parted}{found}."


def _find_whole(message: str) -> str | None:
    exact, patterns = _load_messages()
    if message in exact:
        return exact[message]
    return next((found for one in patterns if (found := one.translate(message)) is not None), None)


@cache
def _load_messages() -> tuple[dict[str, str], list[_Pattern]]:
    """The messages without parts, and the patterns; those that say most come first."""
    loaded: dict[str, str] = {}
    for name in _FILES:
        text = files("pipeline.language").joinpath("words", name).read_text(encoding="utf-8")
        loaded |= yaml.safe_load(text)
    exact = {english: italian for english, italian in loaded.items() if not _PART.search(english)}
    varied = sorted((english for english in loaded if english not in exact), key=_fixed_length, reverse=True)
    return exact, [_make_pattern(english, loaded[english]) for english in varied]


def _fixed_length(english: str) -> int:
    return len(_PART.sub("", english))


def _make_pattern(english: str, italian: str) -> _Pattern:
    fixed = _PART.split(english)
    whole = "(.+?)".join(map(re.escape, fixed))
    return _Pattern(
        fixed[0], fixed[-1], re.compile(whole, re.DOTALL), tuple(_PART.findall(english)), tuple(_PART.split(italian))
    )
