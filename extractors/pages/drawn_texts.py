"""The texts of a page in the order in which it draws them: programs draw one cell after the other.

Where the words of two cells are printed over each other, for they are wider than their cells, nothing else tells which
belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from extractors.pages.model import Word

_LEVEL = 0.35  # em by which the middles of two words on one line may differ
_GAP = 0.6  # em between two words on one line, at least, where a text ends
_BACK = 0.15  # em by which a word may begin before the end of the one before it: kerning
_NEXT = 3.0  # em from a line of a text to its next, at most
_OVER = 1.0  # points by which a text that is printed over the next one reaches into it


def parted_texts(words: Sequence[Word]) -> tuple[Sequence[Word], tuple[tuple[Word, ...], ...]]:
    """The words, given in the order of their drawing, and the texts that they make, where some text is printed over the
    next one: a word under another ends before that one, as its cell does. Else the words as they are, and no texts."""
    texts = [tuple(text) for text in _texts(words)]
    parted = [_ended_before(one, other) for one, other in pairwise(texts)]
    if all(one is other for one, other in zip(parted, texts, strict=False)):
        return words, ()
    texts[:-1] = parted
    return list(chain.from_iterable(texts)), tuple(texts)


def _ended_before(text: tuple[Word, ...], following: tuple[Word, ...]) -> tuple[Word, ...]:
    """A text, its words ending before those of the `following` one that are printed over them."""
    if min(word.box.x0 for word in following) >= max(word.box.x1 for word in text) - _OVER:
        return text
    ended = tuple(_ended(word, following) for word in text)
    return text if ended == text else ended


def _ended(word: Word, following: Iterable[Word]) -> Word:
    box, level = word.box, _LEVEL * max(word.size, 1.0)
    begins = [
        w.box.x0 for w in following if abs(w.box.mid_y - box.mid_y) <= level and box.x0 < w.box.x0 < box.x1 - _OVER
    ]
    if not begins:
        return word
    return word._replace(box=box._replace(x1=max(min(begins) - _GAP * word.size, box.x0 + _OVER)))


def _texts(words: Iterable[Word]) -> Iterator[list[Word]]:
    text: list[Word] = []
    left = right = 0.0
    for word in words:
        x0, _, x1, _ = word.box
        if text and _goes_on(text[-1], left, right, word):
            left, right = min(left, x0), max(right, x1)
            text.append(word)
            continue
        if text:
            yield text
        text, left, right = [word], x0, x1
    if text:
        yield text


def _goes_on(last: Word, left: float, right: float, word: Word) -> bool:
    """Whether a word goes on a text from `left` to `right` with this last word: beside that one, or on a line below."""
    size = max(last.size, word.size, 1.0)
    lower = (word.box.mid_y - last.box.mid_y) / size
    if abs(lower) <= _LEVEL:
        return -_BACK <= (word.box.x0 - last.box.x1) / size <= _GAP
    return 0 < lower <= _NEXT and word.box.x0 < right and word.box.x1 > left and word.box.x0 < last.box.x1
