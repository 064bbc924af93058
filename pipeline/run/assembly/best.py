"""What each published plan gave at best: `.versions/best.json`, so that nothing becomes less in small steps.

Compared with the version before alone, a plan could lose a page eleven times without a word. The file is read and
written under the lock of publishing. One that is gone or torn is made anew from what is published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from pipeline.publish.ownership import BEST, VERSIONS
from pipeline.run.documents.serialization import json_pieces

Counts: TypeAlias = Mapping[str, int]
"""How many there are, by what is counted."""


def read_best(out: Path) -> dict[str, Counts]:
    """The highest counts of each plan, by plan_id."""
    with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
        found = json.loads((out / VERSIONS / BEST).read_text(encoding="utf-8"))
        return {
            str(plan): higher([{str(what): int(count) for what, count in counts.items()}])
            for plan, counts in found["plans"].items()
        }
    return {}


def write_best(out: Path, best: Mapping[str, Counts]) -> None:
    """Keep the highest counts.

    Raises:
        OSError: they cannot be written.
    """
    path = out / VERSIONS / BEST
    beside = path.with_name(f".{BEST}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(json_pieces({"plans": best}, sort_keys=True, indent=1))
        file.write("\n")
    beside.replace(path)


def higher(counts: Iterable[Counts]) -> Counts:
    """The highest of each count."""
    found: dict[str, int] = {}
    for one in counts:
        for what, count in one.items():
            found[what] = max(count, found.get(what, 0))
    return _share_counts(tuple(found.items()))


@lru_cache(1 << 16)
def _share_counts(counts: tuple[tuple[str, int], ...]) -> Counts:
    """These counts as one object: plans are many, and many of them alike."""
    return dict(counts)
