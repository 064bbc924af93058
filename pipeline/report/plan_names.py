"""What the report's folder is called, and the files of a plan: its page, its pictures, its file of corrections."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.corrections.files import SUFFIX, stems_of

if TYPE_CHECKING:
    from pipeline.dataset.columns import Row

REPORT = "report"
"""The report's folder beside the tables."""


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What files of a plan are called: its page and its folder of pictures, and its file of corrections."""

    slug: str
    correction_file: str


def names_of(plans: Sequence[Row]) -> dict[str, PlanNames]:
    """The names of plans by their id; two never share one."""
    slugs = _choose_slugs(plans)
    stems = Counter(stems_of(row["source_file"], row["plan_id"])[0] for row in plans)
    found = {}
    for row in plans:
        stem, full, identity = stems_of(row["source_file"], row["plan_id"])
        found[identity] = PlanNames(slugs[identity], (stem if stems[stem] == 1 else full) + SUFFIX)
    return found


def slug_of(source_file: str) -> str:
    """A name for files made of a document's file name: letters, digits and hyphens of ASCII."""
    stem = source_file.rpartition(".")[0] or source_file
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plan"


def _choose_slugs(plans: Sequence[Row]) -> dict[str, str]:
    """A name for each plan; where several would share one, or have the overview's, each gets its id too."""
    plain = {row["plan_id"]: slug_of(row["source_file"]) for row in plans}
    taken = Counter([*plain.values(), "index", "static", "pages"])
    return {
        identity: slug if taken[slug] == 1 else f"{slug}-{identity.removeprefix('plan-')}"
        for identity, slug in plain.items()
    }
