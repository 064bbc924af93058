"""Cells that state several indicators at once: `Indicatore 1: … (peso 50%) Indicatore 2: …`, or one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.schema import VALUE_COLUMNS, Column
from extractors.pages.model import Cell
from extractors.text import single_spaced

# A word of the field with a running number; a bare number needs a sign behind it and stands at the begin of its part.
_MARK = re.compile(
    r"(?<!\w)(?:(?:indicator[ei]|ind\.|kpi|target|valore(?: target| atteso)?|risultato|consuntivo|formula|algoritmo"
    r"|peso|baseline) ?(?:n[.°] ?)?(?P<number>\d)\s*[:.)–-]\s*|(?P<bare>\d)[.)] |(?P<letter>[a-h])\) )",
    re.IGNORECASE,
)
# The sign of a list's parts, which stands before each.
_BULLET = re.compile(r"(?:^|(?<=\s))(?P<bullet>[•▪●◦‣■-]|[–—]) ")
_NUMBERS = re.compile(r"\d[\d.,/]*")
_EXTRA = Column(column="extra", headings=())
_WEIGHT = re.compile(r"\s*\(?\bpeso:? *(?P<weight>\d{1,3}(?:[.,]\d+)? ?%)\s*\)?$", re.IGNORECASE)


def enumerated(text: str) -> tuple[str, ...]:
    """The parts of a text that numbers them from 1 on, or sets one sign before each, without their marks; none where it
    states one thing.

    Nothing may stand before the first mark: what did would belong to no part.
    """
    marks = list(_MARK.finditer(text))
    numbers = [_number_of(mark) for mark in marks]
    if bullets := _find_bullets(text):
        marks = bullets
    elif len(marks) < 2 or numbers != list(range(1, len(marks) + 1)) or text[: marks[0].start()].strip():
        return ()
    ends = [*(m.start() for m in marks[1:]), len(text)]
    parts = tuple(single_spaced(text[m.end() : end]).rstrip(" ;,") for m, end in zip(marks, ends, strict=True))
    return parts if all(parts) else ()


def _parts_of(cell: Cell) -> tuple[str, ...]:
    """What a cell states one after the other, by its marks or in paragraphs of their own."""
    return enumerated(cell.text) or cell.parts


def _find_bullets(text: str) -> list[re.Match[str]]:
    """The signs before the parts of a list; none where the text is no list of two or more."""
    marks = [mark for mark in _BULLET.finditer(text) if mark["bullet"] == text[:1]]
    return marks if len(marks) > 1 and marks[0].start() == 0 else []


def shares_figures(stated: Sequence[Sequence[tuple[Heading | None, Cell]]]) -> bool:
    """Whether several indicators that a row states share a cell of several figures, which does not tell whose each
    is."""
    return any(
        heading is not None and heading.name in VALUE_COLUMNS and cell is other and len(_NUMBERS.findall(cell.text)) > 1
        for (heading, cell), (_, other) in zip(*stated[:2], strict=False)
    )


def _number_of(mark: re.Match[str]) -> int:
    return int(mark["number"] or mark["bare"] or ord(mark["letter"].casefold()) - ord("a") + 1)


def weight_in(name: str) -> tuple[str, str | None]:
    """A name without the weight that is printed behind it in brackets, and that weight."""
    found = _WEIGHT.search(name)
    if found is None or found.start() == 0:
        return name, None
    return name[: found.start()].strip(), found["weight"]


def each_indicator(pairs: Sequence[tuple[Heading | None, Cell]]) -> list[list[tuple[Heading | None, Cell]]]:
    """The headings and cells of each indicator of a row that states several in its cells; one list where it is one.

    A cell that numbers as many parts as the name does gives each its own; any other cell holds for all of them, but for
    one weight, which is that of them together. Where headings number their indicators, each has the cells under its
    number.
    """
    numbers = {heading.number for heading, _ in pairs if heading is not None and heading.name == "name"} - {None}
    if len(numbers) > 1:
        return [
            [p for p in pairs if p[0] is None or p[0].number in (None, number)] for number in sorted(numbers, key=str)
        ]
    named = next((cell for heading, cell in pairs if heading is not None and heading.name == "name"), None)
    count = len(_parts_of(named)) if named is not None else 0
    if count < 2:
        return [_without_the_one_mark(pairs, named)]
    texts_of = [(heading, cell, _parts_of(cell)) for heading, cell in pairs]
    parts = [(_shared_heading(heading, len(texts) == count), cell, texts) for heading, cell, texts in texts_of]
    return [
        [
            (heading, cell._replace(text=texts[index], parts=()) if len(texts) == count else cell)
            for heading, cell, texts in parts
        ]
        for index in range(count)
    ]


def _without_the_one_mark(
    pairs: Sequence[tuple[Heading | None, Cell]], named: Cell | None
) -> list[tuple[Heading | None, Cell]]:
    """The cells of one indicator, its figures without the number before its name (`1. Aule | 1. 60`)."""
    mark = _MARK.match(named.text) if named is not None else None
    if mark is None or mark["bare"] is None:
        return list(pairs)
    return [
        (heading, cell._replace(text=cell.text.removeprefix(mark[0])))
        if heading is not None and heading.name in VALUE_COLUMNS
        else (heading, cell)
        for heading, cell in pairs
    ]


def _shared_heading(heading: Heading | None, is_own: bool) -> Heading | None:
    """The heading of a cell that `is_own` to each of several indicators, or holds for all of them."""
    if heading is None or heading.name != "weight" or is_own:
        return heading
    return replace(heading, column=_EXTRA)
