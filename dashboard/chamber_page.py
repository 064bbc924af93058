"""A chamber: how far its objectives were reached, what is doubtful, and what changed since its last plan."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.charts import draw_tree
from dashboard.page import Page, draw_chart, draw_note, draw_table
from pipeline.language.italian import to_italian

_INDENT = "\u2003"  # an em space a level
_TREE = ["objective", "year", "pct", "outcome", "measured", "pairs", "indicators"]
_TREE_OF_TARGETS = ["objective", "level", "indicators", "page"]
_DOUBTFUL = ["code", "name", "objective", "role", "year", "raw", "status", "reason", "page"]
_CHANGED = ["code", "name", "objective", "year", "previous_raw", "target_raw", "source_file", "page"]


def draw_chamber_page(page: Page) -> None:
    """Draw the page of one chamber; years, levels and search are those of the choice."""
    chambers = list(page.choice.chambers) or page.data.list_options("chamber")
    if not chambers:
        st.info(page.words["nothing"])
        return
    asked = st.query_params.get("of", "")
    at = chambers.index(asked) if asked in chambers else 0
    chamber = st.selectbox(page.words["chamber"], chambers, index=at, key="of")
    st.query_params["of"] = chamber
    choice = replace(page.choice, chambers=[chamber])
    tree = page.data.find_objectives(choice)
    doubtful, changed = page.data.find_doubtful(choice), page.data.find_changes(choice)
    _draw_cards(page, page.data.find_targets(choice), doubtful, changed)
    st.header(page.words["objectives"])
    _draw_tree(page, tree)
    st.header(page.words["changed"])
    if changed.empty:
        st.info(page.words["no_changes"])
    else:
        draw_table(page, changed, _CHANGED, "changes")
    st.header(page.words["doubtful"])
    if doubtful.empty:
        st.info(page.words["no_doubts"])
    else:
        draw_table(page, doubtful.assign(reason=_explain(page, doubtful)), _DOUBTFUL, "doubtful")


def _draw_cards(page: Page, targets: pd.DataFrame, doubtful: pd.DataFrame, changed: pd.DataFrame) -> None:
    judged = targets["achievement"].isin(["achieved", "partly", "not_achieved"])
    cards: dict[str, int | str] = {
        "indicators": int(targets["series"].nunique()),
        "targets": len(targets),
        "achieved_of": f"{int((targets['achievement'] == 'achieved').sum())} / {int(judged.sum())}",
        "changed_targets": len(changed),
        "in_doubt": len(doubtful),
    }
    for column, (name, figure) in zip(st.columns(len(cards)), cards.items(), strict=True):
        column.metric(page.words[name], figure)


def _draw_tree(page: Page, tree: pd.DataFrame) -> None:
    """The newest plan's tree first; one table a plan, indented by how deep a node stands."""
    if tree.empty:
        st.info(page.words["no_objectives"])
    for file in list(dict.fromkeys(tree["source_file"]))[::-1]:
        own = tree[tree["source_file"] == file]
        title = own["code"].fillna("").str.cat(own["title"].fillna(""), sep=" ").str.strip()
        shown = own.assign(objective=[_INDENT * deep + text for deep, text in zip(own["depth"], title, strict=True)])
        st.markdown(f"**{file}**")
        measured = bool(own["pct"].notna().any())
        if not measured:
            draw_note(page.words["not_measured"])
        columns = _TREE if measured else _TREE_OF_TARGETS
        shown = shown.rename(columns={"status": "outcome"}).drop_duplicates(columns)
        if measured:
            draw_chart(draw_tree(shown[shown["pct"].notna()], page.words))
        draw_table(page, shown, columns, f"objectives-{file}")


def _explain(page: Page, doubtful: pd.DataFrame) -> list[str]:
    """The reasons, without the cell that they repeat, in the page's language."""
    found: list[str] = []
    for raw, message in zip(doubtful["raw"], doubtful["reason"], strict=True):
        if not isinstance(message, str):
            found.append("")
            continue
        reason = message.partition(f"'{raw}': ")[2] or message
        found.append(to_italian(reason) if page.language == "it" else reason)
    return found
