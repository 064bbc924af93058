"""One indicator over years: the labelled pairs of Massa-Carrara, the rules, and what is suggested."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.names.names import fold
from normalizers.names.series import Stated, make_series_keys
from pipeline.dataset.derived.series_candidates import find_series_candidates
from pipeline.dataset.rows.series_files import load_series
from pipeline.errors import EditedDataError
from pipeline.publish.dataset_files import read_dataset

LABELS = Path(__file__).with_name("labels") / "series-massa-carrara-2017-2019.tsv"


def labelled() -> list[dict[str, str]]:
    """A row for each indicator of the report of 2017: what the plan of 2019 states of it, judged by hand."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_labels_cover_the_report_of_2017(sample_frames: dict[str, pd.DataFrame]) -> None:
    plans = sample_frames["plans"].set_index("source_file")["plan_id"]
    rows = sample_frames["indicators"]
    names = rows[rows["plan_id"] == plans["massa-carrara-2017.pdf"]]["name"]
    assert sorted(row["name_2017"] for row in labelled()) == sorted(names)


def test_series_of_two_plans_against_the_labelled_pairs(sample_frames: dict[str, pd.DataFrame]) -> None:
    plans = sample_frames["plans"].set_index("source_file")["plan_id"]
    rows = sample_frames["indicators"]
    of = {year: rows[rows["plan_id"] == plans[f"massa-carrara-{year}.pdf"]] for year in (2017, 2019)}
    joined = of[2017].merge(of[2019], on="series_id", suffixes=("_2017", "_2019"))
    found = {fold(name): series for name, series in zip(joined["name_2017"], joined["series_id"], strict=True)}
    later = dict(zip(of[2019]["name"].map(fold), of[2019]["series_id"], strict=True))
    wanted = {fold(row["name_2017"]): later[fold(row["name_2019"])] for row in labelled() if row["verdict"] == "same"}
    wrong = [name for name, series in found.items() if wanted.get(name) != series]
    assert wrong == []  # precision 1.0
    assert len(set(found) & set(wanted)) >= 0.9 * len(wanted)


def test_renamed_and_merged_indicators_are_relations(sample_frames: dict[str, pd.DataFrame]) -> None:
    names = dict(zip(sample_frames["series"]["series_id"], sample_frames["series"]["name"].map(fold), strict=True))
    relations = sample_frames["series_relations"]
    found = {
        (kind, names[a], names[b])
        for kind, a, b in zip(relations["kind"], relations["from_series_id"], relations["to_series_id"], strict=True)
    }
    wanted = {
        (row["verdict"], fold(row["name_2017"]), fold(row["name_2019"]))
        for row in labelled()
        if row["verdict"] in ("renamed", "merged")
    }
    assert found == wanted


def test_candidates_hold_what_people_joined(samples: Path) -> None:
    """Without the decisions of people, what they joined one to one is suggested, with few others."""
    tables = read_dataset(samples)
    rows = tables["indicators"]
    loose = [
        {**row, "series_id": f"own {row['plan_id']} {row['indicator_key']}"} if row["series_rule"] == "person" else row
        for row in rows
    ]
    found = find_series_candidates({**tables, "indicators": loose})
    pairs = {frozenset((fold(one.name), fold(one.other_name))) for one in found}
    by_person = {fold(row["name"]) for row in rows if row["series_rule"] == "person"}
    wanted = [
        frozenset((fold(row["name_2017"]), fold(row["name_2019"])))
        for row in labelled()
        if row["verdict"] == "renamed" or (row["verdict"] == "same" and fold(row["name_2017"]) in by_person)
    ]
    assert len(wanted) == 15
    assert sum(pair in pairs for pair in wanted) >= 0.9 * len(wanted)
    assert len(found) <= 25


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("N. presenze (uscite) sui media locali (stampa, TV)", "Numero di presenze (uscite) su media locali", False),
        ("N. presenze (uscite) sui media locali", "Numero di presenze (uscite) su media locali", True),
        ("Conciliazioni concluse nell'anno 2017", "Conciliazioni concluse nell'anno 2019", True),
        ("Pratiche evase entro 5 giorni", "Pratiche evase entro 30 giorni", False),
        ("Imprese cessate/ Imprese attive", "Imprese attive/ Imprese cessate", False),
        ("Percentuale iniziative realizzate", "% di iniziative realizzate", True),
    ],
)
def test_names_are_one_by_their_words(one: str, other: str, same: bool) -> None:
    keys = [make_series_keys([Stated("key", name)], {}, frozenset())["key"] for name in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_a_name_that_stands_twice_says_nothing_alone() -> None:
    """ "Realizzazione progetto" stands under 31 objectives of Modena 2017."""
    name = "Realizzazione progetto"
    once = make_series_keys([Stated("101||realizzazione progetto", name)], {}, frozenset())
    twice = make_series_keys([Stated(f"{node}||realizzazione progetto", name) for node in (101, 102)], {}, frozenset())
    assert {key.rule for key in twice.values()} == {"place"}
    assert len(set(twice.values())) == 2
    assert once["101||realizzazione progetto"] not in twice.values()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["a progetto", "b progetto", "c 2017", "c 2018"]))))
def test_indicators_of_one_plan_are_never_one_series(printed: list[tuple[int, str]]) -> None:
    stated = [Stated(f"{node}|{name}", name) for node, name in printed]
    keys = make_series_keys(stated, {}, frozenset())
    assert len(set(keys.values())) == len({one.key for one in stated})


@pytest.mark.parametrize(
    "text",
    [
        "chamber: [",
        "chamber: X\nseries: [{id: a}]",
        "chamber: X\nseries: [{id: a, names: [N], reason: r, by: b, when: 2026-01-01}]\napart: [n]",
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    with pytest.raises(EditedDataError):
        load_series(tmp_path)
