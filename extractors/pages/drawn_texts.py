"""The texts of a page in the order in which it draws them: programs draw one cell after the other.

Where the words of two cells are printed over each other, for they are wider than their cells, nothing else tells which
belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from extractors.pages.model import Word
from extractors.pages.words import TEXT_GAP

_LEVEL = 0.35  # em by which the middles of two words on one line may differ
_BACK = 0.15  # em by which a word may begin before the end of the one before it: kerning
_NEXT = 3.0  # em from a line of a text to its next, at most
_OVER = 1.0  # points by which a text that is printed over the next one reaches into it


def parted_texts(words: Sequence[Word]) -> tuple[Sequence[Word], tuple[tuple[Word, ...], ...]]:
    """The words, given in the order of their drawing, and the texts that they make, where some text is printed over the
    next one: each word then ends well before that one, as its cell does. Else the words as they are, and no texts."""
    found = list(_group_texts(words))
    if not any(_is_over(one, other) for one, other in pairwise(found)):
        return words, ()
    texts = [tuple(text.words) for text in found]
    texts[:-1] = [tuple(_cut_word(word, other) for word in one) for one, other in pairwise(texts)]
    return list(chain.from_iterable(texts)), tuple(texts)


@dataclass(slots=True)
class _Text:
    """Words that are drawn one after the other, from `left` to `right`; `top` and `foot` are the middles of its highest
    and its lowest word, `size` is its largest type. Points."""

    words: list[Word]
    left: float
    right: float
    top: float
    foot: float
    size: float


def _is_over(text: _Text, following: _Text) -> bool:
    """Whether a word is printed over one of the text before its own."""
    level = _LEVEL * max(text.size, 1.0)
    is_beside = following.left >= text.right - _OVER
    if is_beside or following.top > text.foot + level or following.foot < text.top - level:
        return False
    return any(word.box.x1 > begin + _OVER for word in text.words for begin in _starts_beside(word, following.words))


def _cut_word(word: Word, following: Iterable[Word]) -> Word:
    """The word, ending before those of the next text that stand beside it."""
    box = word.box
    end = min(_starts_beside(word, following), default=float("inf")) - TEXT_GAP * word.size
    return word if box.x1 <= end else word._replace(box=box._replace(x1=max(end, box.x0 + _OVER)))


def _starts_beside(word: Word, following: Iterable[Word]) -> Iterator[float]:
    """Where words of the next text begin on the line of one, to the right of its own beginning."""
    level = _LEVEL * max(word.size, 1.0)
    return (w.box.x0 for w in following if w.box.x0 > word.box.x0 and abs(w.box.mid_y - word.box.mid_y) <= level)


def _group_texts(words: Iterable[Word]) -> Iterator[_Text]:
    text: _Text | None = None
    for word in words:
        x0, y0, x1, y1 = word.box
        middle = (y0 + y1) / 2
        if text is not None and _goes_on(text, word, middle):
            text.words.append(word)
            text.left, text.right = min(text.left, x0), max(text.right, x1)
            text.top, text.foot = min(text.top, middle), max(text.foot, middle)
            text.size = max(text.size, word.size)
            continue
        if text is not None:
            yield text
        text = _Text([word], x0, x1, middle, middle, word.size)
    if text is not None:
        yield text


def _goes_on(text: _Text, word: Word, middle: float) -> bool:
    """Whether a word of this vertical `middle` goes on a text: beside its last word, or on a line below."""
    last = text.words[-1]
    _, y0, right, y1 = last.box
    size = max(last.size, word.size, 1.0)
    lower = (middle - (y0 + y1) / 2) / size
    x0, _, x1, _ = word.box
    if abs(lower) <= _LEVEL:
        return -_BACK <= (x0 - right) / size <= TEXT_GAP
    return 0 < lower <= _NEXT and x0 < text.right and x1 > text.left and x0 < right
