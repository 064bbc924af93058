"""Words for the vocabularies of other tables."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    text_column,
)
from pipeline.dataset.table import Table


class UnitRow(TypedDict):
    """One row a unit of `values.unit`, with labels."""

    unit: Annotated[str, text_column("The unit as the tables name it.", isin=words.UNITS)]
    symbol: Annotated[str, text_column("Short form.")]
    label_it: Annotated[str, text_column("Label in Italian.")]
    label_en: Annotated[str, text_column("Label in English.")]
    description: Annotated[str, text_column("What it measures, and how plans print it.")]


UNITS = Table(name="units", row=UnitRow, key="unit", unique=("unit",))


class ComparatorRow(TypedDict):
    """One row a comparator of `values.comparator`, with labels."""

    comparator: Annotated[words.Comparator, text_column("The comparator as the tables name it.")]
    symbol: Annotated[str, text_column("Sign for people.")]
    label_it: Annotated[str, text_column("Label in Italian.")]
    label_en: Annotated[str, text_column("Label in English.")]


COMPARATORS = Table(name="comparators", row=ComparatorRow, key="comparator", unique=("comparator",))
