"""Publishing: all files or none, whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.errors import ExitCode, ForeignFolderError, PublishError
from pipeline.publish import atomic
from pipeline.publish.atomic import LOCK, POINTER, current_version, publish
from pipeline.publish.ownership import VERSIONS

NAMES = ("a.parquet", "b.parquet", "c.json")


def files(content: str, names: tuple[str, ...] = NAMES) -> dict[str, Callable[[Path], None]]:
    def writer(name: str) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            path.write_text(f"{name} {content}")

        return write

    return {name: writer(name) for name in names}


def contents(out: Path) -> set[str]:
    """The version that each published file is of; one element means that the dataset is whole."""
    return {(out / name).read_text().split()[1] for name in NAMES if (out / name).exists()}


def stored(out: Path) -> list[str]:
    return sorted(path.name for path in (out / VERSIONS).iterdir())


def test_files_stand_under_their_plain_names(tmp_path: Path) -> None:
    assert publish(tmp_path, files("one"))
    assert [(tmp_path / name).read_text() for name in NAMES] == [f"{name} one" for name in NAMES]
    assert publish(tmp_path, files("two"))
    assert contents(tmp_path) == {"two"}


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    before = {path: path.lstat().st_mtime_ns for path in sorted(tmp_path.rglob("*")) if path.name != LOCK}
    version = current_version(tmp_path)
    assert not publish(tmp_path, files("one"))
    assert current_version(tmp_path) == version
    assert {p: p.lstat().st_mtime_ns for p in sorted(tmp_path.rglob("*")) if p.name in NAMES} == {
        p: t for p, t in before.items() if p.name in NAMES
    }


def test_a_published_file_that_was_changed_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    (tmp_path / "b.parquet").write_text("b.parquet spoiled")
    assert publish(tmp_path, files("one"))
    assert contents(tmp_path) == {"one"}
    (tmp_path / "b.parquet").write_text("b.parquet spoiled")
    assert publish(tmp_path, files("one"))
    assert contents(tmp_path) == {"one"}


def test_a_published_file_that_was_removed_is_put_back(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    (tmp_path / "a.parquet").unlink()
    assert publish(tmp_path, files("one"))
    assert contents(tmp_path) == {"one"}


def test_versions_stay_for_readers_that_hold_them_as_long_as_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, files("one"))
    held = current_version(tmp_path)
    publish(tmp_path, files("two"))
    assert (held / "a.parquet").read_text() == "a.parquet one"
    publish(tmp_path, files("three"))
    assert (held / "a.parquet").read_text() == "a.parquet one"
    monkeypatch.setattr(atomic, "KEPT_SECONDS", -1.0)
    publish(tmp_path, files("four"))
    assert not held.exists()
    assert len(stored(tmp_path)) == 3  # the link, the version and the one before


def test_a_version_of_before_can_be_published_again(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    first = current_version(tmp_path)
    publish(tmp_path, files("two"))
    assert publish(tmp_path, files("one"))
    assert current_version(tmp_path) == first
    assert contents(tmp_path) == {"one"}


def test_one_file_names_the_version(tmp_path: Path) -> None:
    for content in ("one", "two"):
        publish(tmp_path, files(content))
        told = json.loads((tmp_path / POINTER).read_text())
        assert tmp_path / told["path"] == current_version(tmp_path)
        assert told["version"] == current_version(tmp_path).name


def tree(folder: Path) -> dict[str, str]:
    """What stands in a folder: the target of each link, the content of each file."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or (path.is_file() and path.name != LOCK)
    }


def _of_another_program(out: Path) -> None:
    (out / "b.parquet").write_text("somebody's")


def _copied_with_its_links_followed(out: Path) -> None:
    publish(out.with_name("original"), files("one"))
    shutil.rmtree(out)
    shutil.copytree(out.with_name("original"), out, symlinks=False)


def _with_versions_elsewhere(out: Path) -> None:
    publish(out.with_name("original"), files("one"))
    (out / VERSIONS).symlink_to(out.with_name("original") / VERSIONS)


def _with_a_folder_among_its_versions(out: Path) -> None:
    publish(out, files("one"))
    (out / VERSIONS / "precious").mkdir()
    (out / VERSIONS / "precious" / "notes").write_text("mine")


def _with_a_table_that_somebody_has_saved(out: Path) -> None:
    publish(out, files("one"))
    (out / "c.json").unlink()
    (out / "c.json").write_text("edited")


@pytest.mark.parametrize(
    "prepare",
    [
        _of_another_program,
        _copied_with_its_links_followed,
        _with_versions_elsewhere,
        _with_a_folder_among_its_versions,
        _with_a_table_that_somebody_has_saved,
    ],
)
def test_what_is_not_of_this_program_is_neither_taken_over_nor_deleted(
    prepare: Callable[[Path], None], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    prepare(out)
    before = tree(tmp_path)
    with pytest.raises(ForeignFolderError) as caught:
        publish(out, files("two"))
    assert "--out" in caught.value.remedy
    assert tree(tmp_path) == before


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    (tmp_path / "notes.txt").write_text("mine")
    publish(tmp_path, files("one"))
    assert (tmp_path / ".gitkeep").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_that_the_dataset_has_no_more_goes(tmp_path: Path) -> None:
    publish(tmp_path, files("one", (*NAMES, "old.csv")))
    publish(tmp_path, files("two"))
    assert not (tmp_path / "old.csv").is_symlink()


def test_a_writer_that_fails_leaves_what_was_published(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))

    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(PublishError, match="No space left") as caught:
        publish(tmp_path, {**files("two"), "c.json": full})
    assert caught.value.exit_code is ExitCode.PUBLISH
    assert contents(tmp_path) == {"one"}
    assert stored(tmp_path) == sorted(["current", current_version(tmp_path).name])


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_step_is_written_when_those_before_it_are_there(tmp_path: Path, at_once: int) -> None:
    def joined(path: Path) -> None:
        path.write_text(" ".join(sorted(one.name for one in path.parent.iterdir())))

    publish(tmp_path, files("one"), {"d.json": joined}, at_once=at_once)
    assert (tmp_path / "d.json").read_text().split() == [*NAMES]


def test_files_written_at_once_are_all_there_or_none(tmp_path: Path) -> None:
    publish(tmp_path, files("one"))
    ended = threading.Event()

    def slow(path: Path) -> None:
        assert not ended.wait(0.2)
        path.write_text("late")
        ended.set()

    def full(path: Path) -> None:
        raise OSError(28, f"No space left on device for {path.name}")

    with pytest.raises(PublishError, match="No space left"):
        publish(tmp_path, {"a.parquet": slow, "b.parquet": full}, {"c.json": slow}, at_once=2)
    assert ended.is_set()  # no thread goes on writing where the next run writes
    assert contents(tmp_path) == {"one"}
    assert stored(tmp_path) == sorted(["current", current_version(tmp_path).name])


def test_who_interrupts_does_not_wait_for_files_that_are_being_written(tmp_path: Path) -> None:
    begun, over = threading.Event(), threading.Event()

    def slow(_: Path) -> None:
        begun.set()
        over.wait(60)

    def interrupt() -> None:
        begun.wait(60)
        os.kill(os.getpid(), signal.SIGINT)

    publish(tmp_path, files("one"))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs in the background ignores it
    try:
        threading.Thread(target=interrupt).start()
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, {"a.parquet": slow, "b.parquet": slow}, at_once=2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not over.is_set()
    over.set()
    assert contents(tmp_path) == {"one"}


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PublishError):
        publish(tmp_path / "out", files("one"))


class KilledError(BaseException):
    """Stands for kill -9: no handler of the program may run after it."""


def crash_at(step: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process 'die' before its n-th step on the file system; returns the steps that were done."""
    done: list[str] = []

    def guarded(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if len(done) >= step:  # a dead process does nothing more, not even tidying up
                raise KilledError
            done.append(name)
            return real(*args, **kwargs)

        return call

    for name in ("mkdir", "rename", "replace", "symlink_to", "unlink"):
        monkeypatch.setattr(Path, name, guarded(name, getattr(Path, name)))
    monkeypatch.setattr(os, "fsync", guarded("fsync", os.fsync))
    monkeypatch.setattr(shutil, "rmtree", guarded("rmtree", shutil.rmtree))
    return done


@pytest.mark.parametrize("old", ["", "links"])
def test_a_crash_at_any_step_leaves_a_whole_dataset_and_the_next_run_works(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = 0
    while True:
        out = tmp_path / f"{old}{step}"
        if old == "links":
            publish(out, files("old"))
        with monkeypatch.context() as patch:
            done = crash_at(step, patch)
            try:
                publish(out, files("new"))
                died = False
            except KilledError:
                died = True
        if out.exists():
            found = contents(out)
            allowed = ({"old"}, {"new"}) if old else (set(), {"new"})
            assert found in allowed, (step, done)
            if found:
                assert all((out / name).exists() for name in NAMES), (step, done)
        publish(out, files("newer"))
        assert contents(out) == {"newer"}
        assert not [p for p in out.iterdir() if p.name.startswith(".") and p.name not in (VERSIONS, LOCK)]
        if not died:
            break
        step += 1
    assert step > len(NAMES)


def test_a_run_killed_by_the_system_leaves_a_whole_dataset(tmp_path: Path) -> None:
    """The real thing: a process that ends without any handler while it writes."""
    publish(tmp_path, files("one"))
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from pipeline.publish.atomic import publish\n"
        "def die(path):\n"
        "    path.write_text('half')\n"
        "    os.kill(os.getpid(), 9)\n"
        "files = {'a.parquet': lambda path: path.write_text('a.parquet two'), 'b.parquet': die}\n"
        "publish(Path(sys.argv[1]), files)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, capture_output=True)
    assert ended.returncode == -9
    assert contents(tmp_path) == {"one"}
    publish(tmp_path, files("three"))
    assert contents(tmp_path) == {"three"}
    assert len(stored(tmp_path)) == 3  # the link, the version and the one before


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    told = threading.Event()
    lock = FileLock(tmp_path / LOCK)
    with lock:
        second = threading.Thread(target=publish, args=(tmp_path, files("two")), kwargs={"waiting": told.set})
        second.start()
        assert told.wait(20)
        assert contents(tmp_path) == set()
    second.join(20)
    assert contents(tmp_path) == {"two"}


def test_readers_see_whole_datasets_while_others_publish(tmp_path: Path) -> None:
    publish(tmp_path, files("v0"))
    seen: list[set[str]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            version = current_version(tmp_path)
            seen.append({(version / name).read_text().split()[1] for name in NAMES})

    reader = threading.Thread(target=read)
    reader.start()
    writers = [threading.Thread(target=publish, args=(tmp_path, files(f"v{n}"))) for n in range(1, 9)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert seen
    assert all(len(versions) == 1 for versions in seen)
