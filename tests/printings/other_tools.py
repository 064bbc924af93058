"""Which rows other tools find on the printings that this project is measured on.

    python -m tests.printings.other_tools FOLDER [--seeds 166-168]

A row is found when the indicator's name is, or ends, the text of one cell (`bench/recall.py`). Each tool is called as
its documentation shows it, with nothing set but the way of finding tables.
"""

from __future__ import annotations

import argparse
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench.engines import Table, camelot_tables, pdfplumber_tables
from bench.recall import found_in, names_in_gold, published_names
from tests.printings.measure import SHARED, seeds_in

READERS: Final[dict[str, Callable[[Path], Iterable[Table]]]] = {
    "cruscotto": published_names,
    **{f"camelot {flavor}": partial(camelot_tables, flavor=flavor) for flavor in ("lattice", "hybrid", "network")},
    **{
        f"pdfplumber {way}": partial(pdfplumber_tables, settings={"vertical_strategy": way, "horizontal_strategy": way})
        for way in ("lines", "text")
    },
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
