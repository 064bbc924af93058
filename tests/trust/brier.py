"""The Brier score of a published dataset: `python -m tests.trust.brier CLEAN_DIR GOLD_DIR`.

The mean square, over the published rows of plans with gold, of the difference between a row's confidence and whether
it is right. 0 is perfect; saying the share of right rows of each gives its share times that of the wrong ones.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path, PurePath
from typing import Any

import pandas as pd

from tests.trust.labels import Gold, PublishedRows, load_scorer


def brier_of_dataset(clean: Path, gold: Gold) -> float | None:
    """The Brier score of the tables in `clean`; None where no plan with gold has a row."""
    plans, objectives, indicators, values = (
        _rows(clean / f"{table}.parquet") for table in ("plans", "objectives", "indicators", "values")
    )
    errors = []
    for plan in plans:
        stem = PurePath(plan["source_file"]).stem
        if stem not in gold.plans:
            continue
        own = PublishedRows(
            *([row for row in t if row["plan_id"] == plan["plan_id"]] for t in (objectives, indicators, values))
        )
        errors += [(found.row["confidence"] - (not found.wrong)) ** 2 for found in gold.label(stem, own)]
    return sum(errors) / len(errors) if errors else None


def _rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table in reading order, null as None."""
    frame = pd.read_parquet(path)
    if "ordinal" in frame:
        frame = frame.sort_values("ordinal")
    frame = frame.astype(object)
    return [{str(k): v for k, v in row.items()} for row in frame.where(frame.notna(), None).to_dict("records")]


def main() -> None:
    """Print the score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("clean", type=Path)
    parser.add_argument("gold", type=Path)
    given = parser.parse_args()
    scorer = load_scorer()
    score = brier_of_dataset(given.clean, Gold(scorer, [given.gold])) if scorer else None
    if score is None:
        sys.exit("no plan with gold has a row")
    print(f"{score:.4f}")


if __name__ == "__main__":
    main()
