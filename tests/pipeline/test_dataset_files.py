"""The files of a dataset: Parquet, CSV twins and the data package say the same, and the same again."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto import open_dataset
from pipeline.dataset.forms.arrow import arrow_schema, to_arrow, types_hold, unfit_columns
from pipeline.dataset.forms.frames import to_frame
from pipeline.dataset.tables import ALL_TABLES, TABLES
from pipeline.errors import DatasetMissingError, SchemaError
from pipeline.publish.dataset_files import WholeTables, publish_dataset, read_dataset
from tests.pipeline import sample

AWKWARD = 'a "quoted", two-line\nname; è ≥ 80% ✓'


def tables() -> dict[str, list[dict[str, Any]]]:
    rows = sample.dataset()
    rows["values"] = [
        sample.value(),
        sample.value(
            value_id="val-ffffffffffffffff",
            kind="date",
            number=None,
            unit=None,
            date=datetime.date(2019, 12, 31),
            raw="31/12/2019",
        ),
    ]
    rows["issues"] = [sample.issue(raw=AWKWARD)]
    return rows


def test_parquet_round_trip_keeps_every_cell(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    read = read_dataset(tmp_path)
    framed = open_dataset(tmp_path)
    for name, rows in tables().items():
        assert read[name] == rows
        pd.testing.assert_frame_equal(framed[name], to_frame(name, rows))


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 65), 1 << 65),
    st.sampled_from([1 << 53, (1 << 53) + 1, (1 << 63) - 1, 1 << 63]),
    st.floats(),
    st.text(st.characters(exclude_categories=())),  # halves of characters, too
    st.dates(),
)


@given(st.sampled_from([field.name for field in arrow_schema("values")]), CELLS, CELLS)
def test_rows_whose_types_hold_are_those_that_arrow_takes(column: str, one: Any, other: Any) -> None:
    rows = [{**sample.value(), column: one}, {**sample.value(), column: other}]
    if types_hold("values", rows):
        assert to_arrow("values", rows).num_rows == 2
    else:  # what it leaves to a look at each row are cells that no reader of this program makes
        kind = arrow_schema("values").field(column).type
        plain = {pa.string(): str, pa.int64(): int, pa.float64(): float, pa.bool_(): bool, pa.date32(): datetime.date}
        right = [type(cell) in {plain[kind], type(None)} and not unfit_columns("values", row)
                 for cell, row in zip((one, other), rows, strict=True)]  # fmt: skip
        assert not all(right) or -(1 << 63) in (one, other)


def test_column_descriptions_stand_in_the_field_metadata(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    for name, model in TABLES.items():
        schema = pq.read_schema(tmp_path / f"{name}.parquet")
        assert schema.equals(arrow_schema(name), check_metadata=True)
        for column, described in model.columns.items():
            assert schema.field(column).metadata[b"description"].decode() == described.description
            assert schema.field(column).nullable == described.nullable


def test_pandas_reads_plain_types(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    values = pd.read_parquet(tmp_path / "values.parquet")
    assert values["number"].iloc[0] == 7.5
    assert values["date"].iloc[1] == datetime.date(2019, 12, 31)
    assert values["comparator"].iloc[0] == "<="
    assert values["population"].isna().all()


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name, at_once in (("one", 1), ("two", 2)):
        publish_dataset(tmp_path / name, WholeTables(tables()), at_once=at_once)
    names = sorted(p.name for p in (tmp_path / "one").iterdir() if p.is_file())
    assert names == sorted(
        [
            ".lock",
            "catalog.jsonld",
            "cruscotto-version.json",
            "datapackage.json",
            "views.sql",
            *(f"{t}.{kind}" for t in ALL_TABLES for kind in ("csv", "parquet")),
        ]
    )
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_the_csv_twin_says_the_same(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    for name, rows in tables().items():
        path = tmp_path / f"{name}.csv"
        assert path.read_bytes().endswith(b"\r\n")
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
        assert header == list(TABLES[name].columns)
        for line, row in zip(lines, rows, strict=True):
            assert line == [_as_csv(cell) for cell in row.values()]


def _as_csv(cell: Any) -> str:
    if cell is None:
        return ""
    return {True: "true", False: "false"}[cell] if isinstance(cell, bool) else str(cell)


def test_the_data_package_describes_every_file(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    resources = {described["path"]: described for described in (*package["resources"], *package["files"])}
    names = [f"{t}.{kind}" for t in ALL_TABLES for kind in ("csv", "parquet")]
    assert sorted(resources) == sorted([*names, "catalog.jsonld", "views.sql"])
    for path, resource in resources.items():
        content = (tmp_path / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if path.partition(".")[2] != "csv":
            continue
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert list(fields) == arrow_schema(path.partition(".")[0]).names
        assert all(field["description"] for field in fields.values())
    values = {field["name"]: field for field in resources["values.csv"]["schema"]["fields"]}
    assert values["number"]["type"] == "number"
    assert values["date"]["type"] == "date"
    assert values["role"]["constraints"]["enum"][0] == "target"
    assert values["value_id"]["constraints"] == {
        "required": True,
        "unique": True,
        "pattern": "val-[0-9a-f]{16}",
    }
    assert resources["values.csv"]["schema"]["foreignKeys"] == [
        {"fields": ["plan_id"], "reference": {"resource": "plans", "fields": ["plan_id"]}},
        {"fields": ["indicator_id"], "reference": {"resource": "indicators", "fields": ["indicator_id"]}},
        {"fields": ["comparator"], "reference": {"resource": "comparators", "fields": ["comparator"]}},
        {"fields": ["unit"], "reference": {"resource": "units", "fields": ["unit"]}},
    ]


def test_an_empty_dataset_has_its_columns(tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables({name: [] for name in TABLES}))
    assert not any(read_dataset(tmp_path).values())
    assert (tmp_path / "plans.csv").read_text().startswith("plan_id,chamber,")


def test_a_folder_without_dataset_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissingError, match=r"plans\.parquet"):
        read_dataset(tmp_path)


@pytest.mark.parametrize("spoil", ["bytes", "column", "type"])
def test_files_that_are_not_the_tables_are_refused(spoil: str, tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    path = tmp_path / "plans.parquet"
    if spoil == "bytes":
        path.write_bytes(b"PAR1")
    else:
        table = pq.read_table(path)
        odd = table.drop(["title"]) if spoil == "column" else table.set_column(5, "pages", pa.array(["60"]))
        pq.write_table(odd, path)
    with pytest.raises(SchemaError):
        read_dataset(tmp_path)


def test_a_plain_copy_of_a_dataset_is_read_too(tmp_path: Path) -> None:
    publish_dataset(tmp_path / "a", WholeTables(tables()))
    (tmp_path / "b").mkdir()
    for name in TABLES:
        (tmp_path / "b" / f"{name}.parquet").write_bytes((tmp_path / "a" / f"{name}.parquet").read_bytes())
    assert len(read_dataset(tmp_path / "b")["plans"]) == 1
