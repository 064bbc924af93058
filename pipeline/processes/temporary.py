"""Temporary folders of a run, and those that killed runs have left."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline.errors import PublishError

_PREFIX: Final = "cruscotto-"
_OWNED: Final = re.compile(rf"{_PREFIX}(\d+)-\w+")


def temporary_folder() -> TemporaryDirectory[str]:
    """A folder that goes with this process, or with the next run where this one is killed.

    Raises:
        PublishError: none can be made: the disk is full, or may not be written to.
    """
    try:
        return TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True)
    except OSError as error:
        raise PublishError(f"cannot publish: no folder for temporary files can be made: {error}") from error


def sweep_temporary_folders() -> None:
    """Remove the folders of runs that live no more, if they are of this user."""
    with suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            if (owned := _OWNED.fullmatch(path.name)) and not _is_alive(int(owned[1])):
                with suppress(OSError):
                    if path.lstat().st_uid == os.getuid() and not path.is_symlink():
                        shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another user's
        return True
    return True
