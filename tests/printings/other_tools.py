"""Which rows other tools find on the printings that this project is measured on.

    python -m tests.printings.other_tools FOLDER [--seeds 166-168]

A row is found when the indicator's name is, or ends, the text of one cell (`bench/recall.py`). Each tool is called as
its documentation shows it, with nothing set but the way of finding tables.
"""

from __future__ import annotations

import argparse
import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import camelot
import pdfplumber

from bench.engines import Table
from bench.recall import found_in, names_in_gold
from extractors.documents import extract_document
from extractors.errors import DocumentError
from tests.printings.measure import SHARED, seeds_in


def _published(path: Path) -> Iterator[Table]:
    try:
        yield [[record.name for record in extract_document(path).records]]
    except DocumentError:
        yield []


def _camelot(flavor: str) -> Callable[[Path], Iterator[Table]]:
    def read(path: Path) -> Iterator[Table]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pages without a table
            for table in camelot.read_pdf(path, pages="all", flavor=flavor, suppress_stdout=True):  # type: ignore[attr-defined]
                yield table.df.to_numpy().tolist()

    return read


def _pdfplumber(strategy: str) -> Callable[[Path], Iterator[Table]]:
    def read(path: Path) -> Iterator[Table]:
        settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                yield from page.extract_tables(settings)
                page.close()

    return read


READERS: Final[dict[str, Callable[[Path], Iterable[Table]]]] = {
    "cruscotto": _published,
    "camelot lattice": _camelot("lattice"),
    "camelot hybrid": _camelot("hybrid"),
    "camelot network": _camelot("network"),
    "pdfplumber lines": _pdfplumber("lines"),
    "pdfplumber text": _pdfplumber("text"),
}


def shares(plan: Path, gold: Path) -> dict[str, float]:
    """By tool: the share of a plan's rows that it finds; none of a file on which it fails."""
    names = names_in_gold(gold / f"{plan.stem}.jsonl")
    found = {}
    for tool, read in READERS.items():
        try:
            found[tool] = found_in(names, read(plan)) / len(names)
        except Exception:  # whatever a tool fails with, it has found nothing
            logging.getLogger(__name__).warning("%s fails on %s", tool, plan, exc_info=True)
            found[tool] = 0.0
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print: of each tool, over all printings, the mean share of rows and that of the worst tenth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=seeds_in, help="only the styles of these numbers")
    parser.add_argument("--gold", type=Path, default=SHARED / "wild" / "gold")
    asked = parser.parse_args(arguments)
    plans = [
        plan
        for plan in sorted(asked.folder.glob("s*/*.pdf"))
        if asked.seeds is None or int(plan.parent.name[1:]) in asked.seeds
    ]
    found: dict[str, list[float]] = defaultdict(list)
    for plan in plans:
        for tool, share in shares(plan, asked.gold).items():
            found[tool].append(share)
            print(f"{plan.parent.name} {plan.stem:26} {tool:18} {share:.3f}", flush=True)
    for tool, all_shares in found.items():
        worst = sorted(all_shares)[: max(1, len(all_shares) // 10)]
        mean = sum(all_shares) / len(all_shares)
        print(f"| {tool} | {len(all_shares)} | {mean:.3f} | {sum(worst) / len(worst):.3f} |")


if __name__ == "__main__":
    main()
