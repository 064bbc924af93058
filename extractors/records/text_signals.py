"""Signals of a broken text layer: rows that hold words which cannot be what is printed, or which were put right.

In: the records and nodes of a document, and its words that were put right. Out: the records with their further signals.
Public: `with_text_signals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors.pages.text_layer import is_doubtful
from extractors.quality.signals import Signal
from extractors.records.model import Node, Record
from extractors.records.row_signals import with_signs


def with_text_signals(
    records: Iterable[Record], nodes: Sequence[Node], mended: Mapping[int | None, frozenset[str]]
) -> list[Record]:
    """The records with the signals that their characters give them; `mended` are each page's words put right."""
    inherited = _inherited(nodes)
    found = []
    for record in records:
        told = (record.code_raw, record.name, record.formula, record.weight, record.unit, record.note)
        code, owner = inherited.get(record.node, (None, None))
        texts = [*told, code, record.owner or owner, *record.extra.values()]
        signalled = _doubted(record, any(is_doubtful(text) for text in texts if text))
        if not mended.get(record.place.page, frozenset()).isdisjoint(record.row_text.split()):
            signalled = with_signs(signalled, [Signal.TEXT_MENDED])
        found.append(signalled)
    return found


def _doubted(record: Record, whole: bool) -> Record:
    """The record in doubt where the `whole` is, or a figure: then the others are as sure as before."""
    if whole:
        return with_signs(record, [Signal.TEXT_DOUBTFUL])
    if not any(is_doubtful(value.raw) for value in record.values):
        return record
    values = tuple(
        replace(value, signs=tuple(sorted({*value.signs, Signal.TEXT_DOUBTFUL}))) if is_doubtful(value.raw) else value
        for value in record.values
    )
    return with_signs(replace(record, values=values), [Signal.TEXT_DOUBTFUL])


def _inherited(nodes: Sequence[Node]) -> dict[int | None, tuple[str | None, str | None]]:
    """By key, what rows under a node take over from it: its code, and the owner that it or a node above it names."""
    found: dict[int | None, tuple[str | None, str | None]] = {}
    for node in nodes:  # a node stands behind the one above it
        found[node.key] = node.code_raw, node.owner or found.get(node.parent, (None, None))[1]
    return found
