"""A run over documents of which some changed publishes what a run over all of them does, and gathers those alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.plans import Stated, write_plan
from pipeline.corrections.source import Source
from pipeline.errors import PublishError
from pipeline.publish import partitions
from pipeline.publish.atomic import current_version
from pipeline.publish.partitions import publish_partitions
from pipeline.run import extract
from pipeline.run.assembly import assemble
from pipeline.run.assembly.results import Form, RunResult
from pipeline.run.cache import cache
from pipeline.run.cache.cache import CACHE, LAST_RUN
from pipeline.run.documents.reading import read_document
from pipeline.run.documents.settling import make_fragment
from pipeline.run.extract import run
from pipeline.run.workers.worker import Outcome
from tests.sizes import size

NAME: Final = "Numero di pratiche evase dall'ufficio {}"
STATED: Final = [Stated(NAME.format(n), f">= {n + 10} %") for n in range(40)]
CORRECTION: Final = """
- where: {{name: "{name}"}}
  remove: true
  expect: "{name}"
  reason: "It is the total of the others"
  by: Anna
  when: 2026-11-25
"""


def read_here(sources: Sequence[Source], *_: Any, **__: Any) -> Generator[Outcome]:
    """Reads documents as workers do, without their second of beginning."""
    for source in sources:
        yield Outcome(source, make_fragment(read_document(source)), 0.1)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "read_documents", read_here)


class Corpus:
    """A folder of plans with its corrections, which changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw, self.corrections, self.out = folder / "raw", folder / "corrections", folder / "out"
        self.raw.mkdir()
        self.corrections.mkdir()
        self._next = 0
        for _ in range(3):
            self.add(random.Random(0))

    def publish(self, out: Path, **options: Any) -> RunResult:
        return run([self.raw], out, jobs=1, corrections=self.corrections, on_regression="replace", **options)

    def _any(self, draw: random.Random) -> Path | None:
        plans = sorted(self.raw.glob("*.txt"))
        return draw.choice(plans) if len(plans) > 1 else None

    def add(self, _: random.Random) -> None:
        self._next += 2
        write_plan(self.raw, self._next - 1, STATED)

    def change(self, draw: random.Random) -> None:
        if plan := self._any(draw):
            text = plan.read_text(encoding="utf-8")
            plan.write_text(f"{text}Numero di sportelli\tNumero\t>= {draw.randint(1, 99)}\t\n", encoding="utf-8")

    def remove(self, draw: random.Random) -> None:
        if plan := self._any(draw):
            plan.unlink()

    def rename(self, draw: random.Random) -> None:
        if plan := self._any(draw):
            plan.rename(plan.with_name(f"{draw.randint(0, 9)}-{plan.name}"))

    def copy(self, draw: random.Random) -> None:
        """A file with the content of another is told of, beside the rows of that."""
        if plan := self._any(draw):
            shutil.copy(plan, plan.with_name(f"z-copy-of-{plan.name}"))

    def correct(self, draw: random.Random) -> None:
        if plan := self._any(draw):
            text = plan.read_text(encoding="utf-8")
            name = draw.choice([name for name in map(NAME.format, range(40)) if f"\n{name}\t" in text])
            (self.corrections / f"{plan.stem}.yml").write_text(CORRECTION.format(name=name), encoding="utf-8")

    def take_back(self, draw: random.Random) -> None:
        for file in self.corrections.iterdir():
            if draw.random() < 0.5:
                file.unlink()

    def list(self, draw: random.Random) -> None:
        """The manifest says where the documents come from, which is published of them."""
        lines = [f"{plan.name},,https://example.org/{draw.randint(0, 1)}" for plan in sorted(self.raw.glob("*.txt"))]
        (self.raw / "manifest.csv").write_text("\n".join(["file,sha256,url", *lines]), encoding="utf-8")

    def tear(self, draw: random.Random) -> None:
        """What the cache has of a document is damaged."""
        files = [path for path in sorted((self.out / CACHE).iterdir()) if path.name != LAST_RUN]
        if files:
            torn = draw.choice(files)
            torn.write_bytes(torn.read_bytes()[: draw.randint(0, 999)])


ANY_DRAW: Final = random.Random(3)
CHANGES: Final = ("add", "change", "remove", "rename", "copy", "correct", "take_back", "list", "tear")


def content(out: Path) -> dict[str, bytes]:
    version = current_version(out)
    return {str(path.relative_to(version)): path.read_bytes() for path in version.rglob("*") if path.is_file()}


def told(result: RunResult) -> RunResult:
    """What a run told, but for what it took and where."""
    plans = tuple(replace(one, seconds=0.0, cached=False) for one in result.plans)
    return replace(result, out=Path(), plans=plans, changed=True, regressions=(), gone=())


@settings(max_examples=size(4, 40))
@given(
    steps=st.lists(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3), min_size=1, max_size=2),
    draw=st.randoms(use_true_random=False),
)
@example(
    steps=[["copy"], ["correct", "change"], ["rename", "tear"], ["take_back", "add"], ["list"], ["list", "remove"]],
    draw=ANY_DRAW,
)
@pytest.mark.parametrize("partitioned", [True, False])
def test_whatever_changed_the_bytes_are_those_of_a_run_over_all(
    steps: list[list[str]], draw: random.Random, partitioned: bool
) -> None:
    form = Form(partitioned=partitioned)
    with TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder))
        corpus.publish(corpus.out, form=form)
        for number, changes in enumerate(steps):
            for change in changes:
                getattr(corpus, change)(draw)
            found = corpus.publish(corpus.out, form=form)
            whole = corpus.publish(corpus.folder / f"whole-{number}", form=form)
            assert told(found) == told(whole)
            assert content(corpus.out) == content(whole.out)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus(tmp_path)
    made.publish(made.out, form=Form(partitioned=True))
    return made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, whose rows are checked."""
    found: list[str] = []

    def seen(sources: Sequence[Source], *_: Any, **__: Any) -> Generator[Outcome]:
        found.extend(source.name for source in sources)
        return read_here(sources)

    monkeypatch.setattr(extract, "read_documents", seen)
    return found


def test_rows_of_documents_that_did_not_change_are_neither_read_nor_checked_again(
    corpus: Corpus, read: list[str]
) -> None:
    draw = random.Random(1)
    corpus.add(draw)
    corpus.publish(corpus.out)
    assert read == ["plan-000007.txt"]
    corpus.change(draw)
    corpus.rename(draw)
    corpus.correct(draw)
    corpus.copy(draw)
    read.clear()
    result = corpus.publish(corpus.out)
    assert sorted(read) == [one.source_file for one in result.plans if not one.cached]
    assert 1 <= len(read) <= 3


def test_what_another_program_read_is_read_anew(
    corpus: Corpus, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "code_fingerprint", lambda: "another program")
    assert not any(one.cached for one in corpus.publish(corpus.out).plans)
    assert len(read) == 3
    monkeypatch.setattr(cache, "layout_fingerprint", lambda *_: "a layout that changed")
    for count in (3, 0):  # the second time it is known under that layout
        (corpus.out / CACHE / LAST_RUN).unlink()
        read.clear()
        corpus.publish(corpus.out)
        assert len(read) == count


def test_what_was_read_of_another_document_is_none_of_this(corpus: Corpus, read: list[str]) -> None:
    before = content(corpus.out)
    (corpus.out / CACHE / LAST_RUN).unlink()
    first, *others = sorted((corpus.out / CACHE).iterdir())
    for other in others:
        shutil.copy(first, other)
    corpus.publish(corpus.out)
    assert len(read) == 2
    assert content(corpus.out) == before


def test_a_run_that_had_a_plan_less_is_remembered_like_any_other(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.remove(random.Random(1))
    result = corpus.publish(corpus.out)
    assert len(result.gone) == 1
    monkeypatch.setattr(extract, "read_changed", None)  # nothing asks what changed
    again = corpus.publish(corpus.out)
    assert told(again) == told(result)
    assert (again.changed, again.gone) == (False, ())


def test_rows_that_are_gone_while_the_run_goes_on_end_it(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(corpus.out)

    def torn(*arguments: Any, **options: Any) -> Any:
        for path in (corpus.out / CACHE).iterdir():
            path.write_bytes(path.read_bytes()[:200])
        return publish_partitions(*arguments, **options)

    monkeypatch.setattr(assemble, "publish_partitions", torn)
    corpus.change(random.Random(1))
    monkeypatch.setattr(partitions, "GROUPS", 31)  # all rows are read, for all files are named otherwise
    with pytest.raises(PublishError, match="was removed or changed"):
        corpus.publish(corpus.out)
    assert content(corpus.out) == before
