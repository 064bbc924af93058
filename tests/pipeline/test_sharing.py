"""Pages of one document read by several processes are those that one would read, whatever becomes of the helpers."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from extractors.engines.registry import Engine, open_with
from extractors.pages.model import Page
from extractors.sources import runs_of_pages
from pipeline.corrections.source import Source
from pipeline.run.documents.fragment import Fragment
from pipeline.run.inputs import find_inputs
from pipeline.run.workers.page_provider import SharedPages, read_for_another
from pipeline.run.workers.pool import Outcome, read_documents
from tests.extractors.text_layers.damaged import damage

RAW = Path(__file__).parents[2] / "data" / "raw"
PLAN = RAW / "riviere-di-liguria-2018.pdf"  # 11 pages: two runs
RUNS = runs_of_pages(11)


def no_progress(_: int, __: int | None) -> None: ...


def pages_of(path: Path, engine: Engine = "pdfium") -> list[Page]:
    _, opened = open_with(engine, path)
    with opened as pages:
        return list(pages)


def test_runs_are_all_pages_once_in_order() -> None:
    assert [number for run in runs_of_pages(19) for number in run] == list(range(1, 20))
    assert runs_of_pages(0) == []


@pytest.mark.parametrize("engine", ["pdfium", "camelot"])
def test_pages_come_as_the_helper_has_read_them(engine: Engine, tmp_path: Path) -> None:
    read_for_another(PLAN, engine, tmp_path, no_progress)
    shared = SharedPages(tmp_path)
    found = [page for run in RUNS for page in shared.taken(run) or ()]
    assert found == pages_of(PLAN, engine)


def test_a_helper_leaves_what_is_taken_and_begins_at_the_end(tmp_path: Path) -> None:
    assert SharedPages(tmp_path).taken(RUNS[0]) is None
    done: list[int] = []
    read_for_another(PLAN, "pdfium", tmp_path, lambda number, _: done.append(number))
    assert done == list(RUNS[1])


def test_what_a_helper_cannot_read_is_read_by_who_wants_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(PLAN.read_bytes())
    folder = tmp_path / "shared"
    folder.mkdir()

    def fail(number: int, _: int | None) -> None:
        if number == RUNS[1].start:
            raise OSError

    read_for_another(broken, "pdfium", folder, fail)
    assert SharedPages(folder).taken(RUNS[1]) is None
    assert SharedPages(folder).taken(RUNS[0]) is None  # nobody has begun with these


def test_pages_of_a_helper_that_died_are_read_by_who_wants_them(tmp_path: Path) -> None:
    gone = multiprocessing.get_context("spawn").Process(target=os.getpid)
    gone.start()
    gone.join()
    (tmp_path / "9.taken").write_text(str(gone.pid), encoding="ascii")
    assert SharedPages(tmp_path).taken(RUNS[1]) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"[[9, 1.0, 1.0, [], [], []]]", b"null", b"[" * 10000])
def test_what_is_no_pages_is_read_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "9.taken").write_text(str(os.getpid()), encoding="ascii")  # a helper that lives on
    (tmp_path / "9.pages").write_bytes(content)
    assert SharedPages(tmp_path).taken(RUNS[1]) is None


def test_a_helper_stops_when_nobody_wants_more(tmp_path: Path) -> None:
    done: list[int] = []
    read_for_another(PLAN, "pdfium", tmp_path / "gone", lambda number, _: done.append(number))
    assert done == []
    assert SharedPages(tmp_path / "gone").taken(RUNS[0]) is None


def test_names_in_the_folder_are_those_of_runs(tmp_path: Path) -> None:
    read_for_another(PLAN, "pdfium", tmp_path, no_progress)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.pages", "1.taken", "9.pages", "9.taken"]
    assert len(json.loads((tmp_path / "9.pages").read_bytes())) == len(RUNS[1])


# Documents that are read a second time, with their text layer put right


def test_a_helper_reads_what_has_to_be_put_right_as_it_is_put_right(tmp_path: Path) -> None:
    path, folder = tmp_path / "damaged.pdf", tmp_path / "shared"
    damage(PLAN, path, "swapped")
    folder.mkdir()
    shared = SharedPages(folder).again()
    read_for_another(path, "pdfium", folder, no_progress)
    assert sorted(found.name for found in folder.iterdir()) == ["again"]
    _, opened = open_with("pdfium", path, repaired=True)
    with opened as pages:
        assert [page for run in RUNS for page in shared.taken(run) or ()] == list(pages)


def test_a_helper_goes_over_to_the_second_reading(tmp_path: Path) -> None:
    shared = SharedPages(tmp_path)
    again: list[SharedPages] = []

    def begin(_: int, __: int | None) -> None:
        if not again:
            again.append(shared.again())

    read_for_another(PLAN, "pdfium", tmp_path, begin)
    assert shared.taken(RUNS[0]) is None, "nobody wants pages of the first reading any more"
    assert all(again[0].taken(run) for run in RUNS)


# Workers that share


@pytest.fixture(scope="module")
def long_plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """A plan of 132 pages."""
    folder = tmp_path_factory.mktemp("long")
    with pypdfium2.PdfDocument(PLAN) as source, pypdfium2.PdfDocument.new() as target:
        for _ in range(12):
            target.import_pages(source)
        target.save(folder / "long.pdf")
    yield from find_inputs([folder]).sources


@pytest.fixture(scope="module")
def alone(long_plan: Source) -> Fragment:
    """What one worker reads of it."""
    (outcome,) = read_documents([long_plan], processes=1)
    assert isinstance(outcome.result, Fragment)
    return outcome.result


class Counting:
    """Counts the processes that read; with `kills`, ends the second one."""

    def __init__(self, *, kills: bool = False) -> None:
        self.kills = kills
        self.most = 0
        self.pages: list[int] = []

    def stage(self, *_: object) -> None: ...

    def page(self, _: Source, done: int, __: int | None) -> None:
        children = sorted(multiprocessing.active_children(), key=lambda child: int(child.name.rpartition("-")[2]))
        self.most = max(self.most, len(children))
        self.pages.append(done)
        if self.kills and done > 8 and len(children) > 1:
            children[-1].kill()

    def end(self, _: Outcome) -> None: ...


@pytest.mark.parametrize("kills", [False, True])
def test_a_document_is_the_same_whoever_reads_its_pages(long_plan: Source, alone: Fragment, kills: bool) -> None:
    counting = Counting(kills=kills)
    (outcome,) = read_documents([long_plan], processes=2, watcher=counting)
    assert outcome.result == alone
    assert counting.most == 2, "no second process has helped"
    assert counting.pages == sorted(set(counting.pages)), "pages are told in their order, none twice"
    assert (counting.pages[0], counting.pages[-1]) == (1, 132)
    assert multiprocessing.active_children() == []


def test_a_document_whose_text_is_put_right_is_the_same_whoever_reads_it(long_plan: Source, tmp_path: Path) -> None:
    damage(long_plan.path, tmp_path / "long.pdf", "replacement")
    (source,) = find_inputs([tmp_path]).sources
    (one,) = read_documents([source], processes=1)
    counting = Counting()
    (shared,) = read_documents([source], processes=2, watcher=counting)
    assert isinstance(one.result, Fragment)
    assert shared.result == one.result
    assert counting.most == 2, "no second process has helped"


def test_a_short_document_starts_one_process() -> None:
    counting = Counting()
    list(read_documents(find_inputs([PLAN]).sources, processes=4, watcher=counting))
    assert counting.most == 1
