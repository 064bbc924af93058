"""Labels that name one indicator each, and the words of the dataset's vocabularies."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipeline.report.texts import load_texts

_LONGEST_OBJECTIVE = 60  # characters; enough to tell two objectives apart in a list
_ITALIAN_SIGNS = str.maketrans(",.", ".,")


def label_series(targets: pd.DataFrame) -> dict[str, str]:
    """A label for each series of `targets`: code, name, objective, chamber and years; no two are the same."""
    years = targets.groupby("series")["year"].agg(["min", "max"])
    spans = {series: _format_years(*ends) for series, *ends in years.itertuples(name=None)}
    found: dict[str, str] = {}
    for first in targets.drop_duplicates("series").to_dict("records"):
        code = first["code"] if isinstance(first["code"], str) else first["path"]
        parts = [code, first["name"], _shorten(first["objective"])]
        chamber = first["chamber"] if isinstance(first["chamber"], str) else first["source_file"]
        place = ", ".join(filter(None, [shorten_chamber(chamber), spans[first["series"]]]))
        label = " · ".join(part for part in parts if isinstance(part, str) and part)
        found[str(first["series"])] = f"{label} ({place})"
    return _number_repeated(found)


def shorten_chamber(chamber: str) -> str:
    """A chamber's name without the words that all of them begin with."""
    return chamber.removeprefix("Camera di commercio ")


def translate(vocabulary: str, value: str, language: str) -> str:
    """A word of a vocabulary of the dataset in a language; as it is where there is none."""
    return load_texts().get(f"{vocabulary}.{value}", {}).get(language, value)


def format_number(number: float, language: str) -> str:
    """A number as people write it in a language."""
    text = f"{number:,.15g}".replace("-", "−")
    return text.translate(_ITALIAN_SIGNS) if language == "it" else text


def _format_years(first: float, last: float) -> str:
    """The years from the first to the last; nothing where they are not known."""
    if pd.isna(first):
        return ""
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


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
