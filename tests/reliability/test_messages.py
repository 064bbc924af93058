"""What a process says that has opened a stranger's file: taken as it comes, never believed, never run."""

from __future__ import annotations

import base64
import os
import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing import Pipe
from pathlib import Path

import pyarrow as pa
import pytest

from extractors.errors import DocumentError
from pipeline.corrections.source import Source
from pipeline.processes.alone import run_alone
from pipeline.processes.limits import Limits, waited_seconds
from pipeline.processes.messages import LineReader, send_line
from pipeline.publish.dataset_files import read_dataset
from pipeline.report.drawers import draw_each
from pipeline.report.pictures import _as_sheets
from pipeline.run.documents.fragment import Fragment
from pipeline.run.documents.fragment_rows import FragmentTaker, part_line, rows_of_piece
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.serialization import Failure
from pipeline.run.documents.settling import settle
from pipeline.run.extract import run
from pipeline.run.inputs import find_inputs
from pipeline.run.workers.pool import Outcome, read_documents
from pipeline.run.workers.tasks import ReadingOptions
from tests.reliability import bad_workers
from tests.reliability.plans import plan
from tests.sizes import size

FUZZED = size(3000, 1_000_000)


def source_of(folder: Path, name: str = "one.txt") -> Source:
    (folder / name).write_text(plan(6), encoding="utf-8")
    return next(one for one in find_inputs([folder]).sources if one.name == name)


def read_by(worker: Callable[..., None], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setattr("pipeline.run.workers.worker.work", worker)
    limits = Limits(timeout=6, page_timeout=2, stage_timeout=1, output=1 << 20)
    (outcome,) = read_documents([source_of(folder)], ReadingOptions(limits=limits), processes=1)
    return outcome


@pytest.mark.parametrize(
    ("worker", "code"),
    [
        (bad_workers.stops_in_mid_message, "document-timeout"),
        (bad_workers.never_stops_talking, "document-timeout"),
        (bad_workers.answers_late, "document-timeout"),
        (bad_workers.ends_no_stage, "stage-timeout"),
        (bad_workers.names_a_stage_that_is_none, "worker-died"),
        (bad_workers.sends_a_pickle, "worker-died"),
        (bad_workers.has_a_message_without_end, "worker-died"),
        (bad_workers.sends_parts_without_end, "worker-died"),
        (bad_workers.gives_rows_twice, "worker-died"),
        (bad_workers.leaves_rows_out, "worker-died"),
        (bad_workers.answers_for_another_document, "worker-died"),
        (bad_workers.answers_with_no_cell, "worker-died"),
    ],
)
def test_a_worker_that_was_harmed_costs_its_document_alone(
    worker: Callable[..., None], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    monkeypatch.setenv(bad_workers.MARK, str(mark))
    result = read_by(worker, tmp_path, monkeypatch).result
    assert isinstance(result, Failure)
    assert result.code == code
    assert not mark.exists()


def test_a_stage_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = read_by(bad_workers.ends_no_stage, tmp_path, monkeypatch).result
    assert isinstance(result, Failure)
    assert result.cause.startswith("finding its tables")


def test_a_long_document_has_more_time_but_none_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.workers.worker.work", bad_workers.reads_one_page_of_many)
    limits = Limits(timeout=1, page_timeout=2)
    (outcome,) = read_documents([source_of(tmp_path)], ReadingOptions(limits=limits), processes=1)
    assert isinstance(outcome.result, Failure)
    assert outcome.result.cause.startswith("no page was done for 2 seconds")


def test_what_a_worker_waits_for_a_processor_is_none_of_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    monkeypatch.setattr("pipeline.processes.child.waited_seconds", lambda _: time.monotonic() - began)
    result = read_by(bad_workers.answers_late, tmp_path, monkeypatch).result
    assert isinstance(result, Fragment)


@pytest.mark.parametrize(("waits", "told"), [(True, ["drawn"]), (False, [])])
def test_what_single_commands_and_drawers_wait_for_a_processor_is_none_of_their_time(
    waits: bool, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    monkeypatch.setattr("pipeline.processes.child.waited_seconds", lambda _: (time.monotonic() - began) * waits)
    ended = nullcontext() if waits else pytest.raises(DocumentError, match="not read within 1 seconds")
    with ended:
        assert run_alone(bad_workers.answers_after_a_while, "", limits=Limits(timeout=1)) == "read"
    pdfs = {"one": tmp_path / "1.pdf"}
    found = draw_each(bad_workers.draws_after_a_while, pdfs, tmp_path, processes=1, patience=1)
    assert found == {"one": told}


@pytest.mark.skipif(
    not Path("/proc/self/schedstat").exists(), reason="the system does not say how long a process waits"
)
def test_the_system_says_how_long_a_process_waited() -> None:
    assert waited_seconds(os.getpid()) > 0
    assert waited_seconds(None) == 0


def test_rows_that_lack_a_column_fail_their_document_and_are_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name, rows in (("bad.txt", 6), ("good.txt", 7)):
        (raw / name).write_text(plan(rows), encoding="utf-8")
    monkeypatch.setattr("pipeline.run.workers.worker.work", bad_workers.answers_without_a_column)
    first = run([raw], out, jobs=1)
    assert [(one.source_file, one.failure.code) for one in first.failed] == [("bad.txt", "worker-died")]
    assert [one.source_file for one in first.plans] == ["good.txt"]
    monkeypatch.undo()
    assert [one.source_file for one in run([raw], out, jobs=1).plans] == ["bad.txt", "good.txt"]
    assert len(read_dataset(out)["plans"]) == 2


def test_what_a_drawer_says_is_not_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark"
    monkeypatch.setenv(bad_workers.MARK, str(mark))
    draw_each(bad_workers.draws_a_pickle, {"one": tmp_path / "one.pdf"}, tmp_path, processes=1, patience=5)
    assert not mark.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"number": 1, "width": 10.0, "height": 10.0, "picture": "../../secret.png", "pixels": [1, 1]},
        {"number": 1, "width": "<b>", "height": 10.0, "picture": "001.png", "pixels": [1, 1]},
        {"number": 2, "width": 10.0, "height": 10.0, "picture": "001.png", "pixels": [1, 1]},
        {"number": 1, "width": 10.0, "height": 10.0, "picture": "001.png", "pixels": "ab"},
        {"number": 1, "width": 10.0, "height": 10.0, "picture": "001.png", "pixels": [1, 1], "more": 1},
        [],
        None,
    ],
)
def test_a_sheet_that_no_drawer_draws_is_none(told: object, tmp_path: Path) -> None:
    (tmp_path / "001.png").touch()
    good = {"number": 1, "width": 10.0, "height": 10.0, "picture": "001.png", "pixels": [1, 1]}
    assert len(_as_sheets([good], tmp_path)) == 1
    assert _as_sheets([told], tmp_path) == []


def test_a_picture_that_is_a_link_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "001.png").symlink_to("/etc/hostname")
    assert (
        _as_sheets([{"number": 1, "width": 1.0, "height": 1.0, "picture": "001.png", "pixels": [1, 1]}], tmp_path) == []
    )


def test_lines_come_whole_and_in_order_however_they_are_cut() -> None:
    ours, theirs = Pipe()
    reader = LineReader(ours, 100)
    taken = []
    content = b"".join(b"message %d\n" % number for number in range(50))
    for start in range(0, len(content), 7):
        os.write(theirs.fileno(), content[start : start + 7])
        taken += reader.read_lines()
    assert taken == [b"message %d" % number for number in range(50)]
    with pytest.raises(ValueError, match="one line"):
        send_line(theirs, b"two\nlines")
    os.write(theirs.fileno(), b"x" * 101)
    with pytest.raises(ValueError, match="more than 100 bytes"):
        reader.read_lines()


def test_fuzzed_answers_are_rows_of_the_document_or_nothing(tmp_path: Path) -> None:
    """`make test-whole` damages a million."""
    source = source_of(tmp_path)
    parts: list[bytes] = []
    end = settle(read_document(source), parts.append, 1 << 24)
    chance = random.Random(1)
    accepted = 0
    for _ in range(FUZZED):
        taker = FragmentTaker(source, 1 << 24)
        damaged, kind = chance.randrange(len(parts) + 1), chance.random()
        try:
            for number, part in enumerate(parts):
                taker.add(_damaged(part, kind, chance) if number == damaged else part)
            result = taker.finish(_fuzzed(end, chance) if damaged == len(parts) else end)
        except ValueError:
            continue
        accepted += 1
        assert isinstance(result, Fragment | Failure)
        if isinstance(result, Fragment):
            assert result.key == (source.name, source.sha256)
            for name, pieces in result.parts.items():
                for piece in pieces:
                    assert rows_of_piece(result, name, piece, result.read).to_pylist()
    assert 0 < accepted < FUZZED


def _damaged(part: bytes, kind: float, chance: random.Random) -> bytes:
    """A part damaged as a line, as what is compressed, or as Arrow, which looks whole to all but who reads it."""
    if kind < 0.2:
        return _fuzzed(part, chance)
    name, _, encoded = part.partition(b" ")
    packed = base64.b64decode(encoded)
    if kind < 0.4:
        return part_line(name.decode("ascii"), _fuzzed(packed, chance))
    codec = pa.Codec("zstd")
    rows = _fuzzed(codec.decompress(packed[8:], int.from_bytes(packed[:8]), asbytes=True), chance)
    return part_line(name.decode("ascii"), len(rows).to_bytes(8) + codec.compress(rows, asbytes=True))


def _fuzzed(content: bytes, chance: random.Random) -> bytes:
    """With some bytes changed, taken out or put twice."""
    fuzzed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(fuzzed))
        kind = chance.random()
        if kind < 0.7:
            fuzzed[at] = chance.choice(b'{}[]",:0123456789ntf-e\\u$ \xff\x00\x01\x7f')
        elif kind < 0.85:
            del fuzzed[at : at + chance.randint(1, 40)]
        else:
            fuzzed[at:at] = fuzzed[at : at + chance.randint(1, 40)]
        fuzzed = fuzzed or bytearray(b"0")
    return bytes(fuzzed)
