"""Write `docs/confidence.md` and its picture: `python -m tests.trust.make_confidence_page`.

The signals and their weights come from `extractors/quality/`, the figures from `tests/trust/measured.json`, which
`python -m tests.trust.report --json` writes; the texts around them stand here.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from extractors.quality.confidence import REVIEW, WEIGHTS
from extractors.quality.signals import Signal

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "confidence.md"
PICTURE = DOCS / "images" / "reliability.svg"
MEASURED = Path(__file__).with_name("measured.json")
_SIDE = 300  # of the picture's square, in its own units

_INTRODUCTION = f"""# Confidence

Made by `python -m tests.trust.make_confidence_page`. Do not edit it by hand.

`indicators.confidence` is the probability that a row is right in all that it states: its name, node, level, formula,
owner and weight, and the role, year, text and meaning of each of its figures. It is made of the signals in
`indicators.signs`: things on the page or in the reading that rows read right rarely show. `values.confidence` is the
cell's own where signals are one figure's alone (`values.signs`), else the row's. A row under {REVIEW} is worth a look.

The log-odds of a reading are those of one without any signal, and what each signal that it shows takes from them
(`extractors/quality/weights.tsv`): probability = 1 / (1 + e^-log-odds). The weights are fitted by logistic regression
to rows of which the truth is known: the five plans in drawn styles, plans that no layout describes, and damaged
pages, which count a tenth. They are held near what their author thought of them (`prior` in
`extractors/quality/signals.py`), which is all that counts for a signal that few of those rows show. A weight never
changes sign: no doubt raises a confidence. A reading without any signal is worth log 2 less than the fit says: in
styles that the reader was not tuned on, twice as many rows were wrong in silence as in those. What is inferred without
a layout keeps at least its prior, because the few plans that show it were known when the reader was written. A layout
lowers the doubt only by what it states: `layout-generic` leaves a row when a layout describes the plan's columns *and*
its tree; what the page itself shows is doubted under every layout.

`shown` of the rows that were fitted showed the signal, `wrong` of those were wrong: rows that show several count for
each, so that a weight is smaller than its own column suggests.

"""

_MEASURED = """
## The second reader

With `--engine auto` the page of a row under the threshold is read again with camelot (`lattice` where rules draw the
table, else `hybrid`), and what stands at the height of the row is compared with its name, formula and figures. The same
reading lowers the doubt. Another one adds a signal, a reason to review and an issue `second-reading-differs` with what
camelot reads; its figure is kept only where it says more of the row's printed words than the first reading and takes
none from the row's other cells. `extractor` names both engines. Where camelot fails or finds no table, nothing changes.

## Whether it is a probability

Measured on what was not fitted: printings of the five plans in styles with other seeds. Of all
published rows, in percent: `wrong`; `silent`, wrong with nothing said (confidence at or over the threshold, every
value's status `ok`, no issue on the row); `figures`, those of them with a wrong figure; and `flagged`, right rows that
ask for a look. The Brier score is the mean square of the difference between confidence and truth.

"""

_AGAIN = """
`make train-confidence PRINTINGS=folder` reads the corpus anew and fits (drawn styles: `make printings`);
`python -m tests.trust.corpus` and `python -m tests.trust.report` measure on others.

What confidence does not know: where words or characters are lost from cells whose shape is whole, little on the page
shows it, and most such errors lie above the threshold. It says how surely a row was taken from the page, not whether
the page's text is what was printed, but where a character cannot be (`text-doubtful`). Scans belong to the eye, or to
the doubts that reading of values raises (`status`).
"""


def confidence_page() -> str:
    """The text of `docs/confidence.md`."""
    found = json.loads(MEASURED.read_text(encoding="utf-8"))
    return _INTRODUCTION + _signals() + _MEASURED + _sets(found["sets"]) + _spans(found) + _AGAIN


def _signals() -> str:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        lines = list(file)
    head = [line for line in lines if line.startswith("#")]
    rows = [line for line in lines if not line.startswith("#")]
    weights = {line["signal"]: line for line in csv.DictReader(rows, delimiter="\t")}
    table = ["| signal | what it says | row | cell | shown | wrong |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    unknown = {"shown": "", "wrong": ""}
    for signal in ("(none)", *Signal):
        prior = f"{getattr(signal, 'prior', 0):.2f}"
        own = weights.get(signal, {"row": prior, "cell": prior, **unknown})
        meaning = getattr(signal, "meaning", "A reading without any signal.")
        table.append(f"| `{signal}` | {meaning} | {own['row']} | {own['cell']} | {own['shown']} | {own['wrong']} |")
    fit = " ".join(line.removeprefix("# ").strip() for line in head if "Fitted" in line)
    return "\n".join(table) + f"\n\n{fit}\n"


def _sets(sets: dict[str, Any]) -> str:
    table = [
        "| read | rows | wrong | silent | figures | flagged | Brier |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, own in sets.items():
        shares = " | ".join(f"{100 * own[key]:.2f}" for key in ("wrong", "silent", "silent_figures", "right_flagged"))
        table.append(f"| {name} | {own['rows']} | {shares} | {own['brier']:.4f} |")
    return "\n".join(table) + "\n"


def _spans(found: dict[str, Any]) -> str:
    table = [
        "",
        "How often rows and cells of a confidence are right (undamaged documents):",
        "",
        "![How often rows of a confidence are right](images/reliability.svg)",
        "",
        "| of | confidence | count | mean | right |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for kind in ("rows", "cells"):
        table += [
            f"| {kind} | {s['low']:g} to {s['high']:g} | {s['count']} | {s['said']:.3f} | {s['right']:.3f} |"
            for s in found[kind]
        ]
    return "\n".join(table) + "\n"


def reliability_picture() -> str:
    """The picture of how often rows of a confidence are right: on the diagonal, confidence is a probability."""
    spans = json.loads(MEASURED.read_text(encoding="utf-8"))["rows"]
    most = max(span["count"] for span in spans)
    dots = "\n".join(
        f'<circle cx="{40 + _SIDE * s["said"]:.1f}" cy="{20 + _SIDE * (1 - s["right"]):.1f}" '
        f'r="{3 + 9 * (s["count"] / most) ** 0.5:.1f}" fill="#1f6feb" fill-opacity="0.7"/>'
        for s in spans
    )
    line, middle = 40 + _SIDE * REVIEW, 20 + _SIDE // 2
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 370 370" font-family="sans-serif" font-size="11">
<rect width="370" height="370" fill="white"/>
<rect x="40" y="20" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>
<path d="M40 {20 + _SIDE} L{40 + _SIDE} 20" stroke="#888" stroke-dasharray="4 3"/>
<path d="M{line:.1f} 20 V{20 + _SIDE}" stroke="#cf222e" stroke-dasharray="2 3"/>
<text x="{line - 4:.1f}" y="34" text-anchor="end" fill="#cf222e">review under {REVIEW}</text>
{dots}
<text x="40" y="336">0</text><text x="{36 + _SIDE}" y="336">1</text><text x="26" y="{24 + _SIDE}">0</text>
<text x="26" y="28">1</text><text x="{40 + _SIDE / 2:.0f}" y="352" text-anchor="middle">confidence</text>
<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">share right</text>
</svg>
"""


def main() -> None:
    """Write the page and its picture."""
    PAGE.write_text(confidence_page(), encoding="utf-8")
    PICTURE.write_text(reliability_picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
