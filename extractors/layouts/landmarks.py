"""Letters that are printed wherever a pattern is: most documents hold none of another chamber's, which is seen at once.

In: a layout's regular expression. Out: small letters without spaces. Public: `landmark_of`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ESCAPED_OR_SET: Final = re.compile(r"\\.|\[\^?\]?[^\]]*\]")
_INNERMOST_GROUP: Final = re.compile(r"\([^()]*\)[?*+]?")
_TYPED_ACCENT: Final = re.compile(r"[aeiou]'")
_SURE: Final = re.compile(r"[a-z]+(?![a-z?*{])")


@lru_cache(256)
def landmark_of(pattern: str) -> str:
    """The longest run of letters that is printed, spaces aside, in whatever text `pattern` matches; empty for none."""
    certain, count = _ESCAPED_OR_SET.sub("_", pattern), 1
    while count:  # what groups hold may be one of several texts, or none
        certain, count = _INNERMOST_GROUP.subn("_", certain)
    if "|" in certain or "(" in certain:
        return ""
    certain = certain.casefold().replace(" ?", " ").replace(" ", "")
    return max(_SURE.findall(_TYPED_ACCENT.sub("_", certain)), key=len, default="")
