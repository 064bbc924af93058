"""Who publishes, what they share, which processes they run, and words for vocabularies: tables that are the same
whatever was read."""

from __future__ import annotations

import datetime
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import plain_column, text_column
from pipeline.dataset.table import Table

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"


class ChamberRow(TypedDict):
    """One row an Italian chamber of commerce since 2015: those of provinces, and those that mergers made of them."""

    chamber_id: Annotated[str, text_column("The chamber, in `plans.chamber_id`.", pattern=ID_PATTERN)]
    name: Annotated[str, text_column("Its name.")]
    names: Annotated[str, text_column("Forms as printed, without `Camera di commercio di`, separated by `; `.")]
    ipa_code: Annotated[str | None, text_column("Its id in the IPA register; null where it could not be had.")]
    fiscal_code: Annotated[
        str | None, text_column("Its fiscal code; null where it could not be had.", pattern=r"[0-9]{11}")
    ]
    province_codes: Annotated[str, text_column("ISTAT codes of the provinces it serves, separated by commas.")]
    region_code: Annotated[str, text_column("ISTAT code of the region.", pattern=r"[0-9]{2}")]
    macro_area: Annotated[words.MacroArea, text_column("The region's macro-area (NUTS 1).")]
    predecessors: Annotated[
        str | None, text_column("Ids of the chambers that were merged into it, separated by commas.")
    ]
    merged_into: Annotated[str | None, text_column("The chamber that it was merged into.", pattern=ID_PATTERN)]
    since: Annotated[datetime.date | None, plain_column("The day it began; null where no source was at hand.")]


CHAMBERS = Table(name="chambers", row=ChamberRow, key="chamber_id", references={"merged_into": "chambers"})


class ProcessRow(TypedDict):
    """One row a code of the national map of the chambers' processes (PARETO) that the dataset's plans print."""

    process_code: Annotated[str, text_column("The code, in `objectives.process_code` and `indicators.process_code`.")]
    function_code: Annotated[str, text_column("Letter of the institutional function.", pattern=r"[A-Z]")]
    function_name: Annotated[str | None, text_column("The function's name; null where no source was at hand.")]
    name: Annotated[str | None, text_column("The process's name; null where no source was at hand.")]


PROCESSES = Table(name="processes", row=ProcessRow, key="process_code")


class CatalogueRow(TypedDict):
    """One row an indicator that chambers share, by the catalogue that people edit."""

    catalogue_id: Annotated[str, text_column("The entry, in `indicators.catalogue_id`.", pattern=ID_PATTERN)]
    label_it: Annotated[str, text_column("Its name in Italian.")]
    label_en: Annotated[str, text_column("Its name in English.")]
    definition: Annotated[str | None, text_column("What is computed.")]
    unit: Annotated[str | None, text_column("Its unit.", isin=words.UNITS)]
    direction: Annotated[words.Direction, text_column("Whether more or less is better.")]
    national_codes: Annotated[str | None, text_column("Its ids in national systems, separated by `; `.")]
    processes: Annotated[str | None, text_column("Codes of the processes it measures, separated by commas.")]
    names: Annotated[str, text_column("The names that plans print for it, a line each.")]


CATALOGUE = Table(name="catalogue", row=CatalogueRow, key="catalogue_id", references={"unit": "units"})


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
