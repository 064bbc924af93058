"""Numbers of lists as text processors and browsers write them."""

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def in_format(number: int, kind: str) -> str:
    """`number` as `kind` (`1`, `01`, `a`, `A`, `i`, `I`, as ODF and HTML name them) writes it."""
    if kind == "01":
        return f"{number:02d}"
    if kind in ("a", "A"):
        text = _letters_of(number)
    elif kind in ("i", "I"):
        text = _roman_of(number)
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def _letters_of(number: int) -> str:
    """a … z, then aa … zz, as Word and HTML count."""
    if not 0 < number <= 26 * 26:
        return str(number)
    repeats, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeats + 1)


def _roman_of(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
