"""Names that look as if they were one indicator of the catalogue, or a new one: for a person to decide.

Likeness only ever suggests (`normalizers/names/similarity.py`); what is decided stands in the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from normalizers.catalogue.catalogue import CatalogueIndex
from normalizers.names.names import fold
from normalizers.names.similarity import Terms, list_terms, measure_likeness

_NOBODY = (None, 0.0)
"""The runner-up where there is none, and its score."""

ALIAS_SCORE = 75.0
"""A name is suggested for an entry from this likeness on. The aliases that people have decided in the sample
plans reach it by the other names of their entry, except one that has hardly a word in common with them."""

ALIAS_MARGIN = 5.0
"""... and where the next entry is at least so many points less alike."""

ENTRY_SCORE = 80.0
"""Two names of different chambers that stand in no entry are suggested as a new one from this likeness on."""


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as one plan prints it: what `suggest_names` looks through."""

    name: str
    chamber: str
    plan: str
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class NameSuggestion:
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


def suggest_names(seen: Iterable[PrintedName], entries: CatalogueIndex) -> list[NameSuggestion]:
    """What a person should decide about the names that no entry has, most alike first.

    A name is suggested as an alias of the entry that it is like (`ALIAS_SCORE`, `ALIAS_MARGIN`). Of the
    others, two of different chambers that are each other's nearest are suggested as a new entry
    (`ENTRY_SCORE`). Prints of one name that differ in nothing but typing are one. The order of `seen` has
    no part in the result.
    """
    printed: defaultdict[str, list[PrintedName]] = defaultdict(list)
    for row in sorted(seen, key=lambda row: (row.name, row.plan, row.formula or "")):
        if entries.decided(row.name, row.formula) is None:
            printed[fold(row.name)].append(row)
    found: list[NameSuggestion] = []
    rest: list[list[PrintedName]] = []
    for _, rows in sorted(printed.items()):
        ranked = entries.alike(rows[0].name)
        score, entry_id, like = ranked[0] if ranked else (0.0, None, "")
        after = (ranked[1][1], ranked[1][0]) if len(ranked) > 1 else _NOBODY
        if score < ALIAS_SCORE or score - after[1] < ALIAS_MARGIN:
            rest.append(rows)
        else:
            found.append(_make_suggestion(rows, like, entry_id, score, after))
    return sorted([*found, *_new_entries(rest)], key=lambda s: (-s.score, s.name, s.like))


def _new_entries(names: list[list[PrintedName]]) -> Iterator[NameSuggestion]:
    """Names that several chambers print, and pairs of names of different chambers, each the other's nearest."""
    compared = [list_terms(rows[0].name) for rows in names]
    ranked = [_find_partners(at, compared, names) for at in range(len(names))]
    for at, (rows, partners) in enumerate(zip(names, ranked, strict=True)):
        if not partners:
            continue
        score, other = partners[0]
        if other != at and (other < at or ranked[other][0][1] != at):
            continue  # not mutual, or the pair was met at its first name
        both = rows if other == at else [*rows, *names[other]]
        after = (names[partners[1][1]][0].name, partners[1][0]) if len(partners) > 1 else _NOBODY
        yield _make_suggestion(both, names[other][0].name, None, score, after)


def _find_partners(at: int, compared: list[Terms], printed: list[list[PrintedName]]) -> list[tuple[float, int]]:
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


def _make_suggestion(
    rows: list[PrintedName], like: str, entry_id: str | None, score: float, after: tuple[str | None, float]
) -> NameSuggestion:
    return NameSuggestion(
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
