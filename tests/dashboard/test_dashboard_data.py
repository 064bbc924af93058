"""What the dashboard asks of the dataset; needs no Streamlit."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data import Choice, Dataset, DatasetMissing, csv_bytes, parquet_bytes
from dashboard.texts import TEXTS

MASSA = "Camera di commercio di Massa-Carrara"


@pytest.fixture(scope="module")
def data(shown: Path) -> Dataset:
    return Dataset(shown)


def test_options_are_those_of_the_dataset(data: Dataset) -> None:
    assert data.options("chamber") == [MASSA]
    assert data.options("year") == [2017, 2018, 2019]
    assert data.options("level") == ["programme"]


def test_an_empty_choice_is_everything(data: Dataset) -> None:
    assert len(data.targets(Choice())) == 100


def test_choices_narrow(data: Dataset) -> None:
    assert set(data.targets(Choice(years=[2018]))["year"]) == {2018}
    assert len(data.targets(Choice(chambers=["Camera di commercio di Siena"]))) == 0
    assert len(data.targets(Choice(chambers=[MASSA], levels=["programme"]))) == 100
    assert len(data.targets(Choice(levels=["strategic"]))) == 0


@pytest.mark.parametrize("text", ["affluenza' OR true --", "100% $name", "%", "\\", "word " * 50])
def test_a_search_is_text_and_nothing_else(data: Dataset, text: str) -> None:
    assert len(data.targets(Choice(text=text))) < 100


def test_a_search_finds_words_without_accents_or_capitals(data: Dataset) -> None:
    found = data.targets(Choice(text="qualita SODDISFAZIONE"))
    assert len(found) > 0
    assert found["objective"].str.contains("qualità").all()


def test_results_stand_beside_targets(data: Dataset) -> None:
    (row,) = data.targets(Choice(text="rilevanza rapporto")).to_dict("records")
    assert (row["target"], row["result"], row["achievement"], row["printed_pct"]) == (3, 7, "achieved", 100)


def test_a_series_goes_over_the_years(data: Dataset) -> None:
    row = data.targets(Choice(text="conciliazioni concluse", years=[2017])).to_dict("records")[0]
    series = data.series(row["series"], row["chamber"])
    targets = series[series["role"] == "target"]
    assert dict(zip(targets["year"], targets["number"], strict=True)) == {2017: 90, 2018: 100, 2019: 110}
    assert list(series[series["role"] == "result"]["number"]) == [151]
    assert data.series(row["series"], "another chamber").empty


def test_one_chamber_shares_nothing(data: Dataset) -> None:
    assert data.shared().empty
    assert len(data.compared("newsletter-inviate")) > 0


def test_objectives_follow_the_choice(data: Dataset) -> None:
    assert len(data.objectives(Choice())) == 22
    assert set(data.objectives(Choice(levels=["strategic"]))["level"]) == {"strategic"}
    assert data.objectives(Choice(years=[2018])).empty


def test_what_is_shown_is_what_is_downloaded(data: Dataset) -> None:
    frame = data.targets(Choice(text="customer"))
    as_csv = pd.read_csv(io.BytesIO(csv_bytes(frame)))
    as_parquet = pd.read_parquet(io.BytesIO(parquet_bytes(frame)))
    assert list(as_csv["target_raw"]) == list(frame["target_raw"]) == list(as_parquet["target_raw"])
    assert csv_bytes(frame).endswith(b"\r\n")


def test_no_downloaded_text_is_a_formula() -> None:
    frame = pd.DataFrame({"raw": ["=1+1", "- 20%", ">= 3", None], "number": [1.5, -20.0, 3.0, None]})
    assert csv_bytes(frame).decode("utf-8").split("\r\n")[1:4] == ["'=1+1,1.5", "'- 20%,-20.0", ">= 3,3.0"]
    assert csv_bytes(frame.iloc[:0]) == b"raw,number\r\n"


def test_a_folder_without_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing):
        Dataset(tmp_path)


def test_both_languages_have_the_same_texts() -> None:
    assert TEXTS["it"].keys() == TEXTS["en"].keys()
    assert all(text.strip() for words in TEXTS.values() for text in words.values())
