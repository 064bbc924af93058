"""Catalogue ids of published indicators, and what is suggested to people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from normalizers.catalogue.catalogue import Catalogue, CatalogueIndex
from pipeline.cli.app import app
from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.derived.catalogue import (
    catalogue_file,
    load_catalogue,
    set_catalogue_ids,
    suggest_catalogue_entries,
)
from pipeline.errors import EditedDataError, ExitCode
from tests.pipeline import sample


def entry(**changes: object) -> CatalogueIndex:
    text = {"id": "fatture", "label_it": "Fatture pagate entro 30 giorni", "label_en": "Invoices", **changes}
    return CatalogueIndex(Catalogue.model_validate({"version": 1, "entries": [text]}))


def test_only_decided_names_get_an_id() -> None:
    rows = [
        sample.indicator(name="FATTURE pagate  entro 30 giorni"),
        sample.indicator(name="Fatture pagate entro 31 giorni"),
    ]
    set_catalogue_ids(rows, entry())
    assert [(row["catalogue_id"], row["catalogue_score"]) for row in rows] == [("fatture", 100.0), (None, None)]


def test_a_decision_for_a_formula_needs_it() -> None:
    found = entry(aliases=[{"name": "Tempi di evasione", "formula": "entro 5 giorni"}])
    rows = [
        sample.indicator(name="Tempi di evasione", formula="entro 5 giorni"),
        sample.indicator(name="Tempi di evasione"),
    ]
    set_catalogue_ids(rows, found)
    assert [row["catalogue_id"] for row in rows] == ["fatture", None]


def test_the_project_s_catalogue_gives_ids_to_a_real_plan(tables: Dataset) -> None:
    decided = [row for row in tables["indicators"] if row["catalogue_id"]]
    assert {row["catalogue_id"] for row in decided} >= {"newsletter-inviate"}
    assert all(row["catalogue_score"] == 100 for row in decided)


@pytest.mark.parametrize("text", ["entries: [", "version: 1\nentries: [{id: X}]", "version: 2\nentries: []", "\x00"])
def test_a_catalogue_that_cannot_be_read_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditedDataError, match=r"catalogue\.yml"):
        load_catalogue(path)
    with pytest.raises(EditedDataError):
        load_catalogue(tmp_path / "missing.yml")


def test_suggestions_carry_their_evidence() -> None:
    plans = [
        sample.plan(),
        sample.plan(plan_id="plan-00000000000000ab", chamber="Camera di commercio di Siena", source_file="siena.pdf"),
    ]
    names = ("Numero di sportelli aperti al pubblico", "Numero sportelli aperti al pubblico")
    rows = [
        sample.indicator(indicator_id=f"ind-{at:016x}", plan_id=plan["plan_id"], name=name, formula="n.")
        for at, (plan, name) in enumerate(zip(plans, names, strict=True))
    ]
    tables = {"plans": plans, "indicators": rows}
    (found,) = suggest_catalogue_entries(tables, entry())
    assert found.kind == "entry"
    assert {found.name, found.like} == set(names)
    assert found.score >= 80
    assert found.plans == ("modena-2017.pdf", "siena.pdf")
    assert found.formulas == ("n.",)


@pytest.mark.parametrize("what", ["catalogue", "series"])
def test_suggest_writes_yaml_and_json(what: str, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "candidates.yml"
    runner = CliRunner()
    assert runner.invoke(app, [what, "suggest", str(samples), "--out", str(out)]).exit_code == 0
    as_json = runner.invoke(app, [what, "suggest", str(samples), "--json"])
    assert yaml.safe_load(out.read_text(encoding="utf-8")) == json.loads(as_json.stdout)
    missing = runner.invoke(app, [what, "suggest", str(tmp_path)])
    assert missing.exit_code == ExitCode.NOT_FOUND


def test_the_catalogue_is_there() -> None:
    assert catalogue_file().is_file()
