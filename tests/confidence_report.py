"""Whether confidence means something: where the errors are, below or above the threshold for review.

    python tests/confidence_report.py [--damage] [--plans FOLDER] [--engine ENGINE]

Reads the plans with gold of each producer (the folders in `../shared/plans/pdf`, or in FOLDER), compares each published
row with the gold as `../shared/check/score.py` aligns them, and prints for each producer how many rows and how many
errors lie below and above `extractors.quality.confidence.REVIEW`. A row is an error where no gold row is like it, or
where a figure, its objective, formula or owner is not the gold's. Gold rows that are not found have no confidence;
they are counted apart.

These plans are read almost without errors. With `--damage` their pages are read damaged: rules left out, words moved,
characters lost, so that there are errors to look for.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from extractors.documents import study_document, study_pages
from extractors.engines.registry import ENGINES, Engine, open_with
from extractors.errors import DocumentError
from extractors.layouts.registry import layouts
from extractors.pages.model import Box, Page, Word
from extractors.quality.confidence import REVIEW
from extractors.records.model import Extraction
from pipeline.corrections.source import Source
from pipeline.run.document import document_rows

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@dataclass(slots=True)
class Tally:
    """Rows and errors below and above the threshold; `signs` counts those of wrong and of right rows."""

    low_rows: int = 0
    low_errors: int = 0
    high_rows: int = 0
    high_errors: int = 0
    missing: int = 0
    rejected: int = 0
    wrong_signs: Counter[str] = field(default_factory=Counter)
    right_signs: Counter[str] = field(default_factory=Counter)

    def add(self, confidence: float, signs: str | None, *, wrong: bool) -> None:
        """Count one published row."""
        if confidence < REVIEW:
            self.low_rows += 1
            self.low_errors += wrong
        else:
            self.high_rows += 1
            self.high_errors += wrong
        (self.wrong_signs if wrong else self.right_signs).update((signs or "none").split(","))

    def line(self, name: str) -> str:
        """The tally as one line of the report."""
        errors = self.low_errors + self.high_errors
        share = f"{self.low_errors / errors:.0%}" if errors else "-"
        low = f"{self.low_errors}/{self.low_rows}"
        high = f"{self.high_errors}/{self.high_rows}"
        return f"{name:34}{low:>12}{high:>14}{share:>10}{self.missing:>9}{self.rejected:>10}"


def wrong_rows(gold: list[dict[str, Any]], extraction: Extraction, score: ModuleType) -> tuple[list[bool], int, Any]:
    """Whether each published row is wrong, how many gold rows are missing, and the published rows."""
    rows = document_rows(Source(Path("plan.pdf"), "plan.pdf", "0" * 64), extraction)
    parents = {o["objective_id"]: (o["code"], o["parent_id"]) for o in rows.objectives}

    def coded(objective: str | None) -> str | None:
        while objective is not None:
            code, objective = parents[objective]
            if code:
                return str(code)
        return None

    cells: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for value in rows.values:
        cells[value["indicator_id"]].add((value["role"], value["period"], score.squash(value["raw"])))
    found = [
        {**row, "objective_code": coded(row["objective_id"]), "cells": cells[row["indicator_id"]]}
        for row in rows.indicators
    ]
    pairs, _ = score.align(gold, found)
    wrong = [True] * len(found)
    for i, j in pairs:
        wrong[j] = not _same(gold[i], found[j], score)
    return wrong, len(gold) - len(pairs), rows.indicators


def _same(gold: dict[str, Any], found: dict[str, Any], score: ModuleType) -> bool:
    want = {(v["role"], v["period"], score.squash(v["raw"])) for v in gold["values"] if v["raw"]}
    if want != found["cells"]:
        return False
    objective = gold.get("objective")
    if objective and not gold.get("unsure") and score.canonical_code(objective) != found["objective_code"]:
        return False
    return all(not gold.get(f) or score.squash(gold[f]) == score.squash(found[f]) for f in ("formula", "owner"))


# --- damage ----------------------------------------------------------------------------------------------------


def without_rules(page: Page, _: random.Random) -> Page:
    """No rule and no fill: the grid is white space alone."""
    return replace(page, rules=(), fills=())


def some_rules_lost(page: Page, chance: random.Random) -> Page:
    """Every eighth rule is missing, as where a print is faint."""
    return replace(page, rules=tuple(rule for rule in page.rules if chance.random() > 1 / 8))


def words_moved(page: Page, chance: random.Random) -> Page:
    """Words stand some points away from their place, as on a scan that was laid askew; no rules."""

    def moved(word: Word) -> Word:
        dx, dy = chance.gauss(0, 3), chance.gauss(0, 1)
        b = word.box
        return word._replace(box=Box(b.x0 + dx, b.y0 + dy, b.x1 + dx, b.y1 + dy))

    return replace(page, words=tuple(moved(word) for word in page.words), rules=(), fills=())


def words_lost(page: Page, chance: random.Random) -> Page:
    """One word in thirty is missing, as where recognition of a scan fails."""
    return replace(page, words=tuple(word for word in page.words if chance.random() > 1 / 30))


def characters_lost(page: Page, chance: random.Random) -> Page:
    """One character in two hundred is missing."""

    def rest(text: str) -> str:
        return "".join(c for c in text if chance.random() > 1 / 200) or text

    return replace(page, words=tuple(word._replace(text=rest(word.text)) for word in page.words))


DAMAGE: tuple[Callable[[Page, random.Random], Page], ...] = (
    without_rules,
    some_rules_lost,
    words_moved,
    words_lost,
    characters_lost,
)


def readings(
    plan: Path, damage: Callable[[Page, random.Random], Page] | None, engine: Engine = "pdfium"
) -> Iterator[Extraction]:
    """The plan as it is read, whole or damaged; nothing where it cannot be read."""
    try:
        if damage is None:
            yield study_document(plan, engine=engine).extraction
            return
        # Which layout it is, is told from the undamaged plan: this is about rows.
        layout = layouts()[study_document(plan).extraction.layout_id]
        chance = random.Random(plan.stem)
        with open_with(engine, plan)[1] as pages:
            yield study_pages([damage(page, chance) for page in pages], layout=layout).extraction
    except DocumentError as error:
        print(f"{plan}: {error.cause}", file=sys.stderr)


def _scorer() -> ModuleType | None:
    """The module that compares with gold, None where it is not there."""
    script = SHARED / "check" / "score.py"
    if not script.exists():
        print(f"{script} is not there: nothing to compare with")
        return None
    spec = importlib.util.spec_from_file_location("score", script)
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score


def _count(found: tuple[list[bool], int, Any], extraction: Extraction, tallies: Sequence[Tally]) -> None:
    """Add what `wrong_rows` found of an extraction to each of `tallies`."""
    wrong, missing, rows = found
    for counted in tallies:
        counted.missing += missing
        counted.rejected += len(extraction.rejected)
        for is_wrong, row in zip(wrong, rows, strict=True):
            counted.add(row["confidence"], row.get("signs"), wrong=is_wrong)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--damage", action="store_true", help="read the plans damaged too")
    parser.add_argument("--signs", action="store_true", help="list the signs of wrong and right rows")
    parser.add_argument(
        "--plans", type=Path, default=SHARED / "plans/pdf", help="folder with a folder for each producer"
    )
    parser.add_argument("--engine", choices=ENGINES, default="pdfium", help="what reads them")
    options = parser.parse_args()
    score = _scorer()
    if score is None:
        return
    golds, _ = score.load_gold(SHARED / "gold")
    print(f"{'':34}{'errors/rows':>12}{'errors/rows':>14}{'errors':>10}{'missing':>9}{'rejected':>10}")
    print(f"{'':34}{f'under {REVIEW}':>12}{'above':>14}{'under':>10}")
    total = Tally()
    for damage in (None, *DAMAGE) if options.damage else (None,):
        for producer in sorted(folder.name for folder in options.plans.iterdir()):
            tally = Tally()
            for plan in sorted((options.plans / producer).glob("*.pdf")):
                if plan.stem in golds:
                    for extraction in readings(plan, damage, options.engine):
                        _count(wrong_rows(golds[plan.stem], extraction, score), extraction, (tally, total))
            print(tally.line(f"{producer} {damage.__name__ if damage else ''}"), flush=True)
    print(total.line("all"))
    if options.signs:
        for sign in sorted({*total.wrong_signs, *total.right_signs}):
            print(f"{sign:30}{total.wrong_signs[sign]:>8} wrong {total.right_signs[sign]:>8} right")


if __name__ == "__main__":
    main()
