"""Texts of narrow cells, whose words are broken over lines, held against what a layout knows: spaces do not count."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.layouts.typography import printed_pattern

_SPACE = re.compile(r" [?*+]?|\\s[?*+]?")


@lru_cache(256)
def squeezed(pattern: str) -> re.Pattern[str]:
    """The pattern without the spaces between its words."""
    return printed_pattern(_SPACE.sub("", pattern))


def match_broken(pattern: str, text: str) -> dict[str, str | None] | None:
    """The named groups of a pattern that matches the whole of `text`, spaces aside, as they are printed; or None."""
    places = [i for i, char in enumerate(text) if not char.isspace()]
    found = squeezed(pattern).fullmatch("".join(text[i] for i in places))
    if found is None:
        return None
    spans = {name: found.span(name) for name in found.groupdict()}
    return {name: text[places[a] : places[b - 1] + 1] if b > a else None for name, (a, b) in spans.items()}
