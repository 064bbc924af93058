"""Words for the vocabularies of other tables."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    text,
)
from pipeline.dataset.table import Table


class UnitRow(TypedDict):
    """One row a unit of `values.unit`, with labels."""

    unit: Annotated[str, text("The unit as the tables name it.", isin=words.UNITS)]
    symbol: Annotated[str, text("Short form.")]
    label_it: Annotated[str, text("Label in Italian.")]
    label_en: Annotated[str, text("Label in English.")]
    description: Annotated[str, text("What it measures, and how plans print it.")]


UNITS = Table(name="units", row=UnitRow, key="unit", unique=("unit",))


class ComparatorRow(TypedDict):
    """One row a comparator of `values.comparator`, with labels."""

    comparator: Annotated[words.Comparator, text("The comparator as the tables name it.")]
    symbol: Annotated[str, text("Sign for people.")]
    label_it: Annotated[str, text("Label in Italian.")]
    label_en: Annotated[str, text("Label in English.")]


COMPARATORS = Table(name="comparators", row=ComparatorRow, key="comparator", unique=("comparator",))
