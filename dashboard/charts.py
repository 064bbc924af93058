"""The charts: one indicator over the years with its thresholds, chambers side by side, and what was achieved."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from dashboard.labels import translate

OUTCOMES = ("achieved", "partly", "not_achieved", "not_computable")
# Colours that stay apart for people who do not tell red from green.
_OUTCOME_COLOURS = ("#0072b2", "#e69f00", "#d55e00", "#999999")
_ROLE_COLOURS = {"target": "#0072b2", "result": "#d55e00", "baseline": "#009e73", "superseded": "#b8b8b8"}
_LABELS = 430  # pixels for the names of objectives
_SIGNS = {">=": 1, ">": 1, "<=": -1, "<": -1}


def find_thresholds(figures: pd.DataFrame, *, within_pct: float) -> pd.DataFrame:
    """By year: from where on a result counts as achieved; nothing for targets that say neither more nor less."""
    targets = figures[(figures["role"] == "target") & figures["comparator"].isin(list(_SIGNS))]
    signs = targets["comparator"].map(_SIGNS).astype(float)
    least = targets["number"] - signs * targets["number"].abs() * within_pct / 100
    return targets.assign(threshold=least)[["chamber", "year", "threshold", "source_file"]].drop_duplicates()


def draw_years(figures: pd.DataFrame, words: dict[str, str], language: str, *, within_pct: float) -> Any:
    """Targets and results of one indicator by year, with the threshold and the plan that set it.

    `within_pct` is how far from its target a result still counts as achieved; with 0 the line is the target itself.
    Targets that a newer plan states anew (role `superseded`) are grey and joined by no line.
    """
    shown = figures.assign(year=figures["year"].astype(int).astype(str), label=figures["role"].map(words))
    limits = find_thresholds(figures, within_pct=within_pct)
    limits = limits.assign(year=limits["year"].astype(int).astype(str))
    units = sorted({translate("unit", unit, language) for unit in figures["unit"].dropna()})
    unit = ", ".join(units) or words["no_unit"]
    years = alt.X(
        "year:O",
        title=None,
        scale=alt.Scale(domain=sorted(shown["year"].unique())),
        axis=alt.Axis(labelAngle=0, labelAlign="center"),
    )
    names = [words[role] for role in _ROLE_COLOURS]
    colour = alt.Color("label:N", title=None, scale=alt.Scale(domain=names, range=list(_ROLE_COLOURS.values())))
    plan = alt.Tooltip("source_file:N", title=words["plan"])
    points = (
        alt.Chart(shown)
        .mark_point(filled=True, size=130, opacity=0.9)
        .encode(
            x=years,
            y=alt.Y("number:Q", title=unit),
            color=colour,
            shape=alt.Shape("label:N", title=None, scale=alt.Scale(domain=names)),
            tooltip=[alt.Tooltip("label:N", title=words["role"]), alt.Tooltip("year:O"), alt.Tooltip("raw:N"), plan],
        )
    )
    joined = shown[shown["role"] != "superseded"]
    path = alt.Chart(joined).mark_line(strokeWidth=2).encode(x=years, y="number:Q", color=colour)
    limit = (
        alt.Chart(limits)
        .mark_tick(thickness=3, size=70, color="#333333")
        .encode(x=years, y="threshold:Q", tooltip=[alt.Tooltip("threshold:Q", title=words["threshold"]), plan])
    )
    return alt.layer(path, points, limit).properties(height=320)


def draw_tree(nodes: pd.DataFrame, words: dict[str, str]) -> Any:
    """How far each node of a plan's tree was reached, one bar a node, in the tree's order.

    `nodes` has `objective` (the label, indented by depth), `pct` and `outcome`; those that were not measured have no
    bar.
    """
    shown = nodes.assign(
        label=nodes["outcome"].map(words),
        node=[f"{at:03}|{text}" for at, text in enumerate(nodes["objective"])],  # two nodes may share a title
    )
    labels = alt.Axis(
        labelAlign="left",  # as in the table below
        labelPadding=_LABELS,
        labelLimit=_LABELS - 10,
        labelExpr="split(datum.label, '|')[1]",
        ticks=False,
    )
    outcomes = [outcome for outcome in OUTCOMES if outcome in set(nodes["outcome"])]
    colours = alt.Scale(
        domain=[words[outcome] for outcome in outcomes],
        range=[_OUTCOME_COLOURS[OUTCOMES.index(outcome)] for outcome in outcomes],
    )
    return (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            y=alt.Y("node:N", title=None, sort=None, axis=labels),
            x=alt.X("pct:Q", title="%", scale=alt.Scale(domain=[0, 100])),
            color=alt.Color("label:N", title=None, scale=colours),
            tooltip=["objective:N", alt.Tooltip("pct:Q", title="%"), "label:N", "measured:Q", "pairs:Q"],
        )
        .properties(height=40 + 22 * len(shown))
    )


def draw_chambers(figures: pd.DataFrame, unit: str) -> Any:
    """One bar a chamber and figure, of figures of one role, year and unit."""
    return (
        alt.Chart(figures)
        .mark_bar(color=_ROLE_COLOURS["target"], size=18)
        .encode(
            y=alt.Y("chamber:N", title=None, axis=alt.Axis(labelLimit=320)),
            x=alt.X("number:Q", title=unit),
            yOffset="raw:N",
            tooltip=[alt.Tooltip(f"{name}:N") for name in ("chamber", "name", "raw", "source_file")],
        )
        .properties(height=60 + 40 * len(figures))
    )


def draw_outcomes(targets: pd.DataFrame, words: dict[str, str]) -> Any:
    """How many targets were achieved, partly, not, by chamber and year."""
    counted = targets.dropna(subset=["achievement"]).groupby(["chamber", "year", "achievement"], as_index=False).size()
    counted = counted.assign(
        outcome=counted["achievement"].map(words),
        rank=counted["achievement"].map(OUTCOMES.index),
        label=counted["chamber"] + " " + counted["year"].astype(int).astype(str),
    )
    names = [words[outcome] for outcome in OUTCOMES]
    colours = alt.Scale(domain=names, range=list(_OUTCOME_COLOURS))
    return (
        alt.Chart(counted)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", title=None, axis=alt.Axis(labelLimit=320)),
            x=alt.X("size:Q", title=words["targets"]),
            color=alt.Color("outcome:N", title=None, scale=colours, sort=names),
            order=alt.Order("rank:Q"),
            tooltip=["label", "outcome", "size"],
        )
        .properties(height=60 + 40 * counted["label"].nunique())
    )
