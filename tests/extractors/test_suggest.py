"""Drafted layouts: that they load, read at least what `generic` reads, and say where everything comes from."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import extract_document, study_document
from extractors.layouts.registry import layout_by_id, parse_layout
from extractors.pages.model import Cell, Place, TableRow
from extractors.suggest.card_survey import survey_cards
from extractors.suggest.code_patterns import pattern_of_codes
from extractors.suggest.draft import LayoutSuggestion, suggest_layout
from extractors.suggest.heading_survey import HeadingVocabulary, generalised, survey_headings
from extractors.suggest.layout_yaml import layout_yaml
from extractors.suggest.regex_expansion import wordings

RAW = Path(__file__).parents[2] / "data" / "raw"
PIRA = Path(__file__).parents[3] / "shared" / "plans" / "pdf" / "other" / "pira-2021.pdf"
GENERIC = layout_by_id("generic")
assert GENERIC.tables is not None
VOCABULARY = HeadingVocabulary(GENERIC.tables)


@functools.cache
def suggested(path: Path) -> LayoutSuggestion:
    return suggest_layout(path)


def row(*texts: str, table: int = 0, bold: bool = True) -> TableRow:
    cells = tuple(Cell(text, Place(line=1), column=i, bold=bold) for i, text in enumerate(texts))
    return TableRow(cells, Place(line=1), table)


def names(path: Path, layout: str) -> list[str]:
    return [record.name for record in extract_document(path, layout=layout).records]


# Drafts of real plans


def test_a_draft_reads_an_unknown_plan_as_well_as_generic(tmp_path: Path) -> None:
    if not PIRA.exists():
        pytest.skip(f"{PIRA.name} is not beside this checkout")
    suggestion = suggested(PIRA)
    draft = tmp_path / "draft.yml"
    draft.write_text(layout_yaml(suggestion, PIRA.name), encoding="utf-8")
    assert layout_by_id(str(draft)) == suggestion.layout
    assert suggestion.layout.id == "esempio-nord"
    assert names(PIRA, str(draft)) == names(PIRA, "generic")
    drafted, generic = extract_document(PIRA, layout=str(draft)), extract_document(PIRA, layout="generic")
    assert [r.values for r in drafted.records] == [r.values for r in generic.records]
    assert [(n.level, n.code_raw, n.parent) for n in drafted.nodes] == [
        (n.level, n.code_raw, n.parent) for n in generic.nodes
    ]


def test_a_draft_of_a_plan_without_its_layout_reads_what_generic_does_not(tmp_path: Path) -> None:
    plan = RAW / "massa-carrara-2017.pdf"
    suggestion = suggested(plan)
    draft = tmp_path / "draft.yml"
    draft.write_text(layout_yaml(suggestion, plan.name), encoding="utf-8")
    assert layout_by_id(str(draft)) == suggestion.layout
    with_layout = names(plan, "massa-carrara")
    found = names(plan, str(draft))
    assert len(found) >= max(0.95 * len(with_layout), suggestion.generic_rows)
    assert set(found) & set(with_layout)
    assert suggestion.rivals == ("massa-carrara",)


def test_a_draft_says_where_each_heading_comes_from() -> None:
    text = layout_yaml(suggested(RAW / "massa-carrara-2017.pdf"), "massa-carrara-2017.pdf")
    assert re.search(r"# «Target {year}» on pages [^:]+: exact", text)
    assert re.search(r"# «Risultato {year} \(se disponibile\)» .*: by likeness \(result \d+, then .* \d+\)", text)
    assert "# Left unexplained:" in text


@pytest.mark.slow
def test_a_heading_that_names_an_objective_is_a_node() -> None:
    suggestion = suggested(RAW / "maremma-tirreno-2018.pdf")
    assert suggestion.layout.tables is not None
    assert any(c.column == "name" and c.node for c in suggestion.layout.tables.columns)
    assert len(suggestion.study.extraction.records) >= suggestion.generic_rows
    text = layout_yaml(suggestion, "maremma-tirreno-2018.pdf")
    assert parse_layout(text, "draft.yml") == suggestion.layout
    assert "«Albero»" in text
    assert "unknown, kept as extra: likest" in text


# Headings


def test_years_and_steps_are_generalised() -> None:
    assert generalised("Target  2021") == "Target {year}"
    assert generalised("Target n+1", steps=True) == "Target {n}"
    assert generalised("Indicatore") == "Indicatore"


@pytest.mark.parametrize(
    ("text", "column", "exact"),
    [
        ("Indicatore", "name", True),
        ("Algoritmo di calcolo", "formula", True),
        ("Algoritmi di calcolo", "formula", False),
        ("Valore atteso 2023", "target", True),
        ("Albero", None, False),
        ("Area", None, False),
    ],
)
def test_a_heading_is_known_like_one_or_unknown(text: str, column: str | None, exact: bool) -> None:
    seen = VOCABULARY.look(Cell(text, Place(line=1)))
    assert (seen.column.column if seen.column else None, seen.exact) == (column, exact)
    assert len(seen.scores) > 1
    assert seen.scores[0].score >= seen.scores[1].score


def test_a_table_of_figures_has_a_name_even_where_no_word_says_so() -> None:
    items = [row("Oggetto", "Algoritmo", "Target 2021"), row("Tempo medio", "giorni", "<= 5", bold=False)]
    assert GENERIC.tables is not None
    survey = survey_headings(items, GENERIC.tables)
    assert survey.rows == 1
    assert survey.headings["oggetto"].forced


@pytest.mark.parametrize("texts", [("Ente", "Risorse"), ("Attività", "Tempi", "Attori coinvolti"), ("Indicatore",)])
def test_other_tables_are_no_tables_of_indicators(texts: tuple[str, ...]) -> None:
    assert GENERIC.tables is not None
    assert survey_headings([row(*texts)], GENERIC.tables).rows == 0


# Patterns written out and made


@pytest.mark.parametrize("heading", [h for c in GENERIC.tables.columns for h in c.headings])
def test_wordings_are_headings_of_their_column(heading: str) -> None:
    written = wordings(heading)
    assert all(text == text.strip() and "{" not in text for text in written)
    if not heading.startswith("/"):
        return
    for text in written[:20]:
        forms = (text, f"{text} 2021", f"{text} n+1")
        assert any(VOCABULARY.headings.match(Cell(form, Place(line=1))).column for form in forms), text


CODES = st.lists(st.from_regex(r"[A-Z]{0,3}\d{1,2}(\.\d{1,2}){0,2}(-[a-z])?", fullmatch=True), min_size=1, max_size=8)


@given(CODES)
def test_the_pattern_of_codes_matches_each_of_them(codes: list[str]) -> None:
    pattern = pattern_of_codes(codes)
    assert all(re.fullmatch(pattern, code) for code in codes)
    assert not re.fullmatch(pattern, "responsabile")


def test_codes_make_a_readable_pattern() -> None:
    assert pattern_of_codes(["OS1.2", "OS3.11"]) == r"OS\d\.\d{1,2}"
    assert pattern_of_codes(["O1.1.1-a", "S1.1.1-b"]) == r"[OS]\d\.\d\.\d-[a-z]"
    assert pattern_of_codes([]) == ""


def test_a_plan_is_studied_even_where_it_states_no_indicator() -> None:
    study = study_document(
        RAW / "massa-carrara-2017.pdf", layout=parse_layout("id: x\nchamber: X\ntables: {columns: []}", "x")
    )
    assert not study.extraction.records
    assert study.items


def test_a_heading_without_a_word_is_no_name() -> None:
    """`Risultato | %` is what a page without rules leaves of a heading of several lines."""
    items = [row("Risultato", "%", "Target 2021"), row("7", "100%", "<= 5", bold=False)]
    assert GENERIC.tables is not None
    survey = survey_headings(items, GENERIC.tables)
    assert "%" not in survey.headings or survey.headings["%"].column is None


@pytest.mark.slow
def test_a_draft_of_a_plan_without_rules_reads_no_less_than_generic() -> None:
    plan = PIRA.parents[1] / "gridless" / "massa-carrara-2017.pdf"
    if not plan.exists():
        pytest.skip("the plans without a grid are not beside this checkout")
    suggestion = suggested(plan)
    assert len(suggestion.study.extraction.records) >= suggestion.generic_rows > 0


@pytest.mark.slow
def test_a_plan_of_cards_is_drafted_with_its_keys_panels_and_codes() -> None:
    plan = RAW / "modena-2017.pdf"
    suggestion = suggested(plan)
    text = layout_yaml(suggestion, plan.name)
    assert parse_layout(text, "draft.yml") == suggestion.layout
    cards = suggestion.layout.cards
    assert cards is not None
    assert [(key.column, key.printed) for key in cards.keys] == [
        ("weight", ("Peso",)),
        ("baseline", ("Stato",)),
        ("target", ("Target {year}",)),
    ]
    drafted = suggestion.study.extraction
    described = extract_document(plan, layout="modena")
    assert [r.name for r in drafted.records] == [r.name for r in described.records]
    assert [r.values for r in drafted.records] == [r.values for r in described.records]
    assert {n.code_raw for n in drafted.nodes} == {n.code_raw for n in described.nodes}


def test_tables_are_no_cards() -> None:
    assert GENERIC.tables is not None
    assert survey_cards([row("Peso", "50%"), row("Indicatore", "Target 2021")] * 6, GENERIC.tables) is None
    cards = survey_cards([row("Peso", "50%"), row("Target 2021", "3"), row("Stato", "2")] * 10, GENERIC.tables)
    assert cards is not None
    assert cards.required == ("weight", "target", "baseline")
