"""Learn the weights by which borders between columns are told, from printings whose files tag their cells.

    python -m training.columns FOLDER [--held 3]      of every third style nothing is learned: it measures

FOLDER holds `sNNNN/PLAN.pdf`, as `python -m training.draw_tagged` draws them. Writes the lines `border` and `extra` of
`extractors/tables/inferred/weights.tsv`: what is known of a candidate alone, and of one beside the likeliest
between two headings. Needs scikit-learn (the dependency group `train`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from extractors.errors import DocumentError
from extractors.tables.inferred.columns.borders import BORDER_FEATURES, EXTRA_FEATURES, extra_features
from training.__main__ import WEIGHTS, Labelled, fit
from training.column_samples import KindSamples, column_samples


def _read(plan: Path) -> list[KindSamples]:
    try:
        return column_samples(plan)
    except DocumentError:
        return []


def _labelled(kinds: Iterable[KindSamples]) -> Labelled:
    return [
        (candidate.features, truth)
        for kind in kinds
        for candidate, truth in zip(kind.candidates, kind.truths, strict=True)
        if truth is not None
    ]


def _beside(kinds: Iterable[KindSamples], weights: Sequence[float]) -> Labelled:
    """The candidates that are not the likeliest between two headings."""
    found = []
    for kind in kinds:
        odds = [sum(w * f for w, f in zip(weights, c.features, strict=True)) for c in kind.candidates]
        best = {max(between, key=lambda i: odds[i]) for between in kind.between if between}
        found += [
            (extra_features(candidate, own), truth)
            for i, (candidate, own, truth) in enumerate(zip(kind.candidates, odds, kind.truths, strict=True))
            if truth is not None and i not in best
        ]
    return found


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held", type=int, default=3)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    plans = [plan for style in sorted(args.folder.glob("s*")) for plan in sorted(style.glob("*.pdf"))]
    learned: list[KindSamples] = []
    held: list[KindSamples] = []
    with ProcessPoolExecutor(2) as pool:
        for plan, kinds in zip(plans, pool.map(_read, plans), strict=True):
            (held if int(plan.parent.name[1:]) % args.held == 0 else learned).extend(kinds)
    border, border_figures = fit(_labelled(learned), _labelled(held))
    extra, extra_figures = fit(_beside(learned, border), _beside(held, border))
    kept = [
        line
        for line in args.out.read_text(encoding="utf-8").splitlines()
        if not line.removeprefix("# ").startswith(("border", "extra"))
    ]
    lines = [
        *kept,
        f"# border: {border_figures}",
        f"# extra: {extra_figures}",
        *(f"border {name}\t{weight:.4f}" for name, weight in zip(BORDER_FEATURES, border, strict=True)),
        *(f"extra {name}\t{weight:.4f}" for name, weight in zip(EXTRA_FEATURES, extra, strict=True)),
    ]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[len(kept) :]))


if __name__ == "__main__":
    main()
