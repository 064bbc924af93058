"""A published dataset as one file for other tools: SQLite, DuckDB or an Excel workbook.

All of them hold every table with its columns. SQLite has no type for days and for yes and no: days are texts
(`2019-12-31`), yes and no are 1 and 0. A workbook has a sheet a table; texts that a spreadsheet program would compute
stay texts.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import pyarrow as pa

from pipeline.dataset.tables import ALL_TABLES
from pipeline.errors import UsageError
from pipeline.publish.dataset_files import read_tables
from pipeline.publish.views import views_sql

if TYPE_CHECKING:
    from pipeline.dataset.columns import Kind

Format = Literal["sqlite", "duckdb", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_SQLITE_TYPES: Final[Mapping[Kind, str]] = {
    "string": "TEXT",
    "int": "INTEGER",
    "double": "REAL",
    "bool": "INTEGER",
    "date": "TEXT",
}


def export_dataset(folder: Path, out: Path, kind: Format) -> None:
    """Write the published tables of `folder` into the file `out`, which is replaced whole.

    Raises:
        DatasetMissingError: a table is not there.
        SchemaError: a file is not that of its table.
        UsageError: the file cannot be written, or what writes this format is not installed.
    """
    tables = read_tables(folder, ALL_TABLES)
    aside = out.with_name(f".{out.name}.new")
    try:
        aside.unlink(missing_ok=True)
        _WRITERS[kind](tables, aside)
        aside.replace(out)
    except ImportError as error:
        remedy = "Install it with the extra `export`: pip install 'cruscotto[export]'."
        raise UsageError(f"{error.name} is not installed", remedy=remedy) from error
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"cannot write {out}: {error}", remedy="Name a file in a folder that is there.") from error
    finally:
        aside.unlink(missing_ok=True)


def _write_sqlite(tables: Mapping[str, pa.Table], path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for name, table in tables.items():
            model = ALL_TABLES[name]
            columns = ", ".join(
                f'"{column.name}" {_SQLITE_TYPES[column.kind]}{"" if column.nullable else " NOT NULL"}'
                f"{' PRIMARY KEY' if column.name == model.key else ''}"
                for column in model.columns.values()
            )
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            places = ", ".join("?" * len(model.columns))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', _list_rows(table, _plain_cell))
    connection.close()


def _write_duckdb(tables: Mapping[str, pa.Table], path: Path) -> None:
    import duckdb  # noqa: PLC0415 - an extra

    views = [statement for statement in views_sql().split(";") if "read_parquet" not in statement]
    with duckdb.connect(str(path)) as connection:
        for name, table in tables.items():
            connection.register("read", table)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read')
            connection.unregister("read")
        connection.execute(";".join(views))


def _write_xlsx(tables: Mapping[str, pa.Table], path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 - an extra

    # A fixed day in the file's properties, so that the same tables give the same bytes.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Cruscotto", "created": datetime.datetime(2020, 1, 1)})
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, table.column_names)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(_list_rows(table, _as_is), start=1):
                for at, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, at, cell)
                    elif cell is not None:
                        sheet.write(number, at, cell)


_WRITERS: Final[Mapping[Format, Callable[[Mapping[str, pa.Table], Path], None]]] = {
    "sqlite": _write_sqlite,
    "duckdb": _write_duckdb,
    "xlsx": _write_xlsx,
}


def _list_rows(table: pa.Table, plain: Callable[[Any], Any]) -> list[tuple[Any, ...]]:
    columns = [[plain(cell) for cell in column.to_pylist()] for column in table.columns]
    return list(zip(*columns, strict=True))


def _plain_cell(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def _as_is(cell: Any) -> Any:
    return cell
