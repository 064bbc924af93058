"""The data package: one file that describes all others (Data Package 2.0, https://datapackage.org/standard/).

Every table is there twice, as CSV and as Parquet. The CSV files are the resources, with their schemas. The Parquet
files stand under `files` with size and hash: the standard knows no resource that is not text or a table to open, and
common validators refuse a Parquet file as a table. A Parquet file carries its own schema and descriptions, from the
same model.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.identity import hash_file
from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.dcat import LICENCE

_PROFILES: Final = "https://datapackage.org/profiles/2.0/"
_FIELD_TYPES: Final = {
    "string": "string",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "date",
}
_CONSTRAINTS: Final = {
    "isin": ("allowed_values", "enum"),
    "greater_than_or_equal_to": ("min_value", "minimum"),
    "less_than_or_equal_to": ("max_value", "maximum"),
    "str_length": ("min_value", "minLength"),
    "str_matches": ("pattern", "pattern"),
}
_HEAD: Final[dict[str, Any]] = {
    "$schema": f"{_PROFILES}datapackage.json",
    "name": "cruscotto",
    "title": "Performance plans of Italian chambers of commerce",
    "description": (
        "Objectives, indicators, targets and results that Italian chambers of commerce state in their performance "
        "plans, each figure with the printed text it was read from and the place where it stands. "
        "The plans are public acts (art. 5 L. 633/1941)."
    ),
    "version": "1",
    "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE}],
    "keywords": ["performance", "public administration", "chambers of commerce", "Italy"],
}


def write_package(folder: Path, path: Path, others: Sequence[str] = ()) -> None:
    """Write the data package of the Parquet and CSV files in `folder`, and of `others` there without schema."""
    resources = [_make_resource(folder / f"{name}.csv", name) for name in ALL_TABLES]
    resources += [_describe_file(folder / name, name.replace(".", "-")) for name in others]
    files = [_describe_file(folder / f"{name}.parquet", name) for name in ALL_TABLES]
    package = {**_HEAD, "sources": _list_sources(folder / "plans.parquet"), "resources": resources, "files": files}
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table, from its model."""
    model = ALL_TABLES[table]
    fields = []
    for field in arrow_schema(table):
        column = model.columns[field.name]
        described: dict[str, Any] = {
            "name": field.name,
            "type": _FIELD_TYPES[str(field.type)],
            "description": field.metadata[b"description"].decode(),
        }
        constraints: dict[str, Any] = {}
        if not field.nullable:
            constraints["required"] = True
        if column.meaning.unique or field.name == model.key:
            constraints["unique"] = True
        for one in column.constraints:
            asked, keyword = _CONSTRAINTS[one.check]
            value = one.asks[asked]
            # Table Schema matches the whole text, in the language of XML Schema, which knows no anchors.
            constraints[keyword] = value.removeprefix("^").removesuffix(r"\Z") if keyword == "pattern" else value
        fields.append({**described, "constraints": constraints} if constraints else described)
    return {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": fields,
        "missingValues": [""],
        "primaryKey": [model.key],
        "foreignKeys": [
            {"fields": [column], "reference": _foreign_key(table, target)}
            for column, target in model.references.items()
        ],
    }


def _foreign_key(table: str, target: str) -> dict[str, Any]:
    # An empty name is the table itself; version 2 would let it be left out, readers of version 1 would not.
    return {"resource": "" if target == table else target, "fields": [ALL_TABLES[target].key]}


def _list_sources(plans: Path) -> list[dict[str, str]]:
    """The documents that the tables were read from, as the table of plans names them."""
    rows = pq.ParquetFile(plans).read(["chamber", "title", "source_file"]).to_pylist()
    return [
        {
            "title": ": ".join(filter(None, (row["chamber"], row["title"]))) or row["source_file"],
            "path": row["source_file"],
        }
        for row in rows
    ]


def _make_resource(file: Path, name: str) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}dataresource.json",
        **_describe_file(file, name),
        "type": "table",
        "description": arrow_schema(name).metadata[b"description"].decode(),
        "dialect": {
            "$schema": f"{_PROFILES}tabledialect.json",
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": table_schema(name),
    }


_KINDS: Final = {
    ".csv": ("csv", "text/csv", "utf-8"),
    ".parquet": ("parquet", "application/vnd.apache.parquet", None),
    ".jsonld": ("jsonld", "application/ld+json", "utf-8"),
    ".sql": ("sql", "application/sql", "utf-8"),
}


def _describe_file(file: Path, name: str) -> dict[str, Any]:
    kind, media_type, encoding = _KINDS[file.suffix]
    return {
        "name": name,
        "path": file.name,
        "format": kind,
        "mediatype": media_type,
        **({"encoding": encoding} if encoding else {}),
        "bytes": file.stat().st_size,
        "hash": f"sha256:{hash_file(file)}",
    }
