"""What there is to learn from: pairs of lines, and runs of lines taken for rows, each with whether gold says so."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.documents import study_document
from extractors.engines.registry import open_with
from extractors.layouts.headings.matching import Headings
from extractors.pages.words import WordLine
from extractors.tables.inferred.columns.parting import Columns
from extractors.tables.inferred.columns.placement import ColumnLine
from extractors.tables.inferred.regions import ReadRegion, read_regions
from extractors.tables.inferred.row_features import row_features
from extractors.tables.inferred.row_sequence import features_of, kind_of, strips_of
from extractors.tables.page_content import content_of
from extractors.tables.running_headers import with_running_headers_apart

_NOTHING = re.compile(r"[\s\u2010\u2011\u00ad_*•]+|-(?!\d)")
_SHORT = 6  # characters of two lines; shorter ones stand together in some text by chance


@dataclass(slots=True)
class Samples:
    """Features of pairs of lines and of rows, each with its truth."""

    pairs: list[tuple[tuple[float, ...], bool]] = field(default_factory=list)
    rows: list[tuple[tuple[float, ...], bool]] = field(default_factory=list)


def samples_of(plan: Path, gold: Path) -> Samples:
    """The samples of a printing `plan`, whose cells' texts are in the file of records `gold`."""
    texts = GoldTexts(gold)
    found = Samples()
    layout = study_document(plan).layout
    if layout.tables is None:
        return found
    _, opened = open_with("pdfium", plan)
    with opened as source:
        pages = [content_of(source.page(number)) for number in range(1, len(source) + 1)]
    contents = with_running_headers_apart(pages)
    for region in read_regions(contents, Headings(layout.tables)):
        _add(found, region, texts)
    return found


class GoldTexts:
    """The texts of all cells of a plan, white space and hyphens aside."""

    def __init__(self, path: Path) -> None:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self._all = "\n".join(squashed(text) for record in records for text in _texts(record))

    def are_of_one_cell(self, above: WordLine, below: WordLine) -> bool | None:
        """Whether the two lines stand in one cell, None where the texts do not tell."""
        one, other = squashed(above.text), squashed(below.text)
        if not one or not other or one not in self._all or other not in self._all:
            return None
        together = one + other in self._all
        return None if together and len(one) + len(other) < _SHORT else together


def _texts(record: dict[str, Any]) -> Iterator[str]:
    for key in ("name", "formula", "owner", "note", "parent_title", "code_raw", "weight"):
        if record.get(key):
            yield str(record[key])
    code = record.get("code_raw")
    if code:
        yield f"{code} {record['name']}"
    yield from (value["raw"] for value in record["values"] if value["raw"])


def squashed(text: str) -> str:
    """The text without white space, hyphens, case and typographic variants, as the gold's check compares texts."""
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def _add(found: Samples, region: ReadRegion, texts: GoldTexts) -> None:
    for lines in region.parts:
        truth: dict[int, bool | None] = {}
        above: dict[int, int] = {}
        last: dict[int, int] = {}
        for index, line in enumerate(lines):
            if line.column in last:
                above[index] = last[line.column]
                one = lines[above[index]].line
                truth[index] = texts.are_of_one_cell(one, line.line)
                if truth[index] is not None:
                    features = features_of(one, line, region.drawn, region.setting)
                    found.pairs.append((features, bool(truth[index])))
            last[line.column] = index
        _add_rows(found, region, lines, above, truth)


def _add_rows(
    found: Samples,
    region: ReadRegion,
    lines: Sequence[ColumnLine],
    above: dict[int, int],
    truth: dict[int, bool | None],
) -> None:
    """The rows that gold tells, and what else may be taken for rows: halves of them, and two together."""
    strips = strips_of(lines)
    strip_of = {index: number for number, strip in enumerate(strips) for index in strip}
    joined = [False] * (len(strips) + 1)  # whether a cell goes on over the upper end of a strip
    parted = [False] * (len(strips) + 1)  # whether a cell begins at it under another one
    for index, over in above.items():
        for number in range(strip_of[over] + 1, strip_of[index] + 1):
            joined[number] = joined[number] or truth[index] is True
            parted[number] = parted[number] or truth[index] is False
    borders = [0, *(n for n in range(1, len(strips)) if parted[n] and not joined[n]), len(strips)]
    spans = list(itertools.pairwise(borders))

    def add(begin: int, end: int, *, right: bool) -> None:
        cells: dict[int, list[WordLine]] = {}
        for index in (i for strip in strips[begin:end] for i in strip):
            cells.setdefault(lines[index].column, []).append(lines[index].line)
        found.rows.append((_features(cells, region.columns, region.setting.alignment), right))

    for begin, end in spans:
        if all(joined[n] for n in range(begin + 1, end)):
            add(begin, end, right=True)
            for middle in range(begin + 1, end):
                add(begin, middle, right=False)
                add(middle, end, right=False)
    for (begin, _), (_, end) in itertools.pairwise(spans):
        add(begin, end, right=False)


def _features(cells: dict[int, list[WordLine]], columns: Columns, alignment: str) -> tuple[float, ...]:
    ends = [(kind_of(column, columns), (held[0], held[-1])) for column, held in cells.items()]
    bold = all(line.bold for held in cells.values() for line in held)
    return row_features(ends, bold=bold, alignment=alignment)
