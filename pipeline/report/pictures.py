"""Pictures of the pages of a PDF, drawn in processes of their own: a file that breaks the drawer costs its pictures."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72
DOTS_PER_INCH = 116
"""Enough to read the small print of a landscape table, little enough for a report of many plans."""
_LONGEST = 2400  # pixels; a poster is drawn coarser
_QUALITY = 58
_EFFORT = 3  # of WebP, 0 to 6
SUFFIX = ".webp"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a picture shows it: the part of the page's coordinates that is seen, in points, and its file.

    `left` and `top` are not 0 where the page is cropped. `picture` is the file's name, `pixels` its size.
    """

    number: int
    left: float
    top: float
    width: float
    height: float
    picture: str
    pixels: tuple[int, int]


def draw_all(pdfs: Mapping[str, Path], folder: Path, *, processes: int) -> dict[str, list[Sheet]]:
    """Draw the pages of the PDFs (paths by name), each into the folder of its name inside `folder`.

    A PDF that cannot be drawn has no sheets, and the others have theirs.
    """
    if not pdfs:
        return {}
    for name in pdfs:
        (folder / name).mkdir(parents=True)
    left = _draw_in_pool(pdfs, folder, min(processes, len(pdfs)))
    broken = {name: pdfs[name] for name, sheets in left.items() if sheets is None}
    for name, path in broken.items():  # whoever broke the pool, each gets one of its own
        left |= _draw_in_pool({name: path}, folder, 1)
    return {name: left[name] or [] for name in pdfs}


def draw_pages(path: Path, folder: Path) -> list[Sheet]:
    """Draw the pages of a PDF into `folder`; none where it cannot be opened, those before a fault where one has it."""
    sheets: list[Sheet] = []
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            for index in range(len(pdf)):
                sheets.append(_draw(pdf[index], index + 1, folder))  # noqa: PERF401 - those before a fault are kept
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        return sheets
    return sheets


def _draw_in_pool(pdfs: Mapping[str, Path], folder: Path, processes: int) -> dict[str, list[Sheet] | None]:
    """The sheets by name; None where the process ended without an answer."""
    found: dict[str, list[Sheet] | None] = {}
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        largest_first = sorted(pdfs, key=lambda name: (-_size(pdfs[name]), name))
        futures: dict[str, Future[list[Sheet]]] = {}
        for name in largest_first:
            try:
                futures[name] = pool.submit(draw_pages, pdfs[name], folder / name)
            except BrokenProcessPool:
                found[name] = None
        for name, future in futures.items():
            try:
                found[name] = future.result()
            except BrokenProcessPool:
                found[name] = None
    return found


def _size(path: Path) -> int:
    """Bytes of a file; 0 for one that is gone since it was read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _draw(page: pypdfium2.PdfPage, number: int, folder: Path) -> Sheet:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, _LONGEST / max(width, height))
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    name = f"{number:03}{SUFFIX}"
    image.save(folder / name, "WEBP", quality=_QUALITY, method=_EFFORT)
    left, top = _cropped(page)
    page.close()
    return Sheet(number, left, top, round(width, 2), round(height, 2), name, image.size)


def _cropped(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """What the crop box hides at the left and at the top of the page as it is seen, in points.

    Boxes of rows count from the media box, pictures show the crop box; a turned page has its edges turned with it.
    """
    media_left, media_bottom, media_right, media_top = page.get_mediabox()
    left, bottom, right, top = page.get_cropbox()
    hidden = {
        "left": max(0.0, left - media_left),
        "bottom": max(0.0, bottom - media_bottom),
        "right": max(0.0, media_right - right),
        "top": max(0.0, media_top - top),
    }
    seen_left, seen_top = {
        0: ("left", "top"),
        90: ("bottom", "left"),
        180: ("right", "bottom"),
        270: ("top", "right"),
    }[page.get_rotation()]
    return round(hidden[seen_left], 2), round(hidden[seen_top], 2)
