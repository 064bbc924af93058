"""The dashboard: `make dashboard`, or `streamlit run dashboard/app.py -- DIR` for another published folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import achieved, over_the_years
from dashboard.data import Choice, Dataset, DatasetMissing, csv_bytes, parquet_bytes
from dashboard.labels import series_labels, word
from dashboard.texts import COLUMNS, TEXTS

FOLDER_VARIABLE = "CRUSCOTTO_DATA"
_SHOWN = ["chamber", "year", "level", "path", "objective", "name", "target_raw", "result_raw", "computed_pct"]
_SHOWN += ["achievement", "printed_pct", "unit"]


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Cruscotto", layout="wide")
    language = st.sidebar.radio("Lingua / Language", list(TEXTS), horizontal=True, key="language")
    words = {**TEXTS[language], "language": language}
    st.header(words["title"])
    folder = _folder()
    try:
        data = _opened(folder)
    except DatasetMissing:
        st.error(words["missing"].format(folder=folder))
        st.stop()
        return
    choice = Choice(
        chambers=_chosen(data, words, "chamber"),
        years=_chosen(data, words, "year"),
        levels=_chosen(data, words, "level"),
        text=st.sidebar.text_input(words["search"], value=st.query_params.get("search", ""), key="search"),
    )
    _keep_in_address(choice)
    targets = data.targets(choice)
    _totals(targets, words)
    tabs = st.tabs([words["indicators"], words["outcomes"], words["compare"]])
    with tabs[0]:
        _indicators(data, targets, words)
    with tabs[1]:
        _outcomes(data, targets, choice, words)
    with tabs[2]:
        _compare(data, words)


def _chosen(data: Dataset, words: dict[str, str], column: str) -> list[Any]:
    options = data.options(column)
    linked = [option for option in options if str(option) in st.query_params.get_all(column)]
    chosen: list[Any] = st.sidebar.multiselect(
        words[column],
        options,
        default=linked,
        key=column,
        placeholder=words["all"],
        format_func=lambda option: word(column, str(option), words["language"]),
    )
    return chosen


def _keep_in_address(choice: Choice) -> None:
    """Write the choice into the address, so that it can be passed on."""
    chosen = {"chamber": choice.chambers, "year": choice.years, "level": choice.levels}
    for name, values in chosen.items():
        st.query_params[name] = [str(value) for value in values]
    st.query_params["search"] = choice.text


def _totals(targets: pd.DataFrame, words: dict[str, str]) -> None:
    """What the choice comes to, before any chart."""
    judged = targets["achievement"].isin(["achieved", "partly", "not_achieved"])
    shown: dict[str, int | str] = {
        "chambers": int(targets["chamber"].nunique()),
        "indicators": int(targets["indicator_id"].nunique()),
        "targets": len(targets),
        "achieved_of": f"{int((targets['achievement'] == 'achieved').sum())} / {int(judged.sum())}",
        "in_doubt": int((~targets["target_status"].isin(["ok", "corrected"])).sum()),
    }
    for column, (name, figure) in zip(st.columns(len(shown)), shown.items(), strict=True):
        column.metric(words[name], figure)


def _folder() -> Path:
    return Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get(FOLDER_VARIABLE, "data/clean"))


def _opened(folder: Path) -> Dataset:
    """The dataset, opened once a publication."""
    package = folder / "datapackage.json"
    changed = package.stat().st_mtime_ns if package.is_file() else 0
    opened: Dataset = st.cache_resource(max_entries=2, show_spinner=False)(_open)(str(folder), changed)
    return opened


def _open(folder: str, changed: int) -> Dataset:  # noqa: ARG001 - a new publication is another entry of the cache
    return Dataset(Path(folder))


def _indicators(data: Dataset, targets: pd.DataFrame, words: dict[str, str]) -> None:
    if targets.empty:
        st.info(words["nothing"])
        return
    st.caption(words["found"].format(targets=len(targets), indicators=targets["indicator_id"].nunique()))
    labels = series_labels(targets.sort_values(["result"], na_position="last", kind="stable"))
    linked = st.query_params.get("indicator")
    index = next((at for at, (_, series) in enumerate(labels) if series == linked), 0)
    chosen = st.selectbox(
        words["indicator"], list(labels), index=index, format_func=labels.__getitem__, key="indicator"
    )
    st.query_params["indicator"] = chosen[1]
    series = data.series(chosen[1], chosen[0])
    if series.empty:
        st.info(words["no_figures"])
    else:
        stated = data.targets(Choice(chambers=[chosen[0]]))["achieved_from_pct"].dropna()
        within = 0.0 if stated.empty else 100 - float(stated.iloc[0])
        _chart(over_the_years(series, words, within_pct=within, split=False))
        st.caption(words["threshold_target"] if stated.empty else words["threshold_method"].format(pct=within))
    _table(targets[_SHOWN], words, "indicators")


def _outcomes(data: Dataset, targets: pd.DataFrame, choice: Choice, words: dict[str, str]) -> None:
    if targets["achievement"].notna().sum() == 0:
        st.info(words["no_outcomes"])
        return
    for method, least, failed in (
        targets[["method", "achieved_from_pct", "not_achieved_below_pct"]].dropna().drop_duplicates().itertuples(False)
    ):
        st.caption(words["method"].format(method=method, achieved=least, failed=failed))
    _chart(achieved(targets, words))
    differing = int((targets["agrees"] == False).sum())  # noqa: E712 - null is neither
    if differing:
        st.warning(words["differs"].format(count=differing))
    _table(data.objectives(choice), words, "objectives")
    _table(targets.loc[targets["achievement"].notna(), [*_SHOWN, "agrees", "reason"]], words, "outcomes")


def _compare(data: Dataset, words: dict[str, str]) -> None:
    shared = data.shared()
    if shared.empty:
        st.info(words["no_shared"])
        return
    labels = {row["catalogue_id"]: f"{row['name']} ({row['chambers']})" for row in shared.to_dict("records")}
    chosen = st.selectbox(words["shared"], list(labels), format_func=labels.__getitem__, key="shared")
    series = data.series(chosen)
    if not series.empty:
        _chart(over_the_years(series, words, within_pct=0, split=True))
    _table(data.compared(chosen), words, "compared")


def _chart(chart: Any) -> None:
    st.altair_chart(chart, width="stretch")


def _table(frame: pd.DataFrame, words: dict[str, str], name: str) -> None:
    """A table with buttons that download what it shows."""
    st.dataframe(frame, width="stretch", hide_index=True, column_config=dict(COLUMNS[words["language"]]))
    left, right, _ = st.columns([1, 1, 4])
    left.download_button(words["download_csv"], csv_bytes(frame), f"{name}.csv", "text/csv", key=f"{name}-csv")
    right.download_button(
        words["download_parquet"],
        parquet_bytes(frame),
        f"{name}.parquet",
        "application/vnd.apache.parquet",
        key=f"{name}-parquet",
    )


main()
