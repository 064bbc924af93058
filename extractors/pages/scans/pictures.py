"""Pictures of pages: grey, at the resolution that OCR is made for.

A picture is an array of rows of pixels, 0 black to 255 white. Positions in it are pixels, origin top left.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]

RESOLUTION: Final = 300
"""Dots an inch: capitals of 8 points are then 22 pixels high; tesseract reads best from 20 to 40."""
POINT: Final = RESOLUTION / 72
"""Pixels of a point."""
PAPER: Final = 255
"""What stands where nothing is printed."""

_LONGEST: Final = 1200.0  # points, a little more than A3; a longer page is a picture whose resolution was not noted
_AROUND: Final = 41  # pixels, two capitals of small type: wide enough that a letter does not fill it
_DARKER: Final = 20  # of 255, from which ink is told from grain of the paper and JPEG's shadows


def page_picture(page: Any) -> tuple[Picture, float]:
    """The page, of pypdfium2, as it is displayed, and how many of its points one is that is `POINT` pixels long.

    Raises:
        pypdfium2.PdfiumError: it cannot be drawn.
    """
    shrunk = max(1.0, *(side / _LONGEST for side in page.get_size()))
    drawn = page.render(scale=POINT / shrunk, grayscale=True, fill_color=(255, 255, 255, 255)).to_numpy()
    grey = drawn if drawn.ndim == 2 else drawn[:, :, 0]
    return np.ascontiguousarray(grey, dtype=np.uint8), shrunk


def ink_of(picture: Picture) -> Picture:
    """Where something is printed that is darker than what is around it: 255 there, 0 elsewhere.

    What is compared with its surroundings needs no threshold for each ground: the letters of a shaded cell are ink,
    its ground is none.
    """
    return as_picture(
        cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER)
    )


def as_picture(pixels: Any) -> Picture:
    """What OpenCV gives as a picture: its types are wider than what it returns."""
    return np.asarray(pixels, dtype=np.uint8)
