"""Tables of years that print in a column what each row's figures are: `Previsti`, `Realizzati` beside an indicator.

In: the cells of a row under their headings. Out: the same, the figures under what the row says they are. Public:
`role_beside`, `with_role_beside`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell

Pair = tuple[Heading | None, Cell]


def role_beside(under: Sequence[Pair], headings: Headings) -> Pair | None:
    """The cell that says what all figures of a row are, whose headings are years alone (`Previsti`, `Realizzati` under
    `Valori`), with the heading that it is; None where there is none."""
    if not all(h.bare for h, _ in under if h is not None and h.name in VALUE_COLUMNS and h.name != "achievement"):
        return None
    beside = [cell for heading, cell in under if heading is None or heading.name in (None, "extra")]
    found = [(role, cell) for cell in beside if (role := headings.match(cell)).name in VALUE_COLUMNS]
    return found[0] if len(found) == 1 and found[0][0].year is None else None


def with_role_beside(under: Sequence[Pair], role: Pair) -> list[Pair]:
    """The cells of a row without the one that says what its figures are, and these under what it says."""
    column = role[0].column if role[0] is not None else None
    rest = [(heading, cell) for heading, cell in under if cell is not role[1]]
    return [(replace(h, column=column, bare=False) if h is not None and h.bare else h, c) for h, c in rest]
