"""Signals of a broken text layer: rows that hold words which cannot be what is printed, or which were put right.

In: the records and nodes of a document, and its words that were put right. Out: the records with their further signals.
Public: `with_text_signals`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from extractors.pages.model import MendedWord
from extractors.pages.text_layer import is_doubtful
from extractors.pages.text_repair.lost_letters import stretches
from extractors.quality.signals import Signal
from extractors.records.model import Node, Record
from extractors.records.signals.rows import with_signs


def with_text_signals(
    records: Iterable[Record],
    nodes: Sequence[Node],
    mended: Mapping[int | None, Sequence[MendedWord]],
    doubted: Set[str] = frozenset(),
    *,
    lossy: bool = False,
) -> list[Record]:
    """The records with the signals that their characters give them, and with what the file gives for those that were
    put right.

    `mended` are each page's words that were put right, `doubted` words and pairs of words that may be others; in a
    `lossy` text nothing is sure.
    """

    def in_doubt(text: str) -> bool:
        return is_doubtful(text) or (bool(doubted) and not doubted.isdisjoint(stretches(text)))

    inherited = _inherited_texts(nodes)
    found = []
    for record in records:
        told = (record.code_raw, record.name, record.formula, record.weight, record.unit, record.note)
        code, owner = inherited.get(record.node, (None, None))
        texts = [*told, code, record.owner or owner, *record.extra.values()]
        signalled = _mark_doubted(record, lossy or any(in_doubt(text) for text in texts if text), in_doubt)
        found.append(_mark_mended(signalled, mended))
    return found


def _mark_mended(record: Record, mended: Mapping[int | None, Sequence[MendedWord]]) -> Record:
    """The record with what the file gives of it, and the signal of that, where words of it were put right."""
    page = record.place.page
    words = list(mended.get(page, ()))
    if page is not None and Signal.ROW_OVER_PAGES in record.signs:
        words += mended.get(page + 1, ())
    given = text_given(record.row_text, words)
    if given is None:
        return record
    values = tuple(replace(value, given=text_given(value.raw, words)) for value in record.values)
    return with_signs(replace(record, given=given, values=values), [Signal.TEXT_MENDED])


def text_given(text: str, mended: Sequence[MendedWord]) -> str | None:
    """The text as the file gives it; None where it holds none of the words that were put right."""
    given = {word.text: word.given for word in mended}
    words = text.split()
    if given.keys().isdisjoint(words):
        return None
    return " ".join(given.get(word, word) for word in words)


def _mark_doubted(record: Record, whole: bool, in_doubt: Callable[[str], bool]) -> Record:
    """The record in doubt where the `whole` is, or a figure: then the others are as sure as before."""
    if whole:
        return with_signs(record, [Signal.TEXT_DOUBTFUL])
    if not any(in_doubt(value.raw) for value in record.values):
        return record
    values = tuple(
        replace(value, signs=tuple(sorted({*value.signs, Signal.TEXT_DOUBTFUL}))) if in_doubt(value.raw) else value
        for value in record.values
    )
    return with_signs(replace(record, values=values), [Signal.TEXT_DOUBTFUL])


def _inherited_texts(nodes: Sequence[Node]) -> dict[int | None, tuple[str | None, str | None]]:
    """By key, what rows under a node take over from it: its code, and the owner that it or a node above it names."""
    found: dict[int | None, tuple[str | None, str | None]] = {}
    for node in nodes:  # a node stands behind the one above it
        found[node.key] = node.code_raw, node.owner or found.get(node.parent, (None, None))[1]
    return found
