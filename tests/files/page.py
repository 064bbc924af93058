"""The tables of `docs/files.md`, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.files.measured import Measured
from tests.files.tag_cost import TagCost

PAGE: Final = Path(__file__).parents[2] / "docs" / "files.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- end of what was measured -->\n"
_PLANS: Final = 5


class Goal(NamedTuple):
    """What a group of files is to reach, of all its plans together: its title, shares of the gold, and the share of the
    published rows that may have a wrong figure with nothing said."""

    title: str
    recall: float
    raw: float
    silent_figures: float = 0.0


_TAGGED: Final = 0.995
GOALS: Final = {
    "tagged-chromium": Goal("Chromium, with its tags", _TAGGED, _TAGGED),
    "tagged-libreoffice": Goal("LibreOffice, with its tags", _TAGGED, _TAGGED),
    "tagged-weasyprint": Goal("WeasyPrint, with its tags", _TAGGED, _TAGGED),
    "untagged-chromium": Goal("Chromium, tags taken out", 0.97, 0.95, 0.005),
    "untagged-libreoffice": Goal("LibreOffice, tags taken out", 0.97, 0.95, 0.005),
    "untagged-weasyprint": Goal("WeasyPrint, tags taken out", 0.97, 0.95, 0.005),
    "letters": Goal("Office PDFs, text layer damaged", 0.98, 0.98),
    "text": Goal("Text form, letters damaged", 0.98, 0.98),
    "scans": Goal("Scans", 0.95, 0.85, 0.01),
    "office": Goal("Documents and workbooks", 0.995, 0.995),
}


def write_page(found: Sequence[Measured], lacking: Iterable[str], costs: Sequence[TagCost]) -> None:
    """Put the tables of what was measured in the place of those of the last time."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    parts = [table(found), *(f"Left out here: {one}" for one in lacking), *([cost_table(costs)] if costs else [])]
    PAGE.write_text(f"{before}{_BEGIN}\n" + "\n\n".join(parts) + f"\n\n{_END}{after}", encoding="utf-8")


def table(found: Sequence[Measured]) -> str:
    """What reading gave, by group and kind: shares are means over plans, counts are of all of them."""
    lines = [
        "| files | kind | plans | recall | least | precision | raw | rows "
        "| meanings | texts | figures | flagged | goal |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |",
    ]
    for group, goal in GOALS.items():
        of_group = [one for one in found if one.group == group]
        kinds = list(dict.fromkeys(one.kind for one in of_group))
        lines += [
            f"| {goal.title} | {kind} {_figures([one for one in of_group if one.kind == kind], goal)}" for kind in kinds
        ]
    return "\n".join(lines)


def _figures(found: Sequence[Measured], goal: Goal) -> str:
    recall, precision, raw = (
        sum(values) / len(found)
        for values in zip(*((one.recall, one.precision, one.raw) for one in found), strict=True)
    )
    rows, figures = sum(one.rows for one in found), sum(one.silent_figures for one in found)
    reached = recall >= goal.recall and raw >= goal.raw and figures <= goal.silent_figures * rows
    least = min(one.recall for one in found)
    shares = " | ".join(f"{share:.4f}" for share in (recall, least, precision, raw))
    unsaid = f"{sum(one.silent_meanings for one in found)} | {sum(one.silent_texts for one in found)} | {figures}"
    flagged = sum(one.flagged for one in found) / max(rows, 1)
    return f"| {len(found)} of {_PLANS} | {shares} | {rows} | {unsaid} | {flagged:.1%} | {'yes' if reached else 'no'} |"


def cost_table(costs: Sequence[TagCost]) -> str:
    """What tags cost, by printing: sums over its plans."""
    lines = [
        "| tags of Chromium, five plans | pages alone | reading | a run |",
        "| --- | --: | --: | --: |",
    ]
    for cost in costs:
        ratios = (tagged / bare for tagged, bare in (cost.pages, cost.reading, cost.run))
        lines.append(f"| {cost.kind} | " + " | ".join(f"{ratio:.2f} ×" for ratio in ratios) + " |")
    return "\n".join(lines)
