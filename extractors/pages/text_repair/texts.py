"""Texts that have lost letters before they came here: the text form of a plan, made of a PDF whose text layer lies.

Nothing is left of glyphs here, so that each word is told for itself: by the readings that make a known word of it.
One reading is taken; where several fit, or none, the word is in doubt. What was a sign of its own for each glyph
(`(cid:2210)`, private use) is told by all words that it stands in, as in a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from extractors.pages.swapped_letters import restored
from extractors.pages.text_layer import is_doubtful
from extractors.pages.text_repair.deciphering import decipher
from extractors.pages.text_repair.lost_letters import lacks_letters, put_in_lost_letters
from extractors.pages.text_repair.word_odds import by_odds, italian_words, likeliest
from extractors.pages.text_repair.word_readings import Readings

_TOKEN: Final = re.compile(r"[^\s<>]+")
_LETTER: Final = r"[^\W\d_]"
_SIGN: Final = re.compile(r"\(cid:\d+\)|[\ue000-\uf0a2\u0180-\u0217\u021c-\u02af\u0400-\u1cff\x80-\x84\x86-\x9f]")
# Four letters and a full stop may be an abbreviation (`artt.`), which no list has.
_REPLACED: Final = re.compile(
    rf"(?!{_LETTER}{{0,2}}\ufffd{_LETTER}{{0,2}}\.)(?:{_LETTER}|\ufffd)*\ufffd(?:{_LETTER}|\ufffd)*"
)
# An entity of a converter (`&amp;`) is no damage.
_ENTITY: Final = (
    r"(?:#\d+|amp|[lg][te]|quot|apos|nbsp|[aeiou]grave|eacute|euro|deg|bull|middot|hellip|[lr][sd]quo|[nm]dash);"
)
_AMPERSAND: Final = re.compile(
    rf"&{_ENTITY}|(?:{_LETTER}+&(?!{_ENTITY})|&(?={_LETTER}*[a-zà-ù]))(?:{_LETTER}|&(?!{_ENTITY}))*"
)
_ALONE: Final = re.compile(rf"(?<![\w&])&(?!{_ENTITY}|[\w&])")
_LETTER_O: Final = re.compile(rf"{_LETTER}*(?:[a-zà-ù]O|{_LETTER}O(?=[a-zà-ù])){_LETTER}*|\bO[a-zà-ù]+\b|\b[A-Z]O\b")
_WITHIN: Final = re.compile(rf"[a-zà-ù](?:O|&(?!{_ENTITY}))[a-zà-ù]")
_SOUND_ACCENT: Final = re.compile("[àèéìòù]")
_MARKS: Final = range(0xF100, 0xF800)  # private use, which no text has left after `_SIGN`
_SHORT: Final = 4  # letters; a longer word in capitals is no abbreviation
_HABIT: Final = 3  # words put right, from which a sign that stands for letters is the text's habit


@dataclass(slots=True)
class RepairedText:
    """A text put right: `mended` are the words as they are now, and as they were; `doubted` are words and stretches of
    words that may be others. `lossy` tells that letters left no sign of themselves: then nothing in it is sure."""

    text: str
    mended: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    lossy: bool = False


def repair_text(text: str) -> RepairedText:
    """The text with its damaged words put right as far as one reading alone makes them known; line by line as it
    was."""
    found = RepairedText(text)
    _replace_matches(found, _TOKEN, restored)
    if not is_damaged(found.text):
        return found
    _decipher_signs(found)
    readings = Readings(_own_words(found.text), accents=not _SOUND_ACCENT.search(found.text))
    _replace_matches(found, _REPLACED, lambda word: likeliest(readings.at_signs(word, "\ufffd")) or word)
    for pattern, sign in ((_AMPERSAND, "&"), (_LETTER_O, "O")):
        _replace_sign(found, pattern, sign, readings)
    if lacks_letters(found.text):
        found.lossy = True
        put_in_lost_letters(found)
    return found


def is_damaged(text: str) -> bool:
    """Whether the text is worth a closer look: it holds signs of damage, or lacks what every Italian text has."""
    return is_doubtful(text) or bool(_WITHIN.search(text)) or lacks_letters(text)


def _decipher_signs(found: RepairedText) -> None:
    """Put in what signs stand for that are one glyph each."""
    signs = sorted(set(_SIGN.findall(found.text)))
    marks = dict(zip(signs, map(chr, _MARKS), strict=False))
    given = {mark: sign for sign, mark in marks.items()}
    marked = _SIGN.sub(lambda match: marks.get(match[0], match[0]), found.text)
    letters = decipher(marked.split(), given, italian_words())
    told = {sign: letters[mark] for sign, mark in marks.items() if mark in letters}
    _replace_matches(found, _TOKEN, lambda word: _SIGN.sub(lambda m: told.get(m[0], "\ufffd"), word))


def _replace_sign(found: RepairedText, pattern: re.Pattern[str], sign: str, readings: Readings) -> None:
    """Put letters in the place of a sign that is none by itself; where that is the text's habit, what cannot be told is
    in doubt, else the words within which small letters in its place would make known ones."""
    changed: set[str] = set()
    left: set[str] = set()

    def one(word: str) -> str:
        if word.endswith(";"):
            return word
        if word.isupper():  # a short one may be an abbreviation that was not in capitals (`Uff.`)
            left.update({word} if len(word) < _SHORT else ())
            return word
        fitting = readings.at_signs(word, sign)
        if sign.isalpha() and sign not in word[1:] and readings.is_listed(word):  # it may well be what is printed
            left.update({word} if fitting - {word} else ())
            return word
        made = likeliest(fitting)
        if made is None and fitting:
            made = by_odds(fitting)[0][1]
            left.add(made)
        (left if made is None else changed).add(word)
        return made or word

    before = found.text, dict(found.mended)
    _replace_matches(found, pattern, one)
    if len(changed) < _HABIT:
        found.text, found.mended = before
        found.doubted |= {word for word in changed if _WITHIN.search(word)}
    else:
        found.doubted |= left
        if sign == "&" and _ALONE.search(found.text):  # `amm.&`
            found.doubted.add(sign)


def _replace_matches(found: RepairedText, pattern: re.Pattern[str], change: Callable[[str], str]) -> None:
    """Change what the pattern finds, and note which words became others."""

    def one(match: re.Match[str]) -> str:
        made = change(match[0])
        if made != match[0]:
            found.mended[made] = found.mended.get(match[0], match[0])
        return made

    found.text = pattern.sub(one, found.text)


def _own_words(text: str) -> set[str]:
    """The words of the text itself that are sound: those in capitals, which have no ligatures."""
    return {word.casefold() for word in _split_words(text) if len(word) > 3 and word.isupper()}


def _split_words(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(rf"{_LETTER}+", text))
