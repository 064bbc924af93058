"""How far each tolerance of the extractors can be moved before a reading changes: `make sweep`.

    python -m tests.sweep [--plans FOLDER] [--pages 3] [--jobs 2] [--only WORD] [--out docs/tolerances.md]

A tolerance is a number in capitals at the top of a module of `extractors/`. Each is made smaller and larger by
`FACTORS`, and it is seen whether a reading of the sample changes, or the signals of a row: the first pages of each
plan in the folder (`data/raw`), as printed and without their rules and fills. The page that is written gives for each
number the range in which all readings stay as they are, and lists the numbers that nothing notices: those have no
evidence.

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
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType

import extractors
from extractors.documents import study_document, study_pages
from extractors.engines.registry import open_with
from extractors.errors import DocumentError
from extractors.layouts.registry import Layout, layouts
from extractors.pages.model import Page
from tests.trust.damage import without_rules

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tolerances.md"
FACTORS = (2.0, 1.25)  # by which a number is multiplied and divided; the second where the first is noticed
UNMEASURED = ("extractors.suggest", "extractors.cross_check", "extractors.engines", "extractors.quality")
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
    """The range of a tolerance over which readings stay; None where they do as far as it was moved."""

    tolerance: Tolerance
    low: Number | None
    high: Number | None

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
    lines = source.splitlines()
    for node in ast.parse(source).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if not isinstance(target, ast.Name) or not target.id.strip("_").isupper():
            continue
        value = getattr(importlib.import_module(module), target.id)
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield Tolerance(module, target.id, value, _reason(lines, node))


def _reason(lines: Sequence[str], node: ast.stmt) -> str:
    """The comment beside the statement, else the comment lines above it."""
    beside = lines[node.lineno - 1].partition("#")[2].strip()
    above: list[str] = []
    for line in reversed(lines[: node.lineno - 1]):
        if not line.startswith("#"):
            break
        above.insert(0, line.strip("# "))
    return beside or " ".join(above)


def steps(value: Number, *, up: bool) -> list[Number]:
    """The values that a tolerance is moved to, furthest first; whole numbers stay whole, and above nothing."""
    moved: list[Number] = [value * factor if up else value / factor for factor in FACTORS]
    if isinstance(value, int):
        moved = [max(value + 1, round(v)) if up else min(value - 1, round(v)) for v in moved]
    return [v for v in dict.fromkeys(moved) if v > 0]


@contextmanager
def moved(tolerance: Tolerance, value: Number) -> Iterator[None]:
    """The tolerance at another value, also in the modules that have imported it."""
    holders = [m for m in _modules() if getattr(m, tolerance.name, None) is getattr(_home(tolerance), tolerance.name)]
    holders = [m for m in holders if m is _home(tolerance) or not tolerance.name.startswith("_")]
    for module in holders:
        setattr(module, tolerance.name, value)
    try:
        yield
    finally:
        for module in holders:
            setattr(module, tolerance.name, tolerance.value)


def _home(tolerance: Tolerance) -> ModuleType:
    return importlib.import_module(tolerance.module)


def _modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("extractors.")]


@dataclass(frozen=True, slots=True)
class Sample:
    """A plan with its layout; `pages` are its first pages as read once, for what does not concern their reading."""

    path: Path
    layout: Layout
    pages: tuple[Page, ...]


@cache
def samples(folder: Path, pages: int) -> tuple[Sample, ...]:
    """The plans of a folder."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        layout = layouts()[study_document(path).extraction.layout_id]
        found.append(Sample(path, layout, _first_pages(path, pages)))
    return tuple(found)


def _first_pages(path: Path, count: int) -> tuple[Page, ...]:
    with open_with("pdfium", path)[1] as opened:
        return tuple(opened.page(number) for number in range(1, min(count, len(opened)) + 1))


def read_samples(folder: Path, pages: int, *, anew: bool) -> Iterator[Reading]:
    """The records of each sample, as printed and without rules; `anew` reads the files again too."""
    for sample in samples(folder, pages):
        printed = _first_pages(sample.path, pages) if anew else sample.pages
        yield _read(printed, sample.layout)
        yield _read([without_rules(page, random.Random(0)) for page in printed], sample.layout)


def _read(pages: Sequence[Page], layout: Layout) -> Reading:
    try:
        extraction = study_pages(pages, layout=layout).extraction
    except DocumentError as error:
        return Counter([("error", str(error.cause))])
    return Counter(
        (
            *(r.name, str(r.node), r.formula or "", r.owner or "", r.weight or "", *sorted(r.signs)),
            *(f"{value.role} {value.period} {value.raw}" for value in r.values),
        )
        for r in extraction.records
    )


def sweep_one(tolerance: Tolerance, folder: Path, pages: int) -> Swept:
    """Move a tolerance down and up: the nearest values at which a reading changes."""
    read = partial(read_samples, folder, pages, anew=tolerance.module.startswith("extractors.pages"))
    base = _base(folder, pages)

    def first_noticed(values: Sequence[Number]) -> Number | None:
        noticed = None
        for value in values:
            with moved(tolerance, value):
                try:
                    same = all(a == b for a, b in zip(read(), base, strict=True))
                except (ArithmeticError, LookupError, ValueError):  # what a number out of all reason leads to
                    same = False
            if same:
                break
            noticed = value
        return noticed

    return Swept(
        tolerance, first_noticed(steps(tolerance.value, up=False)), first_noticed(steps(tolerance.value, up=True))
    )


@cache
def _base(folder: Path, pages: int) -> list[Reading]:
    return list(read_samples(folder, pages, anew=True))


_PAGE = """# Tolerances

Made by `make sweep` (`tests/sweep.py`). Do not edit it by hand.

Every number of `extractors/` that decides how a page is read, with the range over which all readings of the sample and
the signals of their rows stay as they are. The sample is the first {pages} pages of each plan in `data/raw`, as printed
and without rules and fills. Each number was halved and doubled, and moved by a quarter where that was noticed; `below`
and `above` are the nearest values at which a reading changed, `-` where none did.

"""


def tolerances_page(swept: Sequence[Swept], pages: int) -> str:
    """The text of `docs/tolerances.md`."""
    lines = [
        "| module | number | value | below | above | unit and reason |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    for s in swept:
        module = s.tolerance.module.removeprefix("extractors.")
        low, high = ("-" if v is None else f"{v:g}" for v in (s.low, s.high))
        reason = s.tolerance.reason.replace("|", "\\|") or "**none given**"
        lines.append(f"| `{module}` | `{s.tolerance.name}` | {s.tolerance.value:g} | {low} | {high} | {reason} |")
    unnoticed = [s for s in swept if not s.is_noticed]
    lines += ["", f"## Noticed by no reading: {len(unnoticed)} of {len(swept)}", ""]
    lines += [f"- `{s.tolerance.module}.{s.tolerance.name}` = {s.tolerance.value:g}" for s in unnoticed]
    return _PAGE.format(pages=pages) + "\n".join(lines) + "\n"


def main() -> None:
    """Sweep and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--pages", type=int, default=3, help="pages of each plan (3)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="sweep modules whose name holds this word")
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    asked = [tolerance for tolerance in find_tolerances() if given.only in tolerance.module]
    swept = []
    with ProcessPoolExecutor(given.jobs) as pool:
        for done in pool.map(partial(sweep_one, folder=given.plans, pages=given.pages), asked):
            print(f"{done.tolerance.module}.{done.tolerance.name} {done.low} {done.high}", file=sys.stderr, flush=True)
            swept.append(done)
    given.out.write_text(tolerances_page(swept, given.pages), encoding="utf-8")


if __name__ == "__main__":
    main()
