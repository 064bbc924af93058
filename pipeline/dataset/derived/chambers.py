"""The Italian chambers of commerce: their file, the ids it gives to printed names, and their table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import Field, model_validator

from normalizers.names.names import fold
from pipeline.dataset.edited_files import Edited, read_edited_file
from pipeline.dataset.project_data import CHAMBERS, project_data
from pipeline.dataset.vocabularies import MacroArea

if TYPE_CHECKING:
    from pipeline.dataset.schemas.shared import ChamberRow

_AREAS: Final[dict[MacroArea, frozenset[str]]] = {
    "nord-ovest": frozenset({"01", "02", "03", "07"}),
    "nord-est": frozenset({"04", "05", "06", "08"}),
    "centro": frozenset({"09", "10", "11", "12"}),
    "sud": frozenset({"13", "14", "15", "16", "17", "18"}),
    "isole": frozenset({"19", "20"}),
}
"""Regions by macro-area: the statistical regions of level 1 (NUTS 1) of Italy."""
_KIND: Final = re.compile(
    r"^(?:camera di commercio|c\.?c\.?i\.?a\.?a\b\.?|camera commercio)"
    r"(?:[ ,]*(?:industria|artigianato|agricoltura|i\.?a\.?a\b\.?|e\b))*[ ,-]*"
)
_OF: Final = re.compile(r"^(?:(?:di|della|delle|del|dei|per le?)\s+|d'|dell')")
_BETWEEN: Final = re.compile(r"[\s\-–/,.'’]+|\b(?:e|ed|di|della|delle|del)\b")


class Chamber(Edited):
    """A chamber; what could not be had is null, never a guess."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    names: tuple[str, ...] = ()
    ipa: str | None = Field(default=None, min_length=1)
    fiscal_code: str | None = Field(default=None, pattern=r"^\d{11}$")
    provinces: tuple[str, ...] = Field(min_length=1)
    region: str = Field(pattern=r"^(?:0[1-9]|1\d|20)$")
    predecessors: tuple[str, ...] = ()
    since: datetime.date | None = None


class ChambersFile(Edited):
    """The whole file `data/chambers.yml`, checked."""

    version: Literal[1]
    chambers: tuple[Chamber, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [chamber.id for chamber in self.chambers]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"the id {twice[0]} is used twice")
        unknown = sorted({one for chamber in self.chambers for one in chamber.predecessors} - set(ids))
        if unknown:
            raise ValueError(f"the predecessor {unknown[0]} is no chamber of the file")
        owners: dict[str, str] = {}
        for chamber in self.chambers:
            for name in (chamber.name, *chamber.names):
                if (owner := owners.setdefault(bare_name(name), chamber.id)) != chamber.id:
                    raise ValueError(f"'{name}' is a name of {owner} and of {chamber.id}")
        return self


@cache
def load_chambers(path: Path | None = None) -> ChambersFile:
    """The chambers of a file, of the project where None.

    Raises:
        EditedDataError: it cannot be read, is no YAML, or breaks the rules of the file.
    """
    return read_edited_file(path or project_data(CHAMBERS), ChambersFile)


def bare_name(printed: str) -> str:
    """A chamber's name without what all share: `CCIAA di Massa Carrara` and `Camera di commercio I.A.A. di
    Massa-Carrara` are `massacarrara`."""
    folded = _KIND.sub("", fold(printed))
    return _BETWEEN.sub("", _OF.sub("", folded))


@cache
def _by_name() -> Mapping[str, str]:
    return {
        bare_name(name): chamber.id for chamber in load_chambers().chambers for name in (chamber.name, *chamber.names)
    }


def chamber_id(printed: str | None) -> str | None:
    """The id of the chamber with this printed name; None where the file has none.

    Raises:
        EditedDataError: the file cannot be read.
    """
    return None if printed is None else _by_name().get(bare_name(printed))


def chamber_rows() -> list[ChamberRow]:
    """The rows of `chambers`, in the order of the file."""
    merged = {one: chamber.id for chamber in load_chambers().chambers for one in chamber.predecessors}
    areas: dict[str, MacroArea] = {region: area for area, regions in _AREAS.items() for region in regions}
    return [
        {
            "chamber_id": chamber.id,
            "name": f"Camera di commercio {chamber.name}",
            "names": "; ".join((chamber.name, *chamber.names)),
            "ipa_code": chamber.ipa,
            "fiscal_code": chamber.fiscal_code,
            "province_codes": ",".join(chamber.provinces),
            "region_code": chamber.region,
            "macro_area": areas[chamber.region],
            "predecessors": ",".join(chamber.predecessors) or None,
            "merged_into": merged.get(chamber.id),
            "since": chamber.since,
        }
        for chamber in load_chambers().chambers
    ]
