"""What the tests of cards share: Modena's rules, readings of small texts, and cards of any kind."""

from __future__ import annotations

from hypothesis import strategies as st

from extractors.cards.card_state import CardsResult, PanelItem
from extractors.cards.reader import read_cards
from extractors.cards.text_panels import place_text_in_panels
from extractors.layouts.card_rules import CardRules
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.pages.text_form.source import parse
from extractors.records.objective_tree import NodeRules, Tree

MODENA = layout_by_id("modena")
assert MODENA.cards is not None
RULES: CardRules = MODENA.cards
NODES = NodeRules(MODENA.nodes)

Card = tuple[str, str, str, tuple[str, ...]]
"""Name, weight, baseline and targets from 2017 on."""

Printed = tuple[str, str | None, str, str | None, tuple[tuple[str, int | None, str], ...]]


def printed(result: CardsResult) -> list[Printed]:
    """Of each record: name, node, level, weight and figures."""
    codes = {node.key: node.code_raw for node in result.nodes}
    return [
        (
            record.name,
            None if record.node is None else codes[record.node],
            record.level,
            record.weight,
            tuple((value.role, value.period, value.raw) for value in record.values),
        )
        for record in result.records
    ]


def balanced(result: CardsResult) -> CardsResult:
    """`result`, its accounting checked."""
    assert result.rows_seen == len(result.records) + len(result.rejected) + len(result.ignored)
    assert all(finding.severity == "error" and finding.raw for finding in result.rejected)
    return result


def read_modena(text: str) -> CardsResult:
    document = parse(text.replace("⇥", "\t"))
    placed = place_text_in_panels(document.items, RULES, NODES, document.fragments)
    return balanced(read_cards(placed, RULES, NODES, Tree()))


def read_lanes(*items: tuple[int, str]) -> CardsResult:
    """Read items given as (lane, text): `name|`, `key|value`, and a line where there is no bar."""
    placed = []
    for number, (lane, text) in enumerate(items):
        place = Place(page=1 + number // 10, box=Box(0, number % 10, 100, number % 10 + 1))
        cells = tuple(Cell(t, place, i) for i, t in enumerate(text.split("|")))
        item: Item = TableRow(cells, place, 0) if "|" in text else TextLine(text, place)
        placed.append(PanelItem(lane, item))
    return balanced(read_cards(placed, RULES, NODES, Tree()))


def reviews(result: CardsResult) -> dict[str, tuple[str, ...]]:
    return {record.name: record.review for record in result.records if record.review}


names = st.text(alphabet="abcdefghilmnopqrstuvz '", min_size=3, max_size=30).map(
    lambda text: "N. " + " ".join(text.split())
)
weights = st.sampled_from(["100 %", "33,34 %", "0 %"])
baselines = st.sampled_from(["---", "3,4", "100 %", "11.774.058.127", "-7,72", "SI"])
targets = st.sampled_from([">= +1,2 %", "SI", "---", "<= 30/09/2017", "= 100 %", ">= 11.900.000.000"])


@st.composite
def cards(draw: st.DrawFn) -> Card:
    years = draw(st.integers(1, 3))
    return draw(names), draw(weights), draw(baselines), tuple(draw(targets) for _ in range(years))


def pairs(card: Card) -> list[tuple[str, str]]:
    _, weight, baseline, wanted = card
    return [("Peso", weight), ("Stato", baseline), *((f"Target {2017 + i}", t) for i, t in enumerate(wanted))]


def expected(card: Card, code: str, level: str) -> Printed:
    name, weight, baseline, wanted = card
    figures = (("baseline", None, baseline), *(("target", 2017 + i, t) for i, t in enumerate(wanted)))
    return name, code, level, weight, figures
