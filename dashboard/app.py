"""The dashboard: `make dashboard`, `cruscotto dashboard DIR`, or `streamlit run dashboard/app.py -- DIR`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.chamber_page import draw_chamber_page
from dashboard.comparison_page import draw_comparison_page
from dashboard.data import Choice, Dataset, DatasetMissingError
from dashboard.indicator_page import draw_indicator_page
from dashboard.labels import translate
from dashboard.outcome_page import draw_outcome_page
from dashboard.page import Page
from dashboard.report_links import serve_report
from dashboard.texts import TEXTS

FOLDER_VARIABLE = "CRUSCOTTO_DATA"
LANGUAGE_VARIABLE = "CRUSCOTTO_LANG"
PAGES = {
    "one_chamber": draw_chamber_page,
    "indicators": draw_indicator_page,
    "outcomes": draw_outcome_page,
    "compare": draw_comparison_page,
}


def main() -> None:
    """Draw the page that the address or the reader asks for; only that one is computed."""
    st.set_page_config(page_title="Cruscotto", layout="wide")
    languages = list(TEXTS)
    asked = st.query_params.get("lang", os.environ.get(LANGUAGE_VARIABLE, languages[0]))
    at = languages.index(asked) if asked in languages else 0
    language = st.sidebar.radio("Lingua / Language", languages, index=at, horizontal=True, key="language")
    words = TEXTS[language]
    st.title(words["title"])
    folder = _read_folder()
    try:
        data, report = _open_cached(folder)
    except DatasetMissingError:
        st.error(words["missing"].format(folder=folder))
        st.stop()
        return
    choice = Choice(
        chambers=_choose(data, words, language, "chamber"),
        years=_choose(data, words, language, "year"),
        levels=_choose(data, words, language, "level"),
        text=st.sidebar.text_input(words["search"], value=st.query_params.get("search", ""), key="search"),
    )
    names = list(PAGES)
    linked = st.query_params.get("page", names[0])
    start = names.index(linked) if linked in names else 0
    name = st.radio(words["page"], names, index=start, horizontal=True, key="page", format_func=words.__getitem__)
    _keep_in_address(choice, name, language)
    PAGES[name](Page(data, choice, words, language, report))


def _choose(data: Dataset, words: dict[str, str], language: str, column: str) -> list[Any]:
    options = data.list_options(column)
    linked = [option for option in options if str(option) in st.query_params.get_all(column)]
    chosen: list[Any] = st.sidebar.multiselect(
        words[column],
        options,
        default=linked,
        key=column,
        placeholder=words["all"],
        format_func=lambda option: translate(column, str(option), language),
    )
    return chosen


def _keep_in_address(choice: Choice, page: str, language: str) -> None:
    """Write the choice into the address, so that it can be passed on."""
    chosen = {"chamber": choice.chambers, "year": choice.years, "level": choice.levels}
    for name, values in chosen.items():
        st.query_params[name] = [str(value) for value in values]
    st.query_params["search"] = choice.text
    st.query_params["page"] = page
    st.query_params["lang"] = language


def _read_folder() -> Path:
    return Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get(FOLDER_VARIABLE, "data/clean"))


def _open_cached(folder: Path) -> tuple[Dataset, str | None]:
    """The dataset and the address of its report, opened once a publication."""
    package = folder / "datapackage.json"
    changed = package.stat().st_mtime_ns if package.is_file() else 0
    opened: tuple[Dataset, str | None] = st.cache_resource(max_entries=2, show_spinner=False)(_open)(
        str(folder), changed
    )
    return opened


def _open(folder: str, changed: int) -> tuple[Dataset, str | None]:  # noqa: ARG001 - a new publication, a new entry
    data = Dataset(Path(folder))
    return data, serve_report(data.version)


main()
