"""Indicators that chambers share: which names a person has decided to be one, and which look as if they were.

A catalogue entry is one indicator with the names that plans print for it. Only such a name, folded and
otherwise exact, gives a row its `catalogue_id`; likeness (`normalizers/names/similarity.py`) never does. What looks
alike is suggested with its evidence, and a person moves the name into the file: under `aliases`, or under
`not`, which ends the question. The file itself is read by the pipeline; this module takes what it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, field_validator, model_validator
from rapidfuzz import fuzz, process

from normalizers.declared import Declared
from normalizers.names.names import fold
from normalizers.names.similarity import Terms, list_terms, measure_likeness

DECIDED = 100.0
"""The score of a name that a person has decided."""

_NOBODY = (None, 0.0)
"""The runner-up where there is none, and its score."""

ALIAS_SCORE = 75.0
"""A name is suggested for an entry from this likeness on. The aliases that people have decided in the sample
plans reach it by the other names of their entry, except one that has hardly a word in common with them."""

ALIAS_MARGIN = 5.0
"""... and where the next entry is at least so many points less alike."""

ENTRY_SCORE = 80.0
"""Two names of different chambers that stand in no entry are suggested as a new one from this likeness on."""


class _Strict(Declared, str_strip_whitespace=True):
    """Texts lose the spaces around them."""


class Alias(_Strict):
    """A printed name of an indicator; with a `formula`, only where the row prints that formula."""

    name: str = Field(min_length=1)
    formula: str | None = Field(default=None, min_length=1)


class Entry(_Strict):
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
    entries: tuple[Entry, ...]

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
                owner = owners.setdefault(_exact(alias.name, alias.formula), entry.id)
                if owner != entry.id:
                    raise ValueError(f"'{alias.name}' is a name of {owner} and of {entry.id}: leave it with one")
                if fold(alias.name) in refused:
                    raise ValueError(f"'{alias.name}' is a name of {entry.id} and in its 'not': leave it in one")
        return self


@dataclass(frozen=True, slots=True)
class Seen:
    """A name as one plan prints it: what `suggest_names` looks through."""

    name: str
    chamber: str
    plan: str
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something for a person to decide, with its evidence.

    `kind` `alias`: `name` looks like `like`, a name of the entry `entry_id`. `kind` `entry`: `name` and
    `like` stand in no entry and are printed by different chambers (they may be one name). `chambers`,
    `plans` and `formulas` are those of `name`, and in a new entry of `like` too; `score` and
    `runner_up_score` go from 0 to 100, and `runner_up` is the entry id or name that comes next.
    """

    kind: Literal["alias", "entry"]
    name: str
    like: str
    entry_id: str | None
    score: float
    runner_up: str | None
    runner_up_score: float
    chambers: tuple[str, ...]
    plans: tuple[str, ...]
    formulas: tuple[str, ...]


class CatalogueIndex:
    """A catalogue ready for many look-ups."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.entries = catalogue.entries
        self._decided = {
            _exact(alias.name, alias.formula): entry.id for entry in catalogue.entries for alias in entry.names
        }
        self._names = [
            (entry.id, alias.name, list_terms(alias.name)) for entry in catalogue.entries for alias in entry.names
        ]
        self._refused = {entry.id: {fold(name) for name in entry.not_} for entry in catalogue.entries}

    @property
    def directions(self) -> dict[str, Literal["higher", "lower", "exact", "date"]]:
        """The direction of each entry that states one, by id."""
        return {entry.id: entry.direction for entry in self.entries if entry.direction is not None}

    def decided(self, name: str, formula: str | None = None) -> str | None:
        """The entry that a person has decided for this name; a decision for its formula goes before one for all."""
        return self._decided.get(_exact(name, formula), self._decided.get(_exact(name, None)))

    def alike(self, name: str) -> list[tuple[float, str, str]]:
        """Score, entry id and most alike name of each entry that does not refuse the name, most alike first."""
        own, folded = list_terms(name), fold(name)
        best: dict[str, tuple[float, str]] = {}
        for entry_id, alias, alias_terms in self._names:
            if folded not in self._refused[entry_id]:
                score = measure_likeness(own, alias_terms)
                best[entry_id] = max(best.get(entry_id, (0.0, alias)), (score, alias))
        return sorted(((s, i, a) for i, (s, a) in best.items()), key=lambda found: (-found[0], found[1]))


def suggest_names(seen: Iterable[Seen], entries: CatalogueIndex) -> list[Suggestion]:
    """What a person should decide about the names that no entry has, most alike first.

    A name is suggested as an alias of the entry that it is like (`ALIAS_SCORE`, `ALIAS_MARGIN`). Of the
    others, two of different chambers that are each other's nearest are suggested as a new entry
    (`ENTRY_SCORE`). Prints of one name that differ in nothing but typing are one. The order of `seen` has
    no part in the result.
    """
    printed: defaultdict[str, list[Seen]] = defaultdict(list)
    for row in sorted(seen, key=lambda row: (row.name, row.plan, row.formula or "")):
        if entries.decided(row.name, row.formula) is None:
            printed[fold(row.name)].append(row)
    found: list[Suggestion] = []
    rest: list[list[Seen]] = []
    for _, rows in sorted(printed.items()):
        ranked = entries.alike(rows[0].name)
        score, entry_id, like = ranked[0] if ranked else (0.0, None, "")
        after = (ranked[1][1], ranked[1][0]) if len(ranked) > 1 else _NOBODY
        if score < ALIAS_SCORE or score - after[1] < ALIAS_MARGIN:
            rest.append(rows)
        else:
            found.append(_suggest(rows, like, entry_id, score, after))
    return sorted([*found, *_new_entries(rest)], key=lambda s: (-s.score, s.name, s.like))


def _new_entries(names: list[list[Seen]]) -> Iterator[Suggestion]:
    """Names that several chambers print, and pairs of names of different chambers, each the other's nearest."""
    compared = [list_terms(rows[0].name) for rows in names]
    ranked = [_partners(at, compared, names) for at in range(len(names))]
    for at, (rows, partners) in enumerate(zip(names, ranked, strict=True)):
        if not partners:
            continue
        score, other = partners[0]
        if other != at and (other < at or ranked[other][0][1] != at):
            continue  # not mutual, or the pair was met at its first name
        both = rows if other == at else [*rows, *names[other]]
        after = (names[partners[1][1]][0].name, partners[1][0]) if len(partners) > 1 else _NOBODY
        yield _suggest(both, names[other][0].name, None, score, after)


def _partners(at: int, compared: list[Terms], printed: list[list[Seen]]) -> list[tuple[float, int]]:
    """Score and place of the names like the one at this place that make several chambers, most alike first.

    A name that several chambers print is its own first partner.
    """
    # Half of a likeness is this ratio, so a pair below it cannot reach the score: the cut loses nothing.
    near = process.extract(
        compared[at].words,
        [other.words for other in compared],
        scorer=fuzz.ratio,
        score_cutoff=2 * ENTRY_SCORE - 100,
        limit=None,
    )
    own = {row.chamber for row in printed[at]}
    scored = [
        (measure_likeness(compared[at], compared[other]), other)
        for _, _, other in near
        if len(own | {row.chamber for row in printed[other]}) > 1
    ]
    return sorted((p for p in scored if p[0] >= ENTRY_SCORE), key=lambda p: (p[1] != at, -p[0], p[1]))


def _suggest(
    rows: list[Seen], like: str, entry_id: str | None, score: float, after: tuple[str | None, float]
) -> Suggestion:
    return Suggestion(
        kind="alias" if entry_id is not None else "entry",
        name=rows[0].name,
        like=like,
        entry_id=entry_id,
        score=round(score, 1),
        runner_up=after[0],
        runner_up_score=round(after[1], 1),
        chambers=tuple(sorted({row.chamber for row in rows})),
        plans=tuple(sorted({row.plan for row in rows})),
        formulas=tuple(sorted({row.formula for row in rows if row.formula})),
    )


def _exact(name: str, formula: str | None) -> tuple[str, str | None]:
    return fold(name), fold(formula) if formula else None
