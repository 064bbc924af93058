"""How files of all kinds are read, in one run: the five plans as each kind of file, held against their gold.

    python -m tests.files.measure WORK [--minutes 9] [--only GROUP ...] [--seeds 2001-2004] [--weasyprint PYTHON]

Kinds: documents of Word and OpenDocument and workbooks; the office PDFs with their maps of letters damaged in ten ways,
and through Ghostscript (10.00 swaps bytes); the text form damaged; pages in drawn styles by Chromium, LibreOffice and
WeasyPrint with tags, and the same files with the tags taken out; scans at 300 and 200 dpi, turned 0.7 degrees, JPEG.

WORK keeps what was measured of each plan and kind: a run that `--minutes` ended, or that was stopped, goes on where it
was. Delete WORK after a change of the program. When all is measured, or with `--write`, the tables are written into
`docs/files.md`. What this machine cannot make or read is said, and left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.errors import CruscottoError
from pipeline.run.extract import run
from tests.extractors.office.plan_blocks import PLANS, SHARED
from tests.files.makers import Drawing, Kind, Missing, kinds
from tests.files.measured import Measured
from tests.files.page import write_page
from tests.files.tag_cost import measure_tag_cost
from tests.printings.measure import checker, seeds_in

_GOLD = (SHARED / "gold", SHARED / "wild" / "gold")


def measure(kind: Kind, plan: str) -> Measured:
    """Make the plan as this kind of file, read it, and hold it against its gold.

    Raises:
        Missing: this machine lacks a program for it.
    """
    score, trust = checker(SHARED / "check", "score"), checker(SHARED / "check", "trust")
    with TemporaryDirectory() as work:
        files, gold, out = (Path(work) / name for name in ("files", "gold", "clean"))
        files.mkdir()
        gold.mkdir()
        kind.make(plan, files)
        (gold / f"{plan}.jsonl").write_bytes((_GOLD[1] / f"{plan}.jsonl").read_bytes())
        (gold / "expressions.jsonl").write_bytes(b"".join((one / "expressions.jsonl").read_bytes() for one in _GOLD))
        try:
            run([files], out, jobs=1)
        except CruscottoError as error:
            print(f"{kind.group} {kind.name} {plan}: {error}", file=sys.stderr)
            return Measured(kind.group, kind.name, plan, 0, 0, 0, 0, 0, 0, 0, 0, 0, {})
        figures = score.score(out, gold)[plan]
        rows = list(trust.rows(out, gold))
        issues = Counter(map(str, checker(SHARED / "check", "trust").pd.read_parquet(out / "issues.parquet")["code"]))
    names = {score.squash(record["name"]) for record in score.load_gold(_GOLD[1])[0][plan]}
    unsaid = [(row, why, wrong) for _, row, why, wrong in rows if not row["flagged"]]
    return Measured(
        group=kind.group,
        kind=kind.name,
        plan=plan,
        recall=figures["recall"] or 0.0,
        precision=figures["precision"] or 0.0,
        raw=figures["raw"] or 0.0,
        rows=len(rows),
        silent_meanings=figures["silent"],
        silent=sum(bool(why) for _, why, _ in unsaid),
        silent_texts=sum(
            score.squash(row["name"]) not in names or bool({"formula", "owner"} & set(why)) or _has_other_text(wrong)
            for row, why, wrong in unsaid
        ),
        silent_figures=sum(bool(wrong) for _, _, wrong in unsaid),
        flagged=len(rows) - len(unsaid),
        issues=dict(issues),
    )


def _has_other_text(wrong: Iterable[str]) -> bool:
    return any(one.startswith(("lacks ", "extra ")) for one in wrong)


class Kept:
    """What was measured, one file a plan and kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, *names: str) -> Any:
        """What was kept under these names; None where nothing was."""
        path = self._path(names)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def put(self, found: Any, *names: str) -> None:
        """Keep `found`, whole or not at all."""
        path = self._path(names)
        aside = path.with_suffix(".new")
        aside.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
        aside.replace(path)

    def _path(self, names: Sequence[str]) -> Path:
        return self._folder / ("_".join(names).replace(" ", "-") + ".json")


def measure_all(asked: Sequence[Kind], kept: Kept, until: float) -> tuple[list[Measured], set[str], bool]:
    """What each plan gives as each kind of file, what this machine lacks, and whether the time was up before that."""
    late = False
    found: list[Measured] = []
    lacking: set[str] = set()
    for kind in asked:
        for plan in PLANS:
            names = kind.group, kind.name, plan
            if (one := kept.get(*names)) is None:
                if time.monotonic() > until:
                    late = True
                    continue
                try:
                    one = asdict(measure(kind, plan))
                except Missing as error:
                    lacking.add(f"{kind.group}: {error}")
                    break
                kept.put(one, *names)
                print(*names, *(f"{key} {one[key]:.4g}" for key in ("recall", "raw", "silent", "flagged")), flush=True)
            found.append(Measured(**one))
    return found, lacking, late


def main() -> None:
    """Measure, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=600, help="begin nothing more after so many")
    parser.add_argument("--write", action="store_true", help="write docs/files.md though not all is measured")
    parser.add_argument(
        "--no-cost", action="store_true", help="leave out what tags cost, which asks for a quiet machine"
    )
    parser.add_argument("--only", nargs="*", help="these groups alone; docs/files.md is not written")
    parser.add_argument("--seeds", type=seeds_in, default=seeds_in("2001-2004"), help="the styles of tagged printings")
    parser.add_argument("--weasyprint", type=Path, default=Path(sys.executable), help="a Python that has weasyprint")
    args = parser.parse_args()
    until = time.monotonic() + 60 * args.minutes
    drawing = Drawing(args.seeds, args.weasyprint, args.work / "drawn")
    asked = [k for k in kinds(drawing) if not args.only or k.group in args.only]
    kept = Kept(args.work)
    found, lacking, late = measure_all(asked, kept, until)
    print(*lacking, sep="\n")
    if late and not args.write:
        sys.exit("the time is up: run this again to go on, or with --write to write what was measured")
    if not args.only:
        write_page(found, sorted(lacking), [] if args.no_cost else measure_tag_cost())


if __name__ == "__main__":
    main()
