"""What the dashboard asks of the dataset."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data import Choice, Dataset, DatasetMissingError, csv_bytes, parquet_bytes
from dashboard.report_links import add_report_links
from dashboard.texts import COLUMNS, TEXTS

MASSA = "Camera di commercio di Massa-Carrara"


@pytest.fixture(scope="module")
def data(shown: Path) -> Dataset:
    return Dataset(shown)


def test_options_are_those_of_the_dataset(data: Dataset) -> None:
    assert data.list_options("chamber") == [MASSA]
    assert data.list_options("year") == [2017, 2018, 2019]
    assert data.list_options("level") == ["programme"]


def test_an_empty_choice_is_everything(data: Dataset) -> None:
    assert len(data.find_targets(Choice())) == 100


def test_choices_narrow(data: Dataset) -> None:
    assert set(data.find_targets(Choice(years=[2018]))["year"]) == {2018}
    assert len(data.find_targets(Choice(chambers=["Camera di commercio di Siena"]))) == 0
    assert len(data.find_targets(Choice(chambers=[MASSA], levels=["programme"]))) == 100
    assert len(data.find_targets(Choice(levels=["strategic"]))) == 0


@pytest.mark.parametrize("text", ["affluenza' OR true --", "100% $name", "%", "\\", "word " * 50])
def test_a_search_is_text_and_nothing_else(data: Dataset, text: str) -> None:
    assert len(data.find_targets(Choice(text=text))) < 100


def test_a_search_finds_words_without_accents_or_capitals(data: Dataset) -> None:
    found = data.find_targets(Choice(text="qualita SODDISFAZIONE"))
    assert len(found) > 0
    assert found["objective"].str.contains("qualità").all()


def test_a_search_takes_singular_for_plural(data: Dataset) -> None:
    singular, plural = (set(data.find_targets(Choice(text=text))["value_id"]) for text in ("rapporto", "rapporti"))
    assert singular == plural
    assert singular


def test_results_stand_beside_targets(data: Dataset) -> None:
    (row,) = data.find_targets(Choice(text="rilevanza rapporto")).to_dict("records")
    assert (row["target"], row["result"], row["achievement"], row["printed_pct"]) == (3, 7, "achieved", 100)


def test_a_series_goes_over_the_years(data: Dataset) -> None:
    row = data.find_targets(Choice(text="conciliazioni concluse", years=[2017])).to_dict("records")[0]
    figures = data.find_series_figures(row["series"])
    targets = figures[figures["role"] == "target"]
    assert dict(zip(targets["year"], targets["number"], strict=True)) == {2017: 90, 2018: 100, 2019: 110}
    assert list(figures[figures["role"] == "result"]["number"]) == [151]
    assert data.find_series_figures("another").empty


def test_of_two_plans_the_newer_one_states_the_target(samples: Path) -> None:
    both = Dataset(samples)
    (row,) = both.find_targets(Choice(text="conciliazioni concluse", years=[2019])).to_dict("records")
    assert (row["source_file"], row["target_raw"], row["previous_raw"]) == ("massa-carrara-2019.pdf", "100", ">=110")
    figures = both.find_series_figures(row["series"])
    of_2019 = figures[figures["year"] == 2019].set_index("role")
    assert of_2019["raw"].to_dict() == {"target": "100", "superseded": ">=110"}
    assert of_2019.loc["superseded", "source_file"] == "massa-carrara-2017.pdf"
    changes = both.find_changes(Choice(years=[2019]))
    assert {">=110", "350", "500"} <= set(changes["previous_raw"])
    assert (changes["previous_raw"] != changes["target_raw"]).all()


def test_one_chamber_shares_nothing(data: Dataset) -> None:
    assert data.list_shared().empty
    assert len(data.find_shared_figures("newsletter-inviate")) > 0


def test_the_tree_has_every_node_and_what_was_measured_of_it(data: Dataset) -> None:
    tree = data.find_objectives(Choice())
    assert tree["pct"].notna().sum() == 22
    assert list(tree["path"]) == sorted(tree["path"])
    assert set(tree.loc[tree["depth"] == 0, "path"]) == {"1", "2", "3"}
    (root,) = tree[tree["path"] == "2"].to_dict("records")
    assert (root["pct"], root["measured"], root["pairs"], root["disputed"]) == (86.84, 16, 18, 2)
    assert set(data.find_objectives(Choice(levels=["strategic"]))["level"]) == {"strategic"}
    assert data.find_objectives(Choice(years=[2018]))["pct"].isna().all()


def test_doubtful_cells_come_with_their_reason(samples: Path) -> None:
    found = Dataset(samples).find_doubtful(Choice())
    assert len(found) > 0
    assert not found["status"].isin(["ok", "corrected"]).any()
    assert found["reason"].notna().all()


def test_each_row_leads_to_its_place_in_the_report(data: Dataset, samples: Path) -> None:
    found = data.find_targets(Choice(text="rilevanza rapporto"))
    linked = add_report_links(found, data)
    assert list(linked["report"]) == [f"report/massa-carrara-2017.html#{found['indicator_id'].iloc[0]}"]
    without = found.drop(columns="indicator_id").assign(page=[7])
    assert list(add_report_links(without, data)["report"]) == ["report/massa-carrara-2017.html#page-7"]
    unread = Dataset(samples)  # published without a report
    assert "report" not in add_report_links(unread.find_targets(Choice()), unread)


def test_what_is_shown_is_what_is_downloaded(data: Dataset) -> None:
    frame = data.find_targets(Choice(text="customer"))
    as_csv = pd.read_csv(io.BytesIO(csv_bytes(frame)))
    as_parquet = pd.read_parquet(io.BytesIO(parquet_bytes(frame)))
    assert list(as_csv["target_raw"]) == list(frame["target_raw"]) == list(as_parquet["target_raw"])
    assert csv_bytes(frame).endswith(b"\r\n")


def test_no_downloaded_text_is_a_formula() -> None:
    frame = pd.DataFrame({"raw": ["=1+1", "- 20%", ">= 3", None], "number": [1.5, -20.0, 3.0, None]})
    assert csv_bytes(frame).decode("utf-8").split("\r\n")[1:4] == ["'=1+1,1.5", "'- 20%,-20.0", ">= 3,3.0"]
    assert csv_bytes(frame.iloc[:0]) == b"raw,number\r\n"


def test_a_folder_without_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissingError):
        Dataset(tmp_path)


@pytest.mark.parametrize("texts", [TEXTS, COLUMNS])
def test_both_languages_have_the_same_texts(texts: dict[str, dict[str, str]]) -> None:
    assert texts["it"].keys() == texts["en"].keys()
    assert all(text.strip() for words in texts.values() for text in words.values())
