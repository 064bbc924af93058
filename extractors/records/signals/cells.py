"""What makes a cell under its heading uncertain. Public: `shares_heading`, `signs_under`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.layouts.code_forms import is_lettered_code
from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell
from extractors.quality.signals import Signal
from extractors.records.reader_state import STATES
from extractors.records.signals.rows import has_heading_inside


def shares_heading(under: Sequence[tuple[Heading | None, Cell]]) -> bool:
    """Whether two cells of a row stand under one heading of names or figures: one of them has lost its own."""
    own = [heading for heading, _ in under if heading is not None and (heading.name in ("name", *STATES))]
    return any(one is other for one, other in itertools.combinations(own, 2))


def signs_under(heading: Heading, cell: Cell) -> list[str]:
    """What makes a cell under its heading uncertain."""
    signs: list[str] = [Signal.HEADING_FUZZY] if heading.likeness is not None else []
    if heading.name in STATES and has_heading_inside(cell.text, heading.text):
        signs.append(Signal.HEADING_IN_CELL)
    may_be_figure = any(letter.isdigit() for letter in cell.text) and not is_lettered_code(cell.text)
    if heading.is_guessed or (heading.column is None and may_be_figure):
        signs.append(Signal.HEADING_UNKNOWN)
    if heading.name in VALUE_COLUMNS and cell.continued:
        signs.append(Signal.MERGED_FIGURE)
    return signs
