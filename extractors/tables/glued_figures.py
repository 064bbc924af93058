"""Texts of several narrow cells that stand too close to be told apart as words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.pages.model import Word

CROSS = 1.0  # points by which a word must stand on both sides of a border to cross it
_NARROW = 0.5  # width of a punctuation mark, in widths of a digit
_OVERRUN = 2.5  # em by which a figure may run out of its narrow cell
FIGURE = re.compile(r"(?:[<>=≤≥]=?)?(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,3}(?:\.\d{3})*(?:,\d+)?%?|\d+%?|SI|NO|-)")


def parted_at_borders(word: Word, borders: Sequence[float]) -> list[Word]:
    """The word, cut at `borders`, outer ones included, where texts of several cells are drawn as one."""
    parts = parted_at_joints(word, borders[1:-1])
    return [figure for part in parts for figure in parted_figures(part, borders)]


def parted_figures(word: Word, borders: Sequence[float]) -> list[Word]:
    """The word, cut at borders where it is figures of several cells that stand too close to be told apart.

    Where a border cuts it is estimated from the characters before; it cuts between two figures or not at all.
    """
    inner = [b for b in borders[1:-1] if word.box.x0 + CROSS < b < word.box.x1 - CROSS]
    if not inner or not any(c.isdigit() for c in word.text) or FIGURE.fullmatch(word.text):
        return [word]  # one figure runs out of its cell
    widths = [_NARROW if c in ".,/:;|'" else 1.0 for c in word.text]
    per = word.box.width / sum(widths)
    ends = [word.box.x0 + per * total for total in itertools.accumulate(widths)]
    near = [
        [i for i in range(1, len(word.text)) if abs(ends[i - 1] - border) <= _OVERRUN * word.size] for border in inner
    ]
    cut = [(_cut_text(word.text, cuts), cuts) for cuts in itertools.product(*near)]
    readings = [
        (sum(abs(ends[i - 1] - border) for i, border in zip(cuts, inner, strict=True)), texts)
        for texts, cuts in cut
        if all(map(FIGURE.fullmatch, texts))
    ]
    if not readings:
        return [word]
    _, texts = min(readings)
    bounds = [word.box.x0, *inner, word.box.x1]
    return [
        word.with_text(text)._replace(box=word.box._replace(x0=x0 + 0.1, x1=x1 - 0.1))
        for text, (x0, x1) in zip(texts, itertools.pairwise(bounds), strict=True)
    ]


def parted_at_joints(word: Word, borders: Sequence[float]) -> list[Word]:
    """The word, cut where the page begins to draw anew behind one of the `borders`: the text of the cell before ran
    over it."""
    parts: list[Word] = []
    start, left = 0, word.box.x0
    for before, x in word.joints:
        if any(left < border <= x + CROSS for border in borders):
            parts.append(word.with_text(word.text[start:before])._replace(box=word.box._replace(x0=left, x1=x)))
            start, left = before, x
    if not parts:
        return [word]
    rest = [(before - start, x) for before, x in word.joints if before > start]
    return [*parts, word._replace(text=word.text[start:], box=word.box._replace(x0=left), joints=tuple(rest))]


def _cut_text(text: str, places: Sequence[int]) -> list[str]:
    return [text[i:j] for i, j in itertools.pairwise([0, *places, len(text)])]
