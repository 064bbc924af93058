"""How plans are read that are no PDF: the five plans in forms that seeds choose, held against their gold.

    python -m tests.extractors.office.measure FOLDER --seeds 1-8 [--formats docx,xlsx,odt,ods]

FOLDER takes what is written, `sNNNN/docx/PLAN.docx` and so on. Even seeds are held back: measured, never looked into.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from pipeline.run.extract import run
from tests.extractors.office.plan_blocks import PLANS, SHARED, plan_blocks
from tests.extractors.office.writers import Form, write


def draw(folder: Path, seeds: range, formats: list[str]) -> list[Path]:
    """Write the plans in the forms of `seeds`; the folders written."""
    blocks = {plan: plan_blocks(plan) for plan in PLANS}
    made = []
    for seed in seeds:
        for kind in formats:
            inside = folder / f"s{seed:04d}" / kind
            inside.mkdir(parents=True, exist_ok=True)
            made.append(inside)
            for plan in PLANS:
                path = inside / f"{plan}.{kind}"
                if not path.exists():
                    write(blocks[plan], Form.drawn(seed), path)
    return made


def figures(folder: Path, out: Path) -> dict[str, dict[str, float]]:
    """Read the plans in `folder`; what `score.py` and `trust.py` say of each and of all."""
    run([folder], out=out, report=False)
    score = [sys.executable, str(SHARED / "check" / "score.py"), str(out), str(SHARED / "wild" / "gold"), "--json"]
    found = json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout)
    return {plan: found[plan] for plan in PLANS}


def main() -> None:
    """Write, read, score, and print a line for each plan that is not whole, and one for each folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", default="1-4")
    parser.add_argument("--formats", default="docx,xlsx,odt,ods")
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    for folder in draw(asked.folder, seeds, asked.formats.split(",")):
        held_back = int(folder.parent.name[1:]) % 2 == 0
        found = figures(folder, asked.folder / "out" / folder.parent.name / folder.name)
        names = ("recall", "precision", "raw", "parents", "silent")
        least = {name: min(float(one.get(name) or 0) for one in found.values()) for name in names[:-1]}
        silent = sum(int(one["silent"]) for one in found.values())
        print(
            f"{folder.parent.name}/{folder.name}",
            {k: round(v, 4) for k, v in least.items()},
            f"silent {silent}",
            flush=True,
        )
        for plan, one in found.items():
            if not held_back and any(float(one.get(name) or 0) < 0.995 for name in names[:3]):
                print("   ", plan, {name: one.get(name) for name in names})


if __name__ == "__main__":
    main()
