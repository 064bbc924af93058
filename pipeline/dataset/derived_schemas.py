"""The tables computed from the five of `pipeline.dataset.schemas`: achievement, and lookups of vocabularies."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    Flags,
    Frame,
    Real,
    Text,
    Truth,
    Whole,
    holds,
    is_one_of,
    key_column,
    number_column,
    rule,
    text_column,
    year_column,
)
from pipeline.dataset.lookups import COMPARATOR_LABELS
from pipeline.dataset.schemas import Table
from pipeline.dataset.vocabularies import DIRECTIONS, NOT_COMPUTABLE, OUTCOMES

DIRECTION_SOURCES = (*words.COMPARATOR_SOURCES, "method")


class Units(Table):
    """One row a unit of `values.unit`, with labels."""

    unit: Text = text_column("The unit as the tables name it.", nullable=False, isin=words.UNITS)
    symbol: Text = text_column("Short form.", nullable=False)
    label_it: Text = text_column("Label in Italian.", nullable=False)
    label_en: Text = text_column("Label in English.", nullable=False)
    description: Text = text_column("What it measures, and how plans print it.", nullable=False)

    class Config(Table.Config):
        """Rules of pandera for the whole table."""

        unique: ClassVar[list[str]] = ["unit"]


class Comparators(Table):
    """One row a comparator of `values.comparator`, with labels."""

    comparator: Text = text_column(
        "The comparator as the tables name it.", nullable=False, isin=tuple(COMPARATOR_LABELS)
    )
    symbol: Text = text_column("Sign for people.", nullable=False)
    label_it: Text = text_column("Label in Italian.", nullable=False)
    label_en: Text = text_column("Label in English.", nullable=False)

    class Config(Table.Config):
        """Rules of pandera for the whole table."""

        unique: ClassVar[list[str]] = ["comparator"]


class Achievement(Table):
    """One row a target with its result, measured by the method that the chamber's plans state; no row without one."""

    achievement_id: Text = key_column("ach", "Stable hash of the indicator, the year and the clause.", unique=True)
    plan_id: Text = key_column("plan", "The document.")
    indicator_id: Text = key_column("ind", "The indicator.")
    objective_id: Text = key_column("obj", "The node it stands under; null where under none.", nullable=True)
    period: Whole = year_column("The year of target and result.")
    clause: Whole = number_column("Number of the target's clause within its cell.", nullable=False, ge=1)
    target_value_id: Text = key_column("val", "The target.")
    result_value_id: Text = key_column("val", "The result; null where none is paired with it.", nullable=True)
    printed_value_id: Text = key_column("val", "The printed percentage of achievement.", nullable=True)
    direction: Text = text_column(
        "What the target asks: `at_least`, `at_most`, `exactly`, `within` a range, `by_date`, `as_stated` for yes and "
        "no; null where nothing says it.",
        isin=DIRECTIONS,
    )
    direction_source: Text = text_column(
        "What states the direction: as in `values.comparator_source`, or `method` for a target without sign.",
        isin=DIRECTION_SOURCES,
    )
    deviation: Real = number_column("Result less target, in the unit of the figures; in days for dates.")
    computed_pct: Real = number_column("How far the result reaches the target, in percent.", ge=0)
    status: Text = text_column(
        "`achieved`, `partly` or `not_achieved` by the method's thresholds; `not_computable` says why in `reason`.",
        nullable=False,
        isin=OUTCOMES,
    )
    printed_pct: Real = number_column("The percentage of achievement that the plan prints (% Realizzazione).")
    agrees: Truth = pa.Field(nullable=True, description="Whether the printed percentage is the computed one.")
    reason: Text = text_column("Why nothing could be computed.")
    achieved_from_pct: Real = number_column("From where on the method calls it achieved.", nullable=False, ge=0, le=100)
    not_achieved_below_pct: Real = number_column("Below which it calls it not achieved.", nullable=False, ge=0, le=100)
    method: Text = text_column("Where the method is stated: document and section.", nullable=False)

    @rule("outcome-of-percentage")
    @classmethod
    def outcome_of_percentage(cls, frame: Frame) -> Flags:
        """What could not be computed has no percentage, and says why."""
        none = is_one_of(frame, "status", NOT_COMPUTABLE)
        return (none == frame["computed_pct"].isna()) & (none == frame["reason"].notna())

    @rule("agrees-of-both")
    @classmethod
    def agrees_of_both(cls, frame: Frame) -> Flags:
        """Two percentages agree or not; one alone does neither."""
        return frame["agrees"].notna() == (frame["computed_pct"].notna() & frame["printed_pct"].notna())


class ObjectiveAchievement(Table):
    """One row a node of the tree and year: achievement rolled up by the method's shares and by weight."""

    objective_achievement_id: Text = key_column("oac", "Stable hash of the node and the year.", unique=True)
    plan_id: Text = key_column("plan", "The document.")
    objective_id: Text = key_column("obj", "The node.")
    period: Whole = year_column("The year.")
    own_pct: Real = number_column("Of its own indicators.", ge=0)
    below_pct: Real = number_column("Of the nodes below it, all alike.", ge=0)
    pct: Real = number_column("Of the node, by the method's shares of the two.", ge=0)
    status: Text = text_column("As in `achievement`, by the thresholds of its level.", nullable=False, isin=OUTCOMES)
    weighted: Truth = pa.Field(
        nullable=False, description="Whether its own indicators count by their weights; else all alike."
    )
    pairs: Whole = number_column("Indicators of the node and below it that have a target and a result.", ge=0)
    measured: Whole = number_column("How many of them could be measured.", ge=0)
    complete: Truth = pa.Field(nullable=False, description="Whether all of them could be measured.")
    reason: Text = text_column("What there is to know of `pct`.")

    @rule("measured-of-pairs")
    @classmethod
    def measured_of_pairs(cls, frame: Frame) -> Flags:
        """No more is measured than there is."""
        return holds(frame["measured"] <= frame["pairs"])
