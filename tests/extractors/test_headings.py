"""Printed headings matched to the columns of the dataset."""

from __future__ import annotations

import pytest

from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.registry import layout_by_id
from extractors.layouts.schema import Column, TableRules
from extractors.pages.model import Box, Cell, Place, TableRow

RULES = TableRules(
    columns=(
        Column(column="name", headings=("Indicatore", "OBIETTIVI / INDICATORI")),
        Column(column="formula", headings=("Algoritmo",)),
        Column(column="target", headings=("Target {year}", "Target {n}", "{year}")),
        Column(column="result", headings=("Risultato {year} (se disponibile)",)),
        Column(column="benchmark", headings=("Media NAZIONALE", "Media {population}"), period="survey"),
        Column(column="name", headings=(r"/\d{1,2}\. [^\d\W].+/",), node=True),
    )
)


def cell(text: str, column: int = 0, span: int = 1, box: Box | None = None) -> Cell:
    return Cell(text, Place(page=1 if box else None, box=box, line=None if box else 1), column, span)


def row(*texts: str) -> TableRow:
    return TableRow(tuple(cell(text, i) for i, text in enumerate(texts)), Place(line=1), 0)


def read(*texts: str, rules: TableRules = RULES) -> HeadingMap | None:
    return Headings(rules).read(row(*texts))


@pytest.mark.parametrize(
    ("text", "column", "year"),
    [
        ("Target 2018", "target", 2018),
        ("TARGET 2018*", "target", 2018),
        ("Target 20 18", None, None),
        ("2019", "target", 2019),
        ("Indicatore:", "name", None),
        ("Indica tore", "name", None),  # a narrow cell broke the word
        ("Risultato 2016 (se disponibile)", "result", 2016),
        ("Risultato 2016", None, None),
        ("OBIETTIVI/INDICATORI", "name", None),
        ("Note", None, None),
    ],
)
def test_a_heading_is_read_whole(text: str, column: str | None, year: int | None) -> None:
    found = Headings(RULES).match(cell(text))
    assert (found.name, found.year) == (column, year)
    assert found.text == text


@pytest.mark.parametrize("text", ["Media NAZIONALE", "MEDIA NAZIONALE", "media nazionale", "MEDIA NAZIO NALE"])
def test_a_population_that_the_layout_names_is_as_the_layout_spells_it(text: str) -> None:
    assert Headings(RULES).match(cell(text)).population == "Media NAZIONALE"


def test_another_population_is_as_printed() -> None:
    found = Headings(RULES).match(cell("Media  CLUSTER dimensionale"))
    assert (found.name, found.population) == ("benchmark", "Media CLUSTER dimensionale")


@pytest.mark.parametrize(("text", "offset"), [("Target n", 0), ("Target n+1", 1), ("Target t - 1", -1)])
def test_years_may_be_counted_from_the_plans(text: str, offset: int) -> None:
    assert Headings(RULES).match(cell(text)).offset == offset


def test_a_heading_that_is_a_node_is_a_regular_expression() -> None:
    found = Headings(RULES).match(cell("3. Sostegno alle imprese"))
    assert found.column is not None
    assert found.column.node


def test_a_heading_row_needs_a_name_and_a_figure() -> None:
    assert read("Indicatore", "Target 2018") is not None
    assert read("Indicatore", "Algoritmo") is None
    assert read("Algoritmo", "Target 2018") is None
    assert read("Indicatore", "<= 5") is None
    assert read("Tempo medio", "2018") is None


def test_an_unknown_heading_beside_known_ones_is_kept() -> None:
    found = read("Indicatore", "Responsabile", "Target 2018")
    assert found is not None
    assert [(h.text, h.name) for h in found.headings] == [
        ("Indicatore", "name"),
        ("Responsabile", None),
        ("Target 2018", "target"),
    ]


def test_a_merged_cell_from_above_is_no_heading() -> None:
    cells = (Cell("Indicatore", Place(line=1), continued=True), cell("Target 2018", 1))
    assert Headings(RULES).read(TableRow(cells, Place(line=1), 0)) is None


def test_likeness_is_taken_only_where_the_layout_allows_and_one_column_is_clear() -> None:
    fuzzy = RULES.model_copy(update={"fuzzy": True})
    assert read("Indicatori", "Target 2018") is None
    assert read("Indicatori", "Target 2018", "Algoritmo") is None
    found = read("Indicatori", "Target 2018", "Algoritmo", rules=fuzzy)
    assert found is not None
    assert [h.name for h in found.headings] == ["name", "target", "formula"]
    assert found.headings[0].likeness is not None
    assert found.headings[1].likeness is None
    twins = TableRules(
        columns=(
            *RULES.columns,
            Column(column="owner", headings=("Referente A",)),
            Column(column="note", headings=("Referente B",)),
        ),
        fuzzy=True,
    )
    unclear = read("Indicatore", "Target 2018", "Referente", rules=twins)
    assert unclear is not None
    assert unclear.headings[2].name is None


def test_a_cell_stands_under_the_heading_that_shares_most_of_its_width() -> None:
    boxes = (Box(0, 0, 100, 10), Box(100, 0, 160, 10))
    cells = tuple(cell(t, i, box=b) for i, (t, b) in enumerate(zip(("Indicatore", "2018"), boxes, strict=True)))
    found = Headings(RULES).read(TableRow(cells, Place(1, Box(0, 0, 160, 10)), 0))
    assert found is not None
    under = found.of(cell("x", box=Box(2, 20, 98, 30)))
    assert under is not None
    assert under.text == "Indicatore"
    shifted = found.of(cell("x", box=Box(90, 20, 150, 30)))
    assert shifted is not None
    assert shifted.text == "2018"
    assert found.of(cell("x", box=Box(161, 20, 220, 30))) is None


def test_in_a_text_a_cell_stands_under_the_heading_of_its_index() -> None:
    found = read("Indicatore", "Target 2018")
    assert found is not None
    under = found.of(cell("80%", 1))
    assert under is not None
    assert under.year == 2018
    assert found.of(cell("nota", 2)) is None


def test_a_second_row_of_headings_refines_a_wide_one() -> None:
    wide = TableRow((cell("Indicatore", 0), cell("Target 2018", 1), cell("Target 2019", 2, 2)), Place(line=1), 0)
    headings = Headings(RULES)
    first = headings.read(wide)
    assert first is not None
    second = TableRow((cell("2019", 2), cell("2020", 3)), Place(line=2), 0)
    refined = headings.refine(first, second)
    assert refined is not None
    assert [(h.name, h.year) for h in refined.headings] == [
        ("name", None),
        ("target", 2018),
        ("target", 2019),
        ("target", 2020),
    ]
    assert headings.refine(first, TableRow((cell("80%", 2),), Place(line=2), 0)) is None
    assert headings.refine(first, TableRow((cell("2019", 0),), Place(line=2), 0)) is None
    assert headings.refine(first, TableRow((), Place(line=2), 0)) is None


def test_the_year_of_results_is_the_latest_named() -> None:
    found = Headings(RULES).read(
        row("Indicatore", "Risultato 2015 (se disponibile)", "Risultato 2016 (se disponibile)")
    )
    assert found is not None
    assert found.result_year == 2016
    assert HeadingMap([]).result_year is None


@pytest.mark.parametrize(
    ("layout", "texts"),
    [
        ("massa-carrara", ("OBIETTIVI / INDICATORI STRATEGICI / OPERATIVI", "Algoritmo", "Target 2019")),
        ("riviere-di-liguria", ("TIPO", "OBIETTIVO/TARGET", "FORMULA", "VALORE OBIETTIVO 2018", "AREA")),
        ("maremma-tirreno", ("Obiettivo Operativo", "Indicatore", "Target", "Owner")),
    ],
)
def test_headings_of_the_real_plans(layout: str, texts: tuple[str, ...]) -> None:
    rules = layout_by_id(layout).tables
    assert rules is not None
    found = Headings(rules).read(row(*texts))
    assert found is not None
    assert all(h.column for h in found.headings)


def test_headings_that_name_no_indicator_are_arranged_too() -> None:
    """A second row of headings may take the place of the names'."""
    place = Place(1, Box(40, 100, 90, 112))
    rules = layout_by_id("generic").tables
    assert rules is not None
    alone = Headings(rules).match(Cell("Target 2023", place, 0, 1, True, False))
    assert [heading.name for heading in HeadingMap([alone]).arranged().headings] == ["target"]
