"""The levels of a plan's tree, as `DATASET.md` lists them."""

from __future__ import annotations

from typing import Literal

Level = Literal[
    "area",
    "strategic",
    "programme",
    "operational",
    "action",
    "activity",
    "process",
    "health",
    "satisfaction",
    "equality",
    "individual",
    "benchmark",
    "other",
]
