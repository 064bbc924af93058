"""Publishing: readers see all files of a dataset or none, whatever happens on the way.

A dataset's files are written to a folder of their own, `.versions/<hash of their content>/`, and forced to
disk. The plain paths, such as `plans.parquet`, are symbolic links that lead through one link, `current`:

    data/clean/plans.parquet -> .versions/current/plans.parquet      .versions/current -> 3f0c…

Renaming a new `current` over the old one is a single step of the file system, so there is no moment at which
one table is new and another old, not even for a process that is killed. What a killed run leaves behind is a
folder that no link leads to; the next run removes it. The version before the current one is kept for readers
that have found their way to it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from pipeline.errors import PublishError

VERSIONS = ".versions"
"""The folder inside the output folder that holds the versions of the dataset."""
CURRENT = "current"
"""The link that says which version is published."""
LOCK = ".lock"
"""The file that runs lock while they publish into the same folder."""

Writer: TypeAlias = Callable[[Path], None]
"""Writes one file of the dataset, or one folder with all it holds, to the path that it is given."""


def publish(out: Path, files: Mapping[str, Writer], *, waiting: Callable[[], None] | None = None) -> bool:
    """Write the files and publish them together under their names in `out`.

    Args:
        out: the output folder; made where it does not exist. Files in it that are not of the dataset stay.
        files: the dataset's files by name.
        waiting: called once when another run is publishing into `out` and this one has to wait for it.

    Returns:
        Whether anything changed: publishing the same bytes again leaves every file as it is.

    Raises:
        PublishError: the files could not be written; what was published before is untouched.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _locked(out, waiting):
            return _publish(out, files)
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


@contextmanager
def _locked(out: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Keep other runs from publishing into `out`. The lock goes with the process, also when it is killed."""
    lock = FileLock(out / LOCK)
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


def _publish(out: Path, files: Mapping[str, Writer]) -> bool:
    versions = out / VERSIONS
    versions.mkdir(exist_ok=True)
    _adopt_plain_files(out, files)
    published = current_version(out)
    _remove_leftovers(out, files, keep={published.name})
    staging = versions / f"new-{os.getpid()}"
    try:
        staging.mkdir()
        for name, write in files.items():
            write(staging / name)
            _sync_all(staging / name)
        _sync(staging)
        version = versions / _content_hash(staging)
        if version == published and _content_hash(published) == version.name:
            return _link_names(out, files)
        if version.exists():  # it is published, but somebody has changed its files since
            version = versions / f"{version.name}-2"
        staging.rename(version)
        _sync(versions)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _link_names(out, files)
    _point(versions / CURRENT, version.name)
    _unlink_other_names(out, files)
    _remove_leftovers(out, files, keep={version.name, published.name})
    return True


def _link_names(out: Path, files: Mapping[str, Writer]) -> bool:
    """Let every name in `out` lead through `current`; whether one had to be mended.

    A link to a file that only the new version has leads nowhere until `current` is moved: the file appears
    together with the others.
    """
    changed = False
    for name in files:
        target = f"{VERSIONS}/{CURRENT}/{name}"
        link = out / name
        if not (link.is_symlink() and os.readlink(link) == target):  # noqa: PTH115 - the text of the link, unresolved
            _point(link, target)
            changed = True
    return changed


def _unlink_other_names(out: Path, files: Mapping[str, Writer]) -> None:
    """Remove the links to files that the dataset has no more."""
    for path in out.iterdir():
        dangles = path.name not in files and path.is_symlink() and not path.exists()
        if dangles and os.readlink(path) == f"{VERSIONS}/{CURRENT}/{path.name}":  # noqa: PTH115
            path.unlink()


def _point(link: Path, target: str) -> None:
    """Make `link` a symbolic link to `target`, in one step where something stands there already."""
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    _sync(link.parent)


def _adopt_plain_files(out: Path, files: Mapping[str, Writer]) -> None:
    """Turn a dataset of plain files into a version, so that it too is replaced in one step."""
    plain = [name for name in files if (out / name).exists() and not (out / name).is_symlink()]
    versions = out / VERSIONS
    if not plain or (versions / CURRENT).is_symlink():
        return
    adopted = versions / "adopted"
    shutil.rmtree(adopted, ignore_errors=True)
    adopted.mkdir()
    for name in plain:
        if (out / name).is_dir():  # no link can take the place of a folder in one step
            (out / name).rename(adopted / name)
        else:
            shutil.copy2(out / name, adopted / name)
        _sync_all(adopted / name)
    _sync(adopted)
    _point(versions / CURRENT, adopted.name)
    for name in plain:
        _point(out / name, f"{VERSIONS}/{CURRENT}/{name}")


def _remove_leftovers(out: Path, files: Mapping[str, Writer], *, keep: set[str]) -> None:
    """Remove every version that is not to be kept, and what killed runs have left."""
    for path in (out / VERSIONS).iterdir():
        if path.name == CURRENT or path.name in keep:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    for name in files:
        for link in out.glob(f".{name}.*"):
            if link.is_symlink():
                link.unlink()


def _content_hash(folder: Path) -> str:
    """A hash of the names and bytes of the files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _sync_all(path: Path) -> None:
    """Force a file to disk, or a folder with all that it holds."""
    for inside in path.rglob("*") if path.is_dir() else ():
        _sync(inside)
    _sync(path)


def _sync(path: Path) -> None:
    """Force a file's content or a folder's entries to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
