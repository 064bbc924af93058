"""What is published does not depend on the order in which documents come, nor on where their rows stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes
from pipeline.dataset.checks.quarantine import find_all_breaches
from pipeline.dataset.checks.relations import find_count_breaches
from pipeline.dataset.identity import plan_id
from pipeline.dataset.issues import IssueRows, make_issue
from pipeline.errors import PublishError, SchemaError
from pipeline.publish import answer_files
from pipeline.publish import dataset_files as dataset
from pipeline.publish.dataset_files import publish_dataset, read_dataset
from pipeline.run.assembly.gathering import Gathering
from pipeline.run.cache.cache import Cache
from pipeline.run.documents.fragment import (
    Fragment,
    Piece,
    pack_known,
    pack_record,
    seal,
    unpack_known,
    unpack_record,
    unseal,
)
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.rows import DocumentRows
from pipeline.run.documents.serialization import Failure
from pipeline.run.documents.settling import make_fragment
from pipeline.run.inputs import sha256_of
from pipeline.run.workers.worker import Outcome

PLAN = Path(__file__).parent / "plans" / "massa-carrara-2017.txt"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentRows]:
    """Three plans by file name: one whole, one of the half, one of which a row fails the schema."""
    folder = tmp_path_factory.mktemp("plans")
    text = PLAN.read_text(encoding="utf-8")
    found = {}
    for name, content in (("a.txt", text), ("b.txt", text[: len(text) // 2]), ("c.txt", text + "\n")):
        path = folder / name
        path.write_text(content, encoding="utf-8")
        found[name] = read_document(Source(path, name, sha256_of(path)))
    found["c.txt"].indicators[3]["level"] = "?"  # type: ignore[typeddict-item]
    return found


def published(out: Path, documents: Iterable[DocumentRows], cache: Cache | None = None) -> dict[str, bytes]:
    with Gathering(out) as gathered:
        for rows in documents:
            found = Outcome(Source(PLAN, *_key(rows)), make_fragment(rows), 0.0)
            read = found if cache is None else cache.put(found)
            assert isinstance(read.result, Fragment)
            assert bool(read.result.file) == (cache is not None)
            gathered.add(read.result)
        gathered.prove()
        publish_dataset(out, gathered)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def _key(rows: DocumentRows) -> tuple[str, str]:
    return rows.plan["source_file"], rows.plan["source_sha256"]


def test_the_bytes_are_the_same_however_documents_come(tmp_path: Path, documents: dict[str, DocumentRows]) -> None:
    in_order = published(tmp_path / "in-order", documents.values())
    assert published(tmp_path / "backwards", reversed(documents.values())) == in_order
    kept = Cache(tmp_path / "kept")
    assert published(tmp_path / "kept", documents.values(), kept) == in_order


def test_what_is_told_of_a_file_comes_before_the_issues_of_its_rows(
    tmp_path: Path, documents: dict[str, DocumentRows]
) -> None:
    fragment = make_fragment(documents["b.txt"])
    assert fragment.plan is not None
    told = IssueRows("b.txt", None).make_row(make_issue(issue_codes.DUPLICATE_DOCUMENT, "it has a copy"))
    with Gathering(tmp_path) as gathered:
        gathered.add(fragment, [told])
        gathered.add_issues([{**told, "issue_id": "iss-0123456789abcdef", "source_file": "other.txt"}])
        gathered.prove()
        nobodys, own, *others = (row for part in gathered.arrow("issues") for row in part.to_pylist())
        assert gathered.severities().total() == 2 + fragment.severities.total() == 2 + len(others)
    assert (nobodys["source_file"], nobodys["plan_id"]) == ("other.txt", None)
    assert (own["message"], own["plan_id"]) == ("it has a copy", fragment.plan["plan_id"])
    assert {row["issue_id"] for row in others} >= {row["issue_id"] for row in documents["b.txt"].issues}


def _of_another(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What a row says where it is of another document: every id, and the file's name."""
    kinds = ("plan", "ind", "obj", "val", "iss")
    ids = {name: f"{cell[:-1]}{number}" for name, cell in row.items() if str(cell).partition("-")[0] in kinds}
    return {name: cell for name, cell in {**ids, "source_file": f"{9 - number}.txt"}.items() if name in row}


def test_the_bytes_are_the_same_whatever_answers_are_made_together(
    tmp_path: Path, documents: dict[str, DocumentRows], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for number, name in enumerate(("a.txt", "b.txt", "c.txt", "a.txt", "b.txt")):
        rows = deepcopy(documents[name])
        body = (None, "Comune di B", "Comune di A", "Comune di B", "Comune di A")[number]
        for table in (rows.objectives, rows.indicators, rows.values, rows.issues):
            table[:] = [{**row, **_of_another(row, number)} for row in table]  # type: ignore[typeddict-item]
        rows.plan.update(_of_another(rows.plan, number))  # type: ignore[typeddict-item]
        for indicator in rows.indicators:  # a series is of one body, and of none where that is not known
            series = indicator["series_id"] if body else None
            indicator["series_id"] = f"{series[:-1]}{'AB'.index(body[-1])}" if body and series else None
            indicator["series_rule"] = indicator["series_rule"] if series else None
        rows.plan["chamber"], rows.plan["source_sha256"] = body, str(number) * 64
        rows.plan["plan_id"] = plan_id(rows.plan["source_sha256"])
        for table in (rows.objectives, rows.indicators, rows.values, rows.issues):
            table[:] = [{**row, "plan_id": rows.plan["plan_id"]} for row in table]  # type: ignore[typeddict-item]
        found.append(rows)
    together = published(tmp_path / "together", found)
    monkeypatch.setattr(answer_files, "_ENOUGH", 50)  # some bodies have more
    assert published(tmp_path / "apart", found) == together
    history = read_dataset(tmp_path / "apart", ["target_history"])["target_history"]
    assert list(dict.fromkeys(row["chamber"] for row in history)) == ["Comune di A", "Comune di B"]


def test_tables_of_documents_checked_apart_satisfy_the_schema_together(
    tmp_path: Path, documents: dict[str, DocumentRows]
) -> None:
    published(tmp_path, documents.values())
    tables = read_dataset(tmp_path)
    assert not [*find_all_breaches(tables), *find_count_breaches(tables)]
    assert [row["source_file"] for row in tables["plans"]] == list(documents)
    aside = [row for row in tables["issues"] if row["code"].startswith("schema-")]
    assert {row["source_file"] for row in aside} == {"c.txt"}
    assert aside[0]["code"] == "schema-vocabulary"


def test_rows_that_were_published_may_tell_of_another_file(documents: dict[str, DocumentRows]) -> None:
    """A copy of the plan's file, of which the issues of the plan tell: these are kept with it."""
    rows = deepcopy(documents["b.txt"])
    copied = make_issue(issue_codes.DUPLICATE_DOCUMENT, "it has the content of b.txt")
    rows.issues.append(IssueRows("copy.txt", rows.plan["plan_id"]).make_row(copied))
    assert make_fragment(rows).severities.total() == make_fragment(documents["b.txt"]).severities.total() + 1


def test_what_is_told_of_documents_is_counted_by_document(tmp_path: Path, documents: dict[str, DocumentRows]) -> None:
    with Gathering(tmp_path) as gathered:
        for rows in documents.values():
            gathered.add(make_fragment(rows))
        one, half, aside = gathered.documents()
        assert one.plan is not None
        assert half.plan is not None
        assert one.plan["rows_published"] > half.plan["rows_published"] > 0
        assert one.statuses.total() == len(documents["a.txt"].values)
        assert one.objectives == len(documents["a.txt"].objectives)
        assert not one.set_aside
        assert aside.set_aside > 1, "an indicator takes its values with it"
        assert gathered.severities().total() == sum(d.severities.total() for d in (one, half, aside))


def test_records_of_documents_survive_their_way_to_the_disk() -> None:
    row = {"plan_id": "a", "approved_on": date(2024, 2, 29), "weight": 33.3, "note": "à\ud800", "pages": None}
    parts = {"plans": [Piece(0, 5, "ab")], "values": [Piece(5, 1 << 40, "cd"), Piece(9, 1, "ef", aside=True)]}
    ids = {"plans": b"\x00\xff" * 4}
    whole = Fragment(("à", "b"), parts, row, Counter(ok=2), Counter(error=1), 3, 4, None, ids)
    none = Fragment(("", ""), {}, failure=Failure("code", "cause", "remedy"))
    for one in (whole, none):
        assert unpack_record(pack_record(one)) == one
        known = replace(one, file="some.cache", start=7, seconds=0.1, cached=True)
        assert unpack_known(pack_known(known)) == replace(known, ids={})
        assert unseal(b"".join(seal(replace(one, content=b"rows")))) == replace(one, content=b"rows")


def test_dropped_documents_are_not_published(tmp_path: Path, documents: dict[str, DocumentRows]) -> None:
    with Gathering(tmp_path) as gathered:
        for rows in documents.values():
            gathered.add(make_fragment(rows))
        gathered.drop([documents["b.txt"].plan["plan_id"]])
        assert [d.plan["source_file"] for d in gathered.documents() if d.plan] == ["a.txt", "c.txt"]
        assert "b.txt" not in {row["source_file"] for part in gathered.arrow("issues") for row in part.to_pylist()}


def test_an_id_that_stands_twice_is_not_published(tmp_path: Path, documents: dict[str, DocumentRows]) -> None:
    one = make_fragment(documents["a.txt"])
    with Gathering(tmp_path) as gathered:
        gathered.add(one)
        gathered.add(replace(one, key=("z.txt", one.key[1])))
        with pytest.raises(SchemaError, match="stands twice"):
            gathered.prove()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot publish into"):
        Gathering(tmp_path / "file" / "out")


@given(st.lists(st.integers(0, 7), max_size=8))
def test_row_groups_hold_all_rows_whatever_the_parts(sizes: list[int]) -> None:
    schema = pa.schema([("n", pa.int64())])
    rows = iter(range(sum(sizes)))
    parts = [pa.table({"n": [next(rows) for _ in range(size)]}, schema) for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "_ROW_GROUP", 5)
        groups = [group["n"].to_pylist() for group in dataset._row_groups(parts, schema)]
    assert [number for group in groups for number in group] == list(range(sum(sizes)))
    assert [len(group) for group in groups[:-1]] == [5] * (len(groups) - 1)
    assert len(groups[-1]) <= 5
