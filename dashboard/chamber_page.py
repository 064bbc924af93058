"""A chamber: how far its objectives were reached, what is doubtful, and what changed since its last plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from dashboard.outcome_page import make_outcome_bars
from dashboard.page import Cards, Heading, Note, Page, Part, Table
from pipeline.language.italian import to_italian

_INDENT = "\u2003"  # an em space a level
_TREE = ["objective", "year", "pct", "outcome", "measured", "pairs", "indicators", "page"]
_TREE_OF_TARGETS = ["objective", "level", "indicators", "page"]
_DOUBTFUL = ["code", "name", "objective", "role", "year", "raw", "status", "reason", "page"]
_CHANGED = ["code", "name", "objective", "year", "previous_raw", "target_raw", "source_file", "page"]


def make_chamber_page(page: Page) -> Iterator[Part]:
    """The page of one chamber; years, levels and search are those of the choice."""
    words = page.words
    chambers = list(page.choice.chambers) or page.data.list_options("chamber")
    if not chambers:
        yield Note(words["nothing"], "empty")
        return
    selector = page.select("of", words["chamber"], {chamber: chamber for chamber in chambers})
    yield selector
    choice = replace(page.choice, chambers=[selector.chosen])
    doubtful, changed = page.data.find_doubtful(choice), page.data.find_changes(choice)
    targets = page.data.find_targets(choice)
    yield _count(page, targets, len(doubtful), len(changed))
    yield from make_outcome_bars(page, targets)
    yield Heading(words["objectives"])
    yield from _make_trees(page, page.data.find_objectives(choice))
    yield Heading(words["changed"])
    if changed.empty:
        yield Note(words["no_changes"], "empty")
    else:
        yield Table("changes", words["changed"], changed, _CHANGED)
    yield Heading(words["doubtful"])
    if doubtful.empty:
        yield Note(words["no_doubts"], "empty")
    else:
        yield Table("doubtful", words["doubtful"], doubtful.assign(reason=_explain(page, doubtful)), _DOUBTFUL)


def _count(page: Page, targets: pd.DataFrame, doubtful: int, changed: int) -> Cards:
    judged = targets["achievement"].isin(["achieved", "partly", "not_achieved"])
    figures: dict[str, int | str] = {
        "indicators": int(targets["series"].nunique()),
        "targets": len(targets),
        "achieved_of": f"{int((targets['achievement'] == 'achieved').sum())} / {int(judged.sum())}",
        "changed_targets": changed,
        "in_doubt": doubtful,
    }
    return Cards({page.words[name]: figure for name, figure in figures.items()})


def _make_trees(page: Page, tree: pd.DataFrame) -> Iterator[Part]:
    """One table a plan, indented by how deep a node stands: plans with results first, of these the newest."""
    if tree.empty:
        yield Note(page.words["no_objectives"], "empty")
    newest_first = page.data.list_plans()[::-1]
    with_results = set(tree.loc[tree["pct"].notna(), "plan_id"])
    for plan in sorted(newest_first, key=lambda one: one["plan_id"] not in with_results):
        own = tree[tree["plan_id"] == plan["plan_id"]]
        if own.empty:
            continue
        yield Heading(plan["source_file"], small=True)
        title = own["code"].fillna("").str.cat(own["title"].fillna(""), sep=" ").str.strip()
        shown = own.assign(objective=[_INDENT * deep + text for deep, text in zip(own["depth"], title, strict=True)])
        shown = shown.rename(columns={"status": "outcome"})
        measured = plan["plan_id"] in with_results
        if not measured:
            yield Note(page.words["not_measured"])
        columns = _TREE if measured else _TREE_OF_TARGETS
        label = f"{page.words['objectives']} – {plan['source_file']}"
        yield Table(
            f"objectives-{plan['plan_id']}",
            label,
            shown.drop_duplicates(columns),
            columns,
            "pct" if measured else None,
        )


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
