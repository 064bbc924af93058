"""Texts of narrow cells, whose words are broken over lines, held against what a layout knows: spaces do not count."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

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
    places = [i for i, char in enumerate(text) if not char.isspace()]
    hyphens = [found.start() for found in _HYPHEN.finditer(text)][:_MOST]
    for count in range(len(hyphens) + 1):
        for left_out in itertools.combinations(hyphens, count):
            kept = [i for i in places if i not in left_out]
            found = squeezed(pattern).fullmatch("".join(text[i] for i in kept))
            if found is not None:
                spans = {name: found.span(name) for name in found.groupdict()}
                return {name: text[kept[a] : kept[b - 1] + 1] if b > a else None for name, (a, b) in spans.items()}
    return None
