"""The types that the models of a layout's parts share."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {pattern!r}: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A Python regular expression, matched without regard to case, from the start unless it says otherwise."""

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


class Strict(BaseModel):
    """A model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)
