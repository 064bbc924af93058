"""What tags cost: the processor time of reading a file with its tags, beside that of the same file without them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.measure import measured
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
    """Seconds of processor for the plans of a printing, with tags and without: their pages alone, what is read of them,
    and a run that publishes them."""

    kind: str
    pages: tuple[float, float]
    reading: tuple[float, float]
    run: tuple[float, float]


def measure_tag_cost() -> list[TagCost]:
    """What the tags of all plans cost in printings of Chromium, with ruled tables and with fills alone."""
    found = []
    for kind, folder in _PRINTINGS.items():
        with TemporaryDirectory() as work:
            bare = Path(work) / "bare"
            bare.mkdir()
            pairs = [(tagged, without_tags(tagged, bare / tagged.name)) for tagged in sorted(folder.glob("*.pdf"))]
            pages, reading = (
                _sums(_least(partial(read, tagged), partial(read, other)) for tagged, other in pairs)
                for read in (_read_pages, _read_whole)
            )
            cost = TagCost(kind, pages, reading, _least_of_runs(folder, bare, Path(work)))
        found.append(cost)
        print(*cost, flush=True)
    return found


def _sums(pairs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    tagged, bare = zip(*pairs, strict=True)
    return sum(tagged), sum(bare)


def _least_of_runs(tagged: Path, bare: Path, work: Path) -> tuple[float, float]:
    """What `cruscotto extract` takes for all files of each folder, by turns; the least counts."""
    command = (sys.executable, "-c", "from pipeline.cli.app import main; main()", "extract")
    options = ("--out", work / "clean", "--force", "--no-report", "--jobs", "1")
    best = [float("inf")] * 2
    for _ in range(_TIMES):
        for index, folder in enumerate((tagged, bare)):
            best[index] = min(best[index], measured([*command, folder, *options]).cpu)
    return best[0], best[1]


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
