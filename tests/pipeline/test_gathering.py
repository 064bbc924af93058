"""What is published does not depend on which documents were checked together, nor on the order in which they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.source import Source
from pipeline.dataset.checks.quarantine import SetAside, find_all_breaches
from pipeline.dataset.checks.relations import find_count_breaches
from pipeline.dataset.checks.row_checks import Breach
from pipeline.dataset.frames import to_rows
from pipeline.errors import SchemaError
from pipeline.publish import answer_files
from pipeline.publish import dataset_files as dataset
from pipeline.publish.dataset_files import publish_dataset, read_dataset, read_derived
from pipeline.run import gathering
from pipeline.run.document import read_document
from pipeline.run.document_rows import DocumentRows
from pipeline.run.gathered import Gathered, Piece, pack_gathered, unpack_gathered
from pipeline.run.gathering import Gathering
from pipeline.run.inputs import sha256_of
from pipeline.run.regression import ROWS
from pipeline.run.serialization import pack, unpack
from pipeline.run.spool import Part, Spool

PLAN = Path(__file__).parent / "plans" / "massa-carrara-2017.txt"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Three plans by file name: one whole, one of the half, one of which a row fails the schema."""
    folder = tmp_path_factory.mktemp("plans")
    text = PLAN.read_text(encoding="utf-8")
    found = {}
    for name, content in (("a.txt", text), ("b.txt", text[: len(text) // 2]), ("c.txt", text + "\n")):
        path = folder / name
        path.write_text(content, encoding="utf-8")
        rows = read_document(Source(path, name, sha256_of(path)))
        if name == "c.txt":
            rows.indicators[3]["level"] = "?"  # type: ignore[typeddict-item]
        found[name] = pack(rows)
    return found


def rows_of(packed: bytes) -> DocumentRows:
    rows = unpack(packed)
    assert isinstance(rows, DocumentRows)
    return rows


def published(out: Path, documents: Iterable[bytes], *, as_csv: bool = True) -> dict[str, bytes]:
    with Spool(out) as spool, Gathering(spool, as_csv=as_csv) as gathered:
        for document in documents:
            gathered.add(rows_of(document))
        gathered.prove()
        publish_dataset(out, gathered)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def test_the_bytes_are_the_same_however_documents_come(
    tmp_path: Path, packed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = published(tmp_path / "together", packed.values())
    assert published(tmp_path / "late", packed.values(), as_csv=False) == together
    monkeypatch.setattr(gathering, "_ENOUGH", 1)
    assert published(tmp_path / "apart", packed.values()) == together
    assert published(tmp_path / "backwards", reversed(packed.values())) == together


def _of_another(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What a row says where it is of another document: every id, and the file's name."""
    kinds = ("plan", "ind", "obj", "val", "iss")
    ids = {name: f"{cell[:-1]}{number}" for name, cell in row.items() if str(cell).partition("-")[0] in kinds}
    return {name: cell for name, cell in {**ids, "source_file": f"{9 - number}.txt"}.items() if name in row}


def test_the_bytes_are_the_same_whatever_answers_are_made_together(
    tmp_path: Path, packed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = []
    for number, document in enumerate([*packed.values(), packed["a.txt"], packed["b.txt"]]):
        rows = rows_of(document)
        body = (None, "Comune di B", "Comune di A", "Comune di B", "Comune di A")[number]
        for table in (rows.objectives, rows.indicators, rows.values, rows.issues):
            table[:] = [{**row, **_of_another(row, number)} for row in table]  # type: ignore[typeddict-item]
        rows.plan.update(_of_another(rows.plan, number))  # type: ignore[typeddict-item]
        for indicator in rows.indicators:  # a series is of one body, and of none where that is not known
            series = indicator["series_id"] if body else None
            indicator["series_id"] = f"{series[:-1]}{'AB'.index(body[-1])}" if body and series else None
            indicator["series_rule"] = indicator["series_rule"] if series else None
        rows.plan["chamber"], rows.plan["source_sha256"] = body, f"{number:064x}"
        documents.append(pack(rows))
    together = published(tmp_path / "together", documents)
    monkeypatch.setattr(answer_files, "_ENOUGH", 50)  # some bodies have more
    assert published(tmp_path / "apart", documents) == together
    history = read_derived(tmp_path / "apart")["target_history"]
    assert list(history["chamber"].unique()) == ["Comune di A", "Comune di B"]


def test_tables_of_documents_checked_apart_satisfy_the_schema_together(
    tmp_path: Path, packed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_ENOUGH", 1)
    published(tmp_path, packed.values())
    frames = read_dataset(tmp_path)
    assert not [*find_all_breaches(frames), *find_count_breaches(frames)]
    assert [row["source_file"] for row in to_rows(frames["plans"])] == list(packed)
    aside = [row for row in to_rows(frames["issues"]) if row["code"].startswith("schema-")]
    assert {row["source_file"] for row in aside} == {"c.txt"}
    assert aside[0]["code"] == "schema-vocabulary"


def test_what_is_told_of_documents_is_counted_by_document(tmp_path: Path, packed: dict[str, bytes]) -> None:
    with Spool(tmp_path) as spool, Gathering(spool) as gathered:
        for document in packed.values():
            gathered.add(rows_of(document))
        one, half, aside = gathered.documents()
        assert one.given is not None
        assert half.given is not None
        assert one.given.counts[ROWS] > half.given.counts[ROWS] > 0
        assert one.given.counts["values"] == one.statuses.total() == len(rows_of(packed["a.txt"]).values)
        assert not one.set_aside
        assert len(aside.set_aside) == 1 + sum(found.table == "values" for found in aside.set_aside)
        assert gathered.severities().total() == sum(d.severities.total() for d in (one, half, aside))


def test_records_of_documents_survive_their_way_to_the_disk() -> None:
    row = {"plan_id": "a", "approved_on": date(2024, 2, 29), "weight": 33.3, "note": "à\ud800", "pages": None}
    aside = SetAside("plans", row, (Breach("plans", 0, "range", "pages"),))
    parts: dict[str, list[Piece]] = {
        "plans": [Piece(Part(0, 5), "ab", Part(7, 1 << 40))],
        "values": [Piece(Part(5, 2), "cd"), Piece(Part(9, 1), "ef")],
    }
    whole = Gathered(parts, row, Counter(ok=2), Counter(error=1), 3, (aside,), 0.1, cached=True)
    none = Gathered({}, None, Counter(), Counter(), 0, ())
    assert [unpack_gathered(pack_gathered(one)) for one in (whole, none)] == [whole, none]


def test_dropped_documents_are_not_published(tmp_path: Path, packed: dict[str, bytes]) -> None:
    with Spool(tmp_path) as spool, Gathering(spool) as gathered:
        for document in packed.values():
            gathered.add(rows_of(document))
        gathered.settle()
        gathered.drop([rows_of(packed["b.txt"]).plan["plan_id"]])
        assert [d.plan["source_file"] for d in gathered.documents() if d.plan] == ["a.txt", "c.txt"]
        assert "b.txt" not in {row["source_file"] for part in gathered.arrow("issues") for row in part.to_pylist()}


def test_an_id_that_stands_twice_is_not_published(
    tmp_path: Path, packed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_ENOUGH", 1)
    again = rows_of(packed["a.txt"])
    again.plan["source_file"] = "z.txt"
    with Spool(tmp_path) as spool, Gathering(spool) as gathered:
        gathered.add(rows_of(packed["a.txt"]))
        gathered.add(again)
        with pytest.raises(SchemaError, match="stands twice"):
            gathered.prove()


@given(st.lists(st.integers(0, 7), max_size=8))
def test_row_groups_hold_all_rows_whatever_the_parts(sizes: list[int]) -> None:
    schema = pa.schema([("n", pa.int64())])
    rows = iter(range(sum(sizes)))
    parts = [pa.table({"n": [next(rows) for _ in range(size)]}, schema) for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "_ROW_GROUP", 5)
        groups = [group["n"].to_pylist() for group in dataset._groups(parts, schema)]
    assert [number for group in groups for number in group] == list(range(sum(sizes)))
    assert [len(group) for group in groups[:-1]] == [5] * (len(groups) - 1)
    assert len(groups[-1]) <= 5
