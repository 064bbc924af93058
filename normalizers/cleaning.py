"""Printed text made readable: damage of typing and conversion is undone where only one reading is possible."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple, TypeAlias

from pydantic import field_validator

from normalizers.declared import Declared

_Forms: TypeAlias = dict[str, dict[re.Pattern[str], str]]
"""By a sign without which no text has them, forms with what is read in their place."""


class Signs(Declared):
    """`signs.yml`, which says what each key is for; `plain` gives the form of each printed sign."""

    plain: dict[str, str]
    names: dict[str, str]
    mojibake: dict[str, str]
    markup: _Forms
    spaced: _Forms
    damage: dict[str, re.Pattern[str]]
    no_print: re.Pattern[str]
    patterns: dict[str, re.Pattern[str]]

    @field_validator("plain", "names", mode="before")
    @classmethod
    def _turn_forms(cls, forms: dict[str, str]) -> dict[str, str]:
        """Each printed sign with its form, of forms with all that is printed for them."""
        return {sign: form for form, printed in forms.items() for sign in printed}


signs = Signs.load("normalizers", "signs")
_FIND = signs.patterns
_NO_PRINT = "A character of the text cannot be what is printed."


class _SignTable(dict[int, str]):
    """What each character becomes; worked out once a character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in signs.plain:
            plain = signs.plain[char]
        elif category == "Cf":
            plain = ""
        elif category[0] == "Z" or category == "Cc":
            plain = " "
        elif category == "No":
            plain = char  # a superscript is a footnote's mark, not a digit of the number before it
        else:
            plain = unicodedata.normalize("NFKC", char)
        self[code] = plain
        return plain


_TABLE = _SignTable()

_ORDINAL = re.compile(r"[0-9]o (?:trim|sem|quadr|bim|genn|gennaio|febb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)")
_ACCENTED = dict(zip("aeiouAEIOU", "àèìòùÀÈÌÒÙ", strict=True))
_TO_DIGIT = str.maketrans("OoIiLl|", "0011111")
_FOLD = {
    ord(c): unicodedata.normalize("NFD", c)[0] for c in map(chr, range(0xC0, 0x180)) if unicodedata.decomposition(c)
}


# Words, numbers and signs with single spaces between them: nothing to repair.
_PLAIN_PART = r"(?:[A-Za-z]{2,}|[0-9]+(?:[.,][0-9]+)*%?|[0-9]{2}/[0-9]{2}/[0-9]{4}|[<>]=?)"
_PLAIN = re.compile(rf"{_PLAIN_PART}(?: {_PLAIN_PART})*")


class Cleaned(NamedTuple):
    """A text made readable: `text` as it is shown, `folded` as it is read (same length), and what was repaired.

    `repairs` holds one sentence for each repair that a person should see.
    """

    text: str
    folded: str
    repairs: tuple[str, ...]


def clean(raw: str) -> Cleaned:
    """Undo what typing, fonts, HTML, LaTeX and optical reading did to a cell's text.

    Single spaces; one form of each sign (`≥`, `=>`, `&gt;=`, `\\geq` are `>=`); no invisible characters; letters
    in the place of digits (`I00%`, `8O%`) are digits again, and that is reported.
    """
    if _PLAIN.fullmatch(raw):
        return Cleaned(raw, raw.lower(), ())
    text = _unify_signs(raw)
    if "&" in text:
        text = html.unescape(html.unescape(text)).translate(_TABLE)
    text = _drop_list_marks(_read_forms(text, signs.markup))
    repairs = _find_damage(raw, text)
    if "'" in text and not _FIND["opening quote"].search(text):
        text = _FIND["typed accent"].sub(lambda found: _ACCENTED[found[1]], text)
    text = _read_forms(" ".join(text.split()), signs.spaced)
    if _FIND["near digit"].search(text):
        text, lettered = _mend_digits(text)
        repairs += lettered
    text, bare = _FIND["leading point"].subn("0,", text) if "." in text or "," in text else (text, 0)
    if bare:
        repairs += ("A number starts with a decimal point; a zero was put before it.",)
    return Cleaned(text, fold(text), repairs)


def _read_forms(text: str, forms: _Forms) -> str:
    for sign, plain_forms in forms.items():
        if sign in text:
            for form, plain in plain_forms.items():
                text = form.sub(plain, text)
    return text


def _find_damage(raw: str, text: str) -> tuple[str, ...]:
    """What of the printed text no repair makes certain, one sentence each."""
    if raw.isprintable() and raw.isascii() and not any(sign in raw for sign in "[<>(&"):
        return ()
    found = dict.fromkeys(sentence for sentence, pattern in signs.damage.items() if pattern.search(raw))
    return (*found, *([_NO_PRINT] if _NO_PRINT not in found and signs.no_print.search(text) else []))


def _drop_list_marks(text: str) -> str:
    """The items of a list parted by semicolons."""
    if "•" in text:
        text = _FIND["bullet"].sub(" ; ", text) if text.strip("• \t\n") else "-"  # a bullet alone is a dash
    labels = _FIND["enumerator"].findall(text) if ")" in text and "(" not in text else []
    if not labels or not (labels[0] == "a" or len(labels) > 1):
        return text
    first = ord(labels[0]) if labels[0].isalpha() else int(labels[0])
    counted = [ord(label) if label.isalpha() else int(label) for label in labels]
    if first not in {1, ord("a")} or counted != list(range(first, first + len(labels))):
        return text
    return _FIND["enumerator"].sub(" ; ", text)


def _unify_signs(raw: str) -> str:
    """One form of each sign and space, nothing invisible."""
    if raw.isascii():
        return raw.replace("*", " ")
    text = unicodedata.normalize("NFC", _FIND["raised"].sub(" ", raw))
    if "â" in text or "Ã" in text or "Â" in text:
        for wrong, right in signs.mojibake.items():
            text = text.replace(wrong, right)
    return text.translate(_TABLE)


def fold(text: str) -> str:
    """Small letters without accents, of the same length as the text."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low if low.isascii() else low.translate(_FOLD)


def _mend_digits(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with letters that stand for digits replaced, and a sentence for each such place."""
    repairs: list[str] = []

    def repaired(found: re.Match[str]) -> str:
        token = found[0]
        digits = token.translate(_TO_DIGIT)
        article = token[:2].lower() == "il"  # `entro il31/12/2018`
        if digits == token or article or not any(c.isdigit() for c in token):
            return token
        if _ORDINAL.match(text.lower(), found.start()):
            return token
        repairs.append(f"Letters stand for digits: {token} was read as {digits}.")
        return digits

    return _FIND["lettered"].sub(repaired, text), tuple(repairs)
