"""The data package says what the files hold: checked here cell by cell, and by `frictionless` where it is installed."""

from __future__ import annotations

import csv
import datetime
import hashlib
import importlib
import importlib.util
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.atomic import current_version


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


LOOKS: dict[str, Callable[[str], bool]] = {
    "string": lambda _: True,
    "integer": lambda text: bool(re.fullmatch(r"-?\d+", text)),
    "number": lambda text: bool(re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text)),
    "boolean": lambda text: text in ("true", "false"),
    "date": _is_date,
}


def faults(folder: Path) -> list[str]:
    """What the package says of the files in `folder` that is not so."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    found = []
    for described in (*package["resources"], *package["files"]):
        content = (folder / described["path"]).read_bytes()
        if len(content) != described["bytes"] or f"sha256:{hashlib.sha256(content).hexdigest()}" != described["hash"]:
            found.append(f"{described['path']}: size or hash")
    tables = {resource["name"]: resource for resource in package["resources"] if resource.get("type") == "table"}
    columns: dict[str, dict[str, list[str]]] = {}
    for name, resource in tables.items():
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
        if header != [field["name"] for field in resource["schema"]["fields"]]:
            found.append(f"{name}: header")
            continue
        columns[name] = {column: [line[at] for line in lines] for at, column in enumerate(header)}
        for field in resource["schema"]["fields"]:
            found += _cell_faults(name, field, columns[name][field["name"]])
    for name, resource in tables.items():
        for key in resource["schema"]["foreignKeys"]:
            (column,), (other,) = key["fields"], key["reference"]["fields"]
            known = {*columns[key["reference"]["resource"] or name][other], ""}
            if set(columns[name][column]) - known:
                found.append(f"{name}.{column}: refers to what is not there")
    return found


def _cell_faults(name: str, field: dict[str, Any], cells: list[str]) -> list[str]:
    rules = field.get("constraints", {})
    filled = [cell for cell in cells if cell]
    checks = {
        "type": all(LOOKS[field["type"]](cell) for cell in filled),
        "required": len(filled) == len(cells) or not rules.get("required"),
        "unique": len(set(filled)) == len(filled) or not rules.get("unique"),
        "enum": "enum" not in rules or set(filled) <= set(rules["enum"]),
        "pattern": "pattern" not in rules or all(re.fullmatch(rules["pattern"], cell) for cell in filled),
        "minimum": "minimum" not in rules or all(float(cell) >= rules["minimum"] for cell in filled),
        "maximum": "maximum" not in rules or all(float(cell) <= rules["maximum"] for cell in filled),
    }
    return [f"{name}.{field['name']}: {check}" for check, good in checks.items() if not good]


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(current_version(published), tmp_path / "copy"))


def test_the_package_is_true(published: Path) -> None:
    assert faults(published) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("values.csv", "val-", "VAL-"),
        ("plans.csv", "relazione", "relation"),
        ("units.csv", "percent,", "percento,"),
        ("indicators.csv", "ind-", "obj-"),
    ],
)
def test_a_changed_file_is_found(copy: Path, file: str, old: str, new: str) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    assert any(fault.startswith(file.partition(".")[0]) for fault in faults(copy))


def test_the_package_is_version_2_and_states_licence_and_sources(published: Path) -> None:
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert package["sources"] == [
        {"title": "Camera di commercio di Massa-Carrara: Schede Piano Performance", "path": "massa-carrara-2017.txt"}
    ]
    kinds = [resource.get("type", "none") for resource in package["resources"]]
    assert kinds == ["table"] * len(ALL_TABLES) + ["none"] * 2  # the standard knows no other type
    assert [file["path"] for file in package["files"]] == [f"{name}.parquet" for name in ALL_TABLES]


def test_csv_is_rfc_4180_without_byte_order_mark(published: Path) -> None:
    for name in ALL_TABLES:
        content = (published / f"{name}.csv").read_bytes()
        assert content.endswith(b"\r\n")
        assert not content.startswith(b"\xef\xbb\xbf")
        content.decode("utf-8")


@pytest.mark.skipif(importlib.util.find_spec("frictionless") is None, reason="frictionless is not installed")
def test_frictionless_finds_it_valid(copy: Path) -> None:
    frictionless = importlib.import_module("frictionless")

    report = frictionless.validate(str(copy / "datapackage.json"))
    assert report.valid, report.to_summary()
