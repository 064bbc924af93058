"""Every CSV file is read by polars as it is, with the types that Parquet has, also where the first rows tell little."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.csv_export import csv_head, csv_lines
from pipeline.publish.csv_order import find_telling_rows

SCHEMA = pa.schema([("code", pa.string()), ("number", pa.float64()), ("flag", pa.bool_()), ("place", pa.int64())])


@pytest.mark.parametrize("name", sorted(ALL_TABLES))
def test_polars_reads_each_file_with_the_types_of_parquet(samples: Path, name: str) -> None:
    read = pl.read_csv(samples / f"{name}.csv", try_parse_dates=True)
    wanted = pl.read_parquet(samples / f"{name}.parquet")
    assert len(read) == len(wanted)
    for column in wanted.columns:
        if wanted[column].null_count() == len(wanted) or (name, column) == ("chambers", "region_code"):
            continue  # nothing tells the type of what is always empty, or of texts that all are numbers
        assert read[column].dtype == wanted[column].dtype, column


def read_back(parts: Sequence[pa.Table]) -> pl.DataFrame:
    lines = find_telling_rows(parts, SCHEMA, SCHEMA.names).as_csv(parts)
    return pl.read_csv(io.BytesIO(csv_head(SCHEMA.names) + b"".join(lines)))


def make_part(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [[], [], [], []]
    return pa.table([pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA)


def test_a_late_code_with_dots_is_a_text_like_those_before() -> None:
    dull = [("011", None, None, None)] * 150
    read = read_back([make_part(dull), make_part([*dull, ("3.1.3", 2.5, True, 7)])])
    assert dict(read.schema) == {"code": pl.String, "number": pl.Float64, "flag": pl.Boolean, "place": pl.Int64}
    assert read["code"].to_list() == ["3.1.3", *["011"] * 300]


@pytest.mark.parametrize(("first", "late"), [("5.5", "+5"), ("011", "-7"), ("1", "\t2")])
def test_a_late_number_that_has_an_apostrophe_before_its_sign_is_a_text(first: str, late: str) -> None:
    read = read_back([make_part([(first, None, None, None)] * 101 + [(late, None, None, None)])])
    assert read["code"].dtype == pl.String
    assert read["code"].to_list() == [f"'{late}", *[first] * 101]


def test_a_part_of_one_row_that_comes_first_is_left_without_rows() -> None:
    columns = len(SCHEMA)
    parts = [make_part([("011", *[None] * (columns - 1))] * 100), make_part([("3.1.3", *[None] * (columns - 1))])]
    read = read_back(parts)
    assert len(read) == 101
    assert read[read.columns[0]].dtype == pl.String


def test_rows_stay_where_the_first_ones_tell_the_types() -> None:
    rows = [("A1", 1.0, False, 1), *[("2", None, None, 3)] * 200]
    assert read_back([make_part(rows)]).rows() == rows


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.none()
                | st.sampled_from(
                    [
                        "011",
                        "1e5",
                        "true",
                        "inf",
                        "3.1.3",
                        "S1-a",
                        "1,5",
                        "nan",
                        "1.5",
                        "+5",
                        "-7",
                        "12.",
                        ".5",
                        "99999999999999999999",
                    ]
                ),
                st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
                st.none() | st.booleans(),
                st.none() | st.integers(0, 99),
            ).flatmap(lambda row: st.integers(1, 120).map(lambda times: [row] * times)),
            max_size=3,
        ).map(lambda runs: [row for run in runs for row in run]),
        max_size=3,
    )
)
def test_no_row_is_lost_and_none_ends_the_reading(parts: list[list[tuple[object, ...]]]) -> None:
    rows = [row for part in parts for row in part]
    tables = [make_part(part) for part in parts]
    found = find_telling_rows(tables, SCHEMA, SCHEMA.names)
    lines = b"".join(found.as_csv(tables)).splitlines()
    assert sorted(lines) == sorted(b"".join(csv_lines(table) for table in tables).splitlines())
    read = read_back(tables)
    for at, column in enumerate(("number", "flag", "place"), start=1):
        if any(row[at] is not None for row in rows):
            assert read[column].dtype == {"number": pl.Float64, "flag": pl.Boolean, "place": pl.Int64}[column]
