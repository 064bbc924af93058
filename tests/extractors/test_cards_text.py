"""Cards in the text form: each printed form, and panels that a converter printed one after the other.

The texts are of modena-2017, shortened; the comments give their lines there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cards import text_panels as lanes
from tests.extractors.card_samples import (
    Card,
    Printed,
    cards,
    expected,
    pairs,
    printed,
    read_modena,
    reviews,
)

OPERATIONAL = "3011.03.D1.33 - Sostenere l'internazionalizzazione"
ACTION = "3011.0301.D1.33 - Formazione"
OTHER_ACTION = "3011.0302.D1.33 - Formazione tecnica"


def card(name: str, code: str, level: str, weight: str, baseline: str, *wanted: str) -> Printed:
    return expected((name, weight, baseline, wanted), code, level)


# Forms


def test_key_and_value_in_any_cells_or_in_a_line() -> None:
    result = read_modena(
        f"{OPERATIONAL}\n\n**Indicatori**\n\n"
        "Uno⇥\nPeso⇥10 %\nStato⇥1\nTarget 2017⇥>= 1\n"  # line 11
        "Due⇥⇥\nPeso⇥⇥20 %\nStato⇥⇥2\nTarget 2017⇥⇥>= 2\n\n"  # line 239
        "**Tre**\n\nPeso 30 %  \nStato ---  \nTarget 2017 SI\n\n"  # line 319
        "Quattro⇥\nPeso 40 %⇥\nStato 4⇥\nTarget 2017 >= 4⇥\n\n"  # line 1056
        "⇥<b>Cinque</b>\n⇥Peso 50 %\n⇥Stato 5\n⇥Target 2017 >= 5\n\n"  # line 1193
        "<b>Sei</b>⇥⇥\nPeso⇥⇥60 %\nStato⇥⇥6\nTarget 2017⇥⇥>= 6\n"  # line 498
        "Sette Peso 70 % Stato 7 Target 2017 >= 7⇥\n"  # line 1175
        "<p>Otto</p> <p>Peso 80 % Stato 8 Target 2017 &gt;= 8</p>⇥\n"  # line 484
    )
    names = ["Uno", "Due", "Tre", "Quattro", "Cinque", "Sei", "Sette", "Otto"]
    assert [row[0] for row in printed(result)] == names
    assert [row[3] for row in printed(result)] == [f"{n}0 %" for n in range(1, 9)]
    assert [row[4][1][2] for row in printed(result)] == [
        ">= 1", ">= 2", "SI", ">= 4", ">= 5", ">= 6", ">= 7", ">= 8",
    ]  # fmt: skip
    assert {row[1] for row in printed(result)} == {"3011.03.D1.33"}
    assert not reviews(result)
    assert [record.place.line for record in result.records][:3] == [5, 9, 14]


def test_names_and_titles_over_several_lines() -> None:
    result = read_modena(
        "602 - Favorire la conoscenza delle eccellenze,\n\nin particolare il Palatipico\n\n"  # line 942
        "Indicatori\n\n**Realizzazione obiettivo nei termini  \nprevisti dalla norma**\n\n"  # line 2361
        "Peso⇥100 %\nStato⇥---\nTarget 2017⇥SI\n\n"
        "8033.0303.A1.12 - La pubblicazione del\n\nResponsabile  \ndella corruzione  \nnei termini\n\n"
        "Indicatori\n"
    )
    assert [node.title for node in result.nodes] == [
        "Favorire la conoscenza delle eccellenze, in particolare il Palatipico",
        "La pubblicazione del Responsabile della corruzione nei termini",
    ]
    assert [record.name for record in result.records] == ["Realizzazione obiettivo nei termini previsti dalla norma"]
    assert not reviews(result)
    assert not result.findings


def test_a_value_may_be_words_below_other_keys() -> None:
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori\n\nStato di avanzamento\n\nPeso 50 %\nStato in corso\nTarget 2017 Fine lavori\n"
    )
    assert [value.raw for value in result.records[0].values] == ["in corso", "Fine lavori"]
    assert result.records[0].name == "Stato di avanzamento"


def test_a_value_that_looks_like_a_node_is_a_value_in_doubt() -> None:
    result = read_modena(f"{OPERATIONAL}\n\nIndicatori\n\nUno\n\nPeso⇥50 %\nStato⇥2 - medio\nTarget 2017⇥SI\n")
    assert [value.raw for value in result.records[0].values] == ["2 - medio", "SI"]
    assert reviews(result) == {"Uno": (lanes.RUN_IN,)}
    assert len(result.nodes) == 1


# Panels


def test_panels_of_one_row_with_paragraphs() -> None:  # line 483
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori⇥Azione\n"
        "<p>Attività</p> <p>Peso 50 % Stato 37 Target 2017 &gt;= 21</p> <p>Grado</p> "
        "<p>Peso 50 % Stato 7,16 Target 2017 &gt;= 3,2</p>⇥"
        f"<p>{ACTION}</p> <p>Indicatori</p> <p><b>Corsi</b></p> "
        "<p>Peso 100 % Stato 12 Target 2017 &gt;= 6</p> "
        f"<p>{OTHER_ACTION}</p> <p>Indicatori</p> <p><b>Corsi</b></p> "
        "<p>Peso 100 % Stato 25 Target 2017 &gt;= 15</p> <p>3011.0306.D1.33 - Rilascio entro 3</p>\n\n"
        "giorni dei Carnet\n\nIndicatori⇥⇥\n<b>Livello</b>⇥⇥\nPeso⇥⇥100 %\nStato⇥⇥1\nTarget 2017⇥⇥>= 98 %\n"
    )
    assert printed(result) == [
        card("Attività", "3011.03.D1.33", "operational", "50 %", "37", ">= 21"),
        card("Grado", "3011.03.D1.33", "operational", "50 %", "7,16", ">= 3,2"),
        card("Corsi", "3011.0301.D1.33", "action", "100 %", "12", ">= 6"),
        card("Corsi", "3011.0302.D1.33", "action", "100 %", "25", ">= 15"),
        card("Livello", "3011.0306.D1.33", "action", "100 %", "1", ">= 98 %"),
    ]
    assert result.nodes[-1].title == "Rilascio entro 3 giorni dei Carnet"
    assert not reviews(result)


def test_panels_of_several_rows() -> None:  # lines 1055 and 1190
    result = read_modena(
        f"Obiettivo Operativo⇥\n{OPERATIONAL}⇥\nIndicatori⇥Azione\n"
        f"Uno⇥{ACTION}\nPeso 50 %⇥\nStato 1⇥\nTarget 2017 >= 1⇥\n"
        "Due Peso 50 % Stato 2 Target 2017 >= 2⇥Indicatori\n"
        "⇥<b>Tre</b>\n⇥Peso 100 %\n⇥Stato 3\n⇥Target 2017 >= 3\n"
        f"⇥{OTHER_ACTION}\n"
    )
    assert printed(result) == [
        card("Uno", "3011.03.D1.33", "operational", "50 %", "1", ">= 1"),
        card("Due", "3011.03.D1.33", "operational", "50 %", "2", ">= 2"),
        card("Tre", "3011.0301.D1.33", "action", "100 %", "3", ">= 3"),
    ]
    assert len(result.nodes) == 3
    assert not reviews(result)


def test_a_second_heading_in_a_panel_is_of_the_node_opened_last() -> None:  # line 1073
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori⇥Azione\nUno⇥{ACTION}\nPeso 100 %⇥\nStato 1⇥\nTarget 2017 >= 1⇥\n"
        f"⇥{OTHER_ACTION}\nIndicatori⇥\nDue⇥\nPeso 100 %⇥\nStato 2⇥\nTarget 2017 >= 2⇥\n"
    )
    assert [row[1] for row in printed(result)] == ["3011.03.D1.33", "3011.0302.D1.33"]
    assert not reviews(result)


def test_panels_without_headings_show_by_their_nodes() -> None:
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori\n\nUno⇥{ACTION}\nPeso 100 %⇥\nStato 1⇥{OTHER_ACTION}\nTarget 2017 SI⇥\n"
    )
    assert printed(result) == [card("Uno", "3011.03.D1.33", "operational", "100 %", "1", "SI")]
    assert len(result.nodes) == 3


def test_headings_of_panels_printed_again_leave_a_doubt() -> None:  # line 1644: 100 % twice under one node
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori⇥⇥Azione⇥\nUno⇥⇥{ACTION}⇥\nPeso⇥100 %⇥⇥\nStato⇥---⇥⇥\nTarget 2017⇥SI⇥⇥\n"
        f"Indicatori⇥⇥Azione⇥\nDue⇥⇥{OTHER_ACTION}⇥\nPeso⇥100 %⇥⇥\nStato⇥58⇥⇥\nTarget 2017⇥>= 60⇥⇥\n"
    )
    assert [row[1] for row in printed(result)] == ["3011.03.D1.33", "3011.03.D1.33"]
    assert reviews(result) == {"Due": (lanes.AGAIN,)}


def test_headings_in_one_line() -> None:  # lines 1302 and 2200
    result = read_modena(
        "702 - Legalità\n\n**Indicatori** **Programma**\n\nUno⇥\nPeso⇥100 %\nStato⇥1\nTarget 2017⇥5\n\n"
        "702.1 - Giustizia\n\n7021.01.C2.61 - Mediazione\n\n**Indicatori****Azione**\n\nDue\n\n"
        "Peso⇥100 %\nStato⇥2\nTarget 2017⇥6\n\n7021.0101.C2.61 - Gestione\n"
    )
    assert [(row[0], row[1]) for row in printed(result)] == [("Uno", "702"), ("Due", "7021.01.C2.61")]
    assert not reviews(result)


def test_headings_that_lost_their_tab_and_rows_that_ignore_panels() -> None:
    result = read_modena(
        f"{OPERATIONAL}\nIndicatori⇥Azione\nUno⇥{ACTION}\nPeso⇥100 %\nStato⇥1\nTarget 2017⇥5\n\n"
        f"{OTHER_ACTION}\n\nObiettivo Operativo   Azione\n\nIndicatori Azione:\n\nDue\n\n"
        "Peso⇥100 %\nStato⇥1\nTarget 2017⇥5\n"
    )
    assert [(row[0], row[1], row[3]) for row in printed(result)] == [
        ("Uno", "3011.03.D1.33", "100 %"),
        ("Due", "3011.0302.D1.33", "100 %"),
    ]


# Panels printed one after the other

BROKEN = """**Area Strategica**

**3 - COMPETITIVITA' DELL'ENTE**

**Indicatori**

Grado di rispetto⇥
Peso⇥20 %
Stato⇥87,23 %
Target 2017⇥>= 90 %
Target 2018⇥>= 90 %

**Obiettivo Strategico**

801- Semplificare le procedure

**Indicatori**

Dispositivi rilasciati⇥
Peso⇥50 %
Stato⇥7.804

**Programma**

801.1 - La multicanalità nelle

"""  # line 1386

GOES_ON = """Tempo medio⇥
Peso⇥80 %
Stato⇥13,26
Target 2017⇥<= 18
Target 2018⇥<= 18

Target 2017⇥>= 6.500
Target 2018⇥>= 6.500
Livello di diffusione⇥
Peso⇥50 %
Stato⇥8,16 %
Target 2017⇥>= 8,5 %
Target 2018⇥>= 8,5 %

relazioni con l'utenza

**Obiettivo Operativo**

8011.01.A2.31 - Sviluppare
"""


def test_a_page_printed_panel_by_panel() -> None:
    result = read_modena(BROKEN + GOES_ON)
    assert printed(result) == [
        card("Grado di rispetto", "3", "area", "20 %", "87,23 %", ">= 90 %", ">= 90 %"),
        card("Dispositivi rilasciati", "801", "strategic", "50 %", "7.804", ">= 6.500", ">= 6.500"),
        card("Tempo medio", "3", "area", "80 %", "13,26", "<= 18", "<= 18"),
        card("Livello di diffusione", "801", "strategic", "50 %", "8,16 %", ">= 8,5 %", ">= 8,5 %"),
    ]
    assert reviews(result) == {
        "Dispositivi rilasciati": (lanes.APART,),
        "Tempo medio": (lanes.OTHER_PANEL,),
        "Livello di diffusione": (lanes.BETWEEN,),
    }
    assert result.nodes[2].title == "La multicanalità nelle relazioni con l'utenza"
    assert [(finding.code, finding.raw) for finding in result.findings] == [
        ("title-rejoined", "relazioni con l'utenza")
    ]
    assert not result.rejected


def test_what_fits_two_places_is_put_in_neither() -> None:
    cut = "Altro taglio⇥\nPeso⇥50 %\nStato⇥1\n\n"
    result = read_modena(
        BROKEN + "8011.01.A2.31 - Sviluppare\n\n**Indicatori**\n\n" + cut + "8011.0101.A2.31 - Azione\n\n"
        "Target 2017⇥>= 6.500\nTarget 2018⇥>= 6.500\n"
    )
    (finding,) = result.rejected
    assert (finding.code, finding.raw) == (
        "card-keys-without-name",
        "Target 2017 >= 6.500 | Target 2018 >= 6.500",
    )
    assert set(reviews(result)) == {"Dispositivi rilasciati", "Altro taglio"}


def test_the_rest_of_a_card_that_looked_whole() -> None:
    result = read_modena(
        BROKEN.replace("Stato⇥7.804\n", "Stato⇥7.804\nTarget 2017⇥>= 6.500\n")
        + "\n**Obiettivo Operativo**\n\n8011.01.A2.31 - Sviluppare\n\nTarget 2018⇥>= 7.000\n"
    )
    # Area cards go on to 2018; that lane's own card is whole, and strategic ones have not been seen to.
    assert [finding.raw for finding in result.rejected] == ["Target 2018 >= 7.000"]
    again = read_modena(
        BROKEN.replace(
            "Stato⇥7.804\n",
            "Stato⇥7.804\nTarget 2017⇥1\nTarget 2018⇥2\nDue⇥\nPeso⇥50 %\nStato⇥3\nTarget 2017⇥4\n",
        )
        + "Target 2018⇥>= 7.000\n"
    )
    assert printed(again)[-1] == card("Due", "801", "strategic", "50 %", "3", "4", ">= 7.000")
    assert reviews(again) == {"Due": (lanes.APART,)}


def test_a_cut_card_whose_name_is_printed_again() -> None:  # line 602
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori⇥⇥\nGrado⇥⇥\nPeso⇥⇥100 %\nStato⇥⇥100\n\n**Azione**\n\n"
        f"{ACTION}\n\nGrado\n\nTarget 2017 >= 85\n\n{OTHER_ACTION}\n"
    )
    assert printed(result) == [card("Grado", "3011.03.D1.33", "operational", "100 %", "100", ">= 85")]
    assert reviews(result) == {"Grado": (lanes.APART,)}


def test_cards_inside_another_nodes_title() -> None:  # line 1278
    result = read_modena(
        f"{OPERATIONAL}\n\nIndicatori⇥⇥\n------------⇥--⇥--\n\n**Azione**\n\n"
        "3011.0301.D1.33 - Attività di\n\n"
        "Uno⇥⇥\nPeso⇥⇥50 %\nStato⇥⇥10\nTarget 2017⇥⇥>= 20\n"
        "Due⇥⇥\nPeso⇥⇥50 %\nStato⇥⇥50\nTarget 2017⇥⇥>= 150\n\n"
        f"vigilanza nel settore\n\n{OTHER_ACTION}\n"
    )
    assert [(row[0], row[1]) for row in printed(result)] == [
        ("Uno", "3011.03.D1.33"),
        ("Due", "3011.03.D1.33"),
    ]
    assert reviews(result) == {"Uno": (lanes.BETWEEN,), "Due": (lanes.BETWEEN,)}
    assert result.nodes[1].title == "Attività di vigilanza nel settore"
    assert [finding.code for finding in result.findings] == ["title-rejoined"]


# What is missing


WHOLE = (
    f"**Obiettivo Operativo**\n\n{OPERATIONAL}\n\n**Indicatori**\n\n"
    "Uno\n\nPeso⇥100 %\nStato⇥1\nTarget 2017⇥2\n\n"
    f"**Azione**\n\n{ACTION}\n\n**Indicatori**\n\n"
    "Due\n\nPeso⇥100 %\nStato⇥3\nTarget 2017⇥4\n"
)


@pytest.mark.parametrize(
    ("lost", "doubt"),
    [
        (f"{OPERATIONAL}\n", "In which panel this was printed cannot be known."),
        ("**Indicatori**\n", lanes.NO_HEADING),
        ("Peso⇥100 %\n", "The card has no Peso: it may have been cut."),
        ("Stato⇥1\n", "The card has no Stato: it may have been cut."),
        ("Target 2017⇥2\n", "The card has no Target: it may have been cut."),
    ],
)
def test_a_lost_line_is_noticed(lost: str, doubt: str) -> None:
    assert not reviews(read_modena(WHOLE))
    result = read_modena(WHOLE.replace(lost, "", 1))
    assert doubt in reviews(result)["Uno"]


def test_a_lost_name_leaves_its_keys_to_nobody() -> None:
    result = read_modena(WHOLE.replace("Due\n", ""))
    assert [finding.raw for finding in result.rejected] == ["Peso 100 % | Stato 3 | Target 2017 4"]
    assert [row[0] for row in printed(result)] == ["Uno"]


def test_a_node_that_its_heading_announced_is_missed() -> None:
    result = read_modena(f"602.1 - Prodotti\n\n{WHOLE.replace(OPERATIONAL, '')}")
    assert lanes.NOT_READ in reviews(result)["Uno"][0]


def test_names_that_lost_their_keys_and_rows_of_other_tables() -> None:
    result = read_modena(f"Componenti⇥Settore\n\n{OPERATIONAL}\n\nIndicatori\n\nNome senza chiavi\n\n{ACTION}\n\n")
    assert [(finding.code, finding.raw) for finding in result.rejected] == [
        ("card-row-unexplained", "Componenti | Settore"),
        ("card-without-keys", "Nome senza chiavi"),
    ]


# Any cards, in any printed form


def _inline(own: Card) -> str:
    return " ".join(f"{key} {value}" for key, value in pairs(own))


def _rows(own: Card, row: str, name: str) -> str:
    return "\n".join([name.format(own[0]), *(row.format(key, value) for key, value in pairs(own))]) + "\n"


FORMS: list[Callable[[Card], str]] = [
    lambda own: _rows(own, "{}⇥{}", "{}⇥"),
    lambda own: _rows(own, "{}⇥⇥{}", "<b>{}</b>⇥⇥"),
    lambda own: _rows(own, "{} {}⇥", "{}⇥"),
    lambda own: _rows(own, "⇥{} {}", "⇥{}"),
    lambda own: "\n" + _rows(own, "{} {}  ", "**{}**\n") + "\n",
    lambda own: "\n" + _rows(own, "{}⇥{}", "{}\n") + "\n",
    lambda own: f"{own[0]} {_inline(own)}⇥\n",
    lambda own: f"\n{own[0]} {_inline(own)}\n\n",
    lambda own: f"<p>{own[0]}</p> <p>{_inline(own).replace('>', '&gt;')}</p>⇥\n",
    lambda own: f"\n{own[0]}\n\n" + "\n\n".join(f"{key}: {value}" for key, value in pairs(own)) + "\n\n",
]
forms = st.sampled_from(FORMS)


@given(st.lists(st.lists(st.tuples(cards(), forms), max_size=3), min_size=1, max_size=4))
def test_cards_read_the_same_in_every_form(nodes: list[list[tuple[Card, Callable[[Card], str]]]]) -> None:
    text, wanted = "301.1 - Supporto alle imprese\n\n", []
    for number, own in enumerate(nodes, start=1):
        code = f"3011.{number:02}.D1.33"
        text += f"{code} - Obiettivo\n\n" + ("**Indicatori**\n\n" if own else "")
        for one, form in own:
            text += form(one)
            wanted.append(expected(one, code, "operational"))
        text += "\n**Azione**\n\n"
    result = read_modena(text)
    assert printed(result) == wanted
    assert not reviews(result) or any("Nearly all" in why for (why,) in reviews(result).values())
    assert not result.rejected


@given(st.lists(cards(), min_size=1, max_size=3), st.lists(cards(), max_size=3))
def test_panels_read_the_same_as_nodes_one_below_the_other(left: list[Card], right: list[Card]) -> None:
    cells = [[one[0], *(f"{key} {value}" for key, value in pairs(one))] for one in left]
    beside = [[one[0], *(f"{key} {value}" for key, value in pairs(one))] for one in right]
    column = [text for own in cells for text in own]
    other = [ACTION, *(["Indicatori"] if right else []), *(text for own in beside for text in own)]
    height = max(len(column), len(other))
    table = zip(column + [""] * (height - len(column)), other + [""] * (height - len(other)), strict=True)
    text = f"{OPERATIONAL}\n\nIndicatori⇥Azione\n" + "\n".join(f"{a}⇥{b}" for a, b in table)
    wanted = [expected(one, "3011.03.D1.33", "operational") for one in left]
    wanted += [expected(one, "3011.0301.D1.33", "action") for one in right]
    result = read_modena(text)
    assert sorted(printed(result), key=repr) == sorted(wanted, key=repr)
    assert not result.rejected


TOKENS = [
    "Peso",
    "Stato",
    "Target 2017",
    "Target 2018",
    "Indicatori",
    "Azione",
    ACTION,
    OPERATIONAL,
    "50 %",
    "SI",
]
MARKS = ["⇥", "\n", "\n\n", "<p>", "</p>", " "]


@given(st.lists(st.sampled_from([*TOKENS, *MARKS, *MARKS, "Nome"]), max_size=60))
def test_no_order_of_words_raises_or_loses_a_name(tokens: list[str]) -> None:
    words = [f" Nome{i} " if token == "Nome" else token for i, token in enumerate(tokens)]
    result = read_modena("3011.04.D1.33 - Prima\n\n" + "".join(words))
    told = [record.row_text for record in result.records]
    told += [finding.raw or "" for finding in (*result.rejected, *result.findings)]
    told += [node.title for node in result.nodes]
    lost = [word for word in words if "Nome" in word and not any(word.strip() in text for text in told)]
    assert not lost
