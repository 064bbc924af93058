"""How many of the rows that a careful reader finds each engine finds too.

An engine finds a row when the indicator's name is, or ends, the text of one cell, white space and hyphens aside: a name
cut in two by a page or mixed with other text is not found. For this project the cells are the published names.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bench.engines import Table, camelot_combined, camelot_vector, pdfplumber_tables
from extractors.documents import extract_document
from extractors.errors import DocumentError

_LONGEST = 600  # characters; no name has as many
_NOTHING = re.compile(r"[\s\u2010\u2011\u00ad_*•]+|-(?!\d)")


def _squashed(text: str) -> str:
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def names_in_gold(path: Path) -> list[str]:
    """The names of the indicators in a file of gold records."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_squashed(json.loads(line)["name"]) for line in lines]


def published_names(path: Path) -> Iterator[Table]:
    """The published names of the indicators, as the cells of one table."""
    try:
        yield [[record.name for record in extract_document(path).records]]
    except DocumentError:
        yield []


READERS: dict[str, Callable[[Path], Iterable[Table]]] = {
    "cruscotto": published_names,
    "pdfplumber": pdfplumber_tables,
    "camelot-vector": camelot_vector,
    "camelot-combined": camelot_combined,
}


def found_in(names: Iterable[str], tables: Iterable[Table]) -> int:
    """How many of `names` are, or end, the text of a cell of `tables`."""
    cells = {_squashed(cell) for table in tables for row in table for cell in row if cell}
    ends = {cell[-n:] for cell in cells for n in range(1, min(len(cell), _LONGEST) + 1)}
    return sum(name in ends for name in names)


def recall(plans: Path, gold: Path) -> dict[str, tuple[int, int]]:
    """By engine: of the plans in the folder `plans` that have gold, the rows found and the rows there are."""
    counts = dict.fromkeys(READERS, (0, 0))
    for records in sorted(gold.glob("*.jsonl")):
        plan = plans / f"{records.stem}.pdf"
        if not plan.is_file():
            continue
        names = names_in_gold(records)
        for engine, read in READERS.items():
            found, of = counts[engine]
            counts[engine] = found + found_in(names, read(plan)), of + len(names)
    return counts
