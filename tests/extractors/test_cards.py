"""Cards in lanes: what a PDF's panels give, and the printed forms of the text."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extractors.cards.card_state import PanelItem
from extractors.cards.reader import read_cards
from extractors.cards.text_panels import place_text_in_panels
from extractors.cards.words import CardWords
from extractors.layouts.card_rules import CardLabel, CardRules
from extractors.layouts.schema import IgnoreRule, NodeRule
from extractors.pages.model import Box, Cell, Place, TableRow, TextLine
from extractors.pages.text_form.source import parse
from extractors.records.model import Record
from extractors.records.objective_tree import NodeRules, Tree
from tests.extractors.card_samples import (
    NODES,
    RULES,
    Card,
    balanced,
    cards,
    expected,
    pairs,
    printed,
    read_lanes,
    reviews,
)

# Panels whose lanes are known

AREA = [(0, "1 - COMPETITIVITA' DELLE IMPRESE"), (0, "Indicatori")]
OPERATIONAL = "1011.01.D1.11 - Rendere disponibili dati"
ACTION = "1011.0101.D1.11 - Aggiornamenti bimestrali"


def test_a_card_stands_under_the_last_node_of_its_own_lane() -> None:
    result = read_lanes(
        *AREA,
        (1, "101 - Incrementare la disponibilità"),
        (1, "dell'informazione economica"),
        (2, "101.1 - Disponibilità e tempestività"),
        (1, "Indicatori"),
        (0, "Variazione % dell'export|"),
        (1, "Pubblicazioni|"),
        (0, "Peso|100 %"),
        (1, "Peso|50 %"),
        (1, "Stato|382"),
        (0, "Stato|3,4"),
        (2, "dell'informazione"),
        (0, "Target 2017|>= +1,2 %"),
        (1, "Target 2017|>= 350"),
        (1, "Target 2018|>= 350"),
    )
    assert printed(result) == [
        (
            "Variazione % dell'export",
            "1",
            "area",
            "100 %",
            (("baseline", None, "3,4"), ("target", 2017, ">= +1,2 %")),
        ),
        (
            "Pubblicazioni",
            "101",
            "strategic",
            "50 %",
            (("baseline", None, "382"), ("target", 2017, ">= 350"), ("target", 2018, ">= 350")),
        ),
    ]
    assert [node.title for node in result.nodes] == [
        "COMPETITIVITA' DELLE IMPRESE",
        "Incrementare la disponibilità dell'informazione economica",
        "Disponibilità e tempestività dell'informazione",
    ]
    assert [node.parent for node in result.nodes] == [None, 0, 1]
    assert not reviews(result)
    assert not result.findings


def test_parents_come_from_codes() -> None:
    result = read_lanes(
        (0, "1 - COMPETITIVITA'"),
        (0, "101 - Uno"),
        (0, "101.1 - Primo"),
        (0, "101.2 - Secondo"),
        (0, "1011.01.D1.11 - Del primo"),
        (1, "1012.0101.C1.11- Di chi viene dopo"),
        (0, "1012.01.C1.12 - Del secondo"),
        (1, "1011.0101.D1.11 - Del primo"),
        (1, "1012.0102.A1.2 - Del secondo, senza una cifra"),
    )
    codes = [node.code_raw for node in result.nodes]
    parents = {node.code_raw: node.parent if node.parent is None else codes[node.parent] for node in result.nodes}
    assert parents["1011.01.D1.11"] == "101.1"
    assert parents["1012.01.C1.12"] == "101.2"
    assert parents["1011.0101.D1.11"] == "1011.01.D1.11"
    assert parents["1012.0102.A1.2"] == "1012.01.C1.12"


CARD = [
    (0, "Grado di utilizzo|"),
    (0, "delle risorse|"),
    (0, "Peso|100 %"),
    (0, "Stato|---"),
    (0, "Target 2017|SI"),
]
PAGE_TOP = [(0, "Obiettivo Operativo"), (1, "Azione"), (0, "Pagina 2 di 28")]


@pytest.mark.parametrize("cut", range(len(CARD) + 1))
def test_a_page_may_end_anywhere_in_a_card(cut: int) -> None:
    result = read_lanes(
        (0, "Obiettivo Operativo"),
        (1, "Azione"),
        (0, OPERATIONAL),
        (0, "Indicatori"),
        *CARD[:cut],
        *PAGE_TOP,
        (1, ACTION),
        *CARD[cut:],
    )
    assert printed(result) == [
        (
            "Grado di utilizzo delle risorse",
            "1011.01.D1.11",
            "operational",
            "100 %",
            (("baseline", None, "---"), ("target", 2017, "SI")),
        )
    ]
    assert result.records[0].section == "Obiettivo Operativo"
    assert not reviews(result)


def test_a_page_may_end_in_a_title() -> None:
    result = read_lanes((0, OPERATIONAL), *PAGE_TOP, (0, "e notizie"), (0, "Indicatori"))
    assert [node.title for node in result.nodes] == ["Rendere disponibili dati e notizie"]


def test_a_title_printed_again_is_not_added_twice() -> None:
    result = read_lanes(
        (2, "101.1 - Disponibilità"),
        (2, "dell'informazione"),
        (0, "101.1 - Disponibilità dell'informazione"),
        (1, "101.1 - Disponibilità"),
        (1, "dell'informazione"),
        (1, "economica"),
    )
    assert [node.title for node in result.nodes] == ["Disponibilità dell'informazione economica"]
    assert not result.findings


def test_another_title_under_the_same_code_is_told() -> None:
    result = read_lanes((0, "101.1 - Disponibilità"), (0, "piena"), (1, "101.1 - Altro"), (1, "titolo"))
    assert [node.title for node in result.nodes] == ["Disponibilità piena"]
    assert [(finding.code, finding.raw) for finding in result.findings] == [
        ("title-differs", "101.1 - Altro"),
        ("title-differs", "titolo"),
    ]


def test_a_title_printed_again_in_full_completes_it() -> None:
    result = read_lanes((0, "101.1 - Disponibilità"), (0, "101.1 - Disponibilità dell'informazione"))
    assert [node.title for node in result.nodes] == ["Disponibilità dell'informazione"]


def test_a_name_that_holds_a_node_is_for_review() -> None:
    result = read_lanes((0, OPERATIONAL), (0, f"Nome {ACTION}|"), *CARD[2:])
    assert reviews(result) == {
        f"Nome {ACTION}": ("The name holds the code of a node: two panels may have been read as one.",)
    }


def test_a_lane_that_changes_its_level_forgets_its_node() -> None:
    result = read_lanes((1, "101 - Uno"), (1, "Azione"), (1, "Nome|"), *((1, row) for _, row in CARD[2:]))
    (record,) = result.records
    assert record.node is None
    assert record.level == "action"
    assert record.review == ("The card stands under no objective that was read.",)


def test_a_card_cut_for_good_is_published_for_review() -> None:
    result = read_lanes((0, OPERATIONAL), (0, "Nome|"), (0, "Peso|50 %"), (0, "Altro|"), *CARD[2:])
    assert reviews(result) == {"Nome": ("The card has no Stato, Target: it may have been cut.",)}
    assert [record.name for record in result.records] == ["Nome", "Altro"]


def test_a_card_shorter_than_all_others_is_for_review() -> None:
    whole = [row for i in range(9) for row in ((0, f"Nome {i}|"), *CARD[2:], (0, "Target 2018|SI"))]
    result = read_lanes((0, OPERATIONAL), *whole, (0, "Corto|"), *CARD[2:])
    assert reviews(result) == {
        "Corto": ("Nearly all other cards of this level have Target 2018: this one may have been cut.",)
    }


def test_keys_without_a_name_are_rejected_whole() -> None:
    result = read_lanes((0, OPERATIONAL), (0, "Indicatori"), *CARD[2:], *CARD)
    (finding,) = result.rejected
    assert finding.code == "card-keys-without-name"
    assert finding.raw == "Peso 100 % | Stato --- | Target 2017 SI"
    assert len(result.records) == 1


def test_keys_after_a_whole_card_are_not_its_own() -> None:
    result = read_lanes((0, OPERATIONAL), *CARD, *CARD[2:])
    assert [finding.raw for finding in result.rejected] == ["Peso 100 % | Stato --- | Target 2017 SI"]
    assert len(result.records[0].values) == 2


def test_a_name_without_keys_and_a_row_without_a_rule_are_rejected() -> None:
    result = read_lanes((0, OPERATIONAL), (0, "Nome|"), (0, "Indicatori"), (0, "Fonte|ISTAT"))
    assert [(finding.code, finding.raw) for finding in result.rejected] == [
        ("card-without-keys", "Nome"),
        ("card-row-unexplained", "Fonte | ISTAT"),
    ]


def test_an_empty_value_is_no_value_and_a_dash_is_one() -> None:
    result = read_lanes((0, OPERATIONAL), (0, "Nome|"), (0, "Peso|"), (0, "Stato|---"), (0, "Target 2017|SI"))
    (record,) = result.records
    assert record.weight is None
    assert [(value.role, value.raw) for value in record.values] == [("baseline", "---"), ("target", "SI")]
    assert record.review == ("The card has no Peso: it may have been cut.",)


def test_where_a_card_stands() -> None:
    (record,) = read_lanes((0, OPERATIONAL), *CARD).records
    assert record.place == Place(page=1, box=Box(0, 1, 100, 6))
    assert record.values[1].place == Place(page=1, box=Box(0, 5, 100, 6))
    assert record.row_text == "Grado di utilizzo delle risorse | Peso 100 % | Stato --- | Target 2017 SI"


def test_ignored_cards_are_counted_under_their_rule() -> None:
    items = [PanelItem(0, TextLine(OPERATIONAL, Place(line=1)))]
    items += [PanelItem(0, TableRow((Cell("Da definire", Place(line=2)),), Place(line=2), 1))]
    rule = IgnoreRule(name="empty card", reason="a form not filled in", row="Da definire")
    result = balanced(read_cards(items, RULES, NODES, Tree(), ignore=[rule]))
    assert [(row.rule, row.raw) for row in result.ignored] == [("empty card", "Da definire")]
    assert result.rows_seen == 1


@given(st.lists(cards(), min_size=1, max_size=4), st.lists(cards(), min_size=1, max_size=4), st.randoms())
def test_lanes_do_not_disturb_each_other(
    left: list[Card],
    right: list[Card],
    random: Random,
) -> None:
    lanes = []
    for lane, (node, own) in enumerate(((OPERATIONAL, left), (ACTION, right))):
        items = [(lane, "Indicatori")]
        for card in own:
            items += [(lane, f"{card[0]}|"), *((lane, f"{key}|{value}") for key, value in pairs(card))]
        lanes.append([(lane, node), *items])
    # The operational objective is printed before its actions; then anything goes.
    merged, queues = [lanes[0].pop(0), lanes[1].pop(0)], lanes
    while any(queues):
        queue = random.choice([q for q in queues if q])
        merged.append(queue.pop(0))
    result = read_lanes(*merged)
    wanted = [expected(card, "1011.01.D1.11", "operational") for card in left]
    wanted += [expected(card, "1011.0101.D1.11", "action") for card in right]
    assert sorted(printed(result), key=repr) == sorted(wanted, key=repr)
    assert not result.rejected


# The words of cards


def test_a_line_that_runs_on_is_parted_at_its_keys() -> None:
    words = CardWords(RULES)
    for text, name, values in [
        ("Peso 33,34 % Stato 98,24 Target 2017 >= 90", "", ["33,34 %", "98,24", ">= 90"]),
        ("Rispetto cadenza Peso 20 % Stato --- Target 2017 SI", "Rispetto cadenza", ["20 %", "---", "SI"]),
        ("Calo di peso Peso 100 % Stato 5", "Calo di peso", ["100 %", "5"]),
        ("Lo stato Peso 1 % Stato 2 Target 2017 lo stato", "Lo stato", ["1 %", "2", "lo stato"]),
        ("Peso: 50 %", "", ["50 %"]),
    ]:
        found = words.run_in(text)
        assert found is not None
        assert found.sure, text
        assert (found.name, [value for _, value in found.pairs]) == (name, values)


@pytest.mark.parametrize(
    "text", ["", "Stato di avanzamento", "Peso", "Stato", "Tempo Target 2017", "Pesole 30 %", "Target 17 3"]
)
def test_words_that_are_no_keys_with_values(text: str) -> None:
    assert CardWords(RULES).run_in(text) is None


def test_two_cards_in_one_line_are_in_doubt() -> None:
    found = CardWords(RULES).run_in("Uno Peso 50 % Stato 1 Target 2017 2 Due Peso 50 % Stato 3 Target 2017 4")
    assert found is not None
    assert not found.sure


@given(st.text(alphabet="PesoStatTrg 0127%-", max_size=60))
def test_any_line_is_parted_without_loss(text: str) -> None:
    text = " ".join(text.split())
    if found := CardWords(RULES).run_in(text):
        parts = [found.name, *(part for key, value in found.pairs for part in (key.text, value))]
        assert " ".join(part for part in parts if part) == text


# Other chambers' cards

OTHER = CardRules.model_validate(
    {
        "keys": [
            {"column": "formula", "printed": ["Formula", "Algoritmo"]},
            {"column": "owner", "printed": ["Responsabile"]},
            {"column": "target", "printed": ["Valore atteso", "Valore atteso {year}"]},
            {"column": "result", "printed": ["Consuntivo"]},
            {"column": "extra", "printed": ["Fonte"]},
        ]
    }
)
OTHER_NODES = NodeRules(
    [
        NodeRule(
            name="objective",
            level="strategic",
            pattern="OB (?P<code>\\d): (?P<title>.+)",
        )
    ]
)


def read_other(text: str) -> Record:
    placed = place_text_in_panels(parse(text.replace("⇥", "\t")).items, OTHER, OTHER_NODES)
    (record,) = balanced(read_cards(placed, OTHER, OTHER_NODES, Tree(), year=2023)).records
    return record


def test_keys_are_the_layouts_own() -> None:
    record = read_other(
        "OB 1: Crescere\n\nNuove imprese\n\nAlgoritmo⇥n. iscrizioni\nResponsabile:⇥Ufficio studi\n"
        "Valore atteso⇥>= 5\nValore atteso 2024⇥>= 6\nConsuntivo⇥7\nFonte⇥ISTAT\n"
    )
    assert (record.name, record.level, record.formula, record.owner) == (
        "Nuove imprese",
        "strategic",
        "n. iscrizioni",
        "Ufficio studi",
    )
    assert record.extra == {"Fonte": "ISTAT"}
    assert [(value.role, value.period, value.raw) for value in record.values] == [
        ("target", 2023, ">= 5"),
        ("target", 2024, ">= 6"),
        ("result", 2023, "7"),
    ]
    assert not record.review


def test_a_key_beside_another_one_is_no_value_of_it() -> None:
    record = read_other(
        "OB 1: Crescere\n\nNuove imprese\n\nResponsabile:⇥Valore atteso⇥>= 5\nConsuntivo⇥7\nFonte⇥ISTAT\n"
    )
    assert record.owner is None
    assert [(value.role, value.raw) for value in record.values] == [("target", ">= 5"), ("result", "7")]


@pytest.mark.parametrize(
    "change",
    [
        {"required": ["baseline"]},
        {"keys": [{"column": "target", "printed": ["{year} {year}"]}]},
        {"keys": [{"column": "target", "printed": [" "]}]},
        {"keys": [{"column": "target", "printed": ["T"], "value": "("}]},
        {"keys": [{"column": "nothing", "printed": ["T"]}]},
        {"labels": [{"name": "x", "pattern": "x", "begins": "cards", "unknown": 1}]},
    ],
)
def test_rules_that_cannot_work_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CardRules.model_validate({"keys": [{"column": "target", "printed": ["Target"]}], **change})


def test_the_labels_that_head_panels() -> None:
    rules = CardRules(
        keys=OTHER.keys,
        labels=(
            CardLabel(name="a", pattern="Indicatori", begins="cards"),
            CardLabel(name="b", pattern="Azione", begins="action"),
            CardLabel(name="c", pattern="Pagina"),
        ),
    )
    assert rules.lanes == ("Azione",)
