"""How a chamber's plans say that achievement is measured: the block `evaluation:` of a layout.

Only the parameters stand here; what they do is in `pipeline/dataset/derived/achievement.py`. A chamber whose plans
state no method has no such block, and nothing is computed for it.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from extractors.layouts.levels import Level
from extractors.layouts.schema import Strict


class Thresholds(Strict):
    """Where achieved ends and not achieved begins, in percent of the target.

    `achieved_within_pct` is the deviation from the target that still counts as achieved, `not_achieved_below_pct` the
    percentage below which nothing counts; between the two it is partly achieved.
    """

    achieved_within_pct: float = Field(ge=0, le=100)
    not_achieved_below_pct: float = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.not_achieved_below_pct > 100 - self.achieved_within_pct:
            raise ValueError("not achieved begins above where achieved ends")
        return self


class Share(Strict):
    """What an objective of a level is made of: its own indicators and the objectives below it."""

    level: Level
    own_pct: float = Field(ge=0, le=100)
    below_pct: float = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if abs(self.own_pct + self.below_pct - 100) > 1e-9:
            raise ValueError("the two shares are not 100 together")
        return self


class Evaluation(Strict):
    """A chamber's method of measuring achievement.

    `source` cites the document and `page` its page, `quote` is what it says; `assumed` names what it does not say.
    `levels` are the thresholds of objectives of a level where they are not those of
    indicators. `bare_target` says how a target without comparator is meant (`unknown`: nothing is computed for it).
    `most_pct` is the most that one indicator can reach. A printed percentage agrees with the computed one where it is
    less than `printed_within_points` percentage points away, which leaves room for rounding and cutting off.
    """

    source: str = Field(min_length=1)
    page: int | None = Field(default=None, ge=1)
    quote: str | None = Field(default=None, min_length=1)
    assumed: tuple[Literal["bare_target", "most_pct", "levels", "shares"], ...] = ()
    indicators: Thresholds
    levels: dict[Level, Thresholds] = Field(default={})
    shares: tuple[Share, ...] = ()
    bare_target: Literal["at_least", "exactly", "unknown"] = "unknown"
    most_pct: float = Field(default=100, ge=100)
    printed_within_points: float = Field(default=1, gt=0)

    @model_validator(mode="after")
    def _one_share_a_level(self) -> Self:
        levels = [share.level for share in self.shares]
        if len(set(levels)) < len(levels):
            raise ValueError("a level has two shares")
        return self

    @property
    def citation(self) -> str:
        """Where the method is stated and in which words, and what of it is an assumption."""
        place = self.source if self.page is None else f"{self.source}, page {self.page}"
        said = f"{place}: «{self.quote}»" if self.quote else place
        return f"{said}; assumed: {', '.join(self.assumed)}" if self.assumed else said

    def thresholds(self, level: str) -> Thresholds:
        """The thresholds of an objective of this level."""
        return {str(key): value for key, value in self.levels.items()}.get(level, self.indicators)

    def share(self, level: str) -> Share | None:
        """What an objective of this level is made of, None where the method does not say."""
        return next((share for share in self.shares if share.level == level), None)
