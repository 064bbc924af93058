"""Columns that no heading names, told from all tables with the same headings, wherever their borders stand.

A document prints a table anew for each objective, as wide as its texts make it. One with a single row does not show
that a code stands apart from the kind of row behind it, under one heading; those like it together do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set

from extractors.pages.model import Word
from extractors.tables.inferred.columns.parting import CODE, NO_CODES, Columns, Kind, free_runs
from extractors.tables.inferred.columns.placement import ColumnLine
from extractors.tables.inferred.heading_words import column_kinds

_SHARE = 0.5  # share of the tables that show a column of codes, of those that have a text under its heading
_LEAST = 3  # words of codes that show it
_TITLES = 0.1  # share of the words that may be of titles between the tables, which run over the border
_ROOM = 1.5  # points between a code and the text behind it


def shared_borders(
    kinds: Sequence[Kind], columns: Sequence[Columns], lines: Sequence[Sequence[ColumnLine]]
) -> list[list[float]]:
    """Of each kind, the borders between codes and what stands behind them that kinds with its headings show together.

    `lines` are those of each kind's tables, in its columns.
    """
    found: list[list[float]] = [[] for _ in kinds]
    alike: dict[tuple[str, ...], list[int]] = {}
    for number, kind in enumerate(kinds):
        key = tuple("".join(c for c in text if not c.isdigit()) for text in kind.heading.key)
        alike.setdefault(key, []).append(number)
    for group in alike.values():
        for number, x in _borders_behind_texts(group, columns, lines):
            found[number].append(x)
        for heading, holds in enumerate(column_kinds(kinds[group[0]].heading)):
            if holds in NO_CODES:
                continue
            texts = {n: [line for line in lines[n] if line.column == columns[n].headings[heading]] for n in group}
            shown = {n: border for n, own in texts.items() if (border := _border_of_codes(own)) is not None}
            codes = sum(w.box.x1 <= shown[n] for n in shown for line in texts[n] for w in line.line.words)
            apart = [n for n in group if n not in shown and _has_unnamed_before(columns[n], heading)]
            codes += sum(line.column == columns[n].headings[heading] - 1 for n in apart for line in lines[n])
            if codes >= _LEAST and len(shown) + len(apart) >= _SHARE * sum(map(bool, texts.values())):
                for number, border in shown.items():
                    found[number].append(border)
    return found


def _borders_behind_texts(
    group: Sequence[int], columns: Sequence[Columns], lines: Sequence[Sequence[ColumnLine]]
) -> Iterator[tuple[int, float]]:
    """Of those of a group of kinds in which the texts of a heading, behind codes in most of the others, stand in the
    column of the next one, the border behind them: they say nothing but what they say in the others."""
    for heading in range(len(columns[group[0]].headings) - 1):
        shown = [n for n in group if _has_unnamed_before(columns[n], heading)]
        if len(shown) < max(2, _SHARE * len(group)):
            continue
        texts = [[w.text for w in _words_of(lines[n], columns[n].headings[heading])] for n in shown]
        said = "|".join(map("".join, texts)), frozenset(itertools.chain.from_iterable(texts))
        for n in (n for n in group if n not in shown):
            border = _end_of_said(_words_of(lines[n], columns[n].headings[heading + 1]), *said)
            if border is not None:
                yield n, border


def _words_of(lines: Sequence[ColumnLine], column: int) -> list[Word]:
    return [word for line in lines if line.column == column for word in line.line.words]


def _end_of_said(words: Sequence[Word], letters: str, known: Set[str]) -> float | None:
    """Where words end that are `letters` of other tables, which may break them elsewhere, and stand to the left of all
    others in a column, none of which is `known` from there."""
    if not words:
        return None
    for first, last in free_runs(min(w.box.x0 for w in words), max(w.box.x1 for w in words), words, 0):
        middle = (first + last) / 2
        own = [w.text for w in words if w.box.x1 <= middle]
        others = {w.text for w in words if w.box.x1 > middle}
        is_said = len(own) > 1 and all(text in letters for text in own)
        if is_said and last - first >= _ROOM and others and others.isdisjoint(known):
            return middle
    return None


def _has_unnamed_before(columns: Columns, heading: int) -> bool:
    """Whether a column that no heading names is already told before that of a heading."""
    before = columns.headings[heading - 1] if heading else -1
    return columns.headings[heading] - before > 1


def _border_of_codes(lines: Sequence[ColumnLine]) -> float | None:
    """Where short words of numbers end that stand to the left of all else in a column; None where none do."""
    words = [word for line in lines for word in line.line.words]
    if not words:
        return None
    start, end = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    for first, last in free_runs(start, end, words, int(_TITLES * len(words))):
        middle = (first + last) / 2
        codes = [w for w in words if w.box.x1 <= middle]
        behind = [line for line in lines if any(w.box.x0 >= middle for w in line.line.words)]
        numbers = sum(map(_has_number, codes))
        firsts = [next(w for w in line.line.words if w.box.x0 >= middle) for line in behind]
        spoken = 2 * sum(map(_has_number, firsts)) <= len(firsts)
        if last - first >= _ROOM and len(behind) > 1 and codes and 2 * numbers >= len(codes) and spoken:
            return middle if all(len(w.text) <= CODE for w in codes) else None
    return None


def _has_number(word: Word) -> bool:
    return any(c.isdigit() for c in word.text)
