"""The selectors that a correction names an indicator by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.dataset.columns import Row
from pipeline.dataset.forms.rows import group_rows


def choose_selectors(indicators: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The fewest selectors that tell each indicator of a plan from all others; its id only where nothing else does.

    An id changes with any cell of the row, a name or a code only when it is itself printed anew: a correction that
    says as little as it must outlives a new edition of the plan.
    """
    found: dict[str, dict[str, Any]] = {}
    of_name = group_rows(indicators, "name")
    for keys in (("name",), ("name", "code"), ("name", "code", "page", "line"), ("name", "code", "sheet", "cell")):
        chosen = {row["indicator_id"]: _pick_selectors(row, keys) for row in indicators}
        taken = Counter(json.dumps(where, sort_keys=True) for where in chosen.values())
        for identity, where in chosen.items():
            if (
                identity not in found
                and taken[json.dumps(where, sort_keys=True)] == 1
                and _is_unique_match(where, of_name[where["name"]])
            ):
                found[identity] = where
    by_id = {row["indicator_id"]: {"indicator_id": row["indicator_id"], "name": row["name"]} for row in indicators}
    return {**by_id, **found}


def _pick_selectors(row: Row, keys: Iterable[str]) -> dict[str, Any]:
    given = {key: row["code_raw"] if key == "code" else row[key] for key in keys}
    return {key: value for key, value in given.items() if value is not None}


def _is_unique_match(where: Mapping[str, Any], of_name: Sequence[Row]) -> bool:
    """Whether one indicator alone fits: a key that is left out, as of an indicator without code, fits everything."""
    plain = {key: value for key, value in where.items() if key != "code"}
    code = where.get("code")
    fitting = (
        code is None or code in (row["code_raw"], row["code"])
        for row in of_name
        if all(row[key] == value for key, value in plain.items())
    )
    return sum(fitting) == 1
