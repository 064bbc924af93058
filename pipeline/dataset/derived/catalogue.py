"""The catalogue of indicators that chambers share: its file, the ids it gives, and what it suggests."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normalizers.catalogue.catalogue import DECIDED, Catalogue, CatalogueIndex
from pipeline.dataset.derived.catalogue_candidates import NameSuggestion, PrintedName, suggest_names
from pipeline.dataset.edited_files import read_edited_file
from pipeline.dataset.project_data import CATALOGUE, project_data

if TYPE_CHECKING:
    from pipeline.dataset.checks.relations import Dataset
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.shared import CatalogueRow

SUGGESTED: Final = (
    "# Names that look like an indicator of data/catalogue.yml (kind: alias) or like one another across chambers\n"
    "# (kind: entry), most alike first. Move each name under `aliases` of an entry, or under its `not`.\n"
)
"""What suggestions begin with, as YAML for a person to edit."""


def catalogue_file() -> Path:
    """The project's catalogue: the one that people edit, or its copy in an installed package."""
    return project_data(CATALOGUE)


@cache
def load_catalogue(path: Path | None = None) -> CatalogueIndex:
    """The catalogue of a file, of the project where None.

    Raises:
        EditedDataError: it cannot be read, is no YAML, or breaks the rules of a catalogue.
    """
    return CatalogueIndex(read_edited_file(path or catalogue_file(), Catalogue))


def set_catalogue_ids(indicators: Iterable[IndicatorRow], catalogue: CatalogueIndex) -> None:
    """Write `catalogue_id` and `catalogue_score` into the rows whose name (and formula) a person has decided."""
    for row in indicators:
        entry = catalogue.decided(row["name"], row["formula"])
        row["catalogue_id"], row["catalogue_score"] = entry, None if entry is None else DECIDED


def catalogue_rows(catalogue: CatalogueIndex) -> list[CatalogueRow]:
    """The rows of `catalogue`, in the order of the file."""
    return [
        {
            "catalogue_id": entry.id,
            "label_it": entry.label_it,
            "label_en": entry.label_en,
            "definition": entry.definition,
            "unit": entry.unit,
            "direction": entry.direction or "unknown",
            "national_codes": "; ".join(entry.codes) or None,
            "processes": ",".join(entry.processes) or None,
            "names": "\n".join(dict.fromkeys(alias.name for alias in entry.names)),
        }
        for entry in catalogue.entries
    ]


def suggest_catalogue_entries(tables: Dataset, catalogue: CatalogueIndex) -> list[NameSuggestion]:
    """What a person should decide about the names of a dataset, with the evidence, most alike first."""
    plans = {row["plan_id"]: row for row in tables["plans"]}
    seen = [
        PrintedName(
            name=row["name"],
            chamber=plans[row["plan_id"]]["chamber"] or plans[row["plan_id"]]["source_file"],
            plan=plans[row["plan_id"]]["source_file"],
            formula=row["formula"],
        )
        for row in tables["indicators"]
    ]
    return suggest_names(seen, catalogue)
