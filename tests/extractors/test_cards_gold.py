"""The text of modena-2017 against what a careful reader found in it, whole and with lines lost."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from extractors.cards.card_state import CardsResult
from tests.extractors.card_samples import printed, read_modena

SHARED = Path(__file__).parents[3] / "shared"
TEXT = SHARED / "plans" / "text" / "modena-2017.txt"
GOLD = SHARED / "gold" / "modena-2017.jsonl"
pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason="the gold of ../shared is not there")

Row = tuple[str, str | None, str, str | None, tuple[tuple[str, int | None, str], ...]]


def folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).lower().split())


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [
        (
            folded(record["name"]),
            record["objective"],
            record["level"],
            record["weight"],
            tuple((value["role"], value["period"], value["raw"]) for value in record["values"]),
        )
        for record in records
    ]


@pytest.fixture(scope="module")
def text() -> str:
    return TEXT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def result(text: str) -> CardsResult:
    return read_modena(text)


def rows(result: CardsResult) -> list[Row]:
    return [(folded(name), *rest) for name, *rest in printed(result)]  # type: ignore[misc]


def test_every_card_is_found_with_its_node_level_weight_and_figures(result: CardsResult, gold: list[Row]) -> None:
    assert rows(result) == gold
    assert not result.rejected
    assert not result.ignored


def test_only_what_is_interleaved_is_in_doubt(result: CardsResult) -> None:
    doubted = Counter(record.node for record in result.records if record.review)
    codes = {node.key: node.code_raw for node in result.nodes}
    assert {codes[node]: count for node, count in doubted.items() if node is not None} == {
        "4012.02.D1.31": 1,
        "7012.03.C2.71": 2,
        "801": 2,
        "3": 5,
        "802": 3,
        "8022.01.A1.12": 1,
        "8022.02.A1.12": 2,
    }


def test_every_coded_line_is_a_node_under_the_one_its_code_names(result: CardsResult, text: str) -> None:
    codes = {node.key: node.code_raw or "" for node in result.nodes}
    coded = re.findall(
        r"(?m)(?:^|\t|>)(?:\*\*|#+ )?(\d(?:\d\d)?(?:\.\d|\d\.\d\d(?:\d\d)?\.[A-D]\d\.\d\d?)?) ?- ?[^\d\s]",
        text,
    )
    assert [node.code_raw for node in result.nodes] == list(dict.fromkeys(coded))
    for node in result.nodes:
        code, parent = codes[node.key], codes.get(-1 if node.parent is None else node.parent, "")
        assert parent == {
            "area": "",
            "strategic": {"6": "2", "7": "2", "8": "3"}.get(code[0], "1"),
            "programme": code[:3],
            "operational": f"{code[:3]}.{code[3:4]}",
            "action": parent if parent.startswith(code[:7] + ".") else None,
        }[node.level]  # fmt: skip


def test_titles_broken_by_other_panels_are_whole(result: CardsResult) -> None:
    titles = {node.code_raw: node.title for node in result.nodes}
    assert titles["801.1"] == "La multicanalità nell'accesso ai servizi e nelle relazioni con l'utenza"
    assert titles["7012.0301.C2.52"] == "Attività di vigilanza nel settore della metrologia legale"
    assert titles["8021.0002.A1.2"] == (
        "Le risorse economiche: eventuale ridefinizione del Preventivo 2017 ai sensi del D. Lgs. 219/2016 "
        "e decreti attuativi"
    )
    assert titles["3012.0106.C1.51"] == (
        "Rilascio entro 3 giorni dei Carnet ATA-CPD su ricezione domanda on-line o cartacea"
    )
    assert not [title for title in titles.values() if re.search(r"\b(?:Peso|Stato|Target) ", title)]


@pytest.mark.parametrize("samples", [5, pytest.param(40, marks=pytest.mark.slow)])
def test_a_lost_line_makes_no_wrong_card_in_silence(text: str, gold: list[Row], samples: int) -> None:
    """Of lines that the text itself shows to be missing; a node that is lost whole leaves no trace."""
    lines = text.split("\n")
    node = re.compile(r"\**\d[\d.A-D]*\s*-|\t*\d{4}\.|.*\t<p>\d{4}|.*\t\d{4}\.|.*\t701\.1|.*\d{4}\.[\d.A-D]+ - ")
    telling = [i for i, line in enumerate(lines) if line.strip() and not node.match(line)]
    # The two lines of one bold name, and a label that stood in another node's panel (lines 1073, 2363, 2364).
    telling = [i for i in telling if i + 1 not in (1073, 2363, 2364)]
    known = Counter(gold)
    for i in random.Random(7).sample(telling, samples):
        damaged = read_modena("\n".join(lines[:i] + lines[i + 1 :]))
        sure = Counter(row for row, record in zip(rows(damaged), damaged.records, strict=True) if not record.review)
        assert not sure - known, (i + 1, lines[i])
