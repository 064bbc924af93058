"""Letters whose code points have their two bytes swapped, as Ghostscript 10.00 writes the ToUnicode map of ligatures.

`iniziative` with a ligature `ti` is then given with U+7400 U+6900 in its midst: the letters t (U+0074) and i (U+0069).
No Italian plan prints Chinese characters, so that this is the one sound reading.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.pages.model import Page

_SWAPPED = re.compile(
    "[" + "".join(chr(ord(c) << 8) for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") + "]"
)


def with_letters_restored(page: Page) -> tuple[Page, tuple[str, ...]]:
    """The page with swapped letters put right, and the words as the file gave them; the page itself where none are."""
    if not any(_SWAPPED.search(word.text) for word in page.words if not word.text.isascii()):
        return page, ()
    given = tuple(word.text for word in page.words if _SWAPPED.search(word.text))
    words = tuple(word._replace(text=restored(word.text)) for word in page.words)
    return replace(page, words=words), given


def restored(text: str) -> str:
    """The text with its swapped letters put right."""
    return _SWAPPED.sub(lambda found: chr(ord(found[0]) >> 8), text)
