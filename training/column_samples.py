"""What there is to learn columns from: candidates for borders, each with whether the file's own tags say so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from extractors.engines.registry import open_with
from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Box, Page
from extractors.pages.scans.options import AS_NEEDED, silent
from extractors.sources import Opening, choose, open_source
from extractors.tables.inferred.columns.borders import Candidate
from extractors.tables.inferred.columns.parting import Kind, candidates_of
from extractors.tables.inferred.regions import kinds_of
from extractors.tables.page_content import content_of
from extractors.tables.running_headers import with_running_headers_apart

_LEAST = 2  # lines with words on both sides that tell whether there is a border
_PARTS, _SIZES = 4, (4, 8, 12, 20)  # tables cut out of each kind, and their lines
_SURE = 0.8  # share of them that agree


@dataclass(frozen=True, slots=True)
class KindSamples:
    """The candidates of the tables of a kind, each with whether it is a border, None where the tags do not tell; and
    which of them stand between each two headings."""

    candidates: list[Candidate]
    truths: list[bool | None]
    between: list[list[int]]


def column_samples(plan: Path) -> list[KindSamples]:
    """The samples of a printing whose file tags its cells, once as it is drawn, once without rules and fills."""
    layout = choose(open_source(plan, Opening("pdfium", AS_NEEDED, silent)).lines)
    if layout.tables is None:
        return []
    _, opened = open_with("pdfium", plan)
    with opened as source:
        pages = [source.page(number) for number in range(1, len(source) + 1)]
    plain = [replace(page, rules=(), fills=()) for page in pages]
    return [sample for drawn in (pages, plain) for sample in _samples(drawn, Headings(layout.tables))]


def _samples(pages: Sequence[Page], headings: Headings) -> list[KindSamples]:
    contents = with_running_headers_apart([content_of(replace(page, tags=())) for page in pages])
    found = []
    for whole in kinds_of(contents, headings):
        for kind in (whole, *_parts(whole)):
            candidates = candidates_of(kind)
            truths = [_is_border(candidate, whole) for candidate in candidates]
            found.append(KindSamples(candidates, truths, _between_headings(candidates, kind.heads)))
    return found


def _parts(kind: Kind) -> list[Kind]:
    """Tables of a few lines, cut out of those of a kind: such show less of their columns."""
    lines = kind.lines
    starts = [len(lines) * part // _PARTS for part in range(_PARTS)]
    return [Kind(kind.heading, lines[at : at + size], kind.edges) for at, size in zip(starts, _SIZES, strict=True)]


def _between_headings(candidates: Sequence[Candidate], heads: Sequence[Box]) -> list[list[int]]:
    return [[i for i, c in enumerate(candidates) if a.mid_x < c.at < b.mid_x] for a, b in pairwise(heads)]


def _is_border(candidate: Candidate, kind: Kind) -> bool | None:
    """Whether the words on both sides of a candidate are of two cells; None where tags do not tell."""
    apart = together = 0
    for line in kind.lines:
        i = bisect_right([w.box.mid_x for w in line.words], candidate.at)
        if not 0 < i < len(line.words):
            continue
        left, right = line.words[i - 1].tag, line.words[i].tag
        if left < 0 or right < 0:
            continue
        apart += left != right
        together += left == right
    total = apart + together
    if total < _LEAST or max(apart, together) < _SURE * total:
        return None
    return apart > together
