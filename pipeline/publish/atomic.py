"""Publishing: readers see all files of a dataset or none, whatever happens on the way.

A dataset's files are written to a folder of their own, `.versions/<hash of their content>/`, and forced to
disk. The plain paths, such as `plans.parquet`, are symbolic links that lead through one link, `current`:

    data/clean/plans.parquet -> .versions/current/plans.parquet      .versions/current -> 3f0c…

Renaming a new `current` over the old one is a single step of the file system, so there is no moment at which
one table is new and another old, not even for a process that is killed. What a killed run leaves behind is a
folder that no link leads to; the next run removes it. A version that is replaced stays for an hour, and the last
one until the next is published, for readers that have found their way to it. Programs that cannot follow links read
`cruscotto-version.json`, which names the folder of the version.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections import ChainMap, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Final, TypeAlias

from filelock import FileLock, Timeout

from pipeline.errors import PublishError
from pipeline.processes.limits import release_memory
from pipeline.publish.ownership import CURRENT, VERSIONS, check_folder, is_leftover, is_version, target_of

LOCK = ".lock"
"""The file that runs lock while they publish into the same folder."""
POINTER = "cruscotto-version.json"
"""The file that names the published version: its `version`, and its `path` inside the output folder."""
KEPT_SECONDS: Final = 3600.0
"""How long a version that was replaced stays, for readers that have opened it."""

Writer: TypeAlias = Callable[[Path], None]
"""Writes one file of the dataset, or one folder with all it holds, to the path that it is given."""


def publish(
    out: Path,
    *steps: Mapping[str, Writer],
    waiting: Callable[[], None] | None = None,
    versions: int = 1,
    at_once: int = 1,
) -> bool:
    """Write the files and publish them together under their names in `out`.

    Args:
        out: the output folder; made where it does not exist. Files in it that are not of the dataset stay.
        steps: the dataset's files by name; those of a step are written when those of the steps before it are there.
        waiting: called once when another run is publishing into `out` and this one has to wait for it.
        versions: how many that were replaced stay, however long ago; others stay for an hour (`KEPT_SECONDS`).
        at_once: how many files of a step are written at a time.

    Returns:
        Whether anything changed: publishing the same bytes again leaves every file as it is.

    Raises:
        ForeignFolderError: `out` holds files of these names, or versions, that are not of this program.
        PublishError: the files could not be written; what was published before is untouched.
    """
    with publication(out, waiting):
        return _publish_locked(out, steps, versions, at_once)


@contextmanager
def publication(out: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Keep other runs from publishing into `out` while what is published is looked at and replaced; may be nested.

    The lock goes with the process, also when it is killed. `waiting` is called where another run has it.

    Raises:
        PublishError: the folder cannot be made or written in; also for what fails so inside.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            lock.acquire()
        try:
            yield
        finally:
            lock.release()
    except OSError as error:
        raise PublishError(f"cannot publish into {out}: {error}") from error


def current_version(out: Path) -> Path:
    """The folder with the files that are published in `out` now; its files stay together while one reads.

    A folder of plain files, such as a copy of a dataset, is its own version.
    """
    link = out / VERSIONS / CURRENT
    return link.resolve() if link.is_symlink() else out


def is_intact(out: Path, version: str) -> bool:
    """Whether the version of this name is what `out` publishes, with every byte and link as it was written."""
    found = current_version(out)
    try:
        named = all((out / path.name).samefile(path) for path in found.iterdir())
        return named and found.name == version and _content_hash(found) == version.partition("-")[0]
    except OSError:
        return False


def _publish_locked(out: Path, steps: Sequence[Mapping[str, Writer]], versions_kept: int, at_once: int) -> bool:
    files = dict(ChainMap(*map(dict, steps)))
    check_folder(out, files)
    versions = out / VERSIONS
    versions.mkdir(exist_ok=True)
    published = current_version(out)
    _remove_leftovers(out, files, keep={published.name}, newest=versions_kept)
    staging = versions / f"new-{os.getpid()}"
    try:
        staging.mkdir()
        for step in steps:
            _write_step(staging, step, at_once)
        _sync_path(staging)
        version = versions / _content_hash(staging)
        if version == published and _content_hash(published) == version.name:
            return _link_names(out, files)
        version = _store_version(staging, version)
        _sync_path(versions)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _link_names(out, files)
    if published != out:
        os.utime(published)  # its time for readers begins now
    _point_link(versions / CURRENT, version.name)
    _write_pointer(out, version)
    _unlink_other_names(out, files)
    _remove_leftovers(out, files, keep={version.name, published.name}, newest=versions_kept)
    return True


def _write_step(staging: Path, step: Mapping[str, Writer], at_once: int) -> None:
    def write(file: tuple[str, Writer]) -> None:
        path = staging / file[0]
        file[1](path)
        release_memory()  # what one file was made of, the next has no room beside
        _sync_all(path)

    if at_once == 1 or len(step) == 1:
        deque(map(write, step.items()), maxlen=0)
        return
    with ThreadPool(at_once) as pool:  # an interrupted run does not wait for its threads, one that fails does
        try:
            deque(pool.imap(write, step.items()), maxlen=0)
        except Exception:
            pool.close()
            pool.join()
            raise


def _store_version(staging: Path, version: Path) -> Path:
    """The version that holds what stands in `staging`: one of before, or the staging folder under its name."""
    number = 1
    while version.exists():
        if _content_hash(version) == version.name.partition("-")[0]:
            return version
        number += 1  # somebody has changed the files of that one
        version = version.with_name(f"{version.name.partition('-')[0]}-{number}")
    staging.rename(version)
    return version


def _write_pointer(out: Path, version: Path) -> None:
    """Name the version for readers that cannot follow links."""
    beside = out / f".{POINTER}.{os.getpid()}"
    told = {"version": version.name, "path": f"{VERSIONS}/{version.name}"}
    beside.write_text(json.dumps(told) + "\n", encoding="ascii")
    _sync_path(beside)
    beside.replace(out / POINTER)


def _link_names(out: Path, files: Mapping[str, Writer]) -> bool:
    """Let every name in `out` lead through `current`; whether one had to be mended.

    A link to a file that only the new version has leads nowhere until `current` is moved: the file appears
    together with the others.
    """
    changed = False
    for name in files:
        link = out / name
        if not link.is_symlink():
            _point_link(link, target_of(name))
            changed = True
    return changed


def _unlink_other_names(out: Path, files: Mapping[str, Writer]) -> None:
    """Remove the links to files that the dataset has no more."""
    for path in out.iterdir():
        dangles = path.name not in files and path.is_symlink() and not path.exists()
        if dangles and str(path.readlink()) == target_of(path.name):
            path.unlink()


def _point_link(link: Path, target: str) -> None:
    """Make `link` a symbolic link to `target`, in one step where something stands there already."""
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    _sync_path(link.parent)


def _remove_leftovers(out: Path, files: Mapping[str, Writer], *, keep: set[str], newest: int) -> None:
    """Remove what killed runs have left, and versions whose time for readers is over; nothing else.

    Those in `keep` stay, and of the others the `newest` that were replaced last.
    """
    now = time.time()
    replaced = []
    for path in (out / VERSIONS).iterdir():
        if is_leftover(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        elif is_version(path) and path.name not in keep:
            replaced.append((path.stat().st_mtime, path))
    for age, path in sorted(replaced, reverse=True)[max(0, newest - 1) :]:
        if now - age > KEPT_SECONDS:
            shutil.rmtree(path)
    for name in (*files, POINTER):
        for passing in out.glob(f".{name}.*"):
            if passing.suffix[1:].isdigit() and (passing.is_symlink() or name == POINTER):
                passing.unlink()


def _content_hash(folder: Path) -> str:
    """A hash of the names and bytes of the files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _sync_all(path: Path) -> None:
    """Force a file to disk, or a folder with all that it holds but links to files of before, which are there."""
    for inside in path.rglob("*") if path.is_dir() else ():
        if inside.is_dir() or inside.stat().st_nlink == 1:
            _sync_path(inside)
    _sync_path(path)


def _sync_path(path: Path) -> None:
    """Force a file's content or a folder's entries to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
