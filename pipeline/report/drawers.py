"""Drawing in processes of their own: a PDF that ends one, hangs or wants too much memory costs its own pictures.

What a drawer says is JSON, never unpickled: it has opened a stranger's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, TypeAlias

from pipeline.processes.child import Child
from pipeline.processes.limits import DEFAULT_LIMITS, Limits, apply_limits
from pipeline.processes.messages import LineReader, send_line

Draw: TypeAlias = Callable[[Path, Path], Iterable[Any]]
"""Draws the pages of a PDF into a folder, one after the other, and tells of each what JSON can hold."""

PAGE_SECONDS = 30.0
"""How long a page may take at most, without what its process waits for a processor; an ordinary one takes a hundredth
of that."""
_START_SECONDS = 60.0  # for Python to start
_LONGEST: Final = 1 << 16  # bytes of what is told of a page
_MOST_PAGES: Final = 100_000  # more than any limit of pages allows


def draw_each(
    draw: Draw,
    pdfs: Mapping[str, Path],
    folder: Path,
    *,
    processes: int,
    patience: float = PAGE_SECONDS,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, list[Any]]:
    """What `draw` tells of each PDF (paths by name), drawn into the folder of its name inside `folder`.

    `draw` must be a function of a module. Where it fails, does not end a page within `patience` seconds, takes more
    than the limits of a document, or its process dies, the pages that were done count.
    """
    waiting = list(pdfs)[::-1]
    running: dict[Connection, _Drawer] = {}
    done: dict[str, list[Any]] = {}
    limits = replace(limits, page_timeout=min(patience, limits.page_timeout))
    try:
        while waiting or running:
            while waiting and len(running) < max(1, processes):
                drawer = _Drawer(draw, waiting[-1], pdfs[waiting[-1]], folder / waiting.pop(), limits)
                running[drawer.pipe] = drawer
            ready = wait(list(running), timeout=max(0.0, min(drawer.seconds_left() for drawer in running.values())))
            for pipe, drawer in list(running.items()):
                if (pipe in ready and drawer.is_finished()) or drawer.seconds_left() <= 0:
                    done[drawer.name] = drawer.pages
                    drawer.stop()
                    del running[pipe]
    finally:
        for drawer in running.values():
            drawer.stop()
    return done


class _Drawer:
    """The process that draws one PDF, as the run sees it."""

    def __init__(self, draw: Draw, name: str, path: Path, folder: Path, limits: Limits) -> None:
        self._child = Child(_run_drawer, draw, path, folder, limits)
        self.name = name
        self.pages: list[Any] = []
        self.pipe = self._child.pipe
        self._lines = LineReader(self.pipe, _LONGEST)
        self._patience = limits.page_timeout
        self._timeout = limits.timeout
        self._last = float("inf")  # the end of the time for all pages, which begins with the first
        self._until = self._child.clock() + limits.page_timeout + _START_SECONDS

    def is_finished(self) -> bool:
        """Take what was told of the next pages; whether there will be no more."""
        try:
            for line in self._lines.read_lines():
                found = json.loads(line)
                if not isinstance(found, list) or len(self.pages) > _MOST_PAGES:
                    return True  # the end, or nothing that a drawer says
                self.pages += found
                if self._last == float("inf"):
                    self._last = self._child.clock() + self._timeout
                self._until = min(self._last, self._child.clock() + self._patience)
        except (EOFError, OSError, ValueError, RecursionError):
            return True
        return False

    def seconds_left(self) -> float:
        """How long it may still take until a page is done."""
        return self._until - self._child.clock()

    def stop(self) -> None:
        """End the process at once."""
        self._child.stop()


def _run_drawer(pipe: Connection, draw: Draw, path: Path, folder: Path, limits: Limits) -> None:
    """What the process does: draw, telling each page, and say when it is done."""
    apply_limits(limits)
    with suppress(Exception):  # whatever it is, it costs the pictures that are left, and the page says so
        _send_json(pipe, [])  # ready: from now on the clock of the pages runs
        for page in draw(path, folder):
            _send_json(pipe, [page])
    with suppress(OSError):  # whoever asked is gone
        _send_json(pipe, None)


def _send_json(pipe: Connection, told: list[Any] | None) -> None:
    send_line(pipe, json.dumps(told, separators=(",", ":")).encode("ascii"))
