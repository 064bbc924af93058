"""Measure and write bench/results.md: `python -m bench [--pages N] [--subset-pages N]`."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.cells import cells_per_second, distinct_cells_per_second
from bench.corpus import copied, lengthened, pages_of, repeated
from bench.measure import Cost, measured
from bench.recall import READERS, recall

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
SHARED = ROOT.parent / "shared"
PACKAGES = ("cruscotto", "pypdfium2", "pdfplumber", "pdfminer.six", "camelot-py", "pandas", "pandera", "pyarrow")
CRUSCOTTO = (sys.executable, "-m", "cruscotto")
UNRULED = SHARED / "wild/printings/bare/massa-carrara-2017.pdf"
LENGTHS = (50, 200, 800)  # pages
STYLES = {"office": RAW, "chrome": SHARED / "plans/pdf/chrome", "gridless": SHARED / "plans/pdf/gridless"}


@dataclass(frozen=True, slots=True)
class Result:
    """What one way of reading took for so many pages."""

    name: str
    pages: int
    cost: Cost

    @property
    def speed(self) -> float:
        """Pages a second by the clock."""
        return self.pages / self.cost.wall

    @property
    def thrift(self) -> float:
        """Pages a second of processor time, which other work on the machine disturbs less."""
        return self.pages / self.cost.cpu


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="about how many pages to read")
    parser.add_argument("--subset-pages", type=int, default=90, help="about how many pages camelot is given")
    parser.add_argument("--no-recall", action="store_true", help="leave out the row recall, which takes minutes")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.md")
    asked = parser.parse_args()
    text = report(asked.pages, asked.subset_pages, with_recall=not asked.no_recall)
    asked.out.write_text(text, encoding="utf-8")
    print(text)


def report(pages: int, subset_pages: int, *, with_recall: bool = True) -> str:
    """The results as Markdown."""
    plans = sorted(RAW.glob("*.pdf"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("many", "long", "tenth", "subset"):
            (folder / name).mkdir()
        many = copied(plans, pages, folder / "many")
        long = lengthened(plans, pages, folder / "long")
        tenth = copied(plans, pages // 10, folder / "tenth")
        subset = copied(plans, subset_pages, folder / "subset")
        results = [
            _extract("cruscotto extract, 1 process", folder / "many", many, folder / "out-1", 1),
            _extract("cruscotto extract, 2 processes", folder / "many", many, folder / "out-2", 2),
            _extract("cruscotto extract, 1 process, a tenth", folder / "tenth", tenth, folder / "out-3", 1),
            _extract("cruscotto extract, 1 process, long documents", folder / "long", long, folder / "out-4", 1),
            _extract("cruscotto extract, 2 processes, long documents", folder / "long", long, folder / "out-5", 2),
            _engine("floor: pypdfium2 text and page objects", "floor", many),
            _engine("pdfplumber extract_tables", "pdfplumber", many),
            _engine("camelot lattice, vector", "camelot-vector", subset),
            _engine("camelot lattice, combined", "camelot-combined", subset),
        ]
        cells = cells_per_second((*CRUSCOTTO, "read-cell", "--stdin"), folder / "out-1" / "values.csv")
        new_cells = distinct_cells_per_second((*CRUSCOTTO, "read-cell", "--stdin"))
    return (
        "\n".join(
            [
                *_head(),
                *_speeds(results),
                *_ratios(results),
                *_cells(*cells, *new_cells),
                *_curve(),
                *(_recalls() if with_recall else []),
            ]
        )
        + "\n"
    )


def _extract(name: str, folder: Path, files: Sequence[Path], out: Path, jobs: int) -> Result:
    _say(name)
    command = (*CRUSCOTTO, "extract", folder, "--out", out, "--jobs", str(jobs), "--quiet", "--no-report")
    return Result(name, pages_of(files), measured(command))


def _engine(name: str, engine: str, files: Sequence[Path]) -> Result:
    _say(name)
    return Result(name, pages_of(files), measured((sys.executable, "-m", "bench.engines", engine, *files)))


def _say(name: str) -> None:
    print(f"measuring {name}", file=sys.stderr, flush=True)


def _head() -> list[str]:
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return [
        "# Measured",
        "",
        "Written by `make bench`, all in one run. The plans are those of data/raw, each copied, or for the long",
        "documents each with its pages repeated. Everything is end to end: a process starts, reads, for Cruscotto also",
        "normalises, validates and writes, and ends. Memory is the most that all processes of a command held at one",
        "time. camelot is given fewer pages, as it takes long; its speed is per page and so are the ratios.",
        "",
        f"- Machine: {_processor()}, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        f"- Load before the run: {os.getloadavg()[0]:.1f} processes",
        f"- Versions: {versions}",
        "",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", info.read_text()) if info.is_file() else None
    return f"{os.cpu_count()} × {found[1] if found else platform.processor() or 'unknown processor'}"


def _speeds(results: Sequence[Result]) -> list[str]:
    rows = [
        "| what | pages | wall s | CPU s | memory MB | pages/s | ms/page |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for result in results:
        cost = result.cost
        memory = "-" if cost.memory is None else f"{cost.memory:.0f}"
        rows.append(
            f"| {result.name} | {result.pages} | {cost.wall:.1f} | {cost.cpu:.1f} | {memory} "
            f"| {result.speed:.1f} | {1000 / result.speed:.1f} |"
        )
    return [*rows, ""]


def _ratios(results: Sequence[Result]) -> list[str]:
    one, two, _, one_long, two_long, base, plumber, vector, combined = results
    compared = [
        ("cruscotto, 1 process : pdfplumber extract_tables", one, plumber),
        ("cruscotto, 1 process : camelot lattice, vector", one, vector),
        ("cruscotto, 1 process : camelot lattice, combined", one, combined),
        ("floor : cruscotto, 1 process", base, one),
        ("floor : pdfplumber extract_tables", base, plumber),
        ("cruscotto, 2 processes : 1 process", two, one),
        ("cruscotto, 1 process, long documents : pdfplumber extract_tables", one_long, plumber),
        ("cruscotto, long documents, 2 processes : 1 process", two_long, one_long),
    ]
    return [
        "| ratio | of pages a second | of pages a second of processor time |",
        "| --- | --: | --: |",
        *(f"| {name} | {a.speed / b.speed:.2f} | {a.thrift / b.thrift:.2f} |" for name, a, b in compared),
        "",
    ]


def _cells(different: int, start: float, speed: float, new: int, new_speed: float) -> list[str]:
    return [
        f"`cruscotto read-cell --stdin` reads {speed:,.0f} cells a second ({different} different ones, repeated), "
        f"{start:.2f} s after its start; of {new} cells of the tests, none twice, {new_speed:,.0f} a second.",
        "",
    ]


def _curve() -> list[str]:
    if not UNRULED.is_file():
        return ["Long documents without rules were not measured: there are no printings beside this checkout.", ""]
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / str(pages) for pages in LENGTHS]
        for pages, folder in zip(LENGTHS, folders, strict=True):
            folder.mkdir()
            repeated(UNRULED, pages, folder / UNRULED.name)
        found = [
            _extract(f"a plan without rules of {folder.name} pages", folder, [*folder.iterdir()], folder / "out", 1)
            for folder in folders
        ]
    *_, middle, longest = (one.cost.cpu for one in found)
    times = ", ".join(f"{pages} pages {one.cost.cpu:.1f} s" for pages, one in zip(LENGTHS, found, strict=True))
    return [
        f"One plan without ruling lines, its pages repeated, processor time: {times}; {LENGTHS[-1]} pages take "
        f"{longest / middle:.2f} times as long as {LENGTHS[-2]}.",
        "",
    ]


def _recalls() -> list[str]:
    gold = SHARED / "gold"
    if not gold.is_dir():
        return ["Row recall was not measured: there are no gold records beside this checkout."]
    rows = [
        "Row recall: the share of gold names that are, or end, the text of one cell (for Cruscotto: a published name).",
        "",
        f"| plans with gold | rows | {' | '.join(READERS)} |",
        f"| --- | --: |{' --: |' * len(READERS)}",
    ]
    for style, folder in STYLES.items():
        _say(f"row recall on {style}")
        counts = recall(folder, gold)
        of = max(total for _, total in counts.values())
        shares = " | ".join(f"{found / total:.3f}" if total else "-" for found, total in counts.values())
        rows.append(f"| {style} | {of} | {shares} |")
    return rows


if __name__ == "__main__":
    main()
