"""Corrections that people make: files of `data/corrections/`, checked, and found again among what was read.

A file is named after its plan: `modena-2017.yml` is about `modena-2017.pdf`. It is a list. An entry says `where` a cell
stands, what is printed there (`expect`), how it is to be read (`set`, a text as a plan would print it), and `reason`,
`by`, `when`. A `set` that equals `expect` accepts the reading as it is. What is printed is never touched: `raw` stays,
and `expect` is held against it in every run. Other entries set a `field` of a row, `remove` a row that states no
indicator, or `add` one that was missed (`pipeline.corrections.model`, `pipeline.corrections.rows`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar

from pydantic import ValidationError

from extractors.edited_text import EditedFileError, read_edited_text
from extractors.edited_yaml import list_faults, load_edited_yaml
from pipeline.corrections.model import CORRECTION, AnyCorrection, Correction
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.text import clean_text
from pipeline.errors import CorrectionsError

if TYPE_CHECKING:
    from extractors.pages.model import Place
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.values import ValueRow

State: TypeAlias = Literal["applied", "stale", "conflicting"]
Meant = TypeVar("Meant")
SUFFIX = ".yml"
_KINDS: Final[dict[State, codes.IssueCode]] = {
    "applied": codes.CORRECTION_APPLIED,
    "stale": codes.CORRECTION_STALE,
    "conflicting": codes.CORRECTION_CONFLICT,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction and where it is written: `modena-2017.yml`, entry 3."""

    file: str
    number: int
    correction: AnyCorrection

    def __str__(self) -> str:
        return f"{self.file}, entry {self.number}"


Corrections: TypeAlias = dict[str, tuple[Entry, ...]]
"""The corrections by the stem of their file's name."""


@dataclass(slots=True)
class PrintedCell:
    """A printed cell: its indicator's row and the rows of `values` that it states, in order of clauses."""

    indicator: IndicatorRow
    values: list[ValueRow] = field(default_factory=list)

    @property
    def raw(self) -> str:
        """The cell as printed."""
        return str(self.values[0]["raw"])

    @property
    def key(self) -> str:
        """The id of its first value, which stays the same whatever the cell is corrected to."""
        return str(self.values[0]["value_id"])


@dataclass(frozen=True, slots=True)
class Resolution(Generic[Meant]):
    """What a correction comes to: the cell or row where exactly one fits, and why it is not applied where it is not."""

    entry: Entry
    state: State
    meant: Meant | None = None
    reason: str = ""


def load_corrections(folder: Path) -> Corrections:
    """The corrections of a folder; none where it does not exist.

    Raises:
        CorrectionsError: a file is no YAML, or has an entry that the model does not fit.
    """
    if not folder.is_dir():
        return {}
    return {
        path.stem: parse_corrections(_read_text(path), path.name)
        for path in sorted(folder.iterdir(), key=lambda p: p.name)
        if path.suffix == SUFFIX and not path.name.startswith(".")
    }


def parse_corrections(text: str, name: str) -> tuple[Entry, ...]:
    """The corrections that the YAML `text` of the file `name` states.

    Raises:
        CorrectionsError: it is no list in YAML, or an entry lacks a key or has one that the model does not know.
    """
    try:
        listed = load_edited_yaml(text)
    except EditedFileError as error:
        raise CorrectionsError(f"{name}: {error}") from error
    if listed is None:
        return ()
    if not isinstance(listed, list):
        raise CorrectionsError(f"{name}: not a list of corrections")
    entries = []
    for number, item in enumerate(listed, start=1):
        try:
            entries.append(Entry(name, number, CORRECTION.validate_python(item)))
        except ValidationError as error:
            raise CorrectionsError(f"{name}: entry {number}: {list_faults(error, below=1)}") from error
    return tuple(entries)


def stems_of(source_file: str, plan: str) -> tuple[str, str, str]:
    """What a file of corrections may be named after: the plan's file without or with its ending, or its plan_id."""
    return Path(source_file).stem, source_file, plan


def corrections_of(found: Corrections, source_file: str, plan: str) -> tuple[Entry, ...]:
    """The corrections of a plan, from every file that is named after it."""
    return tuple(entry for stem in dict.fromkeys(stems_of(source_file, plan)) for entry in found.get(stem, ()))


def cells_of(indicators: Iterable[IndicatorRow], values: Iterable[ValueRow]) -> list[PrintedCell]:
    """The printed cells that rows of `values` come from, in order."""
    by_id = {row["indicator_id"]: row for row in indicators}
    cells: dict[tuple[object, ...], PrintedCell] = {}
    repeats: dict[tuple[object, ...], int] = defaultdict(int)
    for row in values:
        base = (row["indicator_id"], row["role"], row["period"], row["population"], row["raw"])
        repeats[base] += row["clause"] == 1  # the same text may be printed in two cells of a row
        cell = cells.setdefault((*base, repeats[base]), PrintedCell(by_id[row["indicator_id"]]))
        cell.values.append(row)
    return list(cells.values())


def resolve_cells(entries: Sequence[Entry], cells: Sequence[PrintedCell]) -> list[Resolution[PrintedCell]]:
    """What each correction of a cell comes to, in order.

    Stale is one whose cell is not there or is not printed as it expects. Conflicting are those that fit several
    cells, and those that set one cell to different texts: none of these is applied.
    """
    found = []
    set_to = []
    for entry in entries:
        if isinstance(correction := entry.correction, Correction):
            meant = [cell for cell in cells if correction.where.is_cell(cell.indicator, cell.values[0])]
            one = find_meant(entry, meant, [cell.raw for cell in meant], correction.expect, ("cell", "printed"))
            found.append(one)
            set_to.append((one.meant.key if one.meant else "", clean_text(correction.set_to)))
    return without_conflicts(found, set_to, "cell")


def find_meant(
    entry: Entry,
    meant: Sequence[Meant],
    texts: Sequence[str | None],
    expect: str | None,
    called: tuple[str, str],
) -> Resolution[Meant]:
    """What a correction comes to of what fits its `where`: the one whose text is as it expects, else why it is not
    applied. `called` are what the reason calls it, and its text."""
    what, stated = called
    fitting = [one for one, text in zip(meant, texts, strict=True) if text == clean_text(expect)]
    if len(fitting) == 1:
        return Resolution(entry, "applied", fitting[0])
    if fitting:
        return Resolution(entry, "conflicting", reason=f"it fits {len(fitting)} {what}s; say more in `where`")
    if not meant:
        return Resolution(entry, "stale", reason=f"no {what} fits its `where`")
    shown = ", ".join(dict.fromkeys(f"'{text or ''}'" for text in texts))
    return Resolution(entry, "stale", reason=f"it expects '{expect or ''}', {stated} is {shown}")


def without_conflicts(
    found: Sequence[Resolution[Meant]], set_to: Sequence[tuple[Hashable, str | None]], what: str
) -> list[Resolution[Meant]]:
    """What corrections come to where those that set one thing to different texts are not applied; `set_to` are what
    each sets, and to which text, `what` what the reason calls it."""
    texts: dict[Hashable, set[str | None]] = defaultdict(set)
    for target, text in set_to:
        texts[target].add(text)
    reason = f"another correction sets the same {what} to another text"
    return [
        replace(one, state="conflicting", reason=reason) if one.meant and len(texts[target]) > 1 else one
        for one, (target, _) in zip(found, set_to, strict=True)
    ]


def correction_issue(one: Resolution[Any], place: Place, *, raw: str | None, indicator: str | None = None) -> Issue:
    """What the run says of a correction."""
    correction = one.entry.correction
    why = one.reason if one.state != "applied" else f"{correction.reason} ({correction.by}, {correction.when})"
    return make_issue(_KINDS[one.state], f"{one.entry}: {correction}: {why}", place, raw=raw, indicator=indicator)


def _read_text(path: Path) -> str:
    try:
        return read_edited_text(path)
    except EditedFileError as error:
        raise CorrectionsError(f"{path.name}: {error}") from error
