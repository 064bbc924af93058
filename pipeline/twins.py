"""What stands beside the Parquet files: a CSV twin of each table and the data package that describes all."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.schemas import FOREIGN_KEYS, PRIMARY_KEYS, TABLES

PACKAGE = "datapackage.json"
"""The data package's file name."""

_FIELD_TYPES = {
    "string": "string",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "date",
}
_CONSTRAINTS = {
    "isin": ("allowed_values", "enum"),
    "greater_than_or_equal_to": ("min_value", "minimum"),
    "less_than_or_equal_to": ("max_value", "maximum"),
    "str_length": ("min_value", "minLength"),
    "str_matches": ("pattern", "pattern"),
}


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV: RFC 4180, UTF-8, a header line, null as nothing, dates as YYYY-MM-DD."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.column_names)
        columns = [column.to_pylist() for column in table.columns]
        writer.writerows([_plain(cell) for cell in row] for row in zip(*columns, strict=True))


def write_package(tables: Mapping[str, pa.Table], folder: Path, path: Path) -> None:
    """Write the data package (Frictionless, version 1) of the Parquet and CSV files in `folder`."""
    resources = [
        resource
        for name, table in tables.items()
        for resource in (
            _resource(folder / f"{name}.csv", name, "csv", "text/csv", table),
            _resource(
                folder / f"{name}.parquet",
                f"{name}-parquet",
                "parquet",
                "application/vnd.apache.parquet",
                table,
            ),
        )
    ]
    package = {
        "profile": "data-package",
        "name": "cruscotto",
        "title": "Performance plans of Italian chambers of commerce",
        "version": "1",
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _plain(cell: object) -> object:
    """A cell as CSV writes it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell


def _resource(file: Path, name: str, kind: str, media_type: str, table: pa.Table) -> dict[str, Any]:
    content = file.read_bytes()
    described: dict[str, Any] = {
        "name": name,
        "path": file.name,
        "format": kind,
        "mediatype": media_type,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "description": table.schema.metadata[b"description"].decode(),
        "schema": _table_schema(file.stem, table.schema),
    }
    if kind == "csv":
        described |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        }
    return described


def _table_schema(table: str, schema: pa.Schema) -> dict[str, Any]:
    """The Table Schema of a table, from its pandera model."""
    model = TABLES[table].to_schema()
    fields = []
    for field in schema:
        column = model.columns[field.name]
        constraints: dict[str, Any] = {}
        if not field.nullable:
            constraints["required"] = True
        if column.unique:
            constraints["unique"] = True
        for check in column.checks:
            statistic, keyword = _CONSTRAINTS[str(check.name)]
            value = check.statistics[statistic]
            # Table Schema matches the whole text, in the language of XML Schema, which knows no anchors.
            constraints[keyword] = value.removeprefix("^").removesuffix(r"\Z") if keyword == "pattern" else value
        described = {
            "name": field.name,
            "type": _FIELD_TYPES[str(field.type)],
            "description": field.metadata[b"description"].decode(),
        }
        fields.append({**described, "constraints": constraints} if constraints else described)
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": PRIMARY_KEYS[table],
        "foreignKeys": [
            {
                "fields": column,
                "reference": {
                    # An empty name is the table itself.
                    "resource": "" if target == table else target,
                    "fields": PRIMARY_KEYS[target],
                },
            }
            for column, target in FOREIGN_KEYS[table].items()
        ],
    }
