"""What was measured of one plan as one kind of file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading gave on one plan as one kind of file: shares of the gold, and counts of published rows.

    `silent_meanings` are cells whose meaning is wrong with status ok (`score.py`); of the rows with nothing said,
    `silent` are those in which anything is wrong, `silent_texts` those with a wrong text, `silent_figures` a wrong
    figure (`trust.py`). `issues` counts the document's issues by code.
    """

    group: str
    kind: str
    plan: str
    recall: float
    precision: float
    raw: float
    rows: int
    silent_meanings: int
    silent: int
    silent_texts: int
    silent_figures: int
    flagged: int
    issues: dict[str, int]
