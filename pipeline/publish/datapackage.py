"""The data package: one file that describes all others (Data Package 2.0, https://datapackage.org/standard/).

Every table is there twice, as CSV and as Parquet. The CSV files are the resources, with their schemas. The Parquet
files stand under `files` with size and hash: the standard knows no resource that is not text or a table to open, and
common validators refuse a Parquet file as a table. A Parquet file carries its own schema and descriptions, from the
same model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent
from typing import Any, Final

from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.identity import hash_file
from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.dcat import LICENCE
from pipeline.publish.parquet_columns import read_batches

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
    head = {**_HEAD, "sources": [], "resources": resources, "files": files}
    before, after = json.dumps(head, ensure_ascii=False, indent=1).split('"sources": []')
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{before}"sources": ')
        file.writelines(_source_lines(folder / "plans.parquet"))
        file.write(f"{after}\n")


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


def _source_lines(plans: Path) -> Iterator[str]:
    """The documents that the tables were read from, as the table of plans names them: a list in JSON, few of it in
    memory together."""
    sign = "["
    for batch in read_batches([plans], ["chamber", "title", "source_file"]):
        for row in batch.to_pylist():
            title = ": ".join(filter(None, (row["chamber"], row["title"]))) or row["source_file"]
            source = json.dumps({"title": title, "path": row["source_file"]}, ensure_ascii=False, indent=1)
            yield f"{sign}\n{indent(source, '  ')}"
            sign = ","
    yield "[]" if sign == "[" else "\n ]"


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
