"""What a cell of a target, result, baseline or benchmark column means."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from normalizers.cleaning import Cleaned, clean
from normalizers.targets.assembly import assemble_clauses
from normalizers.targets.clause_builder import Draft
from normalizers.targets.clauses import Clause
from normalizers.targets.context import Place, place_drafts
from normalizers.targets.parser import UnfinishedRangeError, read_pieces
from normalizers.targets.row_context import NO_HABIT, Habit, find_habit
from normalizers.targets.translation import read_translated_pieces
from normalizers.vocabulary.translations import DEFAULT_LANGUAGE, Idiom, Translation, load_wording

_LONGEST = 800
"""Characters of the longest cell that the grammar reads; a figure's cell is far shorter."""

_BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*")


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
    habit = _habit(tuple(siblings), idiom) if siblings else NO_HABIT
    needed = name if name and _needs_name(raw, idiom) else None
    return _read(raw, Place(role, period, formula or None, idiom.find_unit(unit) or None, habit, needed), idiom)


@functools.lru_cache(maxsize=1 << 16)
def _read(raw: str, where: Place, idiom: Idiom) -> tuple[Clause, ...]:
    if not raw or raw.isspace() or (not raw.isascii() and _BLANK.fullmatch(raw)):
        return ()
    if len(raw) > _LONGEST:
        reason = "The text is too long for a figure's cell."
        return (Clause("qualitative", text=" ".join(raw.split()), status="unparsed", reason=reason),)
    cleaned, drafts = _understood(raw, idiom)
    return place_drafts(drafts, cleaned, where)


def _needs_name(raw: str, idiom: Idiom) -> bool:
    """Whether a word of the cell is accounted for by the row alone; else all rows share one reading of it."""
    return len(raw) <= _LONGEST and any(draft.unknown for draft in _understood(raw, idiom)[1])


@functools.lru_cache(maxsize=1 << 12)
def _habit(siblings: tuple[str, ...], idiom: Idiom) -> Habit:
    return find_habit(_understood(raw, idiom)[1] for raw in siblings if len(raw) <= _LONGEST)


@functools.lru_cache(maxsize=1 << 14)
def _understood(raw: str, idiom: Idiom) -> tuple[Cleaned, tuple[Draft, ...]]:
    """What a text says wherever it stands; placing a draft never changes it."""
    cleaned = clean(raw)
    return cleaned, tuple(read_drafts(cleaned.text, cleaned.folded, load_wording(idiom)))


def read_drafts(text: str, folded: str, wording: Translation | None = None) -> list[Draft]:
    """The clauses that the grammar reads in a cleaned text and the same text folded, before its place is known."""
    try:
        pieces = read_pieces(folded) if wording is None else read_translated_pieces(folded, wording)
    except UnfinishedRangeError:
        return [Draft("words", doubts=["A range is begun and not ended."], unparsed=True)]
    return assemble_clauses(pieces, text, folded)
