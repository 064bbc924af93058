"""The reader checks itself: what is read can be written back and read the same; what says nothing changes nothing."""

import datetime
import json
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from normalizers.targets.clauses import Clause
from normalizers.targets.reader import read_cell
from tests.normalizers.adversarial import load_traps
from tests.normalizers.canonical import _UNITS, canonical_text
from tests.normalizers.make_cells import cells
from tests.normalizers.test_targets_gold import GOLD

_MEANING = ("kind", "comparator", "number", "number_high", "unit", "date", "boolean")
Meaning = list[tuple[object, ...]]


def meaning(clauses: tuple[Clause, ...]) -> Meaning:
    """The fields that say what a cell means, without words, source and status."""
    return [(*(getattr(clause, name) for name in _MEANING), _plain(clause.reference)) for clause in clauses]


def _plain(reference: str | None) -> str | None:
    """A reference is printed as it stands in the cell: its letters' case and its days' signs are no meaning."""
    return reference and " ".join(reference.casefold().replace("/", ".").replace("giorni", "gg").split()).strip(".*")


def plan_cells() -> list[str]:
    """Every distinct cell of the plans' gold where it lies beside the clone, else those of `cells.tsv`."""
    files = [*GOLD.glob("*.jsonl"), *(GOLD.parent / "wild" / "gold").glob("*.jsonl")]
    found: set[str] = set()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found.update([record["raw"]] if "raw" in record else [v["raw"] for v in record.get("values", [])])
    return sorted(found) if found else cells()


CELLS = plan_cells()
CERTAIN = [
    raw
    for raw in [*CELLS, *(trap.raw for trap in load_traps() if not trap.is_held_back)]
    if {clause.status for clause in read_cell(raw, period=2020)} == {"ok"}
]

# ---- written back

NUMBERS = st.one_of(st.integers(-99_999, 20_000_000), st.integers(-99_999, 99_999).map(lambda n: n / 100))
SIGNS = st.sampled_from([">=", ">", "<=", "<", "="])


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """A clause of any kind that a text can say without a doubt."""
    kind = draw(st.sampled_from(["quantity", "range", "date", "boolean", "relative", "missing", "baseline_year"]))
    if kind in {"quantity", "range"}:
        number, unit = float(draw(NUMBERS)), draw(st.sampled_from(sorted(_UNITS, key=str)))
        if kind == "range":
            number = abs(number)
            return Clause("quantity", "between", "cell", number, round(number + draw(st.integers(1, 999)), 2), unit)
        sign, source = draw(
            st.sampled_from([(">=", "cell"), ("<", "cell"), ("<=", "cell"), (">", "cell"), ("=", "implicit")])
        )
        due = (
            draw(st.none() | st.dates(datetime.date(2010, 1, 1), datetime.date(2030, 1, 1)))
            if unit == "percent"
            else None
        )
        return Clause("quantity", sign, source, number, unit=unit, date=due)
    if kind == "date":
        day = draw(st.dates(datetime.date(2000, 1, 1), datetime.date(2050, 1, 1)))
        return Clause("date", "<=", draw(st.sampled_from(["cell", "implicit"])), date=day)
    if kind == "relative":
        reference = draw(
            st.sampled_from(["t-1", "t-2", "media cluster", "media nazionale", "medio", "consuntivo 2018"])
        )
        return Clause("relative", draw(SIGNS), "cell", reference=reference)
    return Clause(kind, boolean=draw(st.booleans()) if kind == "boolean" else None)


@given(clauses())
@settings(deadline=None, max_examples=400)
def test_clause_written_back_is_read_the_same(clause: Clause) -> None:
    text = canonical_text(clause)
    assert text is not None
    read = read_cell(text, period=2020)
    assume(not (clause.unit == "percent" and clause.number and abs(clause.number) >= 1000))  # 1.234% has two readings
    assert meaning(read) == meaning((clause,)), text
    assert read[0].status == "ok", (text, read[0].reason)


def test_what_is_read_in_a_plan_is_read_again_once_written_back() -> None:
    wrong, written = [], 0
    for raw in CERTAIN:
        for clause in read_cell(raw, period=2020):
            text = canonical_text(clause)
            if text is not None:
                written += 1
                again = read_cell(text, period=2020)
                if meaning(again) != meaning((clause,)):
                    wrong.append((raw, text, again))
    assert written > 700
    assert len(wrong) <= _WRITTEN_BACK_OTHERWISE, wrong


_WRITTEN_BACK_OTHERWISE = 0

# ---- what says nothing changes nothing

RELATIONS: dict[str, Callable[[str], str]] = {
    "spaces around": lambda raw: f"  {raw} ",
    "a line break for each space": lambda raw: raw.replace(" ", "\n"),
    "spaces that do not break": lambda raw: raw.replace(" ", "\u00a0"),
    "capital letters": str.upper,
    "a bullet": lambda raw: f"• {raw}",
    "a full stop": lambda raw: raw if raw.rstrip().endswith((".", ";", ",")) else f"{raw}.",
    "a footnote's mark": lambda raw: f"{raw}*",
    "signs of one character": lambda raw: raw.replace(">=", "≥").replace("<=", "≤"),
    "signs of two characters": lambda raw: raw.replace("≥", ">=").replace("≤", "<="),
    "a space before the percent sign": lambda raw: raw.replace(" %", "%").replace("%", " %"),
    "days spelled out": lambda raw: raw.replace(" gg.", " giorni").replace(" gg", " giorni"),
    "days with points": lambda raw: re.sub(r"\b(\d\d)/(\d\d)/(\d{4})\b", r"\1.\2.\3", raw),
    "a label": lambda raw: f"Target: {raw}",
}
VIOLATIONS: dict[str, int] = dict.fromkeys(RELATIONS, 0)
"""How many certain cells mean something else, and nobody is told, once changed so: lowered, never raised."""


def violations(change: Callable[[str], str]) -> list[tuple[str, Meaning, Meaning]]:
    """The cells that are certain before and after a change that says nothing, and do not mean the same."""
    found = []
    for raw in CERTAIN:
        before, after = read_cell(raw, period=2020), read_cell(change(raw), period=2020)
        if {clause.status for clause in after} == {"ok"} and meaning(before) != meaning(after):
            found.append((raw, meaning(before), meaning(after)))
    return found


@pytest.mark.parametrize("name", RELATIONS)
def test_change_that_says_nothing_changes_nothing(name: str) -> None:
    found = violations(RELATIONS[name])
    assert len(found) <= VIOLATIONS[name], found[:5]


@pytest.mark.parametrize("name", RELATIONS)
def test_change_that_says_nothing_is_rarely_doubted(name: str) -> None:
    doubted = [
        raw
        for raw in CELLS
        if {clause.status for clause in read_cell(raw, period=2020)} == {"ok"}
        and {clause.status for clause in read_cell(RELATIONS[name](raw), period=2020)} != {"ok"}
    ]
    assert len(doubted) <= _DOUBTED * len(CELLS), doubted[:20]


_DOUBTED = 0.03
"""The share of the plans' cells that a change which says nothing may bring into doubt."""


def test_meaning_leaves_out_what_a_change_may_change() -> None:
    assert set(Clause._fields) - set(_MEANING) == {"comparator_source", "reference", "text", "status", "reason"}


_MISSPELT_IN_SILENCE = 0.01
"""The share of misspelt cells that mean something else, and nobody is told: most hit another word (`fini al 5%`)."""


def misspell(raw: str, chance: random.Random) -> str:
    """The text with one letter of a word of three and more left out, doubled, exchanged or another."""
    word = chance.choice([*re.finditer(r"[^\W\d_]{3,}", raw)])
    at = chance.randrange(word.start(), word.end())
    ways = ["", raw[at] * 2, chance.choice("abcdefghilmnopqrstuvz"), raw[at : at + 2][::-1]]
    way = chance.choice(ways)
    return raw[:at] + way + raw[at + (2 if way is ways[3] else 1) :]


def test_cells_with_a_wrong_letter_are_rarely_misread_in_silence() -> None:
    chance = random.Random(1)
    tried, wrong = 0, []
    for raw in CERTAIN * 3:
        read = read_cell(raw, period=2020)
        if read[0].kind == "qualitative" or not re.search(r"[^\W\d_]{3}", raw):
            continue
        misspelt = misspell(raw, chance)
        again = read_cell(misspelt, period=2020)
        tried += 1
        if {clause.status for clause in again} == {"ok"} and meaning(again) != meaning(read):
            wrong.append((raw, misspelt))
    assert tried > 1000
    assert len(wrong) <= _MISSPELT_IN_SILENCE * tried, (len(wrong), tried, wrong)
