"""The pattern of codes that were seen: `OS1.2` and `OS3.1` make `OS\\d\\.\\d`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_RUN = re.compile(r"[^\W\d_]+|\d+|[\W_]")
_FEW = 6  # as many letters or words at one place are named one by one


def pattern_of_codes(codes: Iterable[str]) -> str:
    """A regular expression that matches each of `codes` and those formed like them; empty where there is none."""
    forms: dict[tuple[str, ...], list[list[str]]] = {}
    for code in dict.fromkeys(codes):
        runs = _RUN.findall(code)
        forms.setdefault(tuple(_kind_of(run) for run in runs), []).append(runs)
    return "|".join("".join(_place_pattern(column) for column in zip(*rows, strict=True)) for rows in forms.values())


def _kind_of(run: str) -> str:
    return "0" if run.isdigit() else "a" if run.isalpha() else run


def _place_pattern(column: tuple[str, ...]) -> str:
    """What may stand at one place of a code: the same sign, a number of as many digits, one of the words seen."""
    if column[0].isdigit():
        low, high = min(map(len, column)), max(map(len, column))
        if low == high:
            return r"\d" if low == 1 else rf"\d{{{low}}}"
        return rf"\d{{{low},{high}}}"
    words = sorted(set(column))
    if len(words) == 1:
        return re.sub(r"\\(?=[ -])", "", re.escape(words[0]))
    if all(len(word) == 1 for word in words):
        if all(word.islower() for word in words):
            return "[a-z]"
        return f"[{''.join(words)}]" if len(words) <= _FEW else "[a-z]"
    return f"(?:{'|'.join(words)})" if len(words) <= _FEW else "[a-z]+"
