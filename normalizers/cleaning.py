"""Printed text made readable: damage of typing and conversion is undone where only one reading is possible."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from pydantic import field_validator

from normalizers.declared import Declared


class Signs(Declared):
    """`signs.yml`, which says what each key is for; `plain` gives the form of each printed sign."""

    plain: dict[str, str]
    names: dict[str, str]
    mojibake: dict[str, str]
    latex: tuple[tuple[str, str], ...]

    @field_validator("plain", "names", mode="before")
    @classmethod
    def _turn(cls, forms: dict[str, str]) -> dict[str, str]:
        """Each printed sign with its form, of forms with all that is printed for them."""
        return {sign: form for form, printed in forms.items() for sign in printed}


signs = Signs.load("normalizers", "signs")


class _Table(dict[int, str]):
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


_TABLE = _Table()

_LATEX = [(re.compile(form, re.IGNORECASE), plain) for form, plain in signs.latex]
_DOLLARS = re.compile(r"\$([^$]*)\$")
_LIST_TAG = re.compile(r"</?(?:li|ul|ol)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|p|br|strong|em|span|sup|sub|div|font|td|th|tr|table)(?:\s[^<>]*)?/?\s*>", re.IGNORECASE)
_SIGN_FORM = re.compile(r"=\s*/\s*=|!\s*=|[<>]\s*/?\s*=(?:\s*=)*|=\s*/?\s*[<>]|=(?:\s*=)+|\+\s*/\s*-")
_UNEQUAL = re.compile(r"<\s*>")
# A run of digits in which letters stand for digits: I00, 8O, O,5, 3O/O6/2018. Each part has a digit or is an O.
_PART = r"(?:[OoIiLl|]*[0-9][0-9OoIiLl|]*|[Oo]+)"
_LETTERED = re.compile(rf"(?<![^\W_]){_PART}(?:[.,/]{_PART})*(?:(?![^\W_])|(?=[gG][gG](?![a-zA-Z])))")
_LEADING_POINT = re.compile(r"(?<![^ <>=€(+-])[.,](?=[0-9])")
_NEAR_DIGIT = re.compile(r"[0-9][.,/]?[OoIiLl|]|[OoIiLl|][.,/]?[0-9]")
# A percent sign that was typed or read as `°/o`, `o/o` or, behind a space, `0/0`.
_PERCENT_FORM = re.compile(r"(?<=[0-9])(?:\s*[°oO]\s*/\s*[oO0°]|\s+0/[0oO])(?![\w/])")
_ORDINAL = re.compile(r"[0-9]o (?:trim|sem|quadr|bim|genn|gennaio|febb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic)")
# An apostrophe typed for an accent: `piu' di`, `attivita'`. Quotes that open in the text are none.
_TYPED_ACCENT = re.compile(r"(?<=[a-zA-Z])([aeiouAEIOU])'(?![\w'])")
_OPENING_QUOTE = re.compile(r"(?<!\w)'")
_ACCENTED = dict(zip("aeiouAEIOU", "àèìòùÀÈÌÒÙ", strict=True))
_TO_DIGIT = str.maketrans("OoIiLl|", "0011111")

# A bullet parts the items of a list; so do numbers and letters with a bracket that count up (`1) … 2) …`, `a) …`).
_BULLET = re.compile(r"\s*•\s*")
_ENUMERATOR = re.compile(r"(?:^|(?<=[;,.\s]))([0-9]{1,2}|[a-h])\)(?=\s)")
# The minus sign before a currency: `-€ 5.000`, `€ -5.000`.
_MINUS_MONEY = re.compile(r"(?<![\w%€)])(?:-€ ?|€ ?-)([0-9][0-9.,]*)(?![0-9/])")
# A footnote's raised digit behind a sign; behind a digit it may be an exponent, and stays for review.
_RAISED = re.compile(r"(?<=[%€).])[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")
# Letters of other scripts within words or of East Asia, letters that no language of Europe prints, lone accents,
# private use and replacements: what a broken text layer gives for what is printed. The signs have been applied before.
_NO_PRINT = re.compile(
    "[\ufffd\ud800-\uf8ff\u0300-\u036f\u0180-\u0217\u021c-\u02af\u1100-\u11ff\u3041-\u31ff\u3400-\ua6ff"
    "\ua900-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010fffd]"
    r"|(?<=[a-zà-ÿ])[\u0370-\u1cff]|[\u0400-\u1cff](?=[a-zà-ÿ])|\(cid:\d+\)",
    re.IGNORECASE,
)
# Control characters become spaces, which would hide them; white space is none of them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# A sign whose lower stroke was read as a dash or whose angle as a quotation mark: `>- 80%`, `»= 80%`.
_BROKEN_SIGN = re.compile(r"[<>] ?[_]|[<>]-(?=\s)|-[<>]|[«»]\s?[=_]")
_BOXES = re.compile("[\u2610-\u2612\u25a1\u25a2]|\\[[ xX]?\\]")
_SOFT_HYPHEN_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\u00ad(?=[0-9])")

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
    text = _drop_list_marks(_drop_markup(_unify_signs(raw)))
    repairs = _find_damage(raw, text)
    if "<" in text and ">" in text:
        text = _UNEQUAL.sub("≠", text)
    if "=" in text or "+" in text:
        text = _SIGN_FORM.sub(_unify_sign, text)
    if "'" in text and not _OPENING_QUOTE.search(text):
        text = _TYPED_ACCENT.sub(lambda found: _ACCENTED[found[1]], text)
    text = " ".join(text.split())
    if "€" in text and "-" in text:
        text = _MINUS_MONEY.sub(r"-\1 €", text)
    if "/" in text:
        text = _PERCENT_FORM.sub("%", text)
    if _NEAR_DIGIT.search(text):
        text, lettered = _mend_digits(text)
        repairs += lettered
    text, bare = _LEADING_POINT.subn("0,", text) if "." in text or "," in text else (text, 0)
    if bare:
        repairs += ("A number starts with a decimal point; a zero was put before it.",)
    return Cleaned(text, fold(text), repairs)


def _find_damage(raw: str, text: str) -> tuple[str, ...]:
    """What of the printed text no repair makes certain, one sentence each."""
    if raw.isprintable() and raw.isascii() and not any(sign in raw for sign in "[<>(&"):
        return ()
    found = {
        "A soft hyphen stands between two digits: one number or a range.": not raw.isascii()
        and _SOFT_HYPHEN_BETWEEN_DIGITS.search(raw),
        "A comparison's sign may be printed or read badly.": _BROKEN_SIGN.search(raw),
        "The cell prints boxes to tick.": _BOXES.search(raw),
        "A character of the text cannot be what is printed.": _NO_PRINT.search(text) or _CONTROL.search(raw),
    }
    return tuple(sentence for sentence, match in found.items() if match)


def _drop_list_marks(text: str) -> str:
    """The items of a list parted by semicolons."""
    if "•" in text:
        text = _BULLET.sub(" ; ", text) if text.strip("• \t\n") else "-"  # a bullet alone is a dash
    labels = _ENUMERATOR.findall(text) if ")" in text and "(" not in text else []
    if not labels or not (labels[0] == "a" or len(labels) > 1):
        return text
    first = ord(labels[0]) if labels[0].isalpha() else int(labels[0])
    counted = [ord(label) if label.isalpha() else int(label) for label in labels]
    if first not in {1, ord("a")} or counted != list(range(first, first + len(labels))):
        return text
    return _ENUMERATOR.sub(" ; ", text)


def _unify_signs(raw: str) -> str:
    """One form of each sign and space, nothing invisible."""
    if raw.isascii():
        return raw.replace("*", " ")
    text = unicodedata.normalize("NFC", _RAISED.sub(" ", raw))
    if "â" in text or "Ã" in text or "Â" in text:
        for wrong, right in signs.mojibake.items():
            text = text.replace(wrong, right)
    return text.translate(_TABLE)


def _drop_markup(text: str) -> str:
    """Without what HTML and LaTeX add to the text."""
    if "&" in text:
        text = html.unescape(html.unescape(text)).translate(_TABLE)
    if "\\" in text or "$" in text:
        text = _DOLLARS.sub(r"\1", text)
        for form, plain in _LATEX:
            text = form.sub(plain, text)
    if "<" in text and ">" in text:
        text = _TAG.sub(" ", _LIST_TAG.sub(" ; ", text))
    return text


def fold(text: str) -> str:
    """Small letters without accents, of the same length as the text."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low if low.isascii() else low.translate(_FOLD)


def _unify_sign(found: re.Match[str]) -> str:
    """`= >` and `>/=` are `>=`, `==` is `=`, `!=` is `≠`, `+/-` is `±`."""
    printed = found[0]
    if "!" in printed or (printed[0] == printed[-1] == "=" and "/" in printed):
        return "≠"
    for sign in "><":
        if sign in printed:
            return sign + "="
    return "±" if "+" in printed else "="


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

    return _LETTERED.sub(repaired, text), tuple(repairs)
