"""Signals of OCR: rows that were read from a picture, and what of them OCR was not sure of.

In: the records of a document, and what OCR says of the words of its pages. Out: the records with their further
signals. Public: `with_reading_signals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors.pages.model import Place, Reading
from extractors.quality.signals import Signal
from extractors.records.model import Record, ValueCell
from extractors.records.signals.rows import with_signs


def with_reading_signals(
    records: Iterable[Record], readings: Mapping[int, Sequence[Reading]], extractor: str
) -> list[Record]:
    """The records, with the signals that OCR gives those of the pages that it has read; `readings` are what it says of
    the words of these, by page; `extractor` names the engine and it."""
    doubts = {page: [reading for reading in found if reading.doubt] for page, found in readings.items()}
    return [_signal_record(record, doubts, extractor) if record.place.page in doubts else record for record in records]


def _signal_record(record: Record, doubts: Mapping[int, Sequence[Reading]], extractor: str) -> Record:
    over = _on_next_page(record, doubts)
    values = tuple(_with_doubt(v, [*_words_in(v.place, doubts), *_words_within(v.raw, over)]) for v in record.values)
    inside = set(_words_in(record.place, doubts))
    others = inside.difference(*(_words_in(value.place, doubts) for value in record.values))
    signs = [Signal.READ_BY_OCR]
    signs += [Signal.OCR_TEXT_DOUBTFUL] * bool(others)
    signs += [Signal.OCR_FIGURE_DOUBTFUL] * any(Signal.OCR_FIGURE_DOUBTFUL in value.signs for value in values)
    return with_signs(replace(record, values=values, extractor=extractor), signs)


def _with_doubt(value: ValueCell, doubts: Sequence[Reading]) -> ValueCell:
    if not doubts:
        return value
    return replace(value, signs=tuple(sorted({*value.signs, Signal.OCR_FIGURE_DOUBTFUL})))


def _on_next_page(record: Record, doubts: Mapping[int, Sequence[Reading]]) -> Sequence[Reading]:
    """The doubtful words of the page that a row goes on to; a figure has the place of its first half alone."""
    if Signal.ROW_OVER_PAGES not in record.signs or record.place.page is None:
        return ()
    return doubts.get(record.place.page + 1, ())


def _words_within(text: str, doubts: Sequence[Reading]) -> list[Reading]:
    """Those of the doubtful words that a text holds."""
    words = text.split()
    return [found for found in doubts if found.text in words]


def _words_in(place: Place, doubts: Mapping[int, Sequence[Reading]]) -> list[Reading]:
    """The doubtful words in a place."""
    if place.page is None or place.box is None:
        return []
    return [found for found in doubts.get(place.page, ()) if place.box.holds(found.box.mid_x, found.box.mid_y)]
