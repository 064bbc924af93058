"""Learn the weights of `extractors/tables/inferred/weights.tsv` from printings.

    python -m training FOLDER [--seeds 1-40] [--held 3]      of every third style nothing is learned: it measures

FOLDER holds `sNNNN/PLAN.pdf`, as `make printings` draws them. Needs scikit-learn (the dependency group `train`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from extractors.errors import DocumentError
from extractors.tables.inferred.row_features import PAIR_FEATURES, ROW_FEATURES
from training.row_samples import Samples, samples_of

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "extractors" / "tables" / "inferred" / "weights.tsv"
Labelled = Sequence[tuple[tuple[float, ...], bool]]


def _read(job: tuple[Path, Path]) -> Samples:
    plan, gold = job
    try:
        return samples_of(plan, gold)
    except DocumentError:
        return Samples()


def fit(samples: Labelled, held: Labelled) -> tuple[list[float], str]:
    """The weights of a regularised logistic regression, and how it fares on `held` samples."""
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    model.fit(np.array([f for f, _ in samples]), np.array([t for _, t in samples]))
    right = model.score(np.array([f for f, _ in held]), np.array([t for _, t in held]))
    share = sum(t for _, t in held) / len(held)
    usual = max(share, 1 - share)
    figures = (
        f"{len(samples)} samples; of {len(held)} held back {right:.4f} right, {usual:.4f} where all are taken alike"
    )
    return [float(w) for w in model.coef_[0]], figures


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "wild" / "gold")
    parser.add_argument("--seeds", default="1-40")
    parser.add_argument("--also", type=Path, action="append", default=[], help="a folder of plans to learn from too")
    parser.add_argument("--held", type=int, default=3)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    first, last = map(int, args.seeds.split("-"))
    styles = [style for style in sorted(args.folder.glob("s*")) if (style / "done").exists()]
    styles = [style for style in styles if first <= int(style.name[1:]) <= last]
    jobs = [
        (plan, args.gold / f"{plan.stem}.jsonl")
        for folder in (*styles, *args.also)
        for plan in sorted(folder.glob("*.pdf"))
        if (args.gold / f"{plan.stem}.jsonl").exists()
    ]
    learned, held = Samples(), Samples()
    with ProcessPoolExecutor(2) as pool:
        for (plan, _), found in zip(jobs, pool.map(_read, jobs), strict=True):
            number = plan.parent.name[1:]
            into = held if number.isdigit() and int(number) % args.held == 0 else learned
            into.pairs += found.pairs
            into.rows += found.rows
    pairs, pair_figures = fit(learned.pairs, held.pairs)
    rows, row_figures = fit(learned.rows, held.rows)
    lines = [
        "# Log-odds that two lines are of one cell (pair) and that lines are a row (row), by feature: row_features.py.",
        f"# Learned by `python -m training` from styles {args.seeds} but every {args.held}th.",
        f"# pair: {pair_figures}",
        f"# row: {row_figures}",
        *(f"pair {name}\t{weight:.4f}" for name, weight in zip(PAIR_FEATURES, pairs, strict=True)),
        *(f"row {name}\t{weight:.4f}" for name, weight in zip(ROW_FEATURES, rows, strict=True)),
    ]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
