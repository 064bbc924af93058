"""The pieces of a word that a program draws in several text objects, and how they become one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.words import SAME_LINE, WORD_BACK, WORD_GAP, is_note_mark, without_ligatures
from extractors.text import raised

_SEAMLESS = 0.06  # type sizes by which a word drawn in several pieces may miss itself
_KERNED = 0.2  # type sizes by which the shapes of two characters let them stand closer, at most
_UNDER_ACCENT = 0.2  # type sizes by which a letter overlaps its accent, at least; nearly all of it does
# Accents that are characters of their own, and those that combine.
_ACCENTS = {"`": "\u0300", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00a8": "\u0308"}


@dataclass(slots=True)
class TextPiece:
    """A word at an end of a text object, in the frame in which it reads from left to right; it may go on in another."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: int  # how many of its characters are
    end: float  # right end of its last character
    tag: int  # the tagged cell that holds it, as in `Word`
    joints: tuple[tuple[int, float], ...] = ()  # where other text objects begin in it: characters before, left end


def goes_on(last: TextPiece, text: str, y0: float, y1: float, size: float, begin: float) -> bool:
    """Whether a word of this height and type size that begins at `begin` is the rest of `last`."""
    wider = max(last.size, size, 1.0)
    is_level = abs(last.y0 + last.y1 - y0 - y1) <= 2 * SAME_LINE * wider
    if not is_level and not is_note_mark(text, size, y1, last.text, last.size, last.y1):
        return False
    gap = (begin - last.end) / wider
    return WORD_BACK < gap < WORD_GAP or _letter_with_accent(last.text, text, gap) != ""


def joints_of(piece: TextPiece) -> tuple[tuple[int, float], ...]:
    """Where other text objects begin in a word, counted in the characters that its ligatures stand for."""
    return tuple((len(without_ligatures(piece.text[:before])), x) for before, x in piece.joints)


def _is_kerned(last: str, first: str, gap: float) -> bool:
    """Whether two characters stand closer, by a `gap` in type sizes, because their shapes let them (`AT`, `P.`), or a
    small letter further from a ligature: some programs draw these in two pieces. No capital goes on a small letter."""
    if not -_KERNED <= gap <= (WORD_GAP if last.isalpha() and first.islower() else 0):
        return False
    if last.isalpha():
        return first in ".," or (first.isalpha() and not (last.islower() and first.isupper()))
    return last == first == "1"


def has_accents(text: str) -> bool:
    """Whether an accent that is a character of its own is in a text."""
    return any(accent in text for accent in _ACCENTS)


def ends_of_accents(text: str, start: int, lefts: Sequence[float], rights: Sequence[float], size: float) -> list[int]:
    """Where in a text object a letter is set back under the accent before it, within the word `text`.

    The word begins at `start`; `lefts` and `rights` are the ends of the object's characters, `size` its type size.
    """
    gaps = ((at, (lefts[start + at] - rights[start + at - 1]) / size) for at in range(1, len(text)))
    return [start + at for at, gap in gaps if _letter_with_accent(text[:at], text[at:], gap)]


def _letter_with_accent(last: str, text: str, gap: float) -> str:
    """The first letter of a text that is set under the accent that ends the `last` one, as TeX's old fonts ask for;
    empty where none is. `gap` is between their ends, in type sizes."""
    if not -1 < gap < -_UNDER_ACCENT or (accent := _ACCENTS.get(last[-1:])) is None:
        return ""
    letter = unicodedata.normalize("NFC", text[:1].replace("\u0131", "i") + accent)
    return letter if len(letter) == 1 and letter != accent else ""


def join_piece(word: TextPiece, piece: TextPiece) -> None:
    """Add a text that goes on with a word to it."""
    if piece.size < word.size and is_note_mark(piece.text, piece.size, piece.y1, word.text, word.size, word.y1):
        word.text += raised(piece.text)
        word.x1, word.end = max(word.x1, piece.x1), piece.end
        return
    gap = (piece.x0 - word.end) / max(piece.size, 1.0)
    text = piece.text
    if letter := _letter_with_accent(word.text, text, gap):
        word.text, text = word.text[:-1], letter + text[1:]
    elif abs(gap) > _SEAMLESS and not _is_kerned(word.text[-1:], piece.text[:1], gap):
        word.joints = (*word.joints, (len(word.text), piece.x0))
    word.text += text
    word.x0, word.y0 = min(word.x0, piece.x0), min(word.y0, piece.y0)
    word.x1, word.y1 = max(word.x1, piece.x1), max(word.y1, piece.y1)
    word.size = max(word.size, piece.size)
    word.bold += piece.bold
    word.end = piece.end
