"""What a document's own characters tell of its text layer: words that cannot be what is printed.

A font whose map to characters is broken gives a sound picture and an unsound text. Where one reading alone is possible
the word is put right (`swapped_letters`); a word that still holds one of the characters below is not known, and no
row that holds it is to be trusted. In: printed texts. Out: the doubtful words in them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
# Latin letters that no plan prints: Calibri's ligature `ti` is U+019F in files of Word. Romanian's four stay.
_RARE = "\u0180-\u0217\u021c-\u02af"
_GREEK = "\u0370-\u03ff"
_OTHER_SCRIPTS = "\u0400-\u10ff\u1200-\u1cff\u2c80-\u2dff"
_EAST_ASIAN = "\u1100-\u11ff\u3041-\u31ff\u3400-\ua6ff\ua900-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# Private use, but for the signs of the Symbol and Wingdings fonts whose meaning is known: ≤, ≥ and three bullets.
_PRIVATE = "\ue000-\uf0a2\uf0a4-\uf0a6\uf0a8-\uf0b2\uf0b4-\uf0b6\uf0b8-\uf0d7\uf0d9-\uf8ff\U000f0000-\U0010fffd"
_DOUBTFUL = re.compile(
    rf"[\ufffd\ud800-\udfff{_CONTROL}{_PRIVATE}{_EAST_ASIAN}]|\(cid:\d+\)"
    rf"|(?<=[{_LATIN}])[{_RARE}{_GREEK}{_OTHER_SCRIPTS}]|[{_RARE}{_OTHER_SCRIPTS}](?=[{_LATIN}])"
)
# Neither these nor accents are among the letters and signs that plans are printed with: one look at a page's text.
_UNUSUAL = re.compile("[^\t-\r\x1c-~\x85\xa0-\u017f\u1e00-\u2bff]")
# An accent that makes no letter with the one before it.
_LONE_ACCENT = re.compile("[\u0300-\u036f]")


def is_doubtful(text: str) -> bool:
    """Whether the text holds a character that cannot be what is printed."""
    if _UNUSUAL.search(text) is None and "(cid:" not in text:
        return False
    if _DOUBTFUL.search(text):
        return True
    return _LONE_ACCENT.search(text) is not None and bool(_LONE_ACCENT.search(unicodedata.normalize("NFC", text)))


def doubtful_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words with such a character, in the order of the texts."""
    texts = list(texts)
    if not is_doubtful(" ".join(texts)):  # as all but always: one look at the page instead of one at each word
        return ()
    return tuple(word for text in texts if is_doubtful(text) for word in text.split() if is_doubtful(word))
