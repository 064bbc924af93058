"""Lines that stand side by side, as a label and its text. Public: `beside`."""

from __future__ import annotations

from extractors.pages.model import TextLine


def beside(one: TextLine, other: TextLine) -> str | None:
    """The text of two lines that stand side by side, from left to right; None where they do not."""
    a, b = one.place.box, other.place.box
    if a is None or b is None or one.place.page != other.place.page:
        return None
    if min(a.y1, b.y1) - max(a.y0, b.y0) < 0.5 * min(a.height, b.height):
        return None
    left, right = (one, other) if a.x0 <= b.x0 else (other, one)
    return f"{left.text} {right.text}"
