"""Which document a row of tables that were checked together is of, and whether documents share what none may."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.util import hash_array

from pipeline.run.document_index import Key

NO_DOCUMENT: Final[Key] = ("", "")
"""Of the issues that belong to no plan; these come first."""


class Owners:
    """Tells which document a row is of: by its plan, or by its file where its plan is not published."""

    def __init__(self, documents: Mapping[Key, str | None]) -> None:
        self._plans: dict[str | None, Key] = {plan: key for key, plan in documents.items() if plan is not None}
        self._files = {key[0]: key for key in reversed([*documents])}

    def of_row(self, row: Mapping[str, Any]) -> Key:
        """The document of a row."""
        return self._owner(row["plan_id"], row.get("source_file", ""))

    def of(self, frame: pd.DataFrame) -> list[Key]:
        """The documents of the rows of a table."""
        plans = frame["plan_id"].tolist()
        files = frame["source_file"].tolist() if "source_file" in frame else [""] * len(plans)
        return [self._owner(plan, file) for plan, file in zip(plans, files, strict=True)]

    def _owner(self, plan: str | None, file: str) -> Key:
        return self._plans.get(plan) or self._files.get(file, NO_DOCUMENT)


def grouped(owners: Sequence[Key]) -> dict[Key, list[int]]:
    """The numbers of the rows of each document."""
    found: dict[Key, list[int]] = defaultdict(list)
    for number, key in enumerate(owners):
        found[key].append(number)
    return found


def counts(owners: Sequence[Key], values: Iterable[str]) -> dict[Key, Counter[str]]:
    """How often each value stands in rows of each document."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, value in zip(owners, values, strict=True):
        found[key][value] += 1
    return found


def hashes_of(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A hash of each text, the same in every run."""
    return hash_array(np.array(texts, dtype=object), categorize=False).view(np.int64)


class Seen:
    """The texts of a column, eight bytes each, to tell whether one stands in it twice."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, hashes: bytes) -> None:
        """Take some of the texts, by their `hashes_of`."""
        self._hashes.frombytes(hashes)

    def stands_twice(self, texts: Callable[[], Iterable[pa.ChunkedArray]]) -> bool:
        """Whether a text does; `texts` gives all that were taken, where their hashes do not tell."""
        hashes = np.array(self._hashes, dtype=np.int64)
        hashes.sort()
        alike = set(hashes[1:][hashes[1:] == hashes[:-1]].tolist())
        if not alike:
            return False
        found: Counter[str] = Counter()
        for column in texts():
            cells = column.to_pylist()
            found.update(cell for cell, own in zip(cells, hashes_of(cells).tolist(), strict=True) if own in alike)
        return max(found.values(), default=0) > 1
