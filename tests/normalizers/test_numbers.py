"""Italian numbers, percentages and amounts."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from normalizers.quantities.numbers import read_amount, read_number, read_number_word, read_percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11.774.058.127", 11774058127.0),
        ("1.184", 1184.0),
        ("33,34", 33.34),
        ("1.234,56", 1234.56),
        ("0,125", 0.125),
        ("1.5", 1.5),
        ("99.25", 99.25),
        ("- 20", -20.0),
        ("-7,72", -7.72),
        ("+1,2", 1.2),
        ("1119", 1119.0),
        ("-0", 0.0),
    ],
)
def test_number_is_read_without_doubt(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.doubt) == (value, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("1,000", 1.0),
            ("12,345", 12.345),
            ("3.10", 3.1),
            ("10 000", 10000.0),
            ("1,234.56", 1234.56),
        ),
        *(
            ("1,234,567", 1234567.0),
            ("007", 7.0),
            ("0.125", 0.125),
        ),
    ],
)
def test_number_that_two_readings_fit_is_doubted(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == value
    assert number.doubt is not None


@pytest.mark.parametrize("text", ["1.00.000", "12.34.56", "1,2,3", "1.000.00", "3.2018.1", "", "-"])
def test_what_no_rule_of_writing_numbers_fits_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", "5", "50", "05"]))
def test_number_written_out_reads_back(value: int, decimals: str) -> None:
    text = f"{value:,}".replace(",", ".") + ("," + decimals if decimals else "")
    number = read_number(text)
    assert number is not None
    assert number.doubt is None
    sign = -1 if text.startswith("-") else 1
    assert number.value == pytest.approx(sign * float(f"{abs(value)}.{decimals or 0}"))


@pytest.mark.parametrize(
    ("raw", "value"),
    [("33,34 %", 33.34), ("11,4%", 11.4), ("20", 20.0), ("0,00%", 0.0), ("100 per cento", 100.0), ("\u00a05,7 %", 5.7)],
)
def test_percentage(raw: str, value: float) -> None:
    assert read_percent(raw) == value


@pytest.mark.parametrize("raw", ["", "n.d.", ">= 80%", "80% 90%", "SI", "10 gg", "€ 5", "---"])
def test_no_percentage(raw: str) -> None:
    assert read_percent(raw) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("€ 240.000,00", 240000.0),
        ("240.000,00 €", 240000.0),
        ("242.647,40€", 242647.4),
        ("€ 0,00", 0.0),
        ("70.000,00 euro", 70000.0),
        ("5800", 5800.0),
        ("€ 1.000,-", 1000.0),
    ],
)
def test_amount(raw: str, value: float) -> None:
    assert read_amount(raw) == value


@pytest.mark.parametrize("raw", ["€ -", "€", "", "-", "€ 5 e € 6", "> € 5", "5 gg", "n.d."])
def test_no_amount(raw: str) -> None:
    assert read_amount(raw) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zero", 0),
        ("un", 1),
        ("una", 1),
        ("sedici", 16),
        ("ventuno", 21),
        ("ventotto", 28),
        ("trentadue", 32),
        ("novantanove", 99),
        ("cento", 100),
        ("trecento", 300),
        ("mille", 1000),
        ("tremila", 3000),
        ("ventimila", 20000),
        ("milleduecentocinquanta", 1250),
        ("centotto", 108),
        ("centootto", 108),
        ("duecentottantuno", 281),
        ("trecentomila", 300000),
        ("undicimilauno", 11001),
    ],
)
def test_numbers_in_words(word: str, value: int) -> None:
    assert read_number_word(word) == value


@pytest.mark.parametrize(
    "word",
    ["", "mila", "unomila", "zeromila", "centdue", "millezero", "milleun", "milles", "duemiladuemila", "incontri"],
)
def test_other_words_are_no_numbers(word: str) -> None:
    assert read_number_word(word) is None


SMALL = (
    *("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"),
    *("tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove"),
)
TENS = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")


def in_words(number: int) -> str:
    """The number in Italian words; an independent writer."""
    if number >= 2000:
        return in_words(number // 1000) + "mila" + (in_words(number % 1000) if number % 1000 else "")
    if number >= 1000:
        return "mille" + (in_words(number - 1000) if number > 1000 else "")
    if number >= 100:
        hundreds = "cento" if number < 200 else SMALL[number // 100] + "cento"
        return hundreds + (in_words(number % 100) if number % 100 else "")
    if number < 20:
        return SMALL[number]
    ten, one = TENS[number // 10 - 2], number % 10
    if not one:
        return ten
    return (ten[:-1] if one in (1, 8) else ten) + SMALL[one]


@given(st.integers(0, 999_999))
def test_numbers_in_words_read_back(number: int) -> None:
    assume(number // 1000 % 10 != 1 or number < 2000 or number // 1000 % 100 == 11)
    assert read_number_word(in_words(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    read_percent(text)
    read_amount(text)
