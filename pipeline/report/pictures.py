"""Pictures of the pages of a PDF, drawn in processes of their own: a file that breaks the drawer costs its pictures."""

from __future__ import annotations

import io
import json
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from pipeline.processes.limits import DEFAULT_LIMITS, Limits
from pipeline.report.drawers import draw_each

POINTS_PER_INCH = 72
DOTS_PER_INCH = 116
"""Enough to read the small print of a landscape table, little enough for a report of many plans."""
_LONGEST = 2400  # pixels; a poster is drawn coarser
_QUALITY = 55  # of WebP
_EFFORT = 0  # of WebP, 0 to 6: more would take twice the time for a tenth of the size
_GREYS = 16  # as many as the edges of letters need
_GLANCE = 0.25  # pixels a point; as much as shows whether a page has colours
_COLOURLESS = 24  # of 255; greys that a printer's profile has tinted are greys
_LARGEST_SIDE = 1e6  # points or pixels
_LARGE = 200_000  # bytes; a page of print takes a quarter, a photograph in few greys much more
INDEX = "sheets.json"
"""Beside the pictures of a PDF: what they were drawn from, and their sheets."""
_DRAWN_BY = (
    *(DOTS_PER_INCH, _LONGEST, _QUALITY, _EFFORT, _GREYS, _GLANCE, _COLOURLESS, _LARGE),
    *(version("pypdfium2"), version("pillow")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is displayed, cropped and turned, which is how the boxes of rows count: its size in points.

    `picture` is the file's name, `pixels` its size.
    """

    number: int
    width: float
    height: float
    picture: str
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF to draw, and the hash of its content."""

    path: Path
    sha256: str


def draw_all(
    pdfs: Mapping[str, Pdf],
    folder: Path,
    *,
    processes: int,
    earlier: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, list[Sheet]]:
    """Draw the pages of the PDFs (by name), each into the folder of its name inside `folder`.

    Pictures of the same content that stand in `earlier`, such a folder of an earlier report, are taken from there. A
    PDF that cannot be drawn has no sheets, and the others have theirs.
    """
    found = {
        name: _reuse_pictures(pdf, earlier / name, folder / name) if earlier else None for name, pdf in pdfs.items()
    }
    left = {name: pdf.path for name, pdf in pdfs.items() if found[name] is None}
    for name in left:
        (folder / name).mkdir(parents=True)
    largest_first = sorted(left, key=lambda name: (-_file_size(left[name]), name))
    told = draw_each(
        tell_pages, {name: left[name] for name in largest_first}, folder, processes=processes, limits=limits
    )
    drawn = {name: _as_sheets(pages, folder / name) for name, pages in told.items()}
    for name, sheets in drawn.items():
        _write_index(folder / name, pdfs[name], sheets)
    return {name: found[name] or drawn.get(name, []) for name in pdfs}


def draw_pages(path: Path, folder: Path) -> Iterator[Sheet]:
    """Draw the pages of a PDF into `folder`; none where it cannot be opened, those before a fault where one has it."""
    with (
        suppress(pypdfium2.PdfiumError, OSError, ValueError, MemoryError),
        pypdfium2.PdfDocument(path) as pdf,
    ):
        for index in range(len(pdf)):
            yield _draw_page(pdf[index], index + 1, folder)


def tell_pages(path: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """Draw the pages of a PDF into `folder`; the sheets as JSON has them."""
    return map(asdict, draw_pages(path, folder))


def _as_sheets(told: Iterable[Any], folder: Path) -> list[Sheet]:
    """The sheets that a drawer tells of, up to one that is none: it has opened a stranger's file."""
    sheets: list[Sheet] = []
    for one in told:
        try:
            sheet = Sheet(**{**one, "pixels": tuple(one["pixels"])})
            if not _is_drawn(sheet, len(sheets) + 1, folder):
                break
        except (TypeError, KeyError, ValueError, OSError):
            break
        sheets.append(sheet)
    return sheets


def _is_drawn(sheet: Sheet, number: int, folder: Path) -> bool:
    """Whether a sheet is the next one, with the name that its picture must have, and its picture a plain file."""
    numbers = (sheet.width, sheet.height, *sheet.pixels)
    return (
        sheet.number == number
        and all(type(one) in (int, float) and 0 < one < _LARGEST_SIDE for one in numbers)
        and len(sheet.pixels) == 2
        and sheet.picture in (f"{number:03}.png", f"{number:03}.webp")
        and stat.S_ISREG((folder / sheet.picture).lstat().st_mode)
    )


def _write_index(folder: Path, pdf: Pdf, sheets: Sequence[Sheet]) -> None:
    """Write down what was drawn, and remove a picture that was not finished."""
    pictures = {sheet.picture for sheet in sheets}
    for path in folder.iterdir():
        if path.name not in pictures:
            path.unlink()
    index = {"drawn": _drawn_from(pdf), "sheets": [asdict(sheet) for sheet in sheets]}
    (folder / INDEX).write_text(json.dumps(index), encoding="utf-8", newline="\n")


def _drawn_from(pdf: Pdf) -> list[object]:
    """What decides on the bytes of a PDF's pictures."""
    return [pdf.sha256, *_DRAWN_BY]


def _reuse_pictures(pdf: Pdf, earlier: Path, folder: Path) -> list[Sheet] | None:
    """Copy pictures from an earlier report; None where it has none, not all, or others."""
    try:
        index = json.loads((earlier / INDEX).read_text(encoding="utf-8"))
        if index["drawn"] != _drawn_from(pdf) or not index["sheets"]:
            return None
        sheets = [Sheet(**{**sheet, "pixels": tuple(sheet["pixels"])}) for sheet in index["sheets"]]
        shutil.copytree(earlier, folder)
        if all(_has_size(folder / sheet.picture, sheet.pixels) for sheet in sheets):
            return sheets
    except (OSError, ValueError, KeyError, TypeError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    return None


def _has_size(picture: Path, pixels: tuple[int, int]) -> bool:
    """Whether a file begins as a picture of this size."""
    with Image.open(picture) as image:
        return image.size == pixels


def _file_size(path: Path) -> int:
    """Bytes of a file; 0 for one that is gone since it was read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _draw_page(page: pypdfium2.PdfPage, number: int, folder: Path) -> Sheet:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, _LONGEST / max(width, height))
    name, content, size = _draw_greys(page, scale) if _is_colourless(page) else _draw_colours(page, scale)
    picture = f"{number:03}{name}"
    (folder / picture).write_bytes(content)
    page.close()
    return Sheet(number, round(width, 2), round(height, 2), picture, size)


def _is_colourless(page: pypdfium2.PdfPage) -> bool:
    """Whether a page is printed in black and greys."""
    width, height = page.get_size()
    seen = page.render(scale=min(_GLANCE, _LONGEST / max(width, height))).to_pil().convert("RGB")
    red, green, blue = seen.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return not any(count for one in apart for count in one.histogram()[_COLOURLESS + 1 :])


def _draw_greys(page: pypdfium2.PdfPage, scale: float) -> tuple[str, bytes, tuple[int, int]]:
    """A page in greys: as PNG a third of the time and half of the bytes that WebP takes, and with sharper letters."""
    grey: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    step = 256 // _GREYS
    few = Image.frombytes("P", grey.size, grey.point([value // step for value in range(256)]).tobytes())
    few.putpalette([round(255 * number / (_GREYS - 1)) for number in range(_GREYS) for _ in "rgb"])
    content = _encode_image(few, "PNG", bits=4, compress_level=3)
    return (".png", content, grey.size) if len(content) < _LARGE else _draw_colours(page, scale)


def _draw_colours(page: pypdfium2.PdfPage, scale: float) -> tuple[str, bytes, tuple[int, int]]:
    """A page with colours or photographs."""
    image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return ".webp", _encode_image(image, "WEBP", quality=_QUALITY, method=_EFFORT), image.size


def _encode_image(image: Image.Image, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
