"""A word that no list has is the name of a thing by a general list of words, unless it says something of a figure."""

import ast
from pathlib import Path

import pytest

import normalizers
from normalizers.targets.reader import read_cell
from normalizers.vocabulary import italian
from normalizers.vocabulary.lexicon import is_thing, may_be_name
from tests.normalizers.meaning import shown


@pytest.mark.parametrize(
    ("language", "raw", "meaning"),
    [
        ("it", "n. 4 laboratori con le scuole primarie", "quantity = 4 “laboratori con le scuole primarie” (implicit)"),
        ("it", "n.5 defibrillatori installati", "quantity = 5 “defibrillatori installati” (implicit)"),
        ("it", "20 segnalazioni di farmacovigilanza", "quantity = 20 “segnalazioni di farmacovigilanza” (implicit)"),
        ("it", "3 corsi per promuovere il riciclo", "quantity = 3 “corsi per promuovere il riciclo” (implicit)"),
        ("it", "10 accessi SUAPE", "quantity = 10 “accessi SUAPE” (implicit)"),
        ("it", "dispersione scolastica ≤ 10,5%", "quantity <= 10.5 percent “dispersione scolastica”"),
        ("de", "3 Elternabende", "quantity = 3 “Elternabende” (implicit)"),
        ("de", "3 neue Fahrradwege", "quantity = 3 “neue Fahrradwege” (implicit)"),
        ("fr", "80% des élèves", "quantity = 80 percent “des élèves” (implicit)"),
        ("fr", "4 visites d'entreprise", "quantity = 4 “visites d'entreprise” (implicit)"),
        ("sl", "80 % učencev", "quantity = 80 percent “učencev” (implicit)"),
        ("en", "15 nurses trained", "quantity = 15 “nurses trained” (implicit)"),
        ("en", "40 notebooks for personnel", "quantity = 40 “notebooks for personnel” (implicit)"),
        ("it", "90% pratiche R.I.", "quantity = 90 percent “pratiche R.I” (implicit)"),
        ("it", "3 CORSI U.R.P.", "quantity = 3 “CORSI U.R.P” (implicit)"),
    ],
)
def test_names_of_things_leave_a_figure_as_it_is(language: str, raw: str, meaning: str) -> None:
    (clause,) = read_cell(raw, period=2020, language=language)
    assert shown(clause) == meaning


@pytest.mark.parametrize(
    ("language", "raw"),
    [
        *(("it", "erosione del 5%"), ("it", "limati del 5%"), ("it", "rallentamento del 5%")),  # a change
        *(("it", "5 dimezzate"), ("it", "80% ipotizzato"), ("it", "12 chilometri"), ("it", "3 lustri")),
        *(("it", "ameno 80%"), ("it", "12 messi"), ("it", "3 dimunuzioni")),  # misspelt, as words that there are or not
        *(("it", "5 XYZ"), ("it", "ALMNO 5 corsi"), ("it", "5 corsi SALVO proroghe")),  # in capitals
        *(("de", "Kostensenkung 5%"), ("de", "3 Kurse vierteljährlich"), ("de", "wesentlich über 80%")),
        *(("fr", "baisses de 5%"), ("fr", "80% seulement"), ("sl", "zmanšanje za 5 %"), ("en", "well above 80%")),
        *(("en", "at mots 80%"), ("en", "80% mostly"), ("de", "3 incontra"), ("it", "12 M.Q.")),
    ],
)
def test_words_that_say_something_of_a_figure_are_no_things(language: str, raw: str) -> None:
    assert {clause.status for clause in read_cell(raw, period=2020, language=language)} == {"review"}


def test_what_was_done_is_told_from_what_there_is() -> None:
    assert is_thing("cablate")
    assert not is_thing("cablate", done=False)
    assert is_thing("affido", done=False)  # the list has it as a form of a verb
    assert not is_thing("prevedono")
    assert not is_thing("xq")


def test_a_word_may_lack_its_accent_but_a_conjunction_is_no_thing() -> None:
    assert is_thing("virtu", done=False)
    assert not is_thing("virta", done=False)
    assert not is_thing("ancorche")
    assert not is_thing("bensì")


def test_letters_that_may_be_wrong_are_counted() -> None:
    assert may_be_name("centri")
    assert not may_be_name("centro")  # `entro`
    assert not may_be_name("oltrx", typos=1)
    assert may_be_name("oltxx", typos=1)
    assert not may_be_name("oltxx", typos=2)


def test_each_list_of_the_vocabulary_is_asked_for_and_each_that_is_asked_for_is_there() -> None:
    asked = {
        node.attr
        for path in Path(normalizers.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"words", "italian"}
    }
    asked -= {"starts_action", "is_open", "without_stop", "known"}
    lists = set(italian.model_dump())
    assert asked - lists == set()
    assert lists - asked <= {"actions", "counted_heads", "infinitives"}  # of these the vocabulary's own functions ask
