"""Damage of typing and conversion that is undone before a cell is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.cleaning import clean, fold


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  a \u00a0 b\n", "a b"),
        ("≥ 80", ">= 80"),
        ("=> 80", ">= 80"),
        ("> = 80", ">= 80"),
        ("&gt;= 80", ">= 80"),
        ("&amp;lt; 5", "< 5"),
        ("$\\geq$ 80\\%", ">= 80%"),
        ("x \\leq x-1", "x <= x-1"),
        ("\uf0b3 80", ">= 80"),
        ("＞＝８０％", ">=80%"),
        ("80\u00ad\u200b%", "80%"),
        ("−5 – 3", "-5 - 3"),
        ("20 +/- 2", "20 ± 2"),
        ("<b>100%</b><br/>", "100%"),
        ("<ul><li>a</li><li>b</li></ul>", "; ; a ; ; b ; ;"),
        ("a < b > c", "a < b > c"),
        ("piu' di", "più di"),
        ("PIU' DI", "PIÙ DI"),
        ("dell'anno", "dell'anno"),
        ("trn\u0130' 6", "trn\u0130' 6"),  # a letter that is an i where case does not count
        ("'tre'", "'tre'"),
        ("n\u00ba 5", "n° 5"),
        ("n\u00c2\u00ba 5", "n° 5"),
        ("80%\u00b2", "80%"),  # a footnote's mark
        ("80\u00b2", "80\u00b2"),
        ("100 %*", "100 %"),
        ("100 °/o", "100%"),
        ("e\u0300 qualita\u0300", "è qualità"),
        ("CO2, art. 5, L.190/2012", "CO2, art. 5, L.190/2012"),
        ("1o trimestre", "1o trimestre"),
        ("entro il31/12", "entro il31/12"),
    ],
)
def test_text_is_made_readable_without_a_word(raw: str, text: str) -> None:
    cleaned = clean(raw)
    assert (cleaned.text, cleaned.repairs) == (text, ())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("I00%", "100%"),
        ("8O%", "80%"),
        ("O,5", "0,5"),
        ("3O/O6/2018", "30/06/2018"),
        ("l5gg", "15gg"),
        (">= ,5", ">= 0,5"),
    ],
)
def test_repair_of_a_number_is_reported(raw: str, text: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == text
    assert len(cleaned.repairs) == 1


@given(st.text(max_size=40))
def test_folding_keeps_the_length_and_the_case_does_not_matter(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_any_text_is_cleaned(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.text) == len(cleaned.folded)
    assert cleaned.text == cleaned.text.strip()
