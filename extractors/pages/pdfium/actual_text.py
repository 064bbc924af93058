"""Words whose element says another text than their glyphs do (`ActualText`). In: the words as drawn and that text. Out:
the words with that text, where the drawn ones stand. Points, in the frame of the words.

The text is the file's own, and evidence as its other tags are: a figure that is drawn soundly is what people read, and
is kept where the text has other digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.pages.model import Box, MendedWord, Word
from extractors.pages.text_layer import is_doubtful
from extractors.pages.words import lines_of

# Digits of figures; those within words may be what a broken font gives for letters.
_DIGITS = re.compile(r"(?<![^\W\d_])\d+(?![^\W\d_])")


def replaced(drawn: Sequence[Word], text: str) -> tuple[list[Word], list[MendedWord]]:
    """The `drawn` words of one element with its `text`, and those of them that say something else than the glyphs or,
    where a drawn figure is kept, than the text."""
    lines = lines_of(drawn)
    glyphs = [word for line in lines for word in line.words]
    said, meant = [word.text for word in glyphs], text.split()
    if not glyphs or "".join(said) == "".join(meant).replace("\u00ad", ""):
        return list(drawn), []
    printed = " ".join(said)
    if _DIGITS.findall(printed) != _DIGITS.findall(text) and _DIGITS.search(printed) and not is_doubtful(printed):
        return list(drawn), [MendedWord(word.text, text, word.box) for word in glyphs if _DIGITS.search(word.text)]
    words = _set_words(meant, [(line.box, line.words[0]) for line in lines])
    pairs = zip(words, said, strict=True) if len(words) == len(said) else [(word, printed) for word in words]
    return words, [MendedWord(word.text, given, word.box) for word, given in pairs if word.text != given]


def _set_words(texts: Sequence[str], lines: Sequence[tuple[Box, Word]]) -> list[Word]:
    """Words set on lines, each as wide as its share of the letters."""
    room = sum(box.width for box, _ in lines)
    letters = sum(map(len, texts)) + max(0, len(texts) - len(lines))
    scale = room / max(1, letters)
    ends = [0.0]
    for box, _ in lines:
        ends.append(ends[-1] + box.width)
    words, at = [], 0.0
    for text in texts:
        middle = at + len(text) * scale / 2
        line = max(i for i, (start, _) in enumerate(pairwise(ends)) if start <= middle or i == 0)
        box, first = lines[line]
        x0 = min(max(box.x0 + at - ends[line], box.x0), box.x1)
        x1 = min(max(x0 + len(text) * scale, x0), box.x1)
        words.append(Word(text, Box(x0, box.y0, x1, box.y1), first.size, first.bold, first.tag))
        at += (len(text) + 1) * scale
    return words
