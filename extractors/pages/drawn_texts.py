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
    next one: each word then ends well before that one, as its cell does. Else the words as they are, and no texts."""
    texts = [tuple(text) for text in _texts(words)]
    if not any(_is_over(one, other) for one, other in pairwise(texts)):
        return words, ()
    texts[:-1] = [tuple(_ended(word, other) for word in one) for one, other in pairwise(texts)]
    return list(chain.from_iterable(texts)), tuple(texts)


def _is_over(text: Sequence[Word], following: Sequence[Word]) -> bool:
    """Whether a word is printed over one of the text before its own."""
    if min(word.box.x0 for word in following) >= max(word.box.x1 for word in text) - _OVER:
        return False
    return any(word.box.x1 > begin + _OVER for word in text for begin in _beside(word, following))


def _ended(word: Word, following: Iterable[Word]) -> Word:
    """The word, ending before those of the next text that stand beside it."""
    box = word.box
    end = min(_beside(word, following), default=float("inf")) - _GAP * word.size
    return word if box.x1 <= end else word._replace(box=box._replace(x1=max(end, box.x0 + _OVER)))


def _beside(word: Word, following: Iterable[Word]) -> Iterator[float]:
    """Where words of the next text begin on the line of one, to the right of its own beginning."""
    level = _LEVEL * max(word.size, 1.0)
    return (w.box.x0 for w in following if w.box.x0 > word.box.x0 and abs(w.box.mid_y - word.box.mid_y) <= level)


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
