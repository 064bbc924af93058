"""Whose the output folder is: nothing in it that is not of this program is taken over, overwritten or deleted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.errors import ForeignFolderError

VERSIONS: Final = ".versions"
"""The folder inside the output folder that holds the versions of the dataset."""
CURRENT: Final = "current"
"""The link that says which version is published."""
BEST: Final = "best.json"
"""What each plan gave at best (`pipeline.run.assembly.best`), inside `VERSIONS`."""

_VERSION: Final = re.compile(r"[0-9a-f]{16}(-\d+)?|adopted")  # what `adopted` was made of, versions before 0.2 say
_PASSING: Final = re.compile(rf"new-\d+|\.(?:{CURRENT}|{re.escape(BEST)})\.\d+")


def is_version(path: Path) -> bool:
    """Whether a path inside `.versions` is a version of the dataset."""
    return _VERSION.fullmatch(path.name) is not None and path.is_dir() and not path.is_symlink()


def is_leftover(path: Path) -> bool:
    """Whether a path inside `.versions` is what a run that was killed has left."""
    return _PASSING.fullmatch(path.name) is not None


def target_of(name: str) -> str:
    """Where the link `name` in the output folder leads."""
    return f"{VERSIONS}/{CURRENT}/{name}"


def check_folder(out: Path, names: Iterable[str]) -> None:
    """See that a dataset of files of these names can be published in `out` without harm to what stands there.

    Raises:
        ForeignFolderError: something there is not of this program.
    """
    versions = out / VERSIONS
    if versions.is_symlink():
        raise ForeignFolderError(f"{versions} is a link: it leads to versions of another folder")
    if versions.exists():
        _check_versions(versions)
    for name in names:
        path = out / name
        if os.path.lexists(path) and not (path.is_symlink() and str(path.readlink()) == target_of(name)):
            raise ForeignFolderError(f"{path} is not of a dataset that this program has published in {out}")


def _check_versions(versions: Path) -> None:
    if not versions.is_dir():
        raise ForeignFolderError(f"{versions} is no folder")
    for path in versions.iterdir():
        if path.name == CURRENT:
            if not path.is_symlink() or "/" in str(path.readlink()):
                raise ForeignFolderError(f"{path} is no link to a version: the folder is a copy of a dataset")
        elif not (is_version(path) or is_leftover(path) or path.name == BEST):
            raise ForeignFolderError(f"{path} is not of this program")
