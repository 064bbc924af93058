"""The report's words in Italian and English: `texts.yml`, one entry a key, the same keys for pages and scripts."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from markupsafe import Markup, escape

LANGUAGES = ("it", "en")
FIRST = "it"
"""The language of the pages as they are written; the script changes it."""
_MANY = 2048


@cache
def load_texts() -> dict[str, dict[str, str]]:
    """All texts: by key, by language."""
    text = files("pipeline.report").joinpath("texts.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def format_text(key: str, **numbers: object) -> str:
    """The text of a key in the first language with its `{placeholders}` filled in.

    Raises:
        KeyError: there is no such text.
    """
    text = load_texts()[key][FIRST]
    return text.format(**numbers) if numbers else text


@lru_cache(_MANY)
def text_markup(key: str, **numbers: object) -> Markup:
    """A text as an element whose words the script changes with the language."""
    return Markup('<span data-t="{}"{}>{}</span>').format(key, _arguments_markup(numbers), format_text(key, **numbers))


@lru_cache(_MANY)
def content_markup(key: str, **numbers: object) -> Markup:
    """Attribute and content of an element that holds a text and nothing else: `<h2{{ content('rows') }}</h2>`."""
    return Markup(' data-t="{}"{}>{}').format(key, _arguments_markup(numbers), format_text(key, **numbers))


@lru_cache(_MANY)
def attribute_markup(name: str, key: str, **numbers: object) -> Markup:
    """An attribute whose words the script changes with the language."""
    shown = escape(format_text(key, **numbers))
    return Markup(' {}="{}" data-t-{}="{}"{}').format(name, shown, name, key, _arguments_markup(numbers))


def texts_as_script() -> str:
    """All texts as a script that a page opened from disk can load."""
    return f"window.CRUSCOTTO_TEXTS = {json.dumps(load_texts(), ensure_ascii=True, sort_keys=True, indent=0)};\n"


def _arguments_markup(numbers: dict[str, object]) -> Markup:
    return Markup(" data-t-args='{}'").format(json.dumps(numbers, sort_keys=True)) if numbers else Markup("")
