"""The layouts that come with the project, what a layout file may say, and which layout a document chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.errors import UnknownLayout
from extractors.layouts import registry as library
from extractors.layouts.registry import Layout, LayoutInvalid, choose_layout, layout_by_id, layouts, parse_layout

FOLDER = Path(library.__file__).parent
FILES = sorted(FOLDER.glob("*.yml"))

SMALL = """
id: small
chamber: Camera di commercio di Prova
tables:
  columns:
    - {column: name, headings: [Indicatore]}
    - {column: target, headings: ["Target {year}"]}
"""


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_says_its_own_name_and_reads_tables_or_cards(path: Path) -> None:
    layout = parse_layout(path.read_text(encoding="utf-8"), path.name)
    assert layout.id == path.stem
    assert layout.tables is not None or layout.cards is not None
    assert layout.generic or layout.recognise.all or layout.recognise.any


def test_every_file_is_a_known_layout() -> None:
    assert list(layouts()) == [path.stem for path in FILES]
    assert layout_by_id("modena") is layouts()["modena"]


def test_ignoring_rules_say_why() -> None:
    reasons = [rule.reason for layout in layouts().values() for rule in layout.ignore]
    assert reasons
    assert all(len(reason.split()) > 3 for reason in reasons)


def test_a_small_layout_is_enough() -> None:
    layout = parse_layout(SMALL, "small.yml")
    assert layout.tables is not None
    assert layout.tables.level == "other"


@pytest.mark.parametrize(
    ("added", "place"),
    [
        ("identifier: x", "identifier"),
        ("plan: {titel: x}", "plan.titel"),
        ("recognise: {some: [x]}", "recognise.some"),
        ("nodes: [{name: a, level: area, patern: x, pattern: x}]", "nodes.0.patern"),
        ("sections: [{name: a, pattern: x, levels: area}]", "sections.0.levels"),
        ("ignore: [{name: a, reason: none, rows: x}]", "ignore.0.rows"),
        ("cards: {keys: [], label: []}", "cards.label"),
    ],
)
def test_a_key_that_the_model_does_not_know_is_an_error_with_its_place(added: str, place: str) -> None:
    with pytest.raises(LayoutInvalid, match=rf"small\.yml: .*{place}"):
        parse_layout(f"{SMALL}\n{added}", "small.yml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SMALL.replace("target,", "goal,"), "tables.columns.1.column"),
        (SMALL.replace("id: small", ""), "id"),
        (SMALL + 'nodes: [{name: a, level: area, pattern: "(open"}]', "not a regular expression"),
        (SMALL + "nodes: [{name: a, level: hamlet, pattern: x}]", "nodes.0.level"),
        ("id: [unclosed", "not YAML"),
        ("", "small.yml"),
        ("- a list", "small.yml"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong(text: str, fault: str) -> None:
    with pytest.raises(LayoutInvalid, match=fault):
        parse_layout(text, "small.yml")


@pytest.mark.parametrize(
    ("vocabulary", "fault"),
    [
        ("{units: {days: [gglav]}}", r"vocabulary\.units"),
        ("{units: {count: [pezzi]}}", r"vocabulary\.units"),
        ("{comparators: {'≥': [perlomanco]}}", r"vocabulary\.comparators"),
        ("{absent: ['80%']}", "without letters.*'80%'"),
        ("{absent: [''] }", "without letters"),
        ("{absent: [Sospeso], harmless: [sospeso]}", "stands for two things: sospeso"),
        ("{months: [maggembre]}", r"vocabulary\.months"),
    ],
)
def test_a_wrong_vocabulary_says_what_is_wrong(vocabulary: str, fault: str) -> None:
    with pytest.raises(LayoutInvalid, match=fault):
        parse_layout(f"{SMALL}\nvocabulary: {vocabulary}", "small.yml")


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(UnknownLayout, match=r"atlantide.*modena"):
        layout_by_id("atlantide")


# --- choosing ---------------------------------------------------------------------------------------------------


def recognising(layout_id: str, recognise: str, **more: object) -> Layout:
    layout = parse_layout(f"id: {layout_id}\nchamber: X\nrecognise: {recognise}", f"{layout_id}.yml")
    return layout.model_copy(update=more)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Layout]]:
    found = {
        "one": recognising("one", "{all: [uno], any: [mare, monte]}"),
        "two": recognising("two", "{any: [mare, lago]}"),
        "any": recognising("any", "{}", generic=True),
    }
    monkeypatch.setattr(library, "layouts", lambda: found)
    return iter([found])


def chosen(*lines: str) -> str | None:
    choice = choose_layout(lines)
    return choice.layout.id if choice.layout else None


@pytest.mark.usefixtures("known")
def test_the_layout_with_most_matches_is_chosen() -> None:
    assert chosen("UNO", "il mare") == "one"
    assert chosen("mare e lago") == "two"
    assert chosen("due", "il mare e il lago, il monte") == "two"  # not all of what `one` asks for
    assert chosen("solo il mare") == "any"  # one sign alone may stand in any chamber's plan


@pytest.mark.usefixtures("known")
def test_a_document_that_none_recognises_is_for_the_generic_layout() -> None:
    assert chosen("piano della performance") == "any"


def test_a_tie_is_no_choice_and_says_with_whom(known: Iterator[dict[str, Layout]]) -> None:
    found = next(known)
    found["three"] = recognising("three", "{any: [lago, mare]}")
    choice = choose_layout(["mare e lago"])
    assert choice.layout is None
    assert choice.tied


def test_patterns_see_lines(known: Iterator[dict[str, Layout]]) -> None:
    found = next(known)
    found["lines"] = recognising("lines", "{any: ['^CRUSCOTTO$', '^ANNO$']}")
    assert chosen("premessa", "CRUSCOTTO", "ANNO") == "lines"
    assert chosen("il CRUSCOTTO", "l'ANNO") == "any"


def test_a_kind_of_row_broken_at_a_slash_or_a_hyphen_is_known() -> None:
    tables = layout_by_id("riviere-di-liguria").tables
    assert tables is not None
    (kind,) = (kind for kind in tables.kinds if kind.name == "process")
    for text in ("1 TARGET EFFICACIA/EFFICIENZA/PROCESSI-SERVIZI", "2 TARGET EFFICACIA/ EFFICIENZA/PROCESSI -SERVIZI"):
        assert re.fullmatch(kind.pattern, text)
