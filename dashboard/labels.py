"""Labels that name one indicator each, and the words of the dataset's vocabularies."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipeline.report.texts import load_texts

Key = tuple[str, str]
"""A chamber and one of its series."""
_OBJECTIVE = 60  # characters; enough to tell two objectives apart in a list


def series_labels(targets: pd.DataFrame) -> dict[Key, str]:
    """A label for each series of `targets`: name, code path, objective, chamber and years; no two are the same."""
    found: dict[Key, str] = {}
    for (chamber, series), rows in targets.groupby(["chamber", "series"], sort=False):
        first = rows.iloc[0]
        years = sorted({int(year) for year in rows["year"].dropna()})
        parts = [first["name"], first["path"], _cut(first["objective"])]
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        place = ", ".join(filter(None, [str(chamber).removeprefix("Camera di commercio "), span]))
        found[str(chamber), str(series)] = f"{' · '.join(str(p) for p in parts if isinstance(p, str) and p)} ({place})"
    return _told_apart(found)


def word(vocabulary: str, value: str, language: str) -> str:
    """A word of a vocabulary of the dataset in a language; as it is where there is none."""
    return load_texts().get(f"{vocabulary}.{value}", {}).get(language, value)


def _cut(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return text if len(text) <= _OBJECTIVE else text[: _OBJECTIVE - 1].rstrip() + "…"


def _told_apart(labels: dict[Key, str]) -> dict[Key, str]:
    """Labels that several series share, numbered in their order."""
    taken = Counter(labels.values())
    numbers: Counter[str] = Counter()
    found = {}
    for key, label in labels.items():
        numbers[label] += 1
        found[key] = label if taken[label] == 1 else f"{label} – {numbers[label]}"
    return found
