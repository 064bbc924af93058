"""`show`: one published indicator with its path, values, raw cells, page and box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from pipeline.dataset.forms.cells import Row
from pipeline.dataset.forms.frames import read_rows, to_rows
from pipeline.dataset.schemas.indicators import IndicatorRow
from pipeline.dataset.schemas.values import ValueRow
from pipeline.errors import NothingFoundError
from pipeline.language.choice import say

Frames: TypeAlias = Mapping[str, pd.DataFrame]


def find_indicators(frames: Frames, wanted: str) -> list[IndicatorRow]:
    """The indicators that `wanted` names: by id, else by code or path, else by a node above, else by part of the name.

    Raises:
        NothingFoundError: there is none.
    """
    indicators = frames["indicators"]
    text = " ".join(wanted.split())
    folded = text.casefold()
    searches = (
        indicators["indicator_id"] == text,
        (indicators["code"].str.casefold() == folded)
        | (indicators["code_raw"].str.casefold() == folded)
        | (indicators["code_path"].str.casefold() == folded)
        # Where indicators have no code of their own, the code of their node names them.
        | (("/" + indicators["code_path"].str.casefold()).str.endswith(f"/{folded}")),
        ("/" + indicators["code_path"].str.casefold() + "/").str.contains(f"/{folded}/", regex=False),
        indicators["name"].str.casefold().str.contains(folded, regex=False),
    )
    if not text:
        raise NothingFoundError("nothing to look for")
    for hits in searches:
        flags = hits.fillna(False).astype(bool)
        if flags.any():
            return read_rows(indicators[flags], IndicatorRow)
    raise NothingFoundError(f"no indicator is, has or is called '{text}'")


def describe_indicator(frames: Frames, indicator: IndicatorRow) -> dict[str, Any]:
    """An indicator with its plan, the titles of the nodes above it, its values and its issues."""
    values = frames["values"]
    issues = frames["issues"]
    identity = indicator["indicator_id"]
    plan = _find_row(frames["plans"], "plan_id", indicator["plan_id"])
    return {
        **indicator,
        "plan": {name: plan.get(name) for name in ("chamber", "title", "period_start", "period_end", "source_file")},
        "path": _nodes_above(frames["objectives"], indicator["objective_id"]),
        "values": to_rows(values[values["indicator_id"] == identity]),
        "issues": to_rows(issues[(issues["indicator_id"] == identity).fillna(False)]),
    }


def indicator_as_text(shown: Row) -> str:
    """What `describe_indicator` gives, for people to read."""
    plan = shown["plan"]
    years = "-".join(str(y) for y in dict.fromkeys((plan["period_start"], plan["period_end"])) if y)
    lines = [shown["name"]]
    facts = {
        "plan": " ".join(filter(None, [plan["chamber"], years, f"({plan['source_file']})"])),
        "code": _format_code(shown["code"], shown["code_raw"]),
        "path": shown["code_path"],
        "level": say(shown["level"]),
        "section": shown["section"],
        "formula": shown["formula"],
        "weight": None if shown["weight_pct"] is None else f"{shown['weight_pct']:g} %",
        "unit": shown["unit"],
        "owner": shown["owner"],
        "note": shown["note"],
        "place": _format_place(shown),
        "id": shown["indicator_id"],
    }
    width = max(map(len, map(say, facts))) + 2
    lines += [f"  {say(name):{width}}{text}" for name, text in facts.items() if text is not None]
    lines += _format_section("nodes", [_format_node(node) for node in shown["path"]])
    lines += _format_section("values", [_format_value(value) for value in shown["values"]])
    lines += _format_section(
        "issues", [f"{say(i['severity'])} {i['code']}: {say(i['message'])}" for i in shown["issues"]]
    )
    return "\n".join(lines)


def indicator_as_lines(frames: Frames, indicator: IndicatorRow) -> str:
    """An indicator in one line and its values below, to choose among several."""
    plan = _find_row(frames["plans"], "plan_id", indicator["plan_id"])
    parts = (indicator["indicator_id"], plan.get("source_file"), indicator["code_path"], indicator["name"])
    head = "  ".join(str(part) for part in parts if part is not None)
    values = frames["values"]
    own = read_rows(values[values["indicator_id"] == indicator["indicator_id"]], ValueRow)
    return "\n".join([head, *(f"    {_format_value(value)}" for value in own)])


def _find_row(frame: pd.DataFrame, column: str, value: str) -> Row:
    rows = to_rows(frame[frame[column] == value])
    return rows[0] if rows else {}


def _nodes_above(objectives: pd.DataFrame, start: str | None) -> list[Row]:
    """The nodes from the root to the one with id `start`."""
    nodes = {row["objective_id"]: row for row in to_rows(objectives)}
    above: list[Row] = []
    while start in nodes and nodes[start] not in above:
        above.insert(0, nodes[start])
        start = nodes[start]["parent_id"]
    return above


def _format_section(heading: str, entries: list[str]) -> list[str]:
    return [f"  {say(heading)}", *(f"    {entry}" for entry in entries)] if entries else []


def _format_code(code: str | None, raw: str | None) -> str | None:
    if code is None:
        return None if raw is None else say(f"none (printed '{raw}')")
    return code if code == raw else say(f"{code} (printed '{raw}')")


def _format_node(node: Row) -> str:
    return " ".join(str(part) for part in (f"[{say(node['level'])}]", node["code"], node["title"]) if part)


def _format_value(value: Row) -> str:
    figures = [
        value["comparator"],
        None if value["number"] is None else f"{value['number']:g}",
        None if value["number_high"] is None else f"and {value['number_high']:g}",
        value["unit"],
        value["date"],
        None if value["boolean"] is None else say("yes" if value["boolean"] else "no"),
        value["reference"],
        value["text"],
    ]
    read = " ".join(str(figure) for figure in figures if figure is not None)
    head = " ".join(
        str(p) for p in (say(value["role"]), value["population"], value["period"], value["part"]) if p is not None
    )
    status = "" if value["status"] == "ok" else f" [{say(value['status'])}]"
    return f"{head}: '{value['raw']}' = {say(value['kind'])} {read}".rstrip() + f"{status}, {_format_place(value)}"


def _format_place(row: Row) -> str:
    if row["page"] is None:
        return say(f"line {row['line']}" if row["line"] is not None else f"{row['sheet']}, cell {row['cell']}")
    return say(f"page {row['page']}, box {row['x0']:g} {row['y0']:g} {row['x1']:g} {row['y1']:g}")
