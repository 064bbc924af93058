"""The words of quantities are checked where they are loaded."""

from typing import Any

import pytest
from pydantic import ValidationError

from normalizers.quantities.dates import MONTHS
from normalizers.quantities.numbers import SCALES, read_number_word
from normalizers.quantities.units import read_scale, read_unit
from normalizers.vocabulary.measures import Measures, measures
from normalizers.vocabulary.model import declared_in


def declared(**changed: Any) -> dict[str, Any]:
    return {**declared_in("measures"), **changed}


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
