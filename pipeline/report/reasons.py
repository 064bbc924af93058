"""Why a person should look at a cell or row, in Italian and English: `reasons.yml`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup

from extractors.quality.signals import Signal

_SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z])")
_ANY = "{}"


def translate_reason(message: str) -> str:
    """A reason in Italian, sentence by sentence; a sentence that has no Italian stays as it is."""
    return " ".join(_translate_sentence(sentence) for sentence in _SENTENCE_END.split(message))


def reason_markup(message: str) -> Markup:
    """A reason as an element that the script changes with the language."""
    italian = translate_reason(message)
    return Markup('<span data-it="{}" data-en="{}">{}</span>').format(italian, message, italian)


def signals_of(signs: str | None) -> tuple[str, ...]:
    """What the signals of a row or cell say (`indicators.signs`), without those that take doubt away."""
    known = {signal.value: signal for signal in Signal}
    found = [known.get(name) for name in (signs or "").split(",") if name]
    return tuple(signal.meaning for signal in found if signal is not None and not signal.reassures)


def has_italian(message: str) -> bool:
    """Whether every sentence of a reason has its Italian."""
    return all(_find_translation(sentence) is not None for sentence in _SENTENCE_END.split(message))


def _translate_sentence(sentence: str) -> str:
    return _find_translation(sentence) or sentence


def _find_translation(sentence: str) -> str | None:
    exact, patterns = _load_reasons()
    if sentence in exact:
        return exact[sentence]
    for pattern, italian in patterns:
        if found := pattern.fullmatch(sentence):
            return italian.replace(_ANY, found[1])
    return None


@cache
def _load_reasons() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """The reasons that are fixed sentences, and those with a part that varies."""
    text = files("pipeline.report").joinpath("reasons.yml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    exact = {english: italian for english, italian in loaded.items() if _ANY not in english}
    patterns = [
        (re.compile(re.escape(english).replace(re.escape(_ANY), "(.+)"), re.DOTALL), italian)
        for english, italian in loaded.items()
        if _ANY in english
    ]
    return exact, patterns
