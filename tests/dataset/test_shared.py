"""What chambers share: links of the catalogue against labelled pairs, chambers, processes, languages, origins."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from normalizers.vocabulary.translations import detect_language
from pipeline.dataset.derived.chambers import bare_name, chamber_id, load_chambers
from pipeline.dataset.derived.lookup_tables import load_processes
from pipeline.errors import EditedDataError
from pipeline.run.inputs import find_inputs

LABELS = Path(__file__).with_name("labels") / "catalogue-links.tsv"


def test_links_of_the_catalogue_against_200_labelled_pairs(sample_frames: dict[str, pd.DataFrame]) -> None:
    """Every link of the samples, and the pairs that are most alike and were not linked, each judged by hand."""
    rows = sample_frames["indicators"].merge(sample_frames["plans"][["plan_id", "source_file"]], on="plan_id")
    linked = rows[rows["catalogue_id"].notna()]
    found = set(
        zip(linked["source_file"].str.removesuffix(".pdf"), linked["catalogue_id"], linked["name"], strict=True)
    )
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {(r["plan"], r["catalogue_id"], r["name"]): r["same"] for r in csv.DictReader(file, delimiter="\t")}
    assert len(labels) == 200
    assert found <= labels.keys()
    right = sum(labels[pair] == "yes" for pair in found)
    assert right / len(found) >= 0.99
    assert {pair for pair, same in labels.items() if same == "yes"} == found


def test_the_catalogue_is_a_table_with_the_national_indicators(sample_frames: dict[str, pd.DataFrame]) -> None:
    table = sample_frames["catalogue"].set_index("catalogue_id")
    assert len(table) >= 50
    assert table.loc["tempi-lavorazione-fatture-passive", "national_codes"] == "ID398"
    assert table.loc["margine-struttura-finanziaria", "national_codes"] == "Pareto EC1"


@pytest.mark.parametrize(
    ("printed", "identity"),
    [
        ("Camera di commercio di Modena", "modena"),
        ("CCIAA di Massa Carrara", "massa-carrara"),
        ("Camera di Commercio I.A.A. di Massa-Carrara", "massa-carrara"),
        ("Camera di Commercio Industria Artigianato e Agricoltura di Reggio nell'Emilia", "reggio-emilia"),
        ("Camera di commercio della Maremma e del Tirreno", "maremma-tirreno"),
        ("Camera di commercio Riviere di Liguria", "riviere-di-liguria"),
        ("Camera di Commercio dell'Aquila", None),  # not a form that is listed: nothing is guessed
        ("Camera di commercio dell'Umbria", "umbria"),
        ("Comune di Modena", None),
        (None, None),
    ],
)
def test_printed_names_of_chambers(printed: str | None, identity: str | None) -> None:
    assert chamber_id(printed) == identity


def test_every_chamber_is_told_from_every_other(sample_frames: dict[str, pd.DataFrame]) -> None:
    chambers = load_chambers().chambers
    assert len({bare_name(chamber.name) for chamber in chambers}) == len(chambers)
    table = sample_frames["chambers"].set_index("chamber_id")
    assert table.loc["livorno", "merged_into"] == "maremma-tirreno"
    assert table.loc["maremma-tirreno", "province_codes"] == "049,053"
    assert table.loc["modena", "macro_area"] == "nord-est"
    assert set(sample_frames["plans"]["chamber_id"]) <= set(table.index)


def test_every_process_of_the_samples_is_listed(sample_frames: dict[str, pd.DataFrame]) -> None:
    assert set(sample_frames["objectives"]["process_code"].dropna()) <= set(sample_frames["processes"]["process_code"])


@pytest.mark.parametrize(
    "text", ["version: 1\nchambers: [{id: a, name: A, provinces: [], region: '01'}]", "version: ["]
)
def test_faulty_files_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditedDataError):
        load_chambers(path)
    with pytest.raises(EditedDataError):
        load_processes(path)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Numero di pratiche evase entro il termine della legge per la gestione delle imprese della provincia", "it"),
        (
            "Anzahl der Beratungen für die Unternehmen und von den Mitarbeitern mit der Schulung im Jahr bis zum Ende",
            "de",
        ),
        ("Nombre des entreprises et des projets pour le développement du territoire avec les partenaires", "fr"),
        ("Newsletter", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect_language([text]) == language


def test_the_manifest_says_where_a_file_came_from(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Piano", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Altro", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(
        "file,sha256,url,retrieved_on\na.txt,,https://www.mo.camcom.it/piano.pdf,2026-11-25\nb.txt,,here,soon\n",
        encoding="utf-8",
    )
    first, second = find_inputs([tmp_path]).sources
    assert (first.url, str(first.retrieved_on)) == ("https://www.mo.camcom.it/piano.pdf", "2026-11-25")
    assert (second.url, second.retrieved_on) == (None, None)


def test_ids_of_the_ipa_register_are_those_of_chambers_before_the_mergers_and_never_shared() -> None:
    chambers = load_chambers().chambers
    ids = {one.id: one.ipa for one in chambers if one.ipa is not None}
    assert len(ids) == len(set(ids.values())) == 105
    assert (ids["modena"], ids["palermo"], ids["valle-d-aosta"]) == ("cciaa_mo", "cdc_iaa", "cciaa_ao")
    assert not [one.id for one in chambers if one.ipa is not None and one.predecessors]  # none is invented


def test_most_quantities_have_a_unit_and_a_ratio_of_two_years_has_none(sample_frames: dict[str, pd.DataFrame]) -> None:
    values = sample_frames["values"]
    found = values[values["kind"] == "quantity"].merge(
        sample_frames["indicators"], on="indicator_id", suffixes=("", "_of_row")
    )
    without = found["unit"].isna() & found["unit_of_row"].isna()
    assert without.sum() < 200
    assert found["unit"].isna().sum() > 800  # by the cells alone
    ratio = found[(found["name"] == "Tempestività dei pagamenti") & (found["raw"] == "> 1")]
    assert len(ratio) == 1
    assert ratio[["unit", "unit_of_row"]].isna().all(axis=None)
