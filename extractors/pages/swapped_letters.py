"""Letters whose code points have their two bytes swapped, as Ghostscript 10.00 writes the ToUnicode map of ligatures.

`iniziative` with a ligature `ti` is then given with U+7400 U+6900 in its midst: the letters t (U+0074) and i (U+0069).
Of three letters the second and third become one, the sum of both: `ffi` is U+6600 U+CF00 (0x66 + 0x69 = 0xCF), and
`tti` is U+7400 and the half of a surrogate pair, U+DD00, which pdfium gives as U+FFFD.
No Italian plan prints Chinese characters, so that this is the one sound reading.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.pages.model import MendedWord, Page

_ONE = {chr(ord(c) << 8): c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"}
# The ligatures of three letters that fonts have and Italian words hold, as they come.
_THREE = {"\u6600\ucf00": "ffi", "\u6600\ud200": "ffl", "\u7400\ufffd": "tti"}
# A ligature has two letters at least: of one that stands alone the others are lost, and it is left.
_SWAPPED = re.compile(f"{'|'.join(_THREE)}|[{''.join(_ONE)}]{{2,}}")


def with_letters_restored(page: Page) -> Page:
    """The page with swapped letters put right, and these words among its `mended`; the page itself where none are."""
    if not _SWAPPED.search(" ".join([word.text for word in page.words if not word.text.isascii()])):
        return page
    words = tuple(word.with_text(restored(word.text)) for word in page.words)
    pairs = zip(words, page.words, strict=True)
    mended = tuple(MendedWord(word.text, given.text, word.box) for word, given in pairs if word.text != given.text)
    return replace(page, words=words, mended=(*page.mended, *mended))


def restored(text: str) -> str:
    """The text with its swapped letters put right."""
    return _SWAPPED.sub(lambda found: _THREE.get(found[0]) or "".join(map(_ONE.__getitem__, found[0])), text)
