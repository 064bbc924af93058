"""Indicators that chambers share: which names a person has decided to be one.

A catalogue entry is one indicator with the names that plans print for it. Only such a name, folded and
otherwise exact, gives a row its `catalogue_id`; likeness (`normalizers/names/similarity.py`) never does. What looks
alike is suggested by the pipeline with its evidence, and a person moves the name into the file: under `aliases`, or
under `not`, which ends the question. The file itself is read by the pipeline; this module takes what it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, field_validator, model_validator

from normalizers.declared import Declared
from normalizers.names.names import fold
from normalizers.names.similarity import list_terms, measure_likeness

DECIDED = 100.0
"""The score of a name that a person has decided."""


class _Strict(Declared, str_strip_whitespace=True):
    """Texts lose the spaces around them."""


class Alias(_Strict):
    """A printed name of an indicator; with a `formula`, only where the row prints that formula."""

    name: str = Field(min_length=1)
    formula: str | None = Field(default=None, min_length=1)


class CatalogueEntry(_Strict):
    """One indicator of the catalogue.

    `label_it` is its name in Italian, itself an alias, and `label_en` the English translation. `not` holds
    names that look alike and are another indicator; `note` says why, or what is measured. `definition` says what is
    computed, `unit` in what (`normalizers.quantities.units.UNITS`), `direction` whether more or less is better. `codes`
    are its ids in national systems (`ID398`, `Pareto EC1`), `processes` the national codes of the processes measured.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label_it: str = Field(min_length=1)
    label_en: str = Field(min_length=1)
    aliases: tuple[Alias, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")
    note: str | None = None
    definition: str | None = None
    unit: str | None = None
    direction: Literal["higher", "lower", "exact", "date"] | None = None
    codes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()

    @field_validator("aliases", mode="before")
    @classmethod
    def _names_are_aliases(cls, value: object) -> object:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return value
        return [{"name": item} if isinstance(item, str) else item for item in value]

    @property
    def names(self) -> tuple[Alias, ...]:
        """The label and the aliases."""
        return (Alias(name=self.label_it), *self.aliases)


class Catalogue(_Strict):
    """The whole file `data/catalogue.yml`, checked: `Catalogue.model_validate(the mapping)`.

    Raises:
        pydantic.ValidationError: a key is unknown or missing, an id is used twice, or a name is given to two
            entries, or to one entry and its `not`.
    """

    version: Literal[1]
    entries: tuple[CatalogueEntry, ...]

    @model_validator(mode="after")
    def _each_name_once(self) -> Catalogue:
        owners: dict[tuple[str, str | None], str] = {}
        ids: set[str] = set()
        for entry in self.entries:
            if entry.id in ids:
                raise ValueError(f"the id {entry.id} is used twice")
            ids.add(entry.id)
            refused = {fold(name) for name in entry.not_}
            for alias in entry.names:
                if not fold(alias.name):
                    raise ValueError(f"'{alias.name}' in {entry.id} is no name")
                owner = owners.setdefault(_exact_key(alias.name, alias.formula), entry.id)
                if owner != entry.id:
                    raise ValueError(f"'{alias.name}' is a name of {owner} and of {entry.id}: leave it with one")
                if fold(alias.name) in refused:
                    raise ValueError(f"'{alias.name}' is a name of {entry.id} and in its 'not': leave it in one")
        return self


class CatalogueIndex:
    """A catalogue ready for many look-ups."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.entries = catalogue.entries
        named = [(entry.id, alias) for entry in catalogue.entries for alias in entry.names]
        self._decided = {_exact_key(alias.name, alias.formula): entry_id for entry_id, alias in named}
        self._names = [(entry_id, alias.name, list_terms(alias.name)) for entry_id, alias in named]
        self._refused = {entry.id: {fold(name) for name in entry.not_} for entry in catalogue.entries}

    @property
    def directions(self) -> dict[str, Literal["higher", "lower", "exact", "date"]]:
        """The direction of each entry that states one, by id."""
        return {entry.id: entry.direction for entry in self.entries if entry.direction is not None}

    def decided(self, name: str, formula: str | None = None) -> str | None:
        """The entry that a person has decided for this name; a decision for its formula goes before one for all."""
        return self._decided.get(_exact_key(name, formula), self._decided.get(_exact_key(name, None)))

    def alike(self, name: str) -> list[tuple[float, str, str]]:
        """Score, entry id and most alike name of each entry that does not refuse the name, most alike first."""
        own, folded = list_terms(name), fold(name)
        best: dict[str, tuple[float, str]] = {}
        for entry_id, alias, alias_terms in self._names:
            if folded not in self._refused[entry_id]:
                score = measure_likeness(own, alias_terms)
                best[entry_id] = max(best.get(entry_id, (0.0, alias)), (score, alias))
        return sorted(((s, i, a) for i, (s, a) in best.items()), key=lambda found: (-found[0], found[1]))


def _exact_key(name: str, formula: str | None) -> tuple[str, str | None]:
    return fold(name), fold(formula) if formula else None
