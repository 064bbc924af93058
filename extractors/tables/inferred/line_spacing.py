"""The room between the lines of one cell, which a document sets alike throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.pages.words import WordLine

# Lines of one cell stand this close or closer, in type sizes: between the printers' usual line heights (0.1 to 0.25)
# and the least padding of rows.
LEADING = 0.3
_WIDE_LEADING = 0.75  # type sizes; lines of one cell never stand further apart
_STEP = 0.05  # type sizes; line heights are told apart by so much
_COMMON = 0.04  # share of the lines that stand as far apart as those of one cell do


def room_between_lines(lines: Iterable[Sequence[WordLine]]) -> float:
    """The room in type sizes that parts two cells, from the lines of all pages: more than that between the lines of
    one cell, which are set alike throughout a document."""
    seen: Counter[int] = Counter()
    for page in lines:
        ordered = sorted(page, key=lambda p: p.box.y0)
        for index, line in enumerate(ordered):
            for other in ordered[index + 1 :]:
                room = (other.box.y0 - line.box.y1) / max(line.size, 1.0)
                if room > 1:
                    break
                shared = min(line.box.x1, other.box.x1) - max(line.box.x0, other.box.x0)
                if room > -0.3 and shared > 0 and abs(line.size - other.size) < 0.1:
                    seen[round(room / _STEP)] += 1
                    break
    total = sum(seen.values())
    if not total:
        return LEADING
    near = [step for step in sorted(seen) if sum(seen[s] for s in (step - 1, step, step + 1)) >= _COMMON * total]
    if not near:
        return LEADING
    least = max((s for s in (near[0], near[0] + 1, near[0] + 2) if seen[s] >= seen[near[0]]), key=lambda s: seen[s])
    room = least * _STEP
    if room > LEADING and not any(seen[s] for s in seen if least + 2 < s <= least + 10):
        return LEADING  # one distance alone, and a wide one: rows of one line each
    return min(room + 2.5 * _STEP, _WIDE_LEADING)
