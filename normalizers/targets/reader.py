"""What a cell of a target, result, baseline or benchmark column means."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalizers.cleaning import Cleaned, clean
from normalizers.quantities.dates import make_date
from normalizers.targets.assembly import assemble_clauses
from normalizers.targets.clauses import Clause, Draft
from normalizers.targets.context import CellContext, place_drafts
from normalizers.targets.parser import read_pieces
from normalizers.targets.pieces import Day, Piece
from normalizers.targets.row_context import NO_HABIT, find_habit
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, Idiom, load_wording

_LONGEST = 800
"""Characters of the longest cell that the grammar reads; a figure's cell is far shorter."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""What is printed as nothing, besides spaces."""


class CellText(NamedTuple):
    """A text with its place, as `place_cell` makes it."""

    raw: str
    where: CellContext
    idiom: Idiom


def read_cell(
    raw: str,
    *,
    role: str = "target",
    period: int | None = None,
    formula: str | None = None,
    unit: str | None = None,
    siblings: Sequence[str] = (),
    name: str | None = None,
    language: str | Idiom = DEFAULT_LANGUAGE,
) -> tuple[Clause, ...]:
    """The clauses that a cell states, in order; none for an empty cell.

    Args:
        raw: the cell as printed.
        role: what the column holds: `target`, `result`, `baseline`, `achievement` or `benchmark`.
        period: the year the cell is for; it completes dates printed without one.
        formula: the row's formula (Algoritmo) as printed: it says the comparison where a target prints none.
        unit: the text of the row's own unit column as printed: a cell that contradicts it is to be reviewed.
        siblings: the row's other cells as printed. A number that two readings fit (`1.234`, `1,000`) is read as they
            write theirs; a cell that contradicts them is to be reviewed.
        name: the indicator's name as printed: its words may stand beside a figure.
        language: the language of the document (`it`, `de`, `fr`, `sl`, `en`): words of another are for review.
            Its idiom where its chamber prints words of its own.

    Every text has a reading: what is not understood has status `review`, `unparsed` or `invalid`, with a reason.
    """
    idiom = language if isinstance(language, Idiom) else Idiom(language)
    cell = place_cell(raw, role, period, formula, unit, siblings, idiom)
    return place_drafts(*_understand_text(raw, idiom), cell.where._replace(name=name))


def place_cell(
    raw: str,
    role: str,
    period: int | None,
    formula: str | None,
    unit: str | None,
    siblings: Sequence[str],
    idiom: Idiom,
) -> CellText:
    """A cell as `read_cells` takes it, of what `read_cell` is given but a name."""
    habit = find_habit(_understand_text(beside, idiom)[0] for beside in siblings) if siblings else NO_HABIT
    return CellText(raw, CellContext(role, period, formula or None, idiom.find_unit(unit) or None, habit), idiom)


def read_cells(cells: Sequence[CellText]) -> list[tuple[Clause, ...]]:
    """What `read_cell` gives for each of many cells, in their order; none of them is remembered.

    It takes half the time of reading one cell after the other, as `_understand_texts` does.
    """
    texts = dict.fromkeys([(cell.raw, cell.idiom) for cell in cells])
    understood = dict(zip(texts, _understand_texts(texts), strict=True))
    return [place_drafts(*understood[raw, idiom], where) for raw, where, idiom in cells]


@functools.lru_cache(maxsize=1 << 14)
def _understand_text(raw: str, idiom: Idiom) -> tuple[tuple[Draft, ...], Cleaned]:
    """What a text says wherever it stands; placing a draft never changes it."""
    return _understand_texts([(raw, idiom)])[0]


def _understand_texts(texts: Iterable[tuple[str, Idiom]]) -> list[tuple[tuple[Draft, ...], Cleaned]]:
    """The drafts and the cleaned text of each text.

    Each stage is done for all texts before the next begins: a processor that has a stage's code at hand is half as
    fast again.
    """
    cleaned = [clean(raw) if len(raw) <= _LONGEST else Cleaned(" ".join(raw.split()), "", ()) for raw, _ in texts]
    wordings = [load_wording(idiom) for _, idiom in texts]
    pieces = [read_pieces(one.folded, wording, one.text) for one, wording in zip(cleaned, wordings, strict=True)]
    return [
        (tuple(_draft_clauses(raw, one, found)), one)
        for (raw, _), one, found in zip(texts, cleaned, pieces, strict=True)
    ]


def _draft_clauses(raw: str, cleaned: Cleaned, pieces: list[Piece] | None) -> list[Draft]:
    if not pieces and not raw.translate(_UNSEEN).strip():
        return []
    if len(raw) > _LONGEST:
        return [Draft("words", doubts=["The text is too long for a figure's cell."], unparsed=True)]
    if pieces is None:
        return [Draft("words", doubts=["A range is begun and not ended."], unparsed=True)]
    return assemble_clauses(pieces, cleaned.text, cleaned.folded)


def read_date(raw: str) -> datetime.date | None:
    """The date that a text states as a whole: `31.01.2019`, `25.05.18`, `31 gennaio 2019`, `2019-01-31`.

    None where it states none or the calendar has no such day.
    """
    match read_pieces(clean(raw).folded.strip(" .,;")):
        case [Day(day=int(day), month=month, year=int(year), comparing=None, doubts=())]:
            return make_date(year, month, day)
    return None
