"""A corpus on a cluster whose workers are killed: `python -m bench.show [--plans N] [--kill-every S] …`.

Makes N plans, no two alike: short ones of indicators and figures drawn anew, and every fifth some pages of a printing
of a sample plan. Reads them on a local cluster of two workers, of which one is killed now and then; sees that none is
lost, none read twice, and none failed but by its own doing; reads them again; and holds what was published against
what a run without a cluster publishes of the same files. docs/scale.md has the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdfium2

from bench.plans import RAW, sample_indicators, write_plan
from bench.scale import Done, check_once, content, extract, say, told
from pipeline.run.cache.cache import is_lasting
from pipeline.run.documents.serialization import Failure

_EVERY: Final = 5  # plans, of which one is of pages of a printing
_PAGES: Final = 3  # of a printing, at most


def write_corpus(folder: Path, count: int, printings: Sequence[Path]) -> Iterator[Path]:
    """Write `count` plans into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    indicators = sample_indicators()
    for number in range(count):
        if number % _EVERY == 0:
            yield write_pages(folder, number, printings)
        else:
            yield write_plan(folder, number, indicators)


def write_pages(folder: Path, number: int, printings: Sequence[Path]) -> Path:
    """Write some pages of a printing, which the number decides on; a note behind them makes the file like no other."""
    draw = random.Random(number)
    path = folder / f"plan-{number:06}.pdf"
    with pypdfium2.PdfDocument(draw.choice(printings)) as printing, pypdfium2.PdfDocument.new() as made:
        first = draw.randrange(len(printing))
        made.import_pages(printing, list(range(first, min(len(printing), first + draw.randint(1, _PAGES)))))
        drawn = BytesIO()
        made.save(drawn)
    path.write_bytes(drawn.getvalue() + b"\n%% %d\n%%%%EOF\n" % number)
    return path


def find_odd(done: Done) -> list[str]:
    """The files that failed by the doing of their worker, of the machine or of the cluster, not by their own."""
    failed = {one["source_file"]: Failure(one["code"], one["cause"], one["remedy"]) for one in done.summary["failed"]}
    return sorted(name for name, failure in failed.items() if not is_lasting(failure))


def compare_rows(one: Done, other: Done) -> str:
    """How many documents two runs tell different things of, but for how long they took."""

    def told_of(done: Done) -> dict[str, dict[str, Any]]:
        rows = (*done.summary["plans"], *done.summary["failed"])
        return {row["source_file"]: {**row, "seconds": None, "cached": None} for row in rows}

    here, there = told_of(one), told_of(other)
    odd = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    return f"{len(odd)} documents of {len(here)} differ{': ' if odd else ''}{', '.join(sorted(odd)[:20])}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Show and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=20_000)
    parser.add_argument("--kill-every", type=float, default=60.0, help="seconds between two workers that are killed")
    parser.add_argument("--printings", type=Path, default=RAW, help="a folder with printings of plans, in it or below")
    parser.add_argument("--folder", type=Path, help="where plans and datasets are left; a temporary one if none")
    parser.add_argument("--no-local", action="store_true", help="do not hold it against a run without a cluster")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        plans, out = folder / "plans", folder / "out"
        made = list(write_corpus(plans, asked.plans, sorted(asked.printings.rglob("*.pdf"))))
        say(f"{len(made)} plans, {sum(p.stat().st_size for p in made) >> 20} MiB, load {os.getloadavg()[0]:.1f}")
        first = extract(plans, out, "--cluster", "local[2]", "--partitioned", kill_every=asked.kill_every)
        (folder / "summary.json").write_text(json.dumps(first.summary), encoding="utf-8")
        say(f"first: {told(first)}, the run's own {first.own:.1f}; {first.killed} workers killed")
        say(f"first: {check_once(first, asked.plans)}; failed by no doing of theirs: {find_odd(first)[:20]}")
        say(f"first: {sum(one['indicators'] for one in first.summary['plans'])} indicators, "
            f"{sum(one['pages'] or 1 for one in first.summary['plans'])} pages")  # fmt: skip
        again = extract(plans, out, "--cluster", "local[2]", "--partitioned")
        share = 100 * again.wall / first.wall
        say(f"again: {told(again)}, {share:.2f} % of the first; changed: {again.summary['changed']}")
        if not asked.no_local:
            alone = extract(plans, folder / "out-local", "--jobs", "2", "--partitioned")
            say(f"no cluster: {told(alone)}, the run's own {alone.own:.1f}; {compare_rows(first, alone)}")
            say(f"the same bytes: {content(out) == content(folder / 'out-local')}")


if __name__ == "__main__":
    main()
