"""`data/series/*.yml`: which indicators of a chamber's plans people have decided to be one, a file a chamber.

    chamber: Camera di commercio di Massa-Carrara
    series:
      - id: orario-biblioteca
        names: ["Orario apertura al pubblico Biblioteca rispetto all'orario previsto", "Orario apertura …"]
        reason: the same hours, told with an article more
    apart: ["a name that two plans give to different indicators"]
    relations:
      - {from: presenze-rapporto, to: giorno-rapporto, kind: renamed, reason: …, by: …, when: 2026-11-25}

Names stand as printed; case, signs and spaces do not matter. A relation joins what is not one series but comes of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from normalizers.names.names import fold
from normalizers.names.series import Stated, make_series_keys
from pipeline.dataset.edited_files import Edited, read_edited_file
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.project_data import SERIES, project_data
from pipeline.dataset.vocabularies import RelationKind
from pipeline.errors import EditedDataError

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow


class Series(Edited):
    """Names that plans of one chamber print for one indicator, and why a person holds them for one."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    names: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date


class SeriesRelation(Edited):
    """An indicator (`from`, names of one or several) that a later plan states otherwise (`to`)."""

    from_: tuple[str, ...] = Field(alias="from", min_length=1)
    to: tuple[str, ...] = Field(min_length=1)
    kind: RelationKind
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date


class SeriesFile(Edited):
    """The decisions about one chamber."""

    chamber: str = Field(min_length=1)
    series: tuple[Series, ...] = ()
    apart: tuple[str, ...] = ()
    relations: tuple[SeriesRelation, ...] = ()

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        owners: dict[str, str] = {}
        for series in self.series:
            for name in series.names:
                if (owner := owners.setdefault(fold(name), series.id)) != series.id:
                    raise ValueError(f"'{name}' is a name of {owner} and of {series.id}: leave it with one")
        if both := sorted(name for name in self.apart if fold(name) in owners):
            raise ValueError(f"'{both[0]}' is a name of a series and stands under `apart`: leave it in one")
        return self


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people have decided about a chamber's indicators, ready for look-ups by folded name."""

    series: Mapping[str, str]
    apart: frozenset[str]
    relations: tuple[SeriesRelation, ...] = ()


NOTHING_DECIDED = Decisions({}, frozenset())


@cache
def load_series(folder: Path | None = None) -> Mapping[str, Decisions]:
    """The decisions by chamber, of the project's folder where None.

    Raises:
        EditedDataError: a file cannot be read, is no YAML, or breaks the rules of a series file.
    """
    found: dict[str, Decisions] = {}
    for path in sorted((folder or project_data(SERIES)).glob("*.yml")):
        file = read_edited_file(path, SeriesFile)
        if file.chamber in found:
            raise EditedDataError(f"{path.name}: another file is about {file.chamber}")
        decided = {fold(name): series.id for series in file.series for name in series.names}
        found[file.chamber] = Decisions(decided, frozenset(map(fold, file.apart)), file.relations)
    return found


def set_series(indicators: Sequence[IndicatorRow], chamber: str | None) -> None:
    """Write into the rows of one plan `series_id` and `series_rule`, unless the chamber is not known.

    An id is a hash of the chamber and of what the rule compares, so plans need not be read together to agree.

    Raises:
        EditedDataError: the decisions of people cannot be read.
    """
    if chamber is None:
        return
    decided = load_series().get(chamber, NOTHING_DECIDED)
    stated = [Stated(row["indicator_key"], row["name"]) for row in indicators]
    keys = make_series_keys(stated, decided.series, decided.apart)
    for row in indicators:
        key = keys[row["indicator_key"]]
        row["series_id"] = series_id(chamber, key.rule, key.text)
        row["series_rule"] = key.rule


def series_id(chamber: str, rule: str, text: str) -> str:
    """The id of a series."""
    return f"ser-{hash_parts(chamber, rule, text)}"
