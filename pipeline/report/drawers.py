"""Drawing in processes of their own: a PDF that ends one, hangs or wants too much memory costs its own pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from pipeline.processes.child import Child
from pipeline.processes.limits import DEFAULT_LIMITS, confine

Page = TypeVar("Page")
Draw: TypeAlias = Callable[[Path, Path], Iterable[Page]]
"""Draws the pages of a PDF into a folder, one after the other."""

PAGE_SECONDS = 30.0
"""How long a page may take, by the clock; an ordinary one takes a hundredth of a second or two."""
_START_SECONDS = 60.0  # for Python to start on a machine that is busy


def draw_each(
    draw: Draw[Page], pdfs: Mapping[str, Path], folder: Path, *, processes: int, patience: float = PAGE_SECONDS
) -> dict[str, list[Page]]:
    """What `draw` gives of each PDF (paths by name), drawn into the folder of its name inside `folder`.

    `draw` must be a function of a module. Where it fails, does not end a page within `patience` seconds or its process
    dies, the pages that were done count.
    """
    waiting = list(pdfs)[::-1]
    running: dict[Connection, _Drawer[Page]] = {}
    done: dict[str, list[Page]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < max(1, processes):
                drawer = _Drawer(draw, waiting[-1], pdfs[waiting[-1]], folder / waiting.pop(), patience)
                running[drawer.pipe] = drawer
            nearest = min(drawer.until for drawer in running.values())
            ready = wait(list(running), timeout=max(0.0, nearest - time.monotonic()))
            for pipe, drawer in list(running.items()):
                if (pipe in ready and drawer.listen()) or (pipe not in ready and drawer.is_late()):
                    done[drawer.name] = drawer.pages
                    drawer.stop()
                    del running[pipe]
    finally:
        for drawer in running.values():
            drawer.stop()
    return done


class _Drawer(Generic[Page]):
    """The process that draws one PDF, as the run sees it."""

    def __init__(self, draw: Draw[Page], name: str, path: Path, folder: Path, patience: float) -> None:
        self._child = Child(_work, draw, path, folder)
        self.name = name
        self.pages: list[Page] = []
        self.pipe = self._child.pipe
        self._patience = patience
        self.until = time.monotonic() + patience + _START_SECONDS

    def listen(self) -> bool:
        """Take the next pages; whether there will be no more."""
        try:
            pages: list[Page] | None = self.pipe.recv()
        except (EOFError, OSError):
            return True
        if pages is None:
            return True
        self.pages += pages
        self.until = time.monotonic() + self._patience
        return False

    def is_late(self) -> bool:
        """Whether it is too long ago that a page was done."""
        return time.monotonic() >= self.until

    def stop(self) -> None:
        """End the process at once."""
        self._child.stop()


def _work(pipe: Connection, draw: Draw[Page], path: Path, folder: Path) -> None:
    """What the process does: draw, telling each page, and say when it is done."""
    confine(DEFAULT_LIMITS)
    with suppress(Exception):  # whatever it is, it costs the pictures that are left, and the page says so
        pipe.send([])  # ready: from now on the clock of the pages runs
        for page in draw(path, folder):
            pipe.send([page])
    with suppress(OSError):  # whoever asked is gone
        pipe.send(None)
