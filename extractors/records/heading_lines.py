"""Lines that are set as headings. Public: `is_like_heading`."""

from __future__ import annotations

from extractors.pages.model import TextLine
from extractors.text import folded


def is_like_heading(line: TextLine) -> bool:
    """Whether a line is a heading: bold, or in a text form a short line that ends no sentence and is no list item."""
    if line.bold:
        return True
    text = folded(line.text)
    return line.size is None and len(text) <= 160 and text[-1:] not in ".;:," and not text.startswith(("-", "•", "*"))
