"""Words that one chamber alone prints: read where its layout has them, and in no other plan."""

import pytest

from normalizers.quantities.units import UNITS
from normalizers.targets.reader import read_cell
from normalizers.vocabulary.translations import Idiom, OwnWords, make_own_words
from tests.normalizers.meaning import shown


def read(raw: str, own: OwnWords = (), language: str = "it", **where: str) -> str:
    clauses = read_cell(raw, period=2020, language=Idiom(language, own), **where)
    return " | ".join(map(shown, clauses))


OWN = make_own_words(
    {"day": ["gglav", "gg.  corr."], "FTE": ["Unità equivalenti"]},
    {">=": ["perlomanco"], "<=": ["a tetto"]},
    ["In itinere"],
    ["sportellune", "giro di bloa"],
)


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("perlomanco 80%", "quantity >= 80 percent"),
        ("PERLOMANCO 80%", "quantity >= 80 percent"),
        ("10 gglav", "quantity = 10 day (implicit)"),
        ("a tetto 5 gg. corr.", "quantity <= 5 day"),
        ("in itinere", "missing"),
        ("3 sportellune", "quantity = 3 “sportellune” (implicit)"),
        ("almeno 3 giro di bloa nel 2020", "quantity >= 3 “giro di bloa nel 2020”"),
        ("2,5 unità equivalenti", "quantity = 2.5 FTE (implicit)"),
    ],
)
def test_own_words_are_read_in_the_plans_of_their_chamber_alone(raw: str, meaning: str) -> None:
    assert read(raw, OWN) == meaning
    assert read(raw) != meaning


@pytest.mark.parametrize("raw", ["almeno 3 incontri", "entro il 31/12/2020", "n.d.", "alemno 80%", "gglavori 10", ""])
def test_other_words_are_those_of_all_chambers(raw: str) -> None:
    assert read(raw, OWN) == read(raw)


def test_own_words_are_found_whole_and_the_longest_first() -> None:
    own = make_own_words({"day": ["giro"]}, {}, [], ["giro di bloa"])
    assert read("3 giro", own) == "quantity = 3 day (implicit)"
    assert read("3 giro di bloa", own) == "quantity = 3 “giro di bloa” (implicit)"
    assert "girotondi" in read("3 girotondi", own)


def test_an_own_word_stands_before_one_of_all_chambers() -> None:
    own = make_own_words({"week": ["ore"]}, {}, [], [])
    assert read("3 ore", own) == "quantity = 3 week (implicit)"
    assert read("3 ore") == "quantity = 3 hour (implicit)"


def test_own_words_are_read_in_any_language() -> None:
    assert read("mindestens 3 sportellune", language="de") == "quantity >= 3 “sportellune” — review"
    assert read("mindestens 3 sportellune", OWN, "de") == "quantity >= 3 “sportellune”"


def test_own_units_are_read_in_the_unit_column() -> None:
    assert Idiom(own=OWN).find_unit("GGlav.") == Idiom(own=OWN).find_unit(" gglav ") == "gg"
    assert (Idiom(own=OWN).find_unit("ore"), Idiom(own=OWN).find_unit(None)) == ("ore", None)
    (clause,) = read_cell("10 ore", language=Idiom(own=OWN), unit="gglav")
    assert clause.reason == "The unit column says gg."
    assert read("10", OWN, unit="gglav") == "quantity = 10 (implicit)"


@pytest.mark.parametrize("unit", sorted(UNITS.keys() - {"count"}))
def test_every_unit_may_have_own_words(unit: str) -> None:
    assert read_cell("10 zzz", language=Idiom(own=make_own_words({unit: ["zzz"]}, {}, [], [])))[0].unit == unit


@pytest.mark.parametrize("sign", [">=", ">", "<=", "<", "="])
def test_every_comparison_may_have_own_words(sign: str) -> None:
    own = make_own_words({}, {sign: ["zzz"]}, [], [])
    for raw in ("zzz 10%", "zzz il 10%", "Zzz al 10%"):
        (clause,) = read_cell(raw, language=Idiom(own=own))
        assert (clause.comparator, clause.comparator_source, clause.number) == (sign, "cell", 10), raw
        assert clause.status == "ok"


def test_vocabularies_with_the_same_words_share_what_was_read() -> None:
    again = make_own_words({}, {">=": ["perlomanco"]}, [], [])
    other = make_own_words({}, {"<=": ["perlomanco"]}, [], [])
    first = make_own_words({}, {">=": ["perlomanco"]}, [], [])
    assert (again, hash(again)) == (first, hash(first))
    assert other != first
    assert read("perlomanco 7", first) != read("perlomanco 7", other)
