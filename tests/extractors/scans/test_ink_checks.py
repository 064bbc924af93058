"""What the ink of a word shows that its reading cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.pages.scans.ink_checks import has_more_pieces, stands_uneven, with_slashes
from extractors.pages.scans.pictures import Picture
from extractors.pages.scans.recognition import SeenWord

BASELINE, HEIGHT = 60, 20
SIZE = HEIGHT / 0.66


def ink_of_bars(*feet: int) -> Picture:
    """A bar for each foot, as high as a digit, side by side; `feet` are pixels under the line of writing."""
    ink = np.zeros((100, 20 * len(feet) + 20), np.uint8)
    for i, foot in enumerate(feet):
        ink[BASELINE + foot - HEIGHT : BASELINE + foot, 10 + 20 * i : 20 + 20 * i] = 255
    return ink


def word(text: str) -> SeenWord:
    return SeenWord(text, 5, 20 * len(text) + 15, BASELINE, SIZE, 0.9)


@pytest.mark.parametrize(
    ("text", "feet", "uneven"),
    [("7088", (0, 0, 7, 7), True), ("7088", (0, 1, 0, 1), False), ("70gg", (0, 0, 7, 7), False)],
)
def test_digits_stand_on_one_line(text: str, feet: tuple[int, ...], uneven: bool) -> None:
    assert stands_uneven(word(text), ink_of_bars(*feet)) is uneven


def test_a_comma_under_the_line_is_none_of_them() -> None:
    ink = ink_of_bars(0, 0, 0)
    ink[BASELINE - 2 : BASELINE + 6, 45:48] = 255
    assert not stands_uneven(word("1,25"), ink)


@pytest.mark.parametrize(("text", "more"), [("SINO", True), ("SI/NO", False), ("10%", False)])
def test_each_character_has_ink_of_its_own(text: str, more: bool) -> None:
    assert has_more_pieces([word(text)], ink_of_bars(0, 0, 0, 0, 0)) is more
    assert not has_more_pieces([], ink_of_bars(0, 0))


def ink_with_slash(before: int, after: int, *, lean: float) -> Picture:
    """Upright bars with a thin stroke between them whose head stands `lean` of its height to the right of its foot."""
    ink = ink_of_bars(*[0] * (before + 1 + after))
    left = 10 + 20 * before
    ink[:, left : left + 20] = 0
    for y in range(HEIGHT):
        x = left + round(lean * (HEIGHT - y))
        ink[BASELINE - HEIGHT + y, x : x + 3] = 255
    return ink


@pytest.mark.parametrize(
    ("read", "lean", "meant"),
    [
        ("SINO", 0.4, "SI/NO"),  # left out
        ("SIlNO", 0.4, "SI/NO"),  # read as an upright letter
        ("SIANO", 0.4, "SIANO"),  # read as a letter that has a leaning stroke
        ("SIlNO", 0.2, "SIlNO"),  # italics lean less
        ("SINO", 0.0, "SINO"),
        ("2110", 0.4, "2110"),  # digits are left in doubt
    ],
)
def test_a_stroke_that_leans_is_a_slash(read: str, lean: float, meant: str) -> None:
    seen = SeenWord(read, 5, 115, BASELINE, SIZE, 0.9)
    assert [one.text for one in with_slashes([seen], ink_with_slash(2, 2, lean=lean))] == [meant]
