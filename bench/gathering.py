"""What a run takes beside reading: `python -m bench.gathering [--documents N] [--one-file]`.

Puts N documents of ten indicators into a cache, all made of one that was read, and lets a run gather and publish them,
then again with one changed, then with nothing changed. docs/scale.md has the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from bench.plans import Stated, body_of, write_plan
from bench.scale import extract, say, told
from pipeline.corrections.source import Source
from pipeline.dataset.derived.chambers import chamber_id
from pipeline.dataset.identity import plan_id
from pipeline.dataset.rows.series_files import set_series
from pipeline.run.assembly.gathering import Gathering
from pipeline.run.cache.cache import Cache
from pipeline.run.documents.fragment_rows import FragmentTaker, end_line, pack_rows, part_line
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.settling import make_fragment
from pipeline.run.inputs import sha256_of
from pipeline.run.workers.worker import Outcome

_YEARS: Final = range(2019, 2026)
_IDS: Final = ("indicator_id", "objective_id", "parent_id", "value_id", "issue_id")


def template(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a document that was read, by table."""
    stated = [Stated(f"Numero di pratiche evase dall'ufficio {n}", f">= {n + 10} %") for n in range(40)]
    plan = write_plan(folder, 1, stated)
    head, rows = plan.read_text(encoding="utf-8").split("\t\n", 1)
    plan.write_text(head + "\t\n" + "\n".join(rows.splitlines()[:9]) + "\n", encoding="utf-8")
    with Gathering(folder / "out") as gathering:
        gathering.add(make_fragment(read_document(Source(plan, plan.name, sha256_of(plan)))))
        names = ("plans", "objectives", "indicators", "values", "issues")
        found = {name: [row for part in gathering.arrow(name) for row in part.to_pylist()] for name in names}
    return {name: rows for name, rows in found.items() if rows}


def write_documents(folder: Path, cache: Cache, count: int) -> None:
    """Write `count` files, and into the cache what was read of them."""
    rows = template(folder.parent)
    folder.mkdir()
    for number in range(count):
        path = folder / f"plan-{number:06}.txt"
        path.write_text(str(number), encoding="ascii")
        source = Source(path, path.name, sha256_of(path))
        taker = FragmentTaker(source, 1 << 30)
        for name, table in _tables(rows, source, number):
            taker.add(part_line(name, pack_rows(table)))
        fragment = taker.finish(end_line(0, None))
        cache.put(Outcome(source, fragment, 0.1))


def _tables(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], source: Source, number: int
) -> Iterator[tuple[str, pa.Table]]:
    """The rows of the template as those of another document, of another body and year."""
    from pipeline.dataset.forms.arrow import arrow_schema  # noqa: PLC0415

    body, year = body_of(number), _YEARS[number % len(_YEARS)]
    draw = random.Random(number)

    def other(name: str, cell: Any) -> Any:
        if name in _IDS and cell is not None:
            return f"{cell.partition('-')[0]}-{hashlib.sha256(f'{number} {cell}'.encode()).hexdigest()[:16]}"
        return cell

    for name, table in rows.items():
        made = [{column: other(column, cell) for column, cell in row.items()} for row in table]
        for row in made:
            row["plan_id"] = plan_id(source.sha256)
            if "source_file" in row:
                row["source_file"] = source.name
            if name == "values" and row["number"] is not None:
                row["number"] = float(draw.randint(1, 99))
        if name == "plans":
            made[0] |= {"chamber": body, "chamber_id": chamber_id(body), "source_sha256": source.sha256}
            made[0] |= {"period_start": year, "period_end": year + 2}
        if name == "indicators":
            set_series(made, body)  # type: ignore[arg-type]
        yield name, pa.Table.from_pylist(made, arrow_schema(name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--one-file", action="store_true", help="publish a file a table, not partitions")
    parser.add_argument("--folder", type=Path, help="where documents and datasets are left; a temporary one if none")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        raw, out = folder / "plans", folder / "out"
        write_documents(raw, Cache(out), asked.documents)
        form = () if asked.one_file else ("--partitioned",)
        say(f"{asked.documents} documents, load of the machine {os.getloadavg()[0]:.1f}")
        first = extract(raw, out, *form)
        say(f"first: {told(first)}, the run's own {first.own:.1f}; {len(first.summary['plans'])} published")
        (raw / "plan-000001.txt").unlink()
        one = extract(raw, out, *form)
        say(f"one taken out: {told(one)}, the run's own {one.own:.1f}; {len(one.summary['plans'])} published")
        again = extract(raw, out, *form)
        say(f"again: {told(again)}; changed: {again.summary['changed']}")


if __name__ == "__main__":
    main()
