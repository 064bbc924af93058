"""The charts: targets and results over the years with the threshold, and what was achieved."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

OUTCOMES = ("achieved", "partly", "not_achieved", "not_computable")
# Colours that stay apart for people who do not tell red from green.
COLOURS = ("#0072b2", "#e69f00", "#d55e00", "#999999")
_ROLES = ("target", "result", "baseline")
_SIGNS = {">=": 1, ">": 1, "<=": -1, "<": -1}


def thresholds(series: pd.DataFrame, *, within_pct: float) -> pd.DataFrame:
    """By year: from where on a result counts as achieved; nothing for targets that say neither more nor less."""
    targets = series[(series["role"] == "target") & series["comparator"].isin(list(_SIGNS))]
    signs = targets["comparator"].map(_SIGNS).astype(float)
    least = targets["number"] - signs * targets["number"].abs() * within_pct / 100
    return targets.assign(threshold=least)[["chamber", "year", "threshold"]].drop_duplicates()


def over_the_years(series: pd.DataFrame, words: dict[str, str], *, within_pct: float, split: bool) -> Any:
    """Targets and results of one indicator by year, with the threshold; one panel a chamber where `split`.

    `within_pct` is how far from its target a result still counts as achieved; with 0 the line is the target itself.
    """
    shown = series.assign(year=series["year"].astype(int).astype(str), Ruolo=series["role"].map(words))
    lines = thresholds(series, within_pct=within_pct)
    lines = lines.assign(year=lines["year"].astype(int).astype(str))
    unit = ", ".join(sorted({str(unit) for unit in series["unit"].dropna()})) or words["no_unit"]
    years = sorted(shown["year"].unique())
    x = alt.X("year:O", title=None, scale=alt.Scale(domain=years), axis=alt.Axis(labelAngle=0, labelAlign="center"))
    names = [words[role] for role in _ROLES]
    colour = alt.Color("Ruolo:N", title=None, scale=alt.Scale(domain=names, range=["#0072b2", "#d55e00", "#999999"]))
    hover = [alt.Tooltip(name) for name in ("chamber", "year", "Ruolo", "raw", "source_file")]
    points = (
        alt.Chart(shown)
        .mark_point(filled=True, size=130, opacity=0.9)
        .encode(
            x=x, y=alt.Y("number:Q", title=unit), color=colour, shape=alt.Shape("Ruolo:N", title=None), tooltip=hover
        )
    )
    path = alt.Chart(shown).mark_line(strokeWidth=2).encode(x=x, y="number:Q", color=colour)
    limit = (
        alt.Chart(lines)
        .mark_tick(thickness=3, size=70, color="#333333")
        .encode(x=x, y="threshold:Q", tooltip=[alt.Tooltip("threshold:Q", title=words["threshold"])])
    )
    if not split:
        return alt.layer(path, points, limit).properties(height=320)
    whole = shown.merge(lines, on=["chamber", "year"], how="left")
    base = alt.Chart(whole)
    panel = alt.layer(
        base.mark_line(strokeWidth=2).encode(x=x, y="number:Q", color=colour),
        base.mark_point(filled=True, size=110).encode(
            x=x, y=alt.Y("number:Q", title=unit), color=colour, shape=alt.Shape("Ruolo:N", title=None), tooltip=hover
        ),
        base.mark_tick(thickness=3, size=40, color="#333333").encode(x=x, y="threshold:Q"),
    ).properties(width=220, height=240)
    return panel.facet(column=alt.Column("chamber:N", title=None))


def achieved(targets: pd.DataFrame, words: dict[str, str]) -> Any:
    """How many targets were achieved, partly, not, by chamber and year."""
    counted = (
        targets.dropna(subset=["achievement"])
        .groupby(["chamber", "year", "achievement"], as_index=False)
        .size()
        .assign(
            Esito=lambda frame: frame["achievement"].map(words), rank=lambda f: f["achievement"].map(OUTCOMES.index)
        )
    )
    counted["label"] = counted["chamber"] + " " + counted["year"].astype(int).astype(str)
    names = [words[outcome] for outcome in OUTCOMES]
    return (
        alt.Chart(counted)
        .mark_bar()
        .encode(
            y=alt.Y("label:N", title=None, axis=alt.Axis(labelLimit=320)),
            x=alt.X("size:Q", title=words["targets"]),
            color=alt.Color("Esito:N", title=None, scale=alt.Scale(domain=names, range=list(COLOURS)), sort=names),
            order=alt.Order("rank:Q"),
            tooltip=["label", "Esito", "size"],
        )
        .properties(height=60 + 40 * counted["label"].nunique())
    )
