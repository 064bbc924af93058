"""Rows of a long document in parts: the same tables as of one that comes whole, whoever brings them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from pipeline.corrections.source import Source
from pipeline.dataset.frames import to_rows
from pipeline.publish.dataset_files import publish_dataset, read_dataset, read_derived
from pipeline.run.document import read_document
from pipeline.run.document_parts import (
    PartLines,
    Parts,
    as_one_answer,
    lines_of_answer,
    pack_parts,
    parts_of,
    rows_in,
    take_answer,
)
from pipeline.run.document_rows import DocumentRows
from pipeline.run.gathering import Gathering
from pipeline.run.inputs import find_inputs
from pipeline.run.serialization import Failure, pack, unpack
from pipeline.run.spool import Spool

ROOT = Path(__file__).parents[2]
REPORT = "massa-carrara-2019.pdf"
"""States what was reached, and its layout how that is measured."""
PLAN = "massa-carrara-2017.pdf"


@pytest.fixture(scope="module", params=[REPORT, PLAN])
def source(request: pytest.FixtureRequest) -> Source:
    (found,) = find_inputs([ROOT / "data" / "raw" / request.param]).sources
    return found


@pytest.fixture(scope="module")
def packed(source: Source) -> bytes:
    return pack(read_document(source))


def read(packed: bytes) -> DocumentRows:
    rows = unpack(packed)
    assert isinstance(rows, DocumentRows)
    return rows


def damage(rows: DocumentRows) -> DocumentRows:
    """With a node, an indicator and a value that fail the schema."""
    table: Any
    for table, at, column in ((rows.objectives, -1, "level"), (rows.indicators, 3, "level"), (rows.values, -1, "role")):
        table[at] = {**table[at], column: "?"}
    return rows


def published(out: Path, rows: DocumentRows, enough: int) -> dict[str, bytes]:
    packed = b"\n".join(pack_parts(rows, enough))
    with Spool(out) as spool, Gathering(spool) as gathered:
        given = rows_in(PartLines(io.BytesIO(packed)))
        assert isinstance(given, DocumentRows)
        gathered.add(given)
        gathered.prove()
        publish_dataset(out, gathered)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def test_a_document_in_parts_gives_the_tables_of_one_that_comes_whole(packed: bytes, tmp_path: Path) -> None:
    whole = published(tmp_path / "whole", read(packed), 1_000_000)
    assert published(tmp_path / "parts", read(packed), 100) == whole


def test_what_fails_the_schema_takes_along_what_refers_to_it_in_any_part(packed: bytes, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    published(whole, damage(read(packed)), 1_000_000)
    published(parts, damage(read(packed)), 200)
    frames, wanted = read_dataset(parts), read_dataset(whole)
    assert (wanted["issues"]["code"] == "schema-vocabulary").sum() == 3
    for name in frames:
        found, expected = to_rows(frames[name]), to_rows(wanted[name])
        if name == "issues":  # those of rows that were set aside are told part by part
            found, expected = (sorted(rows, key=lambda row: row["issue_id"]) for rows in (found, expected))
        assert found == expected, name
    assert {k: to_rows(v) for k, v in read_derived(parts).items()} == {
        k: to_rows(v) for k, v in read_derived(whole).items()
    }


def test_a_plan_that_fails_the_schema_is_set_aside_whole(packed: bytes, tmp_path: Path) -> None:
    rows = read(packed)
    rows.plan["rows_seen"] += 1
    published(tmp_path, rows, 400)
    frames = read_dataset(tmp_path)
    assert [len(frames[name]) for name in ("plans", "indicators", "values")] == [0, 0, 0]
    assert "schema-rows-add-up" in frames["issues"]["code"].tolist()


def test_no_part_is_long_and_none_parts_an_indicator_from_its_values(packed: bytes) -> None:
    rows = read(packed)
    most = max(sum(value["indicator_id"] == row["indicator_id"] for value in rows.values) for row in rows.indicators)
    found = list(parts_of(rows, 20))
    for part in found:
        own = {row["indicator_id"] for row in part.indicators}
        assert {value["indicator_id"] for value in part.values} <= own
        assert len(part.indicators) + len(part.values) + len(part.objectives) + len(part.issues) <= 20 + 1 + most
    for name in ("objectives", "indicators", "values", "issues"):
        assert [row for part in found for row in getattr(part, name)] == getattr(rows, name)


def test_parts_of_another_document_or_given_twice_are_refused(source: Source, packed: bytes) -> None:
    lines = list(pack_parts(read(packed), 20))
    result, again = take_answer(source, as_one_answer(lines), 1 << 24)
    assert isinstance(result, DocumentRows)
    assert list(again) == lines
    assert list(lines_of_answer(as_one_answer(lines[:1]))) == lines[:1]
    with pytest.raises(ValueError, match="given twice"):
        take_answer(source, as_one_answer([*lines, lines[3]]), 1 << 24)
    with pytest.raises(ValueError, match="no part"):
        take_answer(source, as_one_answer(lines), len(lines[0]) + len(lines[1]))
    with pytest.raises(ValueError, match="no part"):
        Parts(source, 1 << 24).add(pack(Failure("a", "b", "c")))
    with pytest.raises(ValueError, match="another document"):
        Parts(Source(source.path, "other.pdf", source.sha256), 1 << 24).add(lines[0])
    torn = as_one_answer(lines)
    with pytest.raises(ValueError, match="torn"):
        list(lines_of_answer(torn[: len(torn) // 2]))
    failure = pack(Failure("output-exceeded", "b", "c"))
    assert take_answer(source, as_one_answer([*lines[:4], failure]), 1 << 24)[0] == unpack(failure)
