"""What `evaluate` prints: achievement by objective and year, and where the printed figures are others."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.derived.evaluations import method_of
from pipeline.dataset.issue_codes import ACHIEVEMENT_DIFFERS
from pipeline.dataset.vocabularies import OUTCOMES
from pipeline.language.choice import say


def evaluation_as_rows(tables: Dataset, derived: Dataset) -> list[dict[str, Any]]:
    """Each plan that has a method: counts of its pairs, its objectives and what differs from the printed figures."""
    shown = []
    nodes = {row["objective_id"]: row for row in tables["objectives"]}
    issues = [row for row in tables["issues"] if row["code"] == ACHIEVEMENT_DIFFERS.code]
    pairs, objectives = derived["achievement"], derived["objective_achievement"]
    for plan in tables["plans"]:
        method = method_of(plan["layout_id"])
        if method is None:
            continue
        own = [pair for pair in pairs if pair["plan_id"] == plan["plan_id"]]
        counts = Counter(pair["status"] for pair in own)
        shown.append(
            {
                "source_file": plan["source_file"],
                "chamber": plan["chamber"],
                "method": method.source,
                "pairs": {status: counts[status] for status in OUTCOMES},
                "objectives": [
                    {
                        "level": nodes[row["objective_id"]]["level"],
                        "code": nodes[row["objective_id"]]["code"],
                        "title": nodes[row["objective_id"]]["title"],
                        **{name: row[name] for name in ("period", "pct", "status", "pairs", "measured", "reason")},
                    }
                    for row in objectives
                    if row["plan_id"] == plan["plan_id"]
                ],
                "differences": [row["message"] for row in issues if row["plan_id"] == plan["plan_id"]],
            }
        )
    return shown


def evaluation_as_text(tables: Dataset, derived: Dataset) -> str:
    """The same for people to read."""
    lines = []
    for plan in evaluation_as_rows(tables, derived):
        counts = ", ".join(f"{count} {_say_status(status)}" for status, count in plan["pairs"].items() if count)
        lines += [
            f"{plan['source_file']}: {counts or say('no result is stated')}",
            f"  {say('method')}: {say(plan['method'])}",
        ]
        for row in plan["objectives"]:
            pct = "      -" if row["pct"] is None else f"{row['pct']:6.2f}%"
            code = " ".join(str(part) for part in (row["code"], row["title"]) if part is not None)
            measured = f"{row['measured']} of {row['pairs']}"
            lines.append(
                f"  {row['period'] or '-':4} {pct} {_say_status(row['status']):14} {measured:>9}  {code}"[:120]
            )
        lines += [f"  {say('differs')}: {say(message)}" for message in plan["differences"]]
    return "\n".join(lines) or say("no layout of these plans states how achievement is measured")


def _say_status(status: str) -> str:
    return say(status.replace("_", " "))
