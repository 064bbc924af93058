"""Write `cells.tsv` anew: `python -m tests.normalizers.make_cells`.

The file holds several hundred cells, common, odd and broken, with what the reader makes of each in three places,
reasons included. It is no specification (that is `expressions.py`): it shows in a change's diff which readings the
change turns, so that a person can judge each.
"""

import re
from pathlib import Path
from typing import Any

from normalizers.targets import reader
from normalizers.vocabulary.translations import Idiom
from tests.normalizers.meaning import Example, shown

CELLS = Path(__file__).with_name("cells.tsv")
_PLACES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("target of 2020", {}),
    ("result without year", {"role": "result", "period": None}),
    ("with formula and unit", {"period": 2019, "formula": "% attività realizzate >= 80%", "unit": "%"}),
)


def line(raw: str) -> str:
    """The cell and its three readings, parted by tabs; a reading that is that of the first place is `same`."""
    readings = [_reading(raw, **where) for _, where in _PLACES]
    first, *others = readings
    return "\t".join([raw, first, *("same" if reading == first else reading for reading in others), _doubts(raw)])


def _doubts(raw: str) -> str:
    """Every doubt about the clauses before their place is known, of which a reading shows the first."""
    drafts, _ = reader._understand_text(raw, Idiom())
    return " | ".join(" ".join(dict.fromkeys(draft.doubts)) for draft in drafts)


def _reading(raw: str, **where: Any) -> str:
    example = Example(raw, (), **where)
    clauses = (
        f"{shown(clause)}{' (cell)' if clause.comparator_source == 'cell' else ''}"
        f"{f' ({clause.reason})' if clause.reason else ''}"
        for clause in example.read()
    )
    return re.sub(r"[\t\n]", " ", " | ".join(clauses))


def cells() -> list[str]:
    """The cells of the file, in its order."""
    lines = CELLS.read_text(encoding="utf-8").splitlines()[1:]
    return [found.split("\t", 1)[0] for found in lines]


def page(raws: list[str]) -> str:
    """The whole file."""
    head = "\t".join(["cell", *(name for name, _ in _PLACES), "doubts"])
    return "\n".join([head, *map(line, raws)]) + "\n"


if __name__ == "__main__":
    CELLS.write_text(page(cells()), encoding="utf-8")
