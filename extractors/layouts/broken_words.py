"""Texts of narrow cells, whose words are broken over lines, held against what a layout knows: spaces do not count."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, combinations

from extractors.layouts.typography import printed_pattern

_MOST = 4  # hyphens in a text that may be of line ends
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010] ?(?=[^\W\d_])")
_SPACE = re.compile(r" [?*+]?|\\s[?*+]?")


@lru_cache(256)
def squeezed(pattern: str) -> re.Pattern[str]:
    """The pattern without the spaces between its words."""
    return printed_pattern(_SPACE.sub("", pattern))


def match_broken(pattern: str, text: str) -> dict[str, str | None] | None:
    """The named groups of a pattern that matches the whole of `text`, spaces aside, as they are printed; or None.

    Where it does not match so, hyphens inside words are left out, as few as possible: words were parted at line ends.
    """
    wanted = squeezed(pattern)
    for letters, places in _readings_of(text):
        if found := wanted.fullmatch(letters):
            spans = {name: found.span(name) for name in found.groupdict()}
            return {name: text[places[a] : places[b - 1] + 1] if b > a else None for name, (a, b) in spans.items()}
    return None


@lru_cache(4)  # a text is held against all patterns of its layout in turn
def _readings_of(text: str) -> list[tuple[str, list[int]]]:
    """The text without spaces, and without some of the hyphens inside words: its letters, and the place of each."""
    places = [i for i, char in enumerate(text) if not char.isspace()]
    hyphens = [found.start() for found in _HYPHEN.finditer(text)][:_MOST]
    ways = chain.from_iterable(combinations(hyphens, count) for count in range(len(hyphens) + 1))
    kept = ([i for i in places if i not in left_out] for left_out in ways)
    return [("".join(text[i] for i in own), own) for own in kept]
