"""Words in a picture, by tesseract: its library, called through tesserocr.

tesserocr brings the library; the models of a language are a package of the system. One recogniser serves a process:
loading its model takes a fifth of a second, reading a cell a hundredth.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image

from extractors.pages.scans.installation import LANGUAGE, model_file
from extractors.pages.scans.pictures import RESOLUTION, Picture

_TURNS: Final = "osd"  # the model that tells which way up a page stands
_CAPITAL: Final = 0.66  # height of a capital or digit in type sizes; 0.64 in Carlito, 0.66 in Times, 0.72 in Arial
_SURE_TURN: Final = 5.0  # of tesseract's own measure; pages of tables that are told right have nine and more


class SeenWord(NamedTuple):
    """A word in a picture: its edges in pixels, the height of its baseline, its type size, how sure it is (0 to 1)."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    sure: float


class Recogniser:
    """Reads pictures of text; `version` is that of the library and a hash of the model."""

    def __init__(self, folder: Path) -> None:
        # One thread: the run has a process for each processor already. OpenMP looks when it is loaded.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        import tesserocr  # noqa: PLC0415 - it is not everywhere, and only scans need it

        self._own = tesserocr
        self._folder = folder
        self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)
        model = hashlib.sha256(model_file(folder).read_bytes()).hexdigest()
        self.version = f"{tesserocr.tesseract_version().split()[0]} {model}"

    def block(self, picture: Picture) -> list[SeenWord]:
        """The words of one block of text, lines from top to bottom."""
        return list(self._list_words(picture, self._own.PSM.SINGLE_BLOCK))

    def line(self, picture: Picture) -> list[SeenWord]:
        """The words of one line of text."""
        return list(self._list_words(picture, self._own.PSM.SINGLE_LINE))

    def anywhere(self, picture: Picture) -> list[SeenWord]:
        """The words of texts that stand anywhere in the picture, in no order."""
        return list(self._list_words(picture, self._own.PSM.SPARSE_TEXT))

    def quarters(self, picture: Picture) -> int:
        """By how many quarters the page has to be turned counter-clockwise to stand upright, 0 where that is unsure."""
        if not model_file(self._folder, _TURNS).is_file():
            return 0
        with self._own.PyTessBaseAPI(path=str(self._folder), lang=_TURNS, psm=self._own.PSM.OSD_ONLY) as api:
            api.SetImage(Image.fromarray(picture))
            api.SetSourceResolution(RESOLUTION)
            found = api.DetectOrientationScript()
        if not found or found["orient_conf"] < _SURE_TURN:
            return 0
        return int(found["orient_deg"]) // 90 % 4

    def _list_words(self, picture: Picture, mode: int) -> Iterator[SeenWord]:
        self._api.SetPageSegMode(mode)
        self._api.SetImage(Image.fromarray(picture))
        self._api.SetSourceResolution(RESOLUTION)
        self._api.Recognize()
        found = self._api.GetIterator()
        if found is None:
            return
        level = self._own.RIL.WORD
        for word in self._own.iterate_level(found, level):
            if word.Empty(level):
                continue
            text = word.GetUTF8Text(level).strip()
            if text:
                yield _seen_word(text, word, level)


def _seen_word(text: str, word: Any, level: int) -> SeenWord:
    x0, _, x1, bottom = word.BoundingBox(level)
    line = word.Baseline(level)
    baseline = bottom if line is None else (line[0][1] + line[1][1]) / 2
    row = word.RowAttributes()
    size = (row["row_height"] + row["descenders"]) / _CAPITAL  # descenders are counted below zero
    return SeenWord(text, x0, x1, baseline, size, word.Confidence(level) / 100)


@cache
def recogniser(folder: Path) -> Recogniser:
    """The recogniser of this process, with the models of `folder`."""
    return Recogniser(folder)
