"""`show`: one published indicator with its path, values, raw cells, page and box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import path_to
from pipeline.errors import NothingFoundError
from pipeline.language.choice import say


def find_indicators(tables: Dataset, wanted: str) -> list[Row]:
    """The indicators that `wanted` names: by id, else by code or path, else by a node above, else by part of the name.

    Raises:
        NothingFoundError: there is none.
    """
    text = " ".join(wanted.split())
    folded = text.casefold()

    def is_coded(row: Row) -> bool:
        codes = [(row[column] or "").casefold() for column in ("code", "code_raw", "code_path")]
        # Where indicators have no code of their own, the code of their node names them.
        return folded in codes or f"/{codes[-1]}".endswith(f"/{folded}")

    searches: tuple[Callable[[Row], bool], ...] = (
        lambda row: bool(row["indicator_id"] == text),
        is_coded,
        lambda row: f"/{folded}/" in f"/{(row['code_path'] or '').casefold()}/",
        lambda row: folded in row["name"].casefold(),
    )
    if not text:
        raise NothingFoundError("nothing to look for")
    for is_meant in searches:
        if found := [row for row in tables["indicators"] if is_meant(row)]:
            return found
    raise NothingFoundError(f"no indicator is, has or is called '{text}'")


def describe_indicator(tables: Dataset, indicator: Row) -> dict[str, Any]:
    """An indicator with its plan, the titles of the nodes above it, its values and its issues."""
    plan = _plan_of(tables, indicator)
    nodes = {row["objective_id"]: row for row in tables["objectives"]}
    return {
        **indicator,
        "plan": {name: plan.get(name) for name in ("chamber", "title", "period_start", "period_end", "source_file")},
        "path": [dict(node) for node in path_to(nodes, indicator["objective_id"])],
        "values": _rows_about(tables["values"], indicator),
        "issues": _rows_about(tables["issues"], indicator),
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


def indicator_as_lines(tables: Dataset, indicator: Row) -> str:
    """An indicator in one line and its values below, to choose among several."""
    plan = _plan_of(tables, indicator)
    parts = (indicator["indicator_id"], plan.get("source_file"), indicator["code_path"], indicator["name"])
    head = "  ".join(str(part) for part in parts if part is not None)
    return "\n".join([head, *(f"    {_format_value(value)}" for value in _rows_about(tables["values"], indicator))])


def _plan_of(tables: Dataset, indicator: Row) -> Row:
    return next((row for row in tables["plans"] if row["plan_id"] == indicator["plan_id"]), {})


def _rows_about(rows: Sequence[Row], indicator: Row) -> list[dict[str, Any]]:
    return [dict(row) for row in rows if row["indicator_id"] == indicator["indicator_id"]]


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
