"""How reading fares on printings that nobody tuned to: the five plans in random styles, held against their gold.

    python -m tests.printings.measure FOLDER [--seeds 1-30] [--json FILE]      measures printings that were drawn
    python -m tests.printings.measure FOLDER --draw 1-30                       draws them there first

FOLDER holds `sNNNN/PLAN.pdf` with `style.json` beside, as `../shared/printings/draw.py` writes them (`--script`); it
draws five plans in one to ten minutes. Each style is read as `cruscotto extract` reads a folder, and scored by
`../shared/check/score.py` and `trust.py`. Printed are, over all printings (a printing is one plan in one style): mean
recall, worst tenth (the mean of the tenth of the printings that fare worst), the share with recall of 0.95 or more,
mean raw, and of the published rows those that are wrong with nothing said, those of them with a wrong figure, and of
the right ones those flagged; then the same by producer, second program, rules, line height and plan.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.errors import CruscottoError
from pipeline.run.extract import run

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_GOOD = 0.95
_COUNTS = ("rows", "silent", "silent_figures", "right_flagged", "wrong")


@dataclass(frozen=True, slots=True)
class Printing:
    """What reading gave on one plan in one style: shares of the gold, and counts of published rows."""

    plan: str
    style: dict[str, Any]
    recall: float
    precision: float
    raw: float
    parents: float
    rows: int
    silent: int
    silent_figures: int
    right: int
    right_flagged: int


def checker(folder: Path, name: str) -> ModuleType:
    """The script `name` of the `folder` of checks, as a module."""
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def measure_style(folder: Path, gold: Path, check: Path = SHARED / "check") -> list[Printing]:
    """Read the plans in `folder`, all in one style, and hold them against the records in `gold`."""
    score, trust = checker(check, "score"), checker(check, "trust")
    style = json.loads((folder / "style.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "clean"
        try:
            run([folder], out, jobs=1)
        except CruscottoError as error:
            print(f"{folder.name}: {error}", file=sys.stderr)
            return []
        scores, counts = score.score(out, gold), trust.figures(out, gold)
    empty = dict.fromkeys(_COUNTS, 0)
    found = []
    for plan in sorted(path.stem for path in folder.glob("*.pdf") if path.stem in scores):
        figures, rows = scores[plan], {**empty, **counts.get(plan, {})}
        recall, precision, raw, parents = (figures[key] or 0.0 for key in ("recall", "precision", "raw", "parents"))
        published, silent, silent_figures, right_flagged, wrong = (rows[key] for key in _COUNTS)
        found.append(
            Printing(
                plan=plan,
                style=style,
                recall=recall,
                precision=precision,
                raw=raw,
                parents=parents,
                rows=published,
                silent=silent,
                silent_figures=silent_figures,
                right=published - wrong,
                right_flagged=right_flagged,
            )
        )
    return found


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def summary(printings: Sequence[Printing]) -> dict[str, float]:
    """The distribution over printings: figures of issue 11."""
    recalls = sorted(p.recall for p in printings)
    rows = sum(p.rows for p in printings)
    return {
        "printings": len(printings),
        "recall": _mean(recalls),
        "worst_tenth": _mean(recalls[: max(1, len(recalls) // 10)]),
        "good": _mean(r >= _GOOD for r in recalls),
        "raw": _mean(p.raw for p in printings),
        "parents": _mean(p.parents for p in printings),
        "rows": rows,
        "silent": sum(p.silent for p in printings) / max(rows, 1),
        "silent_figures": sum(p.silent_figures for p in printings) / max(rows, 1),
        "right_flagged": sum(p.right_flagged for p in printings) / max(sum(p.right for p in printings), 1),
    }


GROUPS: dict[str, Callable[[Printing], str]] = {
    "producer": lambda p: str(p.style["producer"]),
    "second program": lambda p: str(p.style["post"]),
    "rules": lambda p: str(p.style["rules"]),
    "line height": lambda p: "over 1.3" if p.style["line"] > 1.3 else "to 1.3",
    "plan": lambda p: p.plan,
}


def table(printings: Sequence[Printing]) -> str:
    """The distribution, over all printings and by group, as a Markdown table."""
    rows = [("all", "", summary(printings))]
    for name, key in GROUPS.items():
        values = sorted(set(map(key, printings)))
        rows += [(name, value, summary([p for p in printings if key(p) == value])) for value in values]
    lines = [
        "| | | printings | recall | worst tenth | ≥ 0.95 | raw | parents | rows | silent | figures | right flagged |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for name, value, s in rows:
        shares = " | ".join(f"{s[key]:.3f}" for key in ("recall", "worst_tenth"))
        rest = " | ".join(f"{s[key]:.3f}" for key in ("raw", "parents"))
        trust = " | ".join(f"{s[key]:.2%}" for key in ("silent", "silent_figures", "right_flagged"))
        counts = f"{name} | {value} | {s['printings']:.0f}"
        lines.append(f"| {counts} | {shares} | {s['good']:.0%} | {rest} | {s['rows']:.0f} | {trust} |")
    return "\n".join(lines)


def seeds_in(text: str) -> range:
    """The numbers that `1-30` or `7` names."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> None:
    """Measure, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=seeds_in, help="only the styles of these numbers")
    parser.add_argument("--draw", type=seeds_in, help="draw the styles of these numbers first")
    parser.add_argument("--script", type=Path, default=SHARED / "printings" / "draw.py")
    parser.add_argument("--gold", type=Path, default=SHARED / "wild" / "gold")
    parser.add_argument("--check", type=Path, default=SHARED / "check")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures of each printing there")
    parser.add_argument("--worst", type=int, default=0, help="list so many printings that fare worst")
    args = parser.parse_args()
    if args.draw:
        first, last = str(args.draw[0]), str(args.draw[-1])
        subprocess.run([sys.executable, args.script, args.folder.resolve(), first, last], check=True)
    seeds = args.seeds or args.draw
    styles = [
        path.parent
        for path in sorted(args.folder.glob("s*/style.json"))
        if (path.parent / "done").exists() and (seeds is None or int(path.parent.name[1:]) in seeds)
    ]
    with ProcessPoolExecutor(args.processes) as pool:
        measured = pool.map(measure_style, styles, [args.gold] * len(styles), [args.check] * len(styles))
        printings = [printing for style in measured for printing in style]
    if not printings:
        sys.exit(f"{args.folder} holds no printing: draw some with --draw 1-10")
    print(table(printings))
    for p in sorted(printings, key=lambda p: p.recall)[: args.worst]:
        kept = {key: p.style[key] for key in ("seed", "producer", "post", "rules", "line", "pad_v", "valign", "head")}
        print(f"{p.recall:.3f} raw {p.raw:.3f} silent {p.silent:4} of {p.rows:4} {p.plan:26} {kept}")
    if args.json:
        args.json.write_text(json.dumps([asdict(p) for p in printings], ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
