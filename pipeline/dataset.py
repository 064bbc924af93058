"""The published dataset as files: written all together, read back for `validate` and `show`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.arrow import arrow_schema, from_arrow, to_arrow
from pipeline.datapackage import PACKAGE, write_package
from pipeline.derived import derived_frames
from pipeline.errors import DatasetMissingError, SchemaError
from pipeline.publish import Writer, current_version, publish
from pipeline.schemas import TABLES
from pipeline.tables import ALL_TABLES, DERIVED
from pipeline.twins import write_csv
from pipeline.views import VIEWS, write_views


def publish_dataset(
    out: Path,
    frames: Mapping[str, pd.DataFrame],
    *,
    beside: Mapping[str, Writer] | None = None,
    waiting: Callable[[], None] | None = None,
) -> bool:
    """Publish the tables in `out` with those computed from them: Parquet, CSV twins, views and the data package.

    `frames` are the tables that were read (`pipeline.schemas.TABLES`); `beside` names what else is published with
    them, such as the report.

    Returns:
        Whether anything changed.

    Raises:
        PublishError: the files could not be written; what was published before is untouched.
    """
    read = {name: frames[name] for name in TABLES}
    tables = {name: to_arrow(name, frame) for name, frame in {**read, **derived_frames(read)}.items()}
    files: dict[str, Writer] = dict(beside or {})
    for name, table in tables.items():
        files[f"{name}.parquet"] = _parquet_writer(table)
        files[f"{name}.csv"] = _csv_writer(table)
    files[VIEWS] = write_views
    # The package states size and hash of the other files, so it is the last to be written.
    files[PACKAGE] = lambda path: write_package(tables, path.parent, path, [VIEWS])
    return publish(out, files, waiting=waiting)


def dataset_files() -> frozenset[str]:
    """The names of the files that `publish_dataset` writes itself."""
    return frozenset({VIEWS, PACKAGE, *(f"{name}{ending}" for name in ALL_TABLES for ending in (".parquet", ".csv"))})


def read_dataset(folder: Path) -> dict[str, pd.DataFrame]:
    """The published tables of a folder, all of one version.

    Raises:
        DatasetMissingError: a table is not there.
        SchemaError: a file is no Parquet file, or has not the columns and types of its table.
    """
    return _read(folder, list(TABLES))


def _read(folder: Path, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    version = current_version(folder)
    frames = {}
    for name in names:
        path = version / f"{name}.parquet"
        if not path.is_file():
            raise DatasetMissingError(f"{folder} holds no {name}.parquet")
        try:
            table = pq.ParquetFile(path).read()
        except (pa.ArrowInvalid, OSError) as error:
            raise SchemaError(f"{folder / path.name} is no readable Parquet file: {error}") from error
        _compare(name, table.schema)
        frames[name] = from_arrow(table)
    return frames


def read_derived(folder: Path) -> dict[str, pd.DataFrame]:
    """The published computed tables of a folder, all of one version.

    Raises:
        DatasetMissingError: a table is not there.
        SchemaError: a file is no Parquet file, or has not the columns and types of its table.
    """
    return _read(folder, list(DERIVED))


def _parquet_writer(table: pa.Table) -> Writer:
    def write(path: Path) -> None:
        # What decides on the bytes is said here, so that a newer pyarrow changes as little as it can.
        pq.write_table(
            table,
            path,
            version="2.6",
            compression="zstd",
            compression_level=9,
            use_dictionary=True,
            write_statistics=True,
            data_page_version="1.0",
            row_group_size=1 << 20,
            store_schema=True,
        )

    return write


def _csv_writer(table: pa.Table) -> Writer:
    return lambda path: write_csv(table, path)


def _compare(name: str, found: pa.Schema) -> None:
    """Hold a file's columns against those of its table.

    Raises:
        SchemaError: they differ.
    """
    wanted = arrow_schema(name)
    shown = [f"{field.name} {field.type}" for field in found]
    expected = [f"{field.name} {field.type}" for field in wanted]
    if shown != expected:
        odd = sorted(set(shown) ^ set(expected)) or ["their order"]
        raise SchemaError(f"the columns of {name}.parquet are not those of the schema: {', '.join(odd)}")
