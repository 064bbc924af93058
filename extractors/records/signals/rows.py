"""What shows in a row's texts that its reading may be wrong: the signals that `extractors/quality/confidence.py`
weighs.

None of them is proof. Each is something that rows read right rarely show on the plans with gold, measured by
`tests/trust/report.py`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from extractors.pages.model import Place
from extractors.quality.confidence import cell_confidence, confidence
from extractors.quality.signals import Signal
from extractors.records.model import Record
from extractors.text import heading_key

_USUALLY = 0.8  # share of a table's rows that fill a column whose empty cell is a sign
_ENOUGH = 5  # rows; in a shorter table nothing is usual
_LONG = 6  # letters of a word that is compared with others
_OFTEN = 5  # times that a word is printed which another one, printed once, may be short of a letter of
_HEADING = 4  # characters; a shorter heading may stand in any text
_UNSURE = 2.0  # natural logarithms: other borders are at most seven times less likely
_SURE = 6.0  # natural logarithms: four hundred times
_WORD = re.compile(rf"[^\W\d_]{{{_LONG},}}")
_BETWEEN = re.compile(r"\W*\s")
_SOME_TEXT = re.compile(r"\w.{2}")
_TWO_FIGURES = re.compile(
    r"\d\s*%?\s*[<>=≤≥]+\s*[+-]?\s*\d|\d\s*%\s*[+-]?\d+(?:,\d+)?\s*%$|\d{4}\s+\d{1,2}/\d{1,2}/\d{4}$"
)
_BEGINS_CUT = re.compile(r"[)\]},;:]|(?:e|ed|o|di|del|della|dei|delle|degli|da|al|alla|in|su|per|con)\s+[a-zà-ù]")
_CONNECTIVE = r"(?:di|del|della|dei|delle|degli|da|dal|dalla|al|alla|alle|ai|in|su|per|con|nel|nella|sul|sulla)"
_CONNECTIVES = re.compile(rf"\b{_CONNECTIVE}\s+{_CONNECTIVE}\b")
_LAST_WORD = 8  # characters that hold the longest of the words below and the sign before it
_ENDS_CUT = re.compile(
    r"[(\[{]$|\b(?:e|ed|o|di|del|della|dei|delle|degli|da|al|alla|alle|ai|in|su|per|con|dell'|all')$"
)


def text_signs(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Signs in what the cells of a row say: a text that begins or ends as half of one does, or that says all twice."""
    given = [text for text in texts if text]
    cut = any(_is_cut(text) for text in given)
    twice = any(_has_text_twice(text) for text in given)
    lost = any(_CONNECTIVES.search(text) for text in given)
    return (Signal.TEXT_CUT,) * cut + (Signal.TEXT_TWICE,) * twice + (Signal.CONNECTIVES_BESIDE,) * lost


def _has_text_twice(text: str) -> bool:
    """Whether the text is another text, and the same once more."""
    begin = text.find(text[0], (len(text) + 1) // 2, len(text) - 2)
    while begin > 0:
        again = text[begin:]
        if text[begin - 1].isspace() and text.startswith(again) and _SOME_TEXT.search(again):
            return _BETWEEN.fullmatch(text, len(again), begin) is not None
        begin = text.find(text[0], begin + 1, len(text) - 2)
    return False


def margin_signs(margin: float | None) -> tuple[Signal, ...]:
    """Signs in how sure the borders of a row are: `margin` is by how much, in natural logarithms, other borders are
    less likely; None where rules draw the row."""
    if margin is None or margin >= _SURE:
        return ()
    return (Signal.ROW_BORDERS_UNSURE,) if margin < _UNSURE else (Signal.ROW_BORDERS_CLOSE,)


def figure_signs(texts: Iterable[str]) -> tuple[str, ...]:
    """Signs in figures: two that follow each other without a word between."""
    return (Signal.TWO_FIGURES,) if any(_TWO_FIGURES.search(text) for text in texts) else ()


def has_heading_inside(text: str, heading: str) -> bool:
    """Whether a cell's text ends with its column's heading, or begins with it and goes on: two cells read as one."""
    inner, outer = heading_key(heading), heading_key(text)
    if len(inner) < _HEADING or inner == outer:
        return False
    return outer.endswith(" " + inner) or outer.startswith(inner + " ")


def doubted(
    records: Sequence[Record], tables: Sequence[int] | None = None, places: Sequence[Sequence[Place]] | None = None
) -> list[Record]:
    """The records with the signs that only a look at all of them shows.

    `tables` gives for each record its table (all cards are one), `places` the cells that should be its own.
    """
    filled = list(zip(tables or [0] * len(records), map(_filled_columns, records), strict=True))
    doubts = [(Signal.CELLS_EMPTY, index) for index in rows_with_empty_cells(filled)]
    doubts += [(Signal.MERGED_FIGURE, index) for index in rows_that_share_cells(places or ())]
    texts = [record.row_text for record in records]
    doubts += [(Signal.LETTER_MISSING, index) for index in rows_short_of_a_letter(texts)]
    found = list(records)
    for sign, index in doubts:
        found[index] = with_signs(found[index], [sign])
    return found


def doubted_cards(records: Iterable[Record], keys: Iterable[str]) -> list[Record]:
    """The records of cards with the signs that they show; `keys` are the printed keys, such as `Peso`."""
    names = [heading_key(re.sub(r"{\w+}", "", printed)) for printed in keys]
    words = "|".join(re.escape(name) for name in names if name)
    # A key followed by its figure, within another text.
    key = re.compile(rf"\b(?:{words})\b(?: \d{{4}})?[ :]*[<>=≤≥+-]*\s*\d") if words else None
    found = []
    for record in records:
        texts = [record.name, *(value.raw for value in record.values)]
        values = tuple(replace(value, signs=figure_signs([value.raw])) for value in record.values)
        signs = [*text_signs(texts), *(sign for value in values for sign in value.signs)]
        if key is not None and any(key.search(heading_key(text)) for text in texts):
            signs.append(Signal.HEADING_IN_CELL)
        if record.review:
            signs.append(Signal.CARD_APART)
        found.append(with_signs(replace(record, values=values), signs))
    return doubted(found)


def cell_confidences(record: Record) -> tuple[float, ...]:
    """The confidence of each of the record's figures: its own where signals are one figure's alone, else the row's."""
    alone = {sign for value in record.values for sign in value.signs}
    if not alone:
        return (record.confidence,) * len(record.values)
    shared = set(record.signs) - alone
    return tuple(cell_confidence(shared | set(value.signs)) for value in record.values)


def with_signs(record: Record, signs: Iterable[str]) -> Record:
    """The record with further signs, and the confidence that they leave."""
    all_signs = tuple(sorted({*record.signs, *signs}))
    return replace(record, signs=all_signs, confidence=confidence(all_signs))


def _filled_columns(record: Record) -> frozenset[Hashable]:
    """The columns in which a record has text."""
    fields = (name for name in ("formula", "weight", "unit") if getattr(record, name))
    return frozenset([*fields, *((v.role, v.period, v.population) for v in record.values)])


def _is_cut(text: str) -> bool:
    unclosed = text.count("(") != text.count(")")
    end = text[-_LAST_WORD:].casefold()
    return unclosed or bool(_BEGINS_CUT.match(text)) or bool(_ENDS_CUT.search(end))


def rows_short_of_a_letter(texts: Sequence[str]) -> list[int]:
    """The indexes of rows with a word that is printed nowhere else and is, but for a letter inside it, one printed
    often: as where a letter was lost on a scan. The last letter may differ: it tells the plural."""
    words = [_WORD.findall(text.casefold()) for text in texts]
    counts = Counter(itertools.chain.from_iterable(words))
    once = {word for word, count in counts.items() if count == 1}
    often = (word for word, count in counts.items() if count >= _OFTEN)
    lost = {short for word in often for i in range(len(word) - 1) if (short := word[:i] + word[i + 1 :]) in once}
    return [index for index, own in enumerate(words) if not lost.isdisjoint(own)]


def rows_that_share_cells(places: Sequence[Sequence[Place]]) -> list[int]:
    """The indexes of rows one of whose own cells (name, formula, figures) is that of another row too."""
    owners = Counter(place for cells in places for place in set(cells) if place.box is not None)
    return [index for index, cells in enumerate(places) if any(owners[place] > 1 for place in cells)]


def rows_with_empty_cells(filled: Sequence[tuple[int, frozenset[Hashable]]]) -> list[int]:
    """The indexes of rows in which a cell is empty that nearly all rows of their table fill.

    `filled` gives for each row its table and the columns in which it has text.
    """
    rows = Counter(table for table, _ in filled)
    counts = Counter((table, column) for table, columns in filled for column in columns)
    usual: dict[int, set[Hashable]] = {}
    for (table, column), count in counts.items():
        if rows[table] >= _ENOUGH and count >= _USUALLY * rows[table]:
            usual.setdefault(table, set()).add(column)
    return [index for index, (table, columns) in enumerate(filled) if usual.get(table, set()) - columns]
