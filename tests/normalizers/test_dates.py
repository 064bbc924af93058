"""Italian dates."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.quantities.dates import complete_year, find_month_end
from normalizers.targets.reader import read_date


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("31.01.2019", (2019, 1, 31)),
        ("25.05.18", (2018, 5, 25)),
        ("31/12/2018", (2018, 12, 31)),
        ("31-12-19", (2019, 12, 31)),
        ("1/2/2018", (2018, 2, 1)),
        ("31 gennaio 2019", (2019, 1, 31)),
        ("1° Gennaio 2020", (2020, 1, 1)),
        ("26 luglio 2018", (2018, 7, 26)),
        ("30 giu. 2023", (2023, 6, 30)),
        ("2019-01-31", (2019, 1, 31)),
        ("29/02/2020", (2020, 2, 29)),
        ("3O/O6/2018", (2018, 6, 30)),
    ],
)
def test_date(raw: str, date: tuple[int, int, int]) -> None:
    assert read_date(raw) == datetime.date(*date)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "31/06/2018",
        "00/01/1900",
        "29/02/2019",
        "31/12",
        "giugno 2018",
        "2018",
        "entro il 31/12/2018",
        "31 foo 2018",
    ],
)
def test_no_date(raw: str) -> None:
    assert read_date(raw) is None


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31)))
def test_date_written_out_reads_back(date: datetime.date) -> None:
    assert read_date(f"{date:%d/%m/%Y}") == read_date(f"{date:%d.%m.%y}") == read_date(date.isoformat()) == date


@given(st.integers(1, 9999), st.integers(-2, 15))
def test_month_ends_before_the_next_begins(year: int, month: int) -> None:
    end = find_month_end(year, month)
    assert (end is not None) == (1 <= month <= 12)
    if end is not None and end < datetime.date.max:
        assert (end + datetime.timedelta(1)).day == 1


@pytest.mark.parametrize(("digits", "year"), [("18", 2018), ("00", 2000), ("69", 2069), ("70", 1970), ("2018", 2018)])
def test_year_of_two_digits(digits: str, year: int) -> None:
    assert complete_year(digits) == year


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    read_date(text)


@pytest.mark.parametrize(
    "raw", ["31 gennaio '19", " 31/01/2019. ", "31.01.19;", "31 GENNAIO 2019", "31° gennaio del 2019"]
)
def test_date_in_any_print(raw: str) -> None:
    assert read_date(raw) == datetime.date(2019, 1, 31)
