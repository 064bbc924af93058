"""Rows of tables to records by a layout's rules: where each row ends, and that all of them are counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.registry import Layout
from extractors.layouts.schema import Column, IgnoreRule, Label, NameForm, NodeRule, RowKind, Section, TableRules
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.quality.confidence import REVIEW, confidence
from extractors.quality.signals import Signal
from extractors.records.figures.years import year_of
from extractors.records.model import Record
from extractors.records.reader_state import PlanYears, ReaderState
from extractors.records.table_reader import TablesResult, read_tables

RULES = TableRules(
    columns=(
        Column(column="name", headings=("Indicatore",)),
        Column(column="objective", headings=("Obiettivo",)),
        Column(column="formula", headings=("Algoritmo",)),
        Column(column="weight", headings=("Peso",)),
        Column(column="target", headings=("Target {year}", "Target {n}", "Target")),
        Column(column="result", headings=("Risultato {year}",)),
        Column(column="achievement", headings=("% Realizzazione",), period="result"),
        Column(column="benchmark", headings=("Media {population}",), period="survey"),
        Column(column="owner", headings=("Ufficio",)),
        Column(column="extra", headings=("Albero",)),
    ),
    labels=(
        Label(name="actions", pattern="Azioni"),
        Label(name="office", pattern="Responsabile", holds="owner"),
        Label(name="resources", pattern="Risorse", holds="budget"),
    ),
    names=(
        NameForm(pattern=r"(?P<code>O\d\.\d-[a-z]) (?P<name>.+)", level="operational"),
        NameForm(pattern=r"(?P<objective>\d\.\d) (?P<name>.+)"),
    ),
    survey=r"\(valore (?P<year>20\d\d)\)",
)
LAYOUT = Layout(
    id="drawn",
    chamber="X",
    nodes=(
        NodeRule(name="area", level="area", pattern=r"Area (?P<code>\d): (?P<title>.+)"),
        NodeRule(name="strategic", level="strategic", pattern=r"(?P<code>\d\.\d): (?P<title>.+)"),
    ),
    sections=(
        Section(name="annex", pattern=r"Allegato \d", tree="leave"),
        Section(name="health", pattern="Salute", level="health"),
    ),
    ignore=(
        IgnoreRule(name="remark", row="Aggiornato .+", reason="a remark on the row above"),
        IgnoreRule(name="timetable", heading=r"Attività \| Tempi", reason="steps, no indicators"),
    ),
    tables=RULES,
)
HEAD = ("Indicatore", "Target 2018")


def row(*texts: str | None, table: int = 0, continued: tuple[int, ...] = (), signs: tuple[str, ...] = ()) -> TableRow:
    cells = tuple(
        Cell(text or "", Place(line=1), i, continued=i in continued) for i, text in enumerate(texts) if text is not None
    )
    return TableRow(cells, Place(line=1), table, signs)


def line(text: str, *, bold: bool = False) -> TextLine:
    return TextLine(text, Place(line=1), bold)


def read(*items: Item, layout: Layout = LAYOUT, year: int | None = 2018, text: bool = False) -> TablesResult:
    result = read_tables(items, layout, years=PlanYears(year, year), text_source=text)
    assert result.rows_seen == len(result.records) + len(result.rejected) + len(result.ignored)
    assert result.rows_seen == sum(isinstance(item, TableRow) for item in items)
    return result


def one(*items: Item, **options: Any) -> Record:
    result = read(*items, **options)
    assert not result.rejected
    (record,) = result.records
    return record


def with_tables(**changes: Any) -> Layout:
    return LAYOUT.model_copy(update={"tables": RULES.model_copy(update=changes)})


# --- where a row ends -------------------------------------------------------------------------------------------


def test_a_row_under_a_heading_is_a_record() -> None:
    record = one(row(*HEAD), row("Tempo medio", "<= 5"))
    assert record.name == "Tempo medio"
    assert [(v.role, v.period, v.raw) for v in record.values] == [("target", 2018, "<= 5")]
    assert record.signs == ()


@pytest.mark.parametrize(
    ("items", "rule"),
    [
        ([row(*HEAD)], "heading"),
        ([row("Area 1: Sviluppo")], "area"),
        ([row("Allegato 2")], "section: annex"),
        ([row("Aggiornato in sede di revisione")], "remark"),
        ([row("Attività", "Tempi")], "timetable"),
        ([row("Attività", "Tempi"), row("Stesura", "marzo")], "timetable"),
        ([line("Area 1: A"), row("Azioni"), row("scrivere un piano")], "actions"),
        ([line("Area 1: A"), row("Responsabile", "Ufficio Studi")], "office"),
        ([row("Obiettivo", *HEAD), row("Migliorare", "", "")], "objective-without-indicator"),
    ],
)
def test_a_row_without_indicator_is_ignored_under_a_named_rule(items: list[Item], rule: str) -> None:
    result = read(*items)
    assert result.ignored[-1].rule == rule
    assert not result.records
    assert not result.rejected


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([row("Tempo medio", "<= 5")], "row-unexplained"),  # no heading over it
        ([row(*HEAD), row("", "<= 5")], "row-without-name"),
        ([row(*HEAD), row("Tempo medio", "")], "row-unexplained"),
    ],
)
def test_a_row_that_no_rule_covers_is_rejected_whole(items: list[TableRow], code: str) -> None:
    (rejected,) = read(*items).rejected
    assert (rejected.severity, rejected.code, rejected.raw) == ("error", code, items[-1].text)


def test_tables_outside_known_headings_may_be_ignored_by_a_rule() -> None:
    rule = IgnoreRule(name="context", outside=True, reason="tables of context")
    layout = LAYOUT.model_copy(update={"ignore": (*LAYOUT.ignore, rule)})
    assert [i.rule for i in read(row("Imprese", "12.000"), layout=layout).ignored] == ["context"]


def test_an_ignored_table_ends_with_its_table() -> None:
    result = read(row(*HEAD), row("Attività", "Tempi", table=1), row("Stesura", "marzo", table=1))
    assert len(result.ignored) == 3
    again = read(row("Attività", "Tempi"), row(*HEAD), row("Costo", "10"))
    assert [r.name for r in again.records] == ["Costo"]


WORDS = st.sampled_from(["", "Indicatore", "Target 2018", "Azioni", "Area 1: A", "1.1: B", "Salute", "<= 5", "Costo"])
ITEMS = st.one_of(
    st.builds(lambda texts, table: row(*texts, table=table), st.lists(WORDS, max_size=4), st.integers(0, 2)),
    st.builds(line, WORDS.filter(bool)),
)


@given(st.lists(ITEMS, max_size=12), st.booleans())
def test_every_row_is_in_exactly_one_place(items: list[Item], text: bool) -> None:
    read(*items, text=text)


# --- what a record holds ----------------------------------------------------------------------------------------


def test_periods_come_from_heading_plan_result_and_survey() -> None:
    heads = ("Indicatore", "Target", "Target n+1", "Risultato 2016", "% Realizzazione", "Media NAZIONALE")
    record = one(line("PARETO (valore 2015)"), row(*heads), row("Costo", "1", "2", "3", "4%", "5"))
    assert [(v.role, v.period, v.population) for v in record.values] == [
        ("target", 2018, None),
        ("target", 2019, None),
        ("result", 2016, None),
        ("achievement", 2016, None),
        ("benchmark", 2015, "Media NAZIONALE"),
    ]


def test_a_year_taken_by_default_is_a_sign_where_the_layout_does_not_say_so() -> None:
    record = one(row("Indicatore", "Target", "% Realizzazione"), row("Visite", "10", "90"))
    assert [Signal.YEAR_BY_DEFAULT in value.signs for value in record.values] == [True, False]


def test_a_year_that_nothing_states_is_unknown() -> None:
    record = one(row("Indicatore", "Target", "Media NAZIONALE"), row("Costo", "1", "5"), year=None)
    assert [v.period for v in record.values] == [None, None]


def test_fields_and_columns_without_a_place_are_kept() -> None:
    heads = ("Indicatore", "Algoritmo", "Peso", "Target 2018", "Ufficio", "Albero", "Codice interno")
    result = read(row(*heads), row("Costo", "a/b", "50 %", "10", "Studi", "x", "77"))
    (record,) = result.records
    assert (record.formula, record.weight, record.owner) == ("a/b", "50 %", "Studi")
    assert record.extra == {"Albero": "x", "Codice interno": "77"}
    assert [(f.severity, f.code) for f in result.findings] == [("warning", "column-unknown")]


def test_an_unknown_column_is_reported_once() -> None:
    heads = row(*HEAD, "Codice interno")
    assert len(read(heads, row("Costo", "1", "a"), heads, row("Visite", "2", "b")).findings) == 1


def test_text_beyond_the_headings_goes_where_the_layout_says() -> None:
    items = [row(*HEAD), row("Costo", "10", "Inserito in corso d'anno")]
    assert one(*items, layout=with_tables(beside="note")).note == "Inserito in corso d'anno"
    plain = one(*items)
    assert plain.extra == {"": "Inserito in corso d'anno"}
    assert "column-unknown" in plain.signs
    assert plain.confidence < REVIEW


def test_codes_in_the_name_are_taken_off() -> None:
    record = one(row(*HEAD), row("O1.1-a Tempo medio", "<= 5"))
    assert (record.code_raw, record.name, record.level) == ("O1.1-a", "Tempo medio", "operational")


def test_a_figure_merged_over_rows_counts_for_each_with_a_sign() -> None:
    result = read(row(*HEAD), row("Costo", "10"), row("Visite", "10", continued=(1,)))
    assert [(r.name, r.values[0].raw, r.signs) for r in result.records] == [
        ("Costo", "10", ()),
        ("Visite", "10", ("merged-figure",)),
    ]
    assert result.records[1].confidence < confidence([])


def test_a_merged_name_is_not_taken_again() -> None:
    result = read(row(*HEAD), row("Costo", "10"), row("Costo", "20", continued=(0,)))
    assert [r.name for r in result.records] == ["Costo"]
    assert [r.code for r in result.rejected] == ["row-without-name"]


def test_signs_lower_confidence() -> None:
    record = one(row(*HEAD), row("Costo", "10", table=1, signs=("row-over-pages",)), text=True)
    assert set(record.signs) == {"row-over-pages", "heading-carried", "text-source"}
    assert record.confidence < confidence([])


# --- the tree ---------------------------------------------------------------------------------------------------


def parents(result: TablesResult) -> list[str | None]:
    nodes = result.tree.nodes
    return [None if r.node is None else nodes[r.node].title for r in result.records]


def test_records_stand_under_the_innermost_node() -> None:
    result = read(
        line("Area 1: A"),
        row(*HEAD),
        row("Costo", "1"),
        row("1.1: B"),
        row("Visite", "2"),
        row("Area 2: C"),
        row("Corsi", "3"),
        line("Allegato 2"),
        row(*HEAD, table=1),
        row("Fiere", "4", table=1),
    )
    assert parents(result) == ["A", "B", "C", None]
    assert [r.level for r in result.records] == ["area", "strategic", "area", "other"]


@pytest.mark.parametrize("again", [line("Sviluppo"), row("Sviluppo")])
def test_records_stand_under_an_objective_printed_again_without_its_code(again: Item) -> None:
    result = read(line("1.1: Sviluppo"), line("1.2: Turismo"), again, row(*HEAD, table=1), row("Visite", "2", table=1))
    assert parents(result) == ["Sviluppo"]


def test_sections_give_level_and_name() -> None:
    record = one(line("Salute"), row(*HEAD), row("Indice", "1"))
    assert (record.section, record.level) == ("Salute", "health")


def test_a_bold_line_is_the_section_and_prose_is_not() -> None:
    record = one(
        line("Indicatori di ente", bold=True), line("La camera misura i suoi costi."), row(*HEAD), row("C", "1")
    )
    assert record.section == "Indicatori di ente"


def test_an_objective_cell_merged_over_rows_is_their_node() -> None:
    result = read(
        row("Obiettivo", *HEAD),
        row("Migliorare", "Costo", "1"),
        row("Migliorare", "Visite", "2", continued=(0,)),
        row("Crescere", "Corsi", "3"),
    )
    assert parents(result) == ["Migliorare", "Migliorare", "Crescere"]


def test_a_name_that_states_its_objective_stands_under_it_even_when_it_follows() -> None:
    result = read(row(*HEAD), row("1.2 Costo", "1"), line("1.2: B"))
    assert parents(result) == ["B"]
    lost = read(row(*HEAD), row("1.9 Costo", "1"))
    assert parents(lost) == [None]
    assert [f.code for f in lost.findings] == ["objective-unknown"]


def test_labels_hold_owner_and_budget_of_the_open_node() -> None:
    result = read(
        line("Area 1: A"),
        row("Responsabile"),
        row("Ufficio Studi"),
        row("Risorse", "10.000"),
        row(*HEAD),
        row("C", "1"),
    )
    (node,) = result.tree.nodes
    assert (node.owner, node.budget) == ("Ufficio Studi", "10.000")


def test_a_label_holds_nothing_where_the_part_of_its_text_that_counts_is_missing() -> None:
    label = Label(name="resources", pattern="Risorse", holds="budget", value=r"€ ?[\d.,]+")
    layout = LAYOUT.model_copy(update={"tables": RULES.model_copy(update={"labels": (label,)})})
    for text, budget in (("in tutto € 10.000 di cui", "€ 10.000"), ("non previste", None)):
        result = read(line("Area 1: A"), row("Risorse", text), row(*HEAD), row("C", "1"), layout=layout)
        assert [node.budget for node in result.tree.nodes] == [budget]


def test_a_heading_without_its_title_makes_the_node_unknown_and_says_so() -> None:
    layout = with_tables(node_before_heading=True)
    result = read(
        line("Area 1: A"),
        row(*HEAD),
        row("Costo", "1"),
        row(*HEAD, table=1),
        row("Visite", "2", table=1),
        layout=layout,
    )
    assert parents(result) == ["A", None]
    assert not result.records[0].review
    assert "cannot be known" in result.records[1].review[0]


KINDS = (
    RowKind(name="strategic", pattern=r"(?P<code>\d+(?: ?bis)?) ?OBIETTIVO STRATEGICO", level="strategic", node=True),
    RowKind(
        name="operational", pattern=r"(?P<code>\d+\.\d+)? ?OBIETTIVO OPERATIVO", level="operational", node=True, depth=1
    ),
    RowKind(name="activity", pattern=r"(?P<code>\d+) TARGET", level="activity", path_root="activity"),
)
KINDED = with_tables(kinds=KINDS, columns=(*RULES.columns, Column(column="type", headings=("TIPO",))))
KIND_HEAD = row("TIPO", "Indicatore", "Target 2018")


def test_a_row_may_be_a_node_and_its_indicator_at_once() -> None:
    result = read(
        KIND_HEAD,
        row("5 OBIETTIVO STRATEGICO", "Crescere", "1"),
        row("5.1 OBIETTIVO OPERATIVO", "Fare corsi", "2"),
        row("12 TARGET", "Visite", "3"),
        layout=KINDED,
    )
    assert parents(result) == ["Crescere", "Fare corsi", None]
    assert [(r.code_raw, r.level, r.path_root) for r in result.records] == [
        ("5", "strategic", None),
        ("5.1", "operational", None),
        ("12", "activity", "activity"),
    ]
    assert result.tree.nodes[1].parent == result.tree.nodes[0].key


def test_in_a_text_cells_after_the_kind_follow_the_headings_one_by_one() -> None:
    """Riviere di Liguria's nested tables: a code in a cell of its own shifts the row against its heading."""
    record = one(KIND_HEAD, row("5.1", "OBIETTIVO OPERATIVO", "Fare corsi", "2"), layout=KINDED, text=True)
    assert (record.code_raw, record.name, record.values[0].raw) == ("5.1", "Fare corsi", "2")


def test_a_row_of_no_known_kind_is_rejected() -> None:
    (rejected,) = read(KIND_HEAD, row("ALTRO", "Fare corsi", "2"), layout=KINDED).rejected
    assert "kinds" in rejected.message


def test_rows_after_one_that_may_have_been_their_node_are_in_doubt() -> None:
    """A row that is a node at once and cannot be read leaves those that follow under the node before it; a code of
    their own tells where they stand, and the next node ends the doubt."""
    result = read(
        KIND_HEAD,
        row("5 OBIETTIVO STRATEGICO", "Crescere", "1"),
        row("OBIETTIVO OPERATIVO", "Fare corsi", "2"),
        row("OBIETTIVO 6 STRATEGICO", "Semplificare", "1"),
        row("OBIETTIVO OPERATIVO", "Fare moduli", "2"),
        row("6.2 OBIETTIVO OPERATIVO", "Fare ordine", "2"),
        row("12 TARGET", "Visite", "3"),
        row("7 OBIETTIVO STRATEGICO", "Informare", "1"),
        row("OBIETTIVO OPERATIVO", "Fare notizie", "2"),
        layout=KINDED,
    )
    assert [r.raw for r in result.rejected] == ["OBIETTIVO 6 STRATEGICO | Semplificare | 1"]
    (doubted,) = [r for r in result.records if "node-unread" in r.signs]
    assert doubted.name == "Fare moduli"
    assert doubted.confidence < REVIEW


def test_a_row_that_opens_no_node_leaves_none_in_doubt_when_it_is_rejected() -> None:
    result = read(row(*HEAD), row("", "2"), row("Costo", "1"))
    assert len(result.rejected) == 1
    assert [r.signs for r in result.records] == [()]


def test_a_pdf_cell_belongs_to_the_heading_above_it() -> None:
    def at(text: str, x0: float, x1: float, y: float) -> Cell:
        return Cell(text, Place(1, Box(x0, y, x1, y + 10)))

    heads = TableRow((at("Indicatore", 0, 100, 0), at("Target 2018", 100, 160, 0)), Place(1, Box(0, 0, 160, 10)), 0)
    shifted = TableRow((at("5", 0, 20, 20), at("Costo", 20, 100, 20), at("1", 100, 160, 20)), Place(1, None), 0)
    record = one(heads, shifted)
    assert (record.name, [v.raw for v in record.values]) == ("5 Costo", ["1"])


def test_a_year_stated_in_a_cell_over_the_whole_table_is_the_surveys() -> None:
    head = row("Indicatore", "Media NAZIONALE")
    record = one(row("Aggiornato con i dati Pareto (valore 2017)"), head, row("Personale", "70,30"), year=2019)
    assert [(v.role, v.period) for v in record.values] == [("benchmark", 2017)]
    assert "year-unknown" not in record.signs


def test_the_sentence_that_states_the_surveys_year_may_be_wrapped() -> None:
    lines = [TextLine("Aggiornato con i dati Pareto (valore", Place()), TextLine("2017) delle Camere", Place())]
    record = one(*lines, row("Indicatore", "Media NAZIONALE"), row("Personale", "70,30"), year=2019)
    assert [(v.role, v.period) for v in record.values] == [("benchmark", 2017)]


def test_a_figure_whose_year_is_stated_nowhere_is_doubted() -> None:
    record = one(row("Indicatore", "Target"), row("Tempo medio", "<= 5"), year=None)
    assert record.values[0].period is None
    assert "year-unknown" in record.signs


def test_a_step_names_the_rule_that_opened_a_section() -> None:
    steps = read(line("Salute"), line("Indicatori di ente", bold=True), row(*HEAD), row("C", "1")).steps
    assert [(step.rule, step.fate) for step in steps] == [
        ("section: health", "line"),
        ("section: health", "line"),
        ("heading", "ignored"),
        ("indicator", "published"),
    ]


@pytest.mark.parametrize(
    ("column", "bare", "doubted"), [("result", True, True), ("result", False, False), ("target", True, False)]
)
def test_a_result_that_only_its_year_tells_is_in_doubt(column: str, bare: bool, doubted: bool) -> None:
    cell = Cell("2017", Place(line=1))
    ruled = Column.model_validate({"column": column, "headings": ["x"]})
    state = ReaderState(LAYOUT, RULES, PlanYears(2018, 2018), False)
    year, signs = year_of(state, Heading("2017", cell, ruled, 2017, bare=bare), ruled, cell.place)
    assert (year, signs) == (2017, (Signal.ROLE_BY_YEAR,) if doubted else ())
