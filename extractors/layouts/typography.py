"""The forms that one sign takes in print, so that a layout's pattern says it once, as a keyboard has it.

Word processors set `’` for `'` and `–` for `-`, converters `‐` and `‑`; capitals bear an accent or are followed by an
apostrophe (`ATTIVITÀ`, `ATTIVITA'`). In: a layout's regular expression. Out: one that matches the other forms as well.
Public: `printed_pattern`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_APOSTROPHES: Final = "'’‘"
_FORMS: Final = {"'": _APOSTROPHES, '"': '"“”', "-": "-‐‑–−"}
_ACCENTS: Final = {"a": "à", "e": "èé", "i": "ì", "o": "ò", "u": "ù"}
_LETTERS: Final = {accented: letter for letter, forms in _ACCENTS.items() for accented in forms}
_TOKENS: Final = re.compile(
    r"(?P<flags>\(\?[a-z]*-[a-z]+:)|(?P<escaped>\\.)|(?P<typed>[aeiou]'(?![\w?*+{]))|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|.",
    re.DOTALL | re.IGNORECASE,
)


@lru_cache(2048)
def printed_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern compiled, without regard to case, as it is held against printed text."""
    return re.compile(with_variants(pattern), re.IGNORECASE | flags)


def with_variants(pattern: str) -> str:
    """The pattern, matched without regard to case, with the other forms of its quotes, hyphens and accents.

    Accents are left where it looks behind: what it finds there has one length.
    """
    looks_behind = "(?<=" in pattern or "(?<!" in pattern
    return _TOKENS.sub(lambda token: _in_all_forms(token, accents=not looks_behind), pattern)


def _in_all_forms(token: re.Match[str], *, accents: bool) -> str:
    said = token[0]
    if token["set"]:
        return _set_with_forms(said)
    if token["typed"]:
        letter = said[0]
        typed = f"{letter}[{_APOSTROPHES}]"
        return f"(?:{typed}|[{_ACCENTS[letter.lower()]}])" if accents else typed
    if accents and said.lower() in _LETTERS:
        return f"(?:{said}|{_LETTERS[said.lower()]}[{_APOSTROPHES}])"
    return f"[{_FORMS[said]}]" if said in _FORMS else said


def _set_with_forms(said: str) -> str:
    """A set of characters with the other forms of those in it; a hyphen is one where it stands first or last."""
    inside = said.removeprefix("[").removeprefix("^").removesuffix("]")
    added = "".join(_FORMS[sign][1:] for sign in "'\"" if sign in inside)
    if inside.startswith("-") or inside.endswith("-"):
        added += _FORMS["-"][1:]
    end = len(said) - 1 - inside.endswith("-")  # a hyphen that stands last stays there
    return said[:end] + added + said[end:]
