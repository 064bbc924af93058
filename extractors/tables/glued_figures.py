"""Texts of several narrow cells that stand too close to be told apart as words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pages.model import Word

CROSS = 1.0  # points by which a word must stand on both sides of a border to cross it
FIGURE = re.compile(r"(?:[<>=≤≥]=?)?(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,3}(?:\.\d{3})*(?:,\d+)?%?|\d+%?|SI|NO|-)")


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
