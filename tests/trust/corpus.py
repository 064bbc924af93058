"""Rows with the truth about them: what confidence is fitted to and measured on.

    python -m tests.trust.corpus OUT.jsonl --printings FOLDER [--gold FOLDER...] [--damaged FOLDER] [--jobs 2]

A corpus is a file of JSON lines, one a published row: the plan and the style that it was read from, the signs of its
reading, whether it is wrong, and the same of its cells.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from extractors.documents import extract_document, study_document, study_pages
from extractors.engines.registry import open_with
from extractors.errors import DocumentError
from extractors.layouts.registry import layouts
from extractors.quality.signals import Signal
from extractors.records.model import Extraction
from pipeline.corrections.source import Source
from pipeline.run.documents.reading import document_rows
from tests.trust.damage import DAMAGE
from tests.trust.labels import SHARED, Gold, Labelled, PublishedRows, load_scorer

HELD = frozenset(
    {
        Signal.LAYOUT_GENERIC,
        Signal.HEADING_FUZZY,
        Signal.YEAR_INFERRED,
        Signal.ROLE_BY_YEAR,
        Signal.ROLE_UNKNOWN,
        Signal.CARD_IN_PROSE,
    }
)
"""Signals of which fitting may not make less than their prior.

What was inferred without a layout shows in the few plans that nobody has described, and those lay open while the reader
was written: that they are read right says little of the next one.
"""


GOLD = (SHARED / "wild/gold", SHARED / "gold", Path(__file__).parents[1] / "extractors/invented")
_DRAWN = re.compile(r"s\d{4}")  # how the folders of drawn styles are named


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read in one way; `damage` names a damage of its pages."""

    path: Path
    style: str
    gold: tuple[Path, ...]
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class CellExample:
    """A published cell: its own signs and those that are no cell's alone, whether it is wrong, and whether its value
    says so by itself."""

    signs: tuple[str, ...]
    wrong: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class RowExample:
    """A published row of a corpus. `flagged` says that a value's status or an issue asks for a look, whatever the
    confidence; `group` keeps together what was printed from one plan in one style."""

    style: str
    plan: str
    damage: str | None
    page: int | None
    name: str
    signs: tuple[str, ...]
    confidence: float
    wrong: tuple[str, ...]
    figure_wrong: bool
    flagged: bool
    cells: tuple[CellExample, ...]

    @property
    def group(self) -> str:
        """What goes wrong together: one plan in one style, damaged or not."""
        return f"{self.style}/{self.plan}"

    @property
    def source(self) -> str:
        """What kind of document it is of: a drawn `printing`, or the folder of the plan."""
        return "printings" if _DRAWN.fullmatch(self.style) else self.style


def readings(
    printings: Path | None, plans: Iterable[Path], damaged: Path | None, gold: tuple[Path, ...]
) -> Iterator[Reading]:
    """The ways in which files are read: drawn printings (a folder a style), folders of plans, and damaged pages."""
    for folder in plans:
        for path in sorted([*folder.rglob("*.pdf"), *folder.rglob("*.txt")]):
            yield Reading(path, f"{folder.name}/{path.parent.name}", gold)
    for style in sorted(damaged.iterdir()) if damaged else ():
        for path in sorted(style.glob("*.pdf")):
            for damage in DAMAGE:
                yield Reading(path, f"{style.name}/{damage}", gold, damage=damage)
    for style in sorted(printings.iterdir()) if printings else ():
        for path in sorted(style.glob("*.pdf")):
            yield Reading(path, style.name, gold)


def read_rows(reading: Reading) -> list[RowExample]:
    """The published rows of a reading with the truth about them; none where the document cannot be read."""
    gold = _gold(reading.gold)
    if reading.path.stem not in gold.plans:
        return []
    try:
        extraction = _extraction(reading)
    except DocumentError as error:
        print(f"{reading.path}: {error.cause}", file=sys.stderr)
        return []
    rows = document_rows(Source(reading.path, reading.path.name, "0" * 64), extraction)
    published = PublishedRows(rows.objectives, rows.indicators, rows.values)
    noted = {i["indicator_id"] for i in rows.issues if i["severity"] in ("warning", "error")}
    return [_example(reading, row, noted) for row in gold.label(reading.path.stem, published)]


def _example(reading: Reading, labelled: Labelled, noted: set[str | None]) -> RowExample:
    row = labelled.row
    alone = {sign for clauses in labelled.cells.values() for sign in _split(clauses[0]["signs"])}
    shared = set(_split(row["signs"])) - alone
    cells = tuple(
        CellExample(
            tuple(sorted(shared | set(_split(clauses[0]["signs"])))),
            key in labelled.wrong_cells,
            any(clause["status"] != "ok" for clause in clauses),
        )
        for key, clauses in labelled.cells.items()
    )
    return RowExample(
        style=reading.style,
        plan=reading.path.stem,
        damage=reading.damage,
        page=row["page"],
        name=row["name"] or "",
        signs=_split(row["signs"]),
        confidence=row["confidence"],
        wrong=labelled.wrong,
        figure_wrong=labelled.is_figure_wrong,
        flagged=row["indicator_id"] in noted or any(cell.flagged for cell in cells),
        cells=cells,
    )


def _split(signs: str | None) -> tuple[str, ...]:
    return tuple(signs.split(",")) if signs else ()


def _extraction(reading: Reading) -> Extraction:
    if reading.damage is None:
        return extract_document(reading.path)
    # Which layout it is, is told from the undamaged plan: this is about rows.
    layout = layouts()[study_document(reading.path).extraction.layout_id]
    chance = random.Random(f"{reading.path.stem} {reading.damage}")
    with open_with("pdfium", reading.path)[1] as pages:
        return study_pages([DAMAGE[reading.damage](page, chance) for page in pages], layout=layout).extraction


@cache
def _gold(folders: tuple[Path, ...]) -> Gold:
    scorer = load_scorer()
    if scorer is None:
        raise SystemExit(f"{SHARED / 'check/score.py'} is not there: nothing to compare with")
    return Gold(scorer, folders)


def write_corpus(path: Path, asked: Iterable[Reading], jobs: int) -> int:
    """Read all that is asked and write its rows to `path`; the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8") as file, ProcessPoolExecutor(jobs) as pool:
        for rows in pool.map(read_rows, asked):
            for row in rows:
                file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
            count += len(rows)
    return count


def load_corpus(path: Path) -> list[RowExample]:
    """The rows of a corpus."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        cells = tuple(CellExample(tuple(c["signs"]), c["wrong"], c["flagged"]) for c in found.pop("cells"))
        signs, wrong = tuple(found.pop("signs")), tuple(found.pop("wrong"))
        rows.append(RowExample(**found, signs=signs, wrong=wrong, cells=cells))
    return rows


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The options that say what a corpus is read from."""
    parser.add_argument("--printings", type=Path, help="folder with a folder of PDFs for each style that was drawn")
    parser.add_argument("--plans", type=Path, nargs="*", default=(), help="folders of plans")
    parser.add_argument("--damaged", type=Path, help="folder with folders of PDFs to read damaged")
    parser.add_argument("--gold", type=Path, nargs="*", default=GOLD, help="folders of gold")
    parser.add_argument("--jobs", type=int, default=2)


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    add_sources(parser)
    given = parser.parse_args()
    asked = readings(given.printings, given.plans, given.damaged, tuple(given.gold))
    print(f"{write_corpus(given.out, asked, given.jobs)} rows")


if __name__ == "__main__":
    main()
