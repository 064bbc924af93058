"""What tags cost: the processor time of reading a file with its tags, beside that of the same file without them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from extractors.documents import extract_document
from extractors.engines.registry import open_with
from extractors.pages.scans.options import Ocr
from tests.extractors.office.plan_blocks import SHARED
from tests.files.makers import without_tags

_PRINTINGS = {
    "ruled": SHARED / "plans" / "pdf" / "chrome",
    "fills, no rules": SHARED / "wild" / "printings" / "zebra",
}
_TIMES = 5  # each file is read so often, the one with tags and the one without by turns; the least counts


class TagCost(NamedTuple):
    """Seconds of processor for one file: its pages alone, and the whole of it, with tags and without."""

    kind: str
    plan: str
    pages: tuple[float, float]
    whole: tuple[float, float]


def measure_tag_cost() -> list[TagCost]:
    """What the tags of each plan cost in printings of Chromium, with ruled tables and with fills alone."""
    found = []
    for kind, folder in _PRINTINGS.items():
        for tagged in sorted(folder.glob("*.pdf")):
            with TemporaryDirectory() as work:
                bare = without_tags(tagged, Path(work) / tagged.name)
                pages, whole = (
                    _least(partial(read, tagged), partial(read, bare)) for read in (_read_pages, _read_whole)
                )
            found.append(TagCost(kind, tagged.stem, pages, whole))
            print(*found[-1], flush=True)
    return found


def _read_pages(path: Path) -> None:
    _, opened = open_with("pdfium", path, Ocr("off"))
    with opened as pages:
        for number in range(1, len(pages) + 1):
            pages.page(number)


def _read_whole(path: Path) -> None:
    extract_document(path, ocr=Ocr("off"))


def _least(tagged: Callable[[], None], bare: Callable[[], None]) -> tuple[float, float]:
    best = [float("inf")] * 2
    for _ in range(_TIMES):
        for index, read in enumerate((tagged, bare)):
            start = time.process_time()
            read()
            best[index] = min(best[index], time.process_time() - start)
    return best[0], best[1]
