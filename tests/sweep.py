"""How far each tolerance of the extractors can be moved before a reading changes: `make sweep`.

    python -m tests.sweep [--pages 1] [--jobs 2] [--only WORD] [--out docs/tolerances.md]

A tolerance is a number in capitals at the top of a module of `extractors/`. Each is made smaller and larger by
`FACTORS`, and it is seen whether a reading of the sample changes, or the signals of a row: the first pages of the plans
in `data/raw`, as printed and without their rules and fills, and of the printings in `tests/printings/hard`. The page
that is written gives for each number the range in which all readings stay as they are, and lists the numbers that
nothing notices, and those of modules that no reading of the sample runs (OCR, office files, texts).

Numbers that a module uses only while it is loaded (in a pattern, as a default) cannot be moved this way; nor are those
measured that no reading uses: of `suggest/`, of the second reader and of the confidence's weights.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from types import FrameType, ModuleType

import extractors
from extractors.documents import study_document, study_pages
from extractors.engines.registry import open_with
from extractors.errors import DocumentError
from extractors.layouts.registry import Layout, layouts
from extractors.pages.model import Page
from tests.trust.damage import without_rules

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tolerances.md"
PLANS, PRINTINGS = ROOT / "data" / "raw", ROOT / "tests" / "printings" / "hard"
FACTORS = (2.0, 1.25)  # by which a number is multiplied and divided; the second where the first is noticed
UNMEASURED = (
    "extractors.suggest",
    "extractors.cross_check",
    "extractors.engines",
    "extractors.quality",
    "extractors.pages.pdfium.calls",  # sizes of memory that is laid out while it is loaded: moved, they end the process
)
Number = int | float
Reading = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A number of a module, with what the comment beside or above it says."""

    module: str
    name: str
    value: Number
    reason: str


@dataclass(frozen=True, slots=True)
class Swept:
    """The range of a tolerance over which readings stay; None where they do as far as it was moved. `is_run` tells
    whether a reading of the sample runs its module."""

    tolerance: Tolerance
    low: Number | None = None
    high: Number | None = None
    is_run: bool = True

    @property
    def is_noticed(self) -> bool:
        """Whether any reading changes when the number is moved."""
        return self.low is not None or self.high is not None


def find_tolerances() -> list[Tolerance]:
    """The tolerances of `extractors`, in the order of modules."""
    names = [m.name for m in pkgutil.walk_packages(extractors.__path__, "extractors.") if not m.ispkg]
    return [found for name in sorted(names) if not name.startswith(UNMEASURED) for found in _tolerances_of(name)]


def _tolerances_of(module: str) -> Iterator[Tolerance]:
    path = ROOT / (module.replace(".", "/") + ".py")
    source = path.read_text(encoding="utf-8")
    lines, body = source.splitlines(), ast.parse(source).body
    for node, following in zip_longest(body, body[1:]):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if not isinstance(target, ast.Name) or not target.id.strip("_").isupper() or _is_derived(node):
            continue
        value = getattr(importlib.import_module(module), target.id)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield Tolerance(module, target.id, value, _reason(lines, node, following))


def _is_derived(node: ast.stmt) -> bool:
    """Whether a value is made of others: a constant of a library, or so many times another number."""
    value = getattr(node, "value", None)
    return value is not None and any(isinstance(part, ast.Call | ast.Name) for part in ast.walk(value))


def _reason(lines: Sequence[str], node: ast.stmt, following: ast.stmt | None) -> str:
    """The comment beside the statement, else the text below it, else the comment lines above it."""
    beside = lines[node.lineno - 1].partition("#")[2].strip()
    below = getattr(getattr(following, "value", None), "value", None) if isinstance(following, ast.Expr) else None
    above: list[str] = []
    for line in reversed(lines[: node.lineno - 1]):
        if not line.startswith("#"):
            break
        above.insert(0, line.strip("# "))
    return beside or (" ".join(below.split()) if isinstance(below, str) else " ".join(above))


def steps(value: Number, *, up: bool) -> list[Number]:
    """The values that a tolerance is moved to, furthest first; whole numbers stay whole, and none changes its sign."""
    moved: list[Number] = [value * factor if up else value / factor for factor in FACTORS]
    if isinstance(value, int):
        moved = [max(value + 1, round(v)) if up else min(value - 1, round(v)) for v in moved]
    return [v for v in dict.fromkeys(moved) if v * value > 0]


@contextmanager
def moved(tolerance: Tolerance, value: Number) -> Iterator[None]:
    """The tolerance at another value, also in the modules that have imported it."""
    holders = _holders(tolerance)
    for module in holders:
        setattr(module, tolerance.name, value)
    try:
        yield
    finally:
        for module in holders:
            setattr(module, tolerance.name, tolerance.value)


def _holders(tolerance: Tolerance) -> list[ModuleType]:
    """The modules that have the number under its name: its own, and where it is public those that import it."""
    home = importlib.import_module(tolerance.module)
    if tolerance.name.startswith("_"):
        return [home]
    loaded = [module for name, module in list(sys.modules.items()) if name.startswith("extractors.")]
    return [m for m in loaded if getattr(m, tolerance.name, None) is getattr(home, tolerance.name)]


@dataclass(frozen=True, slots=True)
class Sample:
    """A plan with its layout, read as printed or `bare`, without rules and fills; `pages` are its first ones as read
    once, for what does not concern their reading."""

    path: Path
    layout: Layout
    pages: tuple[Page, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class Base:
    """What a sample gives with all numbers as they are, and the files of the modules that it runs."""

    sample: Sample
    reading: Reading
    files: frozenset[str]


@cache
def bases(pages: int) -> tuple[Base, ...]:
    """The sample, those first that are read soonest."""
    printed = [_sample(path, pages) for folder in (PRINTINGS, PLANS) for path in sorted(folder.glob("*.pdf"))]
    bare = [replace(sample, bare=True) for sample in printed if sample.path.parent == PLANS]
    return tuple(Base(sample, *_watched(sample)) for sample in (*printed, *bare))


def _sample(path: Path, pages: int) -> Sample:
    layout = layouts()[study_document(path).extraction.layout_id]
    return Sample(path, layout, _first_pages(path, pages), bare=False)


def _first_pages(path: Path, count: int) -> tuple[Page, ...]:
    with open_with("pdfium", path)[1] as opened:
        return tuple(opened.page(number) for number in range(1, min(count, len(opened)) + 1))


def _watched(sample: Sample) -> tuple[Reading, frozenset[str]]:
    """What a sample gives, and the files whose functions are called on the way."""
    files = set[str]()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        found = read(sample, anew=True)
    finally:
        sys.setprofile(None)
    return found, frozenset(files)


def read(sample: Sample, *, anew: bool) -> Reading:
    """The records of a sample; `anew` reads its file again too."""
    pages: Sequence[Page] = _first_pages(sample.path, len(sample.pages)) if anew else sample.pages
    if sample.bare:
        pages = [without_rules(page, random.Random(0)) for page in pages]
    try:
        extraction = study_pages(pages, layout=sample.layout).extraction
    except DocumentError as error:
        return Counter([("error", str(error.cause))])
    return Counter(
        (
            *(r.name, str(r.node), r.formula or "", r.owner or "", r.weight or "", *sorted(r.signs)),
            *(f"{value.role} {value.period} {value.raw}" for value in r.values),
        )
        for r in extraction.records
    )


def sweep_one(tolerance: Tolerance, pages: int) -> Swept:
    """Move a tolerance down and up: the nearest values at which a reading changes."""
    files = {module.__file__ for module in _holders(tolerance)}
    runs = [base for base in bases(pages) if files & base.files]
    anew = tolerance.module.startswith("extractors.pages")

    def is_same(base: Base) -> bool:
        try:
            return read(base.sample, anew=anew) == base.reading
        except (ArithmeticError, LookupError, ValueError):  # what a number out of all reason leads to
            return False

    def first_noticed(values: Sequence[Number]) -> Number | None:
        noticed = None
        for value in values:
            with moved(tolerance, value):
                if all(map(is_same, runs)):
                    break
            noticed = value
        return noticed

    low, high = (first_noticed(steps(tolerance.value, up=up)) if runs else None for up in (False, True))
    return Swept(tolerance, low, high, is_run=bool(runs))


_PAGE = """# Tolerances

Made by `make sweep` (`tests/sweep.py`). Do not edit it by hand.

Every number of `extractors/` that decides how a page is read, with the range over which all readings of the sample and
the signals of their rows stay as they are. The sample is the first pages ({pages}) of each plan in `data/raw`, as
printed and without rules and fills, and of each printing in `tests/printings/hard`. Each number was halved and doubled,
and moved by a quarter where that was noticed; `below` and `above` are the nearest values at which a reading changed,
`-` where none did. The sample is small, so that all numbers can be moved within an hour: one that it does not notice
may decide other pages. `--pages` widens it.

"""


def tolerances_page(swept: Sequence[Swept], pages: int) -> str:
    """The text of `docs/tolerances.md`."""
    run = [s for s in swept if s.is_run]
    lines = [
        "| module | number | value | below | above | unit and reason |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for s in run:
        low, high = ("-" if v is None else f"{v:g}" for v in (s.low, s.high))
        lines.append(_row(s.tolerance, low, high))
    unnoticed = [s.tolerance for s in run if not s.is_noticed]
    lines += ["", f"## Noticed by no reading: {len(unnoticed)} of {len(run)}", ""]
    lines += [f"- `{t.module}.{t.name}` = {t.value:g}" for t in unnoticed]
    others = [s.tolerance for s in swept if not s.is_run]
    lines += ["", f"## In modules that no reading of the sample runs: {len(others)}", ""]
    lines += ["| module | number | value | unit and reason |", "| --- | --- | ---: | --- |"]
    lines += [_row(tolerance) for tolerance in others]
    return _PAGE.format(pages=pages) + "\n".join(lines) + "\n"


def _row(tolerance: Tolerance, *found: str) -> str:
    reason = tolerance.reason.replace("|", "\\|") or "**none given**"
    module = tolerance.module.removeprefix("extractors.")
    return f"| {' | '.join((f'`{module}`', f'`{tolerance.name}`', f'{tolerance.value:g}', *found, reason))} |"


def main() -> None:
    """Sweep and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1, help="pages of each plan (1)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="sweep modules whose name holds this word")
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    asked = [tolerance for tolerance in find_tolerances() if given.only in tolerance.module]
    swept = []
    with ProcessPoolExecutor(given.jobs) as pool:
        for done in pool.map(partial(sweep_one, pages=given.pages), asked):
            print(f"{done.tolerance.module}.{done.tolerance.name} {done.low} {done.high}", file=sys.stderr, flush=True)
            swept.append(done)
    given.out.write_text(tolerances_page(swept, given.pages), encoding="utf-8")


if __name__ == "__main__":
    main()
