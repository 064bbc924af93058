"""Labels that name one indicator each, and the words of the dataset's vocabularies."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipeline.report.texts import load_texts

_LONGEST_OBJECTIVE = 60  # characters; enough to tell two objectives apart in a list


def label_series(targets: pd.DataFrame) -> dict[str, str]:
    """A label for each series of `targets`: code, name, objective, chamber and years; no two are the same."""
    found: dict[str, str] = {}
    for series, rows in targets.groupby("series", sort=False):
        first = rows.iloc[0]
        years = sorted({int(year) for year in rows["year"].dropna()})
        code = first["code"] if isinstance(first["code"], str) else first["path"]
        parts = [code, first["name"], _shorten(first["objective"])]
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        chamber = first["chamber"] if isinstance(first["chamber"], str) else first["source_file"]
        place = ", ".join(filter(None, [chamber.removeprefix("Camera di commercio "), span]))
        found[str(series)] = f"{' · '.join(part for part in parts if isinstance(part, str) and part)} ({place})"
    return _number_repeated(found)


def translate(vocabulary: str, value: str, language: str) -> str:
    """A word of a vocabulary of the dataset in a language; as it is where there is none."""
    return load_texts().get(f"{vocabulary}.{value}", {}).get(language, value)


def _shorten(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return text if len(text) <= _LONGEST_OBJECTIVE else text[: _LONGEST_OBJECTIVE - 1].rstrip() + "…"


def _number_repeated(labels: dict[str, str]) -> dict[str, str]:
    """Labels that several series share, numbered in their order."""
    taken = Counter(labels.values())
    numbers: Counter[str] = Counter()
    found = {}
    for key, label in labels.items():
        numbers[label] += 1
        found[key] = label if taken[label] == 1 else f"{label} – {numbers[label]}"
    return found
