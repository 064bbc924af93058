"""Pages of one document read by several workers: those who are done with theirs help with a long one.

The worker that a document was given to takes its pages from the front, helpers take them from the back, some at a
time. Who takes some makes a file of their name, which only one can. A helper leaves what it has read beside it, as
JSON: nothing that comes from a process which reads a stranger's file is ever unpickled. Where a helper fails or dies,
its pages are read by the worker that wants them, so that what becomes of a document never depends on who read it.
A document whose text layer has to be put right is read in a folder of its own inside the first, whose being there tells
helpers so.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from extractors.engines.registry import Engine, open_with
from extractors.pages.model import Page
from extractors.pages.plain import as_page, plain
from extractors.pages.scans.options import AS_NEEDED, Beat, Ocr, silent
from extractors.sources import Opening, runs_of_pages

_AGAIN: Final = "again"
_TAKEN, _READ, _GIVEN_UP = ".taken", ".pages", ".given-up"
_MOMENT: Final = 0.002  # seconds between looks for what another worker reads


class SharedPages:
    """The pages of a document, as the worker sees them to which it was given."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def taken(self, run: range) -> Sequence[Page] | None:
        """The pages of these numbers as a helper has read them; None where the caller is to read them."""
        try:
            if _take_pages(self._folder, run):
                return None
        except OSError:  # nobody can be told, and nobody else has them
            return None
        while (found := self._found_pages(run)) is None and self._is_read(run):
            time.sleep(_MOMENT)
        return found or self._found_pages(run)  # it may have been left in the last moment

    def again(self) -> SharedPages:
        """The pages of the document read with its text layer put right, which helpers read from now on."""
        folder = self._folder / _AGAIN
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        return SharedPages(folder)

    def _found_pages(self, run: range) -> Sequence[Page] | None:
        """What a helper has left; where it is no such pages, they count as given up."""
        path = _entry_path(self._folder, run, _READ)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            path.unlink()
        with suppress(ValueError, TypeError, RecursionError):
            pages = [as_page(one) for one in json.loads(content)]
            if [page.number for page in pages] == list(run):
                return pages
        _give_up(self._folder, run)
        return None

    def _is_read(self, run: range) -> bool:
        """Whether a helper is still at work on these pages."""
        if _entry_path(self._folder, run, _GIVEN_UP).exists():
            return False
        try:
            os.kill(int(_entry_path(self._folder, run, _TAKEN).read_text(encoding="ascii") or os.getpid()), 0)
        except (OSError, ValueError):
            return False
        return True


def read_for_another(
    path: Path,
    engine: Engine,
    folder: Path,
    progress: Callable[[int, int | None], None],
    *,
    ocr: Ocr = AS_NEEDED,
    beat: Beat = silent,
) -> None:
    """Read pages of the PDF at `path` from its end, as long as some are left that nobody has taken.

    What cannot be read is left for the worker that wants it, and so is all when the folder is gone, for nobody wants
    more then. `progress` is told the page and the number of pages.
    """
    again = folder / _AGAIN
    how = Opening(engine, ocr, beat)
    if not again.is_dir():
        _read_for_another(path, how, folder, progress, again)
    if again.is_dir():
        _read_for_another(path, how, again, progress)


def _read_for_another(
    path: Path, how: Opening, folder: Path, progress: Callable[[int, int | None], None], again: Path | None = None
) -> None:
    """Read pages that nobody has taken, until `again` is there: the text layer has to be put right then, and is where
    none is given."""
    mine: range | None = None
    try:
        _, opened = open_with(how.engine, path, how.ocr, how.beat, repaired=again is None)
        with opened as pages:
            for mine in reversed(runs_of_pages(len(pages))):
                if again is not None and again.is_dir():
                    return
                if not _take_pages(folder, mine):
                    continue
                read = []
                for number in mine:
                    read.append(pages.page(number))
                    progress(number, len(pages))
                beside = _entry_path(folder, mine, ".new")
                beside.write_text(json.dumps(read, default=plain, separators=(",", ":")), encoding="ascii")
                beside.replace(_entry_path(folder, mine, _READ))
    except Exception:  # whatever it is, who wants the page meets it too, and says so
        if mine is not None:
            _give_up(folder, mine)


def _take_pages(folder: Path, run: range) -> bool:
    """Whether the pages are now this process's to read.

    Raises:
        OSError: it cannot be told, for the folder is gone or the disk is full.
    """
    try:
        handle = os.open(_entry_path(folder, run, _TAKEN), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    return True


def _give_up(folder: Path, run: range) -> None:
    with suppress(OSError):
        _entry_path(folder, run, _GIVEN_UP).touch()


def _entry_path(folder: Path, run: range, ending: str) -> Path:
    return folder / f"{run.start}{ending}"
