"""Plans whose cells contradict their rows all over: a unit column that says `%` beside days, dates and SI.

In: the records of a plan. Out: whether that is its habit (`pipeline.dataset.habits`), and the meaning of a cell by
itself. Public: `contradict_their_rows`, `stands_alone`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from normalizers.targets.reader import read_cell
from normalizers.vocabulary.translations import Idiom
from pipeline.dataset.habits import is_habit

if TYPE_CHECKING:
    from extractors.records.model import Record, ValueCell
    from normalizers.targets.clauses import Clause

ITALIAN: Final = Idiom()
SURE: Final = 0.9
"""The confidence of a row from which a contradiction is printed rather than read into it."""


def read_value(record: Record, cell: ValueCell, idiom: Idiom = ITALIAN) -> tuple[Clause, ...]:
    """The clauses of a cell beside the other cells of its row; `idiom` is the document's."""
    return read_cell(
        cell.raw,
        role=cell.role,
        period=cell.period,
        formula=record.formula,
        unit=record.unit,
        siblings=_sibling_figures(record, cell),
        name=record.name,
        language=idiom,
    )


def stands_alone(
    record: Record, cell: ValueCell, clauses: Sequence[Clause], idiom: Idiom = ITALIAN
) -> tuple[Clause, ...]:
    """The `clauses` of a cell without the doubts that its row's other cells and unit column cast on them; as they are
    where the cell by itself means something else."""
    alone = read_cell(
        cell.raw,
        role=cell.role,
        period=cell.period,
        formula=record.formula,
        name=record.name,
        language=idiom,
    )
    return alone if _means_the_same(alone, clauses) else tuple(clauses)


def contradict_their_rows(records: Iterable[Record], idiom: Idiom = ITALIAN) -> bool:
    """Whether most rows that were surely read hold a cell which is in doubt because of the others alone."""
    cases = odd = 0
    for record in records:
        if record.confidence >= SURE and record.values:
            cases += 1
            odd += any(_is_contradicted(record, cell, idiom) for cell in record.values)
    return is_habit(odd, cases)


def _is_contradicted(record: Record, cell: ValueCell, idiom: Idiom) -> bool:
    clauses = read_value(record, cell, idiom)
    if all(clause.status == "ok" for clause in clauses):
        return False
    return all(clause.status == "ok" for clause in stands_alone(record, cell, clauses, idiom))


def _means_the_same(one: Sequence[Clause], other: Sequence[Clause]) -> bool:
    bare = [[clause._replace(status="ok", reason=None) for clause in clauses] for clauses in (one, other)]
    return bare[0] == bare[1]


def _sibling_figures(record: Record, cell: ValueCell) -> tuple[str, ...]:
    """The row's other figures as printed: those in the indicator's own measure, which achievement is not."""
    if cell.role == "achievement":
        return ()
    return tuple(other.raw for other in record.values if other is not cell and other.role != "achievement")
