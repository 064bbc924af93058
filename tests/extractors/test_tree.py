"""Nodes of a plan's tree: which text makes one, under which parent, and when it is one already known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layouts.registry import layout_by_id
from extractors.layouts.schema import NodeRule
from extractors.pages.model import Place
from extractors.records.model import Node
from extractors.records.objective_tree import NodeRules, Tree

RULES = NodeRules(
    [
        NodeRule(name="area", level="area", pattern=r"(?P<code>\d) - (?P<title>.+)"),
        NodeRule(name="strategic", level="strategic", pattern=r"(?P<code>\d\.\d) (?P<title>.+)"),
        NodeRule(name="operational", level="operational", pattern=r"Obiettivo: (?P<title>.+)"),
        NodeRule(name="numbered", level="operational", pattern=r"(?P<code>\d{2}) (?P<title>.+)", only="rows"),
    ]
)


def opened(tree: Tree, text: str, rules: NodeRules = RULES) -> Node:
    match = rules.match(text, row=True)
    assert match is not None, text
    return tree.open(match, Place(line=1))


def titles(tree: Tree) -> list[tuple[str | None, str, str | None]]:
    """Of each node, code, title and its parent's title."""
    return [
        (node.code_raw, node.title, None if node.parent is None else tree.nodes[node.parent].title)
        for node in tree.nodes
    ]


def test_a_rule_matches_whole_texts_only() -> None:
    assert RULES.match("1 - Competitività") is not None
    assert RULES.match("vedi 1 - Competitività") is None
    assert RULES.match("1.1 Sviluppo") is not None
    assert RULES.match("anno 2018") is None


def test_a_rule_for_rows_does_not_read_lines() -> None:
    assert RULES.match("12 Servizi") is None
    match = RULES.match("12 Servizi", row=True)
    assert match is not None
    assert match.rule.name == "numbered"


def test_rules_of_one_level_have_one_depth() -> None:
    depths = [RULES.match(text, row=True) for text in ("1 - A", "1.1 B", "Obiettivo: C", "12 D")]
    assert [match.depth for match in depths if match] == [0, 1, 2, 2]
    assert RULES.depth == 3


def test_a_parent_is_the_nearest_open_node_above() -> None:
    tree = Tree()
    for text in ("1 - A", "1.1 B", "Obiettivo: C", "Obiettivo: D", "1.2 E", "2 - F", "Obiettivo: G"):
        opened(tree, text)
    assert titles(tree) == [
        ("1", "A", None),
        ("1.1", "B", "A"),
        (None, "C", "B"),
        (None, "D", "B"),
        ("1.2", "E", "A"),
        ("2", "F", None),
        (None, "G", "F"),
    ]
    assert tree.current is not None
    assert tree.current.title == "G"


def test_an_unknown_parent_stays_unknown() -> None:
    tree = Tree()
    assert opened(tree, "1.1 B").parent is None
    tree.close()
    assert tree.current is None
    assert opened(tree, "Obiettivo: C").parent is None


def test_a_parent_learnt_later_is_kept() -> None:
    tree = Tree()
    opened(tree, "1.1 B")
    tree.close()
    opened(tree, "1 - A")
    opened(tree, "1.1 B")
    assert titles(tree) == [("1.1", "B", "A"), ("1", "A", None)]


def test_a_coded_node_printed_again_is_the_same_whatever_its_title() -> None:
    tree = Tree()
    first = opened(tree, "1.1 Sviluppo dell'impresa")
    opened(tree, "1.2 Altro")
    again = opened(tree, "1.1 Sviluppo  dell’impresa e del territorio")
    assert again.key == first.key
    assert again.title == "Sviluppo dell'impresa"


def test_a_title_without_code_is_one_node_under_one_parent() -> None:
    tree = Tree()
    opened(tree, "1.1 A")
    one = opened(tree, "Obiettivo: Servizi")
    assert opened(tree, "Obiettivo: SERVIZI").key == one.key
    opened(tree, "1.2 B")
    assert opened(tree, "Obiettivo: Servizi").key != one.key


def test_a_title_that_repeats_a_coded_node_of_its_level_is_that_node() -> None:
    tree = Tree()
    coded = opened(tree, "12 Sostegno alle imprese")
    tree.close()
    assert opened(tree, "Obiettivo: Sostegno alle imprese").key == coded.key


def test_a_text_that_is_a_coded_nodes_whole_title_states_it_again() -> None:
    tree = Tree()
    node = opened(tree, "1.1 Sviluppo d'impresa")
    match = tree.match_again("SVILUPPO d’Impresa")
    assert match is not None
    assert tree.open(match, Place(line=2)).key == node.key
    assert tree.match_again("Sviluppo") is None


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("1011.01.D1.11 - Rendere disponibili dati", "101.1"),
        ("1011.0101.D1.11 - Redazione del rapporto", "1011.01.D1.11"),
    ],
)
def test_a_code_that_names_its_parent_stands_under_it_whatever_is_open(code: str, parent: str) -> None:
    """Modena's panels stand side by side: the node printed last need not be the parent."""
    rules = NodeRules(layout_by_id("modena").nodes)
    tree = Tree()
    for text in (
        "1 - COMPETITIVITA' DELLE IMPRESE",
        "101 - Informazione",
        "101.1 - Studi",
        "1011.01.D1.11 - Rendere disponibili dati",
        "102 - Altro",
        "102.1 - Ultimo",
    ):
        opened(tree, text, rules)
    found = opened(tree, code, rules)
    assert found.parent is not None
    assert tree.nodes[found.parent].code_raw == parent


def test_owner_and_budget_are_the_first_stated() -> None:
    tree = Tree()
    key = opened(tree, "1 - A").key
    tree.set_owner(key, "Ufficio Studi")
    tree.set_owner(key, "Altro")
    tree.set_budget(key, "1.000")
    tree.set_budget(key, "2.000")
    tree.extend_title(key, "e oltre")
    node = tree.nodes[key]
    assert (node.owner, node.budget, node.title) == ("Ufficio Studi", "1.000", "A e oltre")


@given(st.lists(st.sampled_from(["1 - A", "2 - B", "1.1 C", "1.2 D", "Obiettivo: E", "Obiettivo: F", "close"])))
def test_the_tree_is_a_tree(read: list[str]) -> None:
    tree = Tree()
    for text in read:
        if text == "close":
            tree.close()
        else:
            opened(tree, text)
    ranks = {"area": 0, "strategic": 1, "operational": 2}
    for key, node in enumerate(tree.nodes):
        assert node.key == key
        if node.parent is not None:
            assert ranks[tree.nodes[node.parent].level] < ranks[node.level]
    codes = [(node.level, node.code_raw) for node in tree.nodes if node.code_raw]
    assert len(codes) == len(set(codes))
