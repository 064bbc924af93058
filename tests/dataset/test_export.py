"""The published tables as one file, and their description for catalogues of open data."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.dataset.tables import ALL_TABLES
from pipeline.errors import UsageError
from pipeline.publish.export import FORMATS, Format, export_dataset


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_tables_give_the_same_rows(published: Path, tmp_path: Path, kind: Format) -> None:
    out = tmp_path / f"cruscotto.{kind}"
    export_dataset(published, out, kind)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    for name in ALL_TABLES:
        table = pq.read_table(published / f"{name}.parquet")
        columns, rows = read(out, kind, name)
        assert columns == table.column_names
        assert len(rows) == table.num_rows
    columns, rows = read(out, kind, "values")
    raw = pq.read_table(published / "values.parquet").column("raw").to_pylist()
    assert [row[columns.index("raw")] for row in rows] == raw


def read(out: Path, kind: Format, name: str) -> tuple[list[str], list[tuple[object, ...]]]:
    if kind == "xlsx":
        first, *rows = openpyxl.load_workbook(out, read_only=True)[name].iter_rows(values_only=True)
        return [str(cell) for cell in first if cell is not None], rows
    if kind == "sqlite":
        found = sqlite3.connect(out).execute(f'SELECT * FROM "{name}"')
        return [column[0] for column in found.description], found.fetchall()
    with duckdb.connect(str(out), read_only=True) as connection:
        relation = connection.sql(f'FROM "{name}"')
        return list(relation.columns), relation.fetchall()


def test_the_duckdb_file_has_the_views(published: Path, tmp_path: Path) -> None:
    export_dataset(published, tmp_path / "a.duckdb", "duckdb")
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT count(*) FROM targets_vs_results").fetchall()[0][0] > 0


def test_a_file_that_cannot_be_written_is_said(published: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        export_dataset(published, tmp_path / "no folder" / "a.sqlite", "sqlite")
    assert CliRunner().invoke(app, ["export", str(published), "--out", str(tmp_path / "a.ods")]).exit_code != 0


def test_the_catalogue_names_every_file_and_the_licence(published: Path) -> None:
    described = json.loads((published / "catalog.jsonld").read_text(encoding="utf-8"))
    files = described["dcat:dataset"]["dcat:distribution"]
    assert {file["dct:title"] for file in files} == {
        f"{name}.{end}" for name in ALL_TABLES for end in ("parquet", "csv")
    }
    assert {file["dct:license"]["@id"] for file in files} == {"https://creativecommons.org/licenses/by/4.0/"}
    assert all(int(file["dcat:byteSize"]["@value"]) == (published / file["dct:title"]).stat().st_size for file in files)
