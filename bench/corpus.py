"""The plans to measure with: each of some plans repeated, so that together they have about as many pages as asked.

A folder of many plans holds copies of them, each with a comment at its end that makes it a document of its own; one of
long plans holds as few documents, each with its pages again and again.
"""

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


def copied(plans: Sequence[Path], pages: int, folder: Path) -> list[Path]:
    """Copy each plan into `folder`, as often as gets nearest to `pages` pages together."""
    written = []
    for number in range(_times(plans, pages)):
        for plan in plans:
            copy = folder / f"{plan.stem}-{number:02}.pdf"
            copy.write_bytes(plan.read_bytes() + f"% copy {number}\n%%EOF\n".encode("ascii"))
            written.append(copy)
    return written


def lengthened(plans: Sequence[Path], pages: int, folder: Path) -> list[Path]:
    """Write each plan into `folder`, its pages repeated as often as gets nearest to `pages` pages together."""
    written = []
    for plan in plans:
        repeated(plan, _times(plans, pages) * pages_of([plan]), folder / plan.name)
        written.append(folder / plan.name)
    return written


def repeated(plan: Path, pages: int, path: Path) -> None:
    """Write so many pages: those of `plan` again and again."""
    with pypdfium2.PdfDocument(plan) as source, pypdfium2.PdfDocument.new() as target:
        while len(target) < pages:
            target.import_pages(source, list(range(min(len(source), pages - len(target)))))
        target.save(path)


def _times(plans: Sequence[Path], pages: int) -> int:
    return max(1, round(pages / pages_of(plans)))
