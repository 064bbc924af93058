"""The words of quantities are checked where they are loaded."""

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from normalizers.quantities.dates import MONTHS
from normalizers.quantities.numbers import SCALES, read_number_word
from normalizers.quantities.units import read_scale, read_unit
from normalizers.targets.reader import read_cell
from normalizers.vocabulary.measures import Measures, measures


def declared(**changed: Any) -> dict[str, Any]:
    return {**measures.model_dump(), **changed}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"time_units": ["day", "fortnight"]}, "is no unit: fortnight"),
        ({"scales": {"date": ["gg"]}}, "stands for two things: gg"),
        ({"scales": {"date": ["Data"]}}, "is not in small letters with single spaces: Data"),
        ({"months": [["gennaio"]]}, "at least 12 items"),
        ({"months": [["gennaio"]] * 13}, "at most 12 items"),
        ({"tens": ["venti"]}, "at least 8 items"),
        ({"weeks": []}, "Extra inputs are not permitted"),
    ],
)
def test_wrong_words_are_told_on_loading(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Measures.model_validate(declared(**changed))


def test_every_declared_word_is_read() -> None:
    assert Measures.model_validate(declared()) == measures
    assert all(read_unit(word) == name for name, unit in measures.units.items() for word in unit.printed)
    assert all(read_scale(word) == scale for scale, words in measures.scales.items() for word in words)
    assert [read_number_word(word) for word in measures.small_numbers] == list(range(20))
    assert [read_number_word(word) for word in measures.tens] == list(range(20, 100, 10))
    assert {MONTHS[word] for words in measures.months for word in words} == set(range(1, 13))
    assert SCALES["mila"] == 1000


def test_every_declared_word_is_read_in_a_cell() -> None:
    """The grammar has no list of its own: a word that `measures.yml` declares is one of its tokens."""
    for name, unit in measures.units.items():
        for word in unit.cells:
            assert [clause.unit for clause in read_cell(f"10 {word}")] == [name], word
    for number, words in enumerate(measures.months, start=1):
        for word in (*words, words[0][:3], f"{words[0][:3]}."):
            (clause,) = read_cell(f"entro il 15 {word} 2020")
            assert clause.date == datetime.date(2020, number, 15), word
    for months, words in measures.parts_of_year.items():
        for word in words:
            (clause,) = read_cell(f"entro il primo {word} 2020")
            assert clause.date is not None
            assert clause.date.month == months, word
    for by, multiples in measures.multiples.items():
        for word in multiples:
            if len(word) > 2:
                assert read_cell(f"3 {word} di euro")[0].number == 3 * by, word
