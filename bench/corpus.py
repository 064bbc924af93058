"""The plans to measure with: each of some plans repeated, so that together they have about as many pages as asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2


def pages_of(paths: Sequence[Path]) -> int:
    """How many pages the PDFs have together."""
    total = 0
    for path in paths:
        with pypdfium2.PdfDocument(path) as pdf:
            total += len(pdf)
    return total


def repeated(plans: Sequence[Path], pages: int, folder: Path) -> list[Path]:
    """Write each plan into `folder`, repeated as often as gets nearest to `pages` pages together."""
    times = max(1, round(pages / pages_of(plans)))
    written = []
    for plan in plans:
        with pypdfium2.PdfDocument(plan) as source, pypdfium2.PdfDocument.new() as target:
            for _ in range(times):
                target.import_pages(source)
            target.save(folder / plan.name)
        written.append(folder / plan.name)
    return written
