"""Scans of a PDF: its pages as a flatbed scanner gives them, turned a little, grey, noisy and as JPEG.

python -m tests.extractors.scans.scanned PLAN.pdf SCAN.pdf --dpi 200 --turn 0.7
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

_PAPER = 250  # grey of the paper from 0 to 255; scanners seldom give pure white
_GRAIN = 4.0  # standard deviation of the noise, in the same
_QUALITY = 75


def scan(
    plan: Path,
    target: Path,
    *,
    dpi: int = 300,
    turn: float = 0.7,
    quarters: int = 0,
    pages: Sequence[int] | None = None,
    seed: int = 0,
) -> None:
    """Write the `pages` (from 1, all where None) of `plan` as pictures into the PDF `target`.

    `turn` is the angle in degrees at which a sheet lay, counter-clockwise; `quarters` are quarter turns besides.
    """
    random = np.random.default_rng(seed)
    sheets = (_scanned(sheet, turn, random) for sheet in _sheets(plan, dpi, pages))
    first, *rest = [sheet.rotate(90 * quarters, expand=True) if quarters else sheet for sheet in sheets]
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=_QUALITY)


def _sheets(plan: Path, dpi: int, pages: Sequence[int] | None) -> Iterator[Image.Image]:
    pdf = pypdfium2.PdfDocument(plan)
    try:
        for number in pages or range(1, len(pdf) + 1):
            yield pdf[number - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        pdf.close()


def _scanned(sheet: Image.Image, turn: float, random: np.random.Generator) -> Image.Image:
    turned = sheet.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=np.float32) * (_PAPER / 255)
    grey += random.normal(0.0, _GRAIN, grey.shape).astype(np.float32)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def main() -> None:
    """Make one scan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--turn", type=float, default=0.7)
    parser.add_argument("--quarters", type=int, default=0)
    parser.add_argument("--pages", type=int, nargs="*")
    given = parser.parse_args()
    scan(given.plan, given.target, dpi=given.dpi, turn=given.turn, quarters=given.quarters, pages=given.pages)


if __name__ == "__main__":
    main()
