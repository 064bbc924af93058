"""Rows of a long document in parts: the same tables as of one that comes whole, whoever brings them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pipeline.corrections.source import Source
from pipeline.dataset.tables import DERIVED
from pipeline.publish.dataset_files import publish_dataset, read_dataset
from pipeline.run.assembly.gathering import Gathering
from pipeline.run.documents.fragment import Fragment
from pipeline.run.documents.fragment_rows import FragmentTaker, size_of
from pipeline.run.documents.long_documents import parts_of
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.rows import DocumentRows
from pipeline.run.documents.serialization import Failure, pack_failure
from pipeline.run.documents.settling import OutputExceededError, make_fragment, settle
from pipeline.run.inputs import find_inputs

ROOT = Path(__file__).parents[2]
REPORT = "massa-carrara-2019.pdf"
"""States what was reached, and its layout how that is measured."""
PLAN = "massa-carrara-2017.pdf"


@pytest.fixture(scope="module", params=[REPORT, PLAN])
def source(request: pytest.FixtureRequest) -> Source:
    (found,) = find_inputs([ROOT / "data" / "raw" / request.param]).sources
    return found


@pytest.fixture(scope="module")
def read(source: Source) -> DocumentRows:
    return read_document(source)


def damage(rows: DocumentRows) -> DocumentRows:
    """With a node, an indicator and a value that fail the schema."""
    table: Any
    for table, at, column in ((rows.objectives, -1, "level"), (rows.indicators, 3, "level"), (rows.values, -1, "role")):
        table[at] = {**table[at], column: "?"}
    return rows


def published(out: Path, rows: DocumentRows, enough: int) -> dict[str, bytes]:
    with Gathering(out) as gathered:
        gathered.add(make_fragment(rows, enough))
        gathered.prove()
        publish_dataset(out, gathered)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def test_a_document_in_parts_gives_the_tables_of_one_that_comes_whole(read: DocumentRows, tmp_path: Path) -> None:
    whole = published(tmp_path / "whole", read, 1_000_000)
    assert published(tmp_path / "parts", read, 100) == whole


def test_what_fails_the_schema_takes_along_what_refers_to_it_in_any_part(read: DocumentRows, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    published(whole, damage(deepcopy(read)), 1_000_000)
    published(parts, damage(deepcopy(read)), 200)
    tables, wanted = read_dataset(parts), read_dataset(whole)
    assert sum(row["code"] == "schema-vocabulary" for row in wanted["issues"]) == 3
    for name in tables:
        found, expected = tables[name], wanted[name]
        if name == "issues":  # those of rows that were set aside are told part by part
            found, expected = (sorted(rows, key=lambda row: row["issue_id"]) for rows in (found, expected))
        assert found == expected, name
    assert read_dataset(parts, DERIVED) == read_dataset(whole, DERIVED)


def test_a_plan_that_fails_the_schema_is_set_aside_whole(read: DocumentRows, tmp_path: Path) -> None:
    rows = deepcopy(read)
    rows.plan["rows_seen"] += 1
    published(tmp_path, rows, 400)
    tables = read_dataset(tmp_path)
    assert [len(tables[name]) for name in ("plans", "indicators", "values")] == [0, 0, 0]
    assert "schema-rows-add-up" in [row["code"] for row in tables["issues"]]


def test_no_part_is_long_and_none_parts_an_indicator_from_its_values(read: DocumentRows) -> None:
    rows = deepcopy(read)
    most = max(sum(value["indicator_id"] == row["indicator_id"] for value in rows.values) for row in rows.indicators)
    found = list(parts_of(rows, 20))
    for part in found:
        own = {row["indicator_id"] for row in part.indicators}
        assert {value["indicator_id"] for value in part.values} <= own
        assert len(part.indicators) + len(part.values) + len(part.objectives) + len(part.issues) <= 20 + 1 + most
    for name in ("objectives", "indicators", "values", "issues"):
        assert [row for part in found for row in getattr(part, name)] == getattr(rows, name)


def test_a_document_with_too_many_rows_fails_for_it(source: Source, read: DocumentRows) -> None:
    sent: list[bytes] = []
    settle(read, sent.append, 1 << 24, 20)
    assert len(sent) > len(read) // 40
    most = sum(size_of(base64.b64decode(line.partition(b" ")[2])) for line in sent)
    settle(read, lambda _: None, most, 20)
    with pytest.raises(OutputExceededError, match="its rows take more than"):
        settle(read, lambda _: None, most - 1, 20)


def test_parts_of_another_document_or_given_twice_are_refused(source: Source, read: DocumentRows) -> None:
    lines: list[bytes] = []
    end = settle(read, lines.append, 1 << 24, 20)

    def take(given: Iterable[bytes], last: bytes = end, of: Source = source, most: int = 1 << 24) -> Fragment | Failure:
        taker = FragmentTaker(of, most)
        for line in given:
            taker.add(line)
        return taker.finish(last)

    whole = take(lines)
    assert isinstance(whole, Fragment)
    assert whole == make_fragment(read, 20)
    twice = next(line for line in lines if line.startswith(b"objectives"))
    with pytest.raises(ValueError, match="given twice"):
        take([*lines, twice])
    with pytest.raises(ValueError, match="no part"):
        take(lines, most=2000)
    with pytest.raises(ValueError, match="no part"):
        take([b"series" + lines[0][lines[0].index(b" ") :]])
    with pytest.raises(ValueError, match="another document"):
        take(lines, of=Source(source.path, "other.pdf", source.sha256))
    with pytest.raises(ValueError, match="another document"):
        take(lines, of=Source(source.path, source.name, "0" * 64))
    with pytest.raises(ValueError, match="or of none"):
        take(line for line in lines if not line.startswith(b"plans"))
    with pytest.raises(ValueError, match="missing"):
        take(line for line in lines if not line.startswith(b"indicators"))
    failure = Failure("output-exceeded", "b", "c")
    assert take(lines[:4], pack_failure(failure)) == failure
