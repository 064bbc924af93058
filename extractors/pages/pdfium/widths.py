"""Widths of characters that a PDF states in fractions of a thousandth, as browsers do: pdfium leaves the fractions out.

On a long line the lost fractions add up to more than half a point, so they are read here from the file itself, where
they stand in plain text if a font's dictionary is not compressed. Other fonts keep pdfium's widths.
"""

from __future__ import annotations

import mmap
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

Widths: TypeAlias = Mapping[int, float]
"""Of a font: whole width to stated width, in thousandths of the type size, without those that pdfium has right."""

_LARGEST = 64 << 20  # bytes; a larger file holds pictures, and its text is looked at without this care
_REACH = 1 << 16  # bytes of a font's dictionary
_ARRAY = re.compile(rb"/W(?:idths)?\s*\[")
_NAME = re.compile(rb"/BaseFont\s*/([^\s/<>()\[\]{}%]+)")
_TOKEN = re.compile(rb"[\[\]]|[^\s\[\]]+")
_NUMBER = re.compile(rb"\d+(?:\.\d*)?|\.\d+")


def widths_in_fractions(path: Path) -> dict[str, Widths]:
    """The widths with fractions that the PDF at `path` states, by the name of their font.

    Characters of a font whose widths differ by less than a thousandth are given the mean of them.
    """
    if not 0 < path.stat().st_size <= _LARGEST:
        return {}
    found: dict[str, set[float]] = defaultdict(set)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for match in _ARRAY.finditer(data):
            begin = data.rfind(b" obj", max(0, match.start() - _REACH), match.start())
            end = data.find(b"endobj", match.end(), match.end() + _REACH)
            name = _NAME.search(data, max(begin, 0), end) if end > 0 else None
            if name is not None:
                found[name[1].decode("latin-1")] |= _stated_widths(data[match.end() : end])
    tables = {name: _by_whole(stated) for name, stated in found.items()}
    return {name: table for name, table in tables.items() if table}


def _stated_widths(array: bytes) -> set[float]:
    """The widths in an array: those in the brackets of a composite font, all of a simple one's."""
    outer: list[float] = []
    inner: list[float] = []
    depth = 1
    for token in _TOKEN.finditer(array):
        if token[0] == b"[":
            depth += 1
        elif token[0] == b"]":
            depth -= 1
            if depth == 0:
                break
        elif _NUMBER.fullmatch(token[0]):
            (inner if depth > 1 else outer).append(float(token[0]))
    # Outside the brackets of a composite font stand numbers of glyphs, which are whole, among widths.
    return set(inner) | {n for n in outer if not inner or not n.is_integer()}


def _by_whole(stated: set[float]) -> dict[int, float]:
    groups: dict[int, list[float]] = defaultdict(list)
    for width in stated:
        groups[int(width)].append(width)
    means = {whole: sum(widths) / len(widths) for whole, widths in groups.items()}
    return {whole: mean for whole, mean in means.items() if mean != whole}
