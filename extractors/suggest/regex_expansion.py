"""What a heading's pattern says in words, so that an unknown heading can be told which known one it is like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.text import heading_key

_MOST = 400  # wordings of one pattern; more add likeness to nothing
_PLACEHOLDER = re.compile(r" *\\?\(? ?{(?:year|n|population|period|lead|code|sign|quality|of)}(?: ?\\?\))?\??")


def wordings(heading: str) -> tuple[str, ...]:
    """The texts, folded as headings are, that the `heading` of a column stands for, its years left out.

    A heading between slashes is a regular expression of which literals, groups, alternatives, optional parts and
    character classes are written out; a part that can be anything (`.*`) is written as nothing.
    """
    if not (len(heading) > 1 and heading.startswith("/") and heading.endswith("/")):
        texts = [_PLACEHOLDER.sub("", heading)]
    else:
        texts = _Writer(_PLACEHOLDER.sub("", heading[1:-1])).alternatives()
    return tuple(dict.fromkeys(key for text in texts if (key := heading_key(text).rstrip(" ("))))


@dataclass(slots=True)
class _Writer:
    """Writes out a regular expression from left to right."""

    pattern: str
    at: int = 0

    def alternatives(self) -> list[str]:
        found = self._expand_sequence()
        while self._next_sign() == "|":
            self.at += 1
            found += self._expand_sequence()
        return found[:_MOST]

    def _next_sign(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _expand_sequence(self) -> list[str]:
        texts = [""]
        while self._next_sign() and self._next_sign() not in "|)":
            part = self._expand_repeated(self._expand_part())
            texts = [text + more for text in texts for more in part][:_MOST]
        return texts

    def _expand_part(self) -> list[str]:
        char = self._next_sign()
        self.at += 1
        if char == "(":
            if found := re.match(r"\?(?::|P<\w+>)", self.pattern[self.at :]):
                self.at += len(found[0])
            inner = self.alternatives()
            self.at += 1
            return inner
        if char == "[":
            end = self.pattern.index("]", self.at + 1)
            inside, self.at = self.pattern[self.at : end], end + 1
            return [""] if inside.startswith("^") else list(dict.fromkeys(c for c in inside if c != "\\"))
        if char == "\\":
            char = self._next_sign()
            self.at += 1
            return {"s": [" "], "d": [""], "w": [""], "b": [""]}.get(char, [char])
        return [""] if char in ".^$" else [char]

    def _expand_repeated(self, part: list[str]) -> list[str]:
        if self._next_sign() in ("?", "*"):
            self.at += 1
            part = ["", *part]  # the short ones first: they are the common ones
        elif self._next_sign() == "+":
            self.at += 1
        elif found := re.match(r"{\d+(?:,\d*)?}", self.pattern[self.at :]):
            self.at += len(found[0])
        return part
