"""The tables that analysts ask for first: series, targets by the newest plan, and each indicator once.

Pure functions of the tables that were read, over all plans at once: which plan is the newest is a question that no
plan answers alone. A plan is newer than another whose first year is earlier, then by the day of approval.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from normalizers.names.names import fold
from pipeline.dataset.frames import to_frame
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS, TABLES

if TYPE_CHECKING:
    from pipeline.dataset.schemas.answers import SeriesRelationRow

Frames = Mapping[str, pd.DataFrame]

_OF_ROWS: Final = frozenset({"indicators_once", "series_relations"})
"""The answers that no value is asked for."""
_RULES: Final = ("person", "name", "place")
_PLANS: Final = ("plan_id", "chamber", "source_file", "period_start", "approved_on")
_INDICATORS: Final = (
    *("indicator_id", "indicator_key", "plan_id", "ordinal", "level", "code", "code_path", "name", "catalogue_id"),
    *("series_id", "series_rule", "unit", "direction"),
)
_VALUES: Final = (
    *("value_id", "indicator_id", "plan_id", "role", "period", "part", "clause", "kind", "comparator", "number"),
    *("number_high", "unit", "date", "boolean", "reference", "raw", "usable", "page"),
)


def answers_need(wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, list[str]]:
    """By table, the columns that the answers of these names are made of: all that has to be in memory."""
    needed = {"plans": _PLANS, "indicators": _INDICATORS}
    if not {*wanted} <= _OF_ROWS:
        needed["values"] = _VALUES
    return {table: [name for name in names if name in TABLES[table].columns] for table, names in needed.items()}


def answer_frames(frames: Frames, wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, pd.DataFrame]:
    """The tables of these names; `frames` need hold no more columns than `answers_need`."""
    frames = {table: frames[table][columns] for table, columns in answers_need(wanted).items()}
    once = _indicators_once(frames)
    found = {"indicators_once": once}
    if "series" in wanted:
        found["series"] = _series_table(frames, once)
    if "series_relations" in wanted:
        found["series_relations"] = _relation_table(once)
    if {"target_history", "current_targets"} & {*wanted}:
        history = _target_history(frames, once)
        found["target_history"] = history
        found["current_targets"] = history[history["current"].astype(bool)].reset_index(drop=True)
    return {name: _as_table(name, found[name]) for name in wanted}


def _as_table(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns in their order and types."""
    columns = list(ANSWERS[table].columns)
    empty = to_frame(table, [])
    return frame[columns].astype(dict(empty.dtypes)).reset_index(drop=True)


def _order_plans(plans: pd.DataFrame) -> pd.DataFrame:
    """The plans with `plan_order`, the newest last."""
    ordered = plans.sort_values(["period_start", "approved_on", "source_file"], na_position="first", kind="stable")
    return ordered.assign(plan_order=range(len(ordered)))


def _indicators_once(frames: Frames) -> pd.DataFrame:
    plans = _order_plans(frames["plans"])
    rows = frames["indicators"].sort_values(["plan_id", "ordinal"], kind="stable")
    printed = rows.groupby(["plan_id", "indicator_key"], dropna=False)["indicator_id"].transform("size")
    first = rows.assign(times_printed=printed).drop_duplicates(["plan_id", "indicator_key"])
    columns = ["plan_id", "chamber", "source_file", "period_start", "approved_on", "plan_order"]
    return first.merge(plans[columns], on="plan_id").sort_values(["source_file", "plan_id", "ordinal"], kind="stable")


def _target_history(frames: Frames, once: pd.DataFrame) -> pd.DataFrame:
    """The targets of every series and year by plan, each clause once, in the order of plans."""
    values = frames["values"]
    targets = values[(values["role"] == "target") & values["period"].notna() & (values["kind"] != "missing")]
    if "part" in targets:
        targets = targets[targets["part"].isna()]  # a part of the year is no target of the year
    rows = frames["indicators"][["indicator_id", "indicator_key", "ordinal"]]
    stated = once[once["series_id"].notna()].rename(columns={"indicator_id": "first_id", "unit": "own_unit"})
    found = targets.merge(rows, on="indicator_id").merge(
        stated.drop(columns=["ordinal"]), on=["plan_id", "indicator_key"], how="inner"
    )
    # Where one is read and the other in doubt the one that is read counts, wherever it is printed.
    found = found.assign(doubt=~found["usable"].astype(bool)).sort_values(
        ["plan_order", "doubt", "ordinal", "clause", "value_id"], kind="stable"
    )
    cell = ["plan_id", "series_id", "period"]
    cells = found.drop_duplicates(cell)[[*cell, "indicator_id", "raw"]]
    found = found.merge(cells, on=[*cell, "indicator_id", "raw"]).drop_duplicates([*cell, "clause"])
    newest = found.groupby(["series_id", "period"])["plan_order"].transform("max")
    names = found.drop_duplicates("plan_order").set_index("plan_order")["plan_id"]
    before = found.sort_values("plan_order", kind="stable").groupby(["series_id", "period", "clause"])
    unit = found["unit"].where(found["unit"].notna() | found["reference"].notna(), found["own_unit"])
    found = found.assign(
        unit=unit.where(found["kind"].isin(["quantity"])),
        current=found["plan_order"] == newest,
        superseded_by=newest.map(names).where(found["plan_order"] != newest),
        previous_value_id=before["value_id"].shift(),
        previous_raw=before["raw"].shift(),
        year=found["period"],
        plan_year=found["period_start"],
    )
    return found.sort_values(["chamber", "series_id", "period", "plan_order", "clause"], kind="stable")


def _series_table(frames: Frames, once: pd.DataFrame) -> pd.DataFrame:
    stated = once[once["series_id"].notna()].sort_values(["plan_order", "ordinal"], kind="stable")
    years = frames["values"][["indicator_id", "period"]].merge(
        frames["indicators"][["indicator_id", "series_id"]], on="indicator_id"
    )
    spans = years.groupby("series_id")["period"].agg(first_year="min", last_year="max")
    strongest = stated["series_rule"].map(_RULES.index).groupby(stated["series_id"]).min()
    grouped = stated.groupby("series_id", sort=True)
    made = pd.DataFrame(
        {
            "chamber": grouped["chamber"].last(),
            "name": grouped["name"].last(),
            "series_rule": strongest.map(lambda at: _RULES[int(at)]),
            "catalogue_id": _agreed_value(stated, "catalogue_id"),
            "unit": _agreed_value(stated, "unit"),
            "direction": _agreed_value(stated, "direction").fillna("unknown"),
            "plans": grouped["plan_id"].nunique(),
        }
    ).join(spans)
    return made.reset_index(names="series_id").sort_values(["chamber", "name", "series_id"], kind="stable")


def _agreed_value(stated: pd.DataFrame, column: str) -> pd.Series[Any]:
    """By series, what all rows that state anything say; null where they do not agree."""
    said = stated.groupby("series_id", sort=True)[column]
    agreed: pd.Series[Any] = said.first().where(said.nunique() == 1)
    return agreed


def _relation_table(once: pd.DataFrame) -> pd.DataFrame:
    """The relations that people have decided, of series that the dataset holds."""
    found: list[SeriesRelationRow] = []
    for chamber, decided in load_series().items():
        own = once[(once["chamber"] == chamber) & once["series_id"].notna()]
        by_name = dict(zip(own["name"].map(fold), own["series_id"], strict=True))
        for relation in decided.relations:
            pairs = [(by_name.get(fold(a)), by_name.get(fold(b))) for a in relation.from_ for b in relation.to]
            found += (
                {
                    "series_relation_id": f"rel-{hash_parts(earlier, later, relation.kind)}",
                    "from_series_id": earlier,
                    "to_series_id": later,
                    "kind": relation.kind,
                    "reason": relation.reason,
                    "by": relation.by,
                    "when": relation.when,
                }
                for earlier, later in pairs
                if earlier is not None and later is not None
            )
    return to_frame("series_relations", found)
