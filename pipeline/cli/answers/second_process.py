"""A second process that answers half of many lines; it is a copy of the first, and ends with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Final, TypeAlias

from pipeline.processes.limits import start_without_signals

Reply: TypeAlias = Callable[[Sequence[bytes]], Iterable[str]]
"""Gives each line its answer."""
_WORTHWHILE: Final = 64
"""So many lines at hand take longer to answer than to hand over."""
_LAST_ANSWER: Final = 5.0
"""Seconds the process has to end in, once nothing more is asked."""


def answer_lines(lines: Sequence[bytes], reply: Reply) -> bytes:
    """The answer to each line, with its line end."""
    return "".join([f"{answer}\n" for answer in reply(lines)]).encode("utf-8", errors="replace")


class SecondProcess:
    """Shares the work of answering lines with a process that is begun when there is enough to do."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._pipe: Connection | None = None
        self._process: ForkProcess | None = None
        self._may_begin = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else False

    def answer_lines(self, lines: Sequence[bytes]) -> bytes:
        """The answer to each line, in their order, whoever gives it."""
        shared = len(lines) >= _WORTHWHILE and self._may_begin
        if shared and self._pipe is None:
            self._begin_process()  # it is ready when these are answered
            shared = False
        if not shared or self._pipe is None:
            return answer_lines(lines, self._reply)
        half = len(lines) // 2
        with suppress(OSError, EOFError):
            self._pipe.send_bytes(b"\n".join(lines[half:]))
            own = answer_lines(lines[:half], self._reply)
            return own + self._pipe.recv_bytes()
        self.end()  # it was killed: what it was asked is answered here, as all that comes
        self._may_begin = False
        return answer_lines(lines, self._reply)

    def end(self) -> None:
        """End the process: nothing more will be asked."""
        if self._pipe is None or self._process is None:
            return
        self._pipe.close()
        self._process.join(_LAST_ANSWER)
        self._process.kill()
        self._process.join()
        self._pipe = self._process = None

    def _begin_process(self) -> None:
        context = get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve_lines, args=(theirs, self._reply), daemon=True)
        start_without_signals(self._process)
        theirs.close()


def _serve_lines(pipe: Connection, reply: Reply) -> None:
    # What else the first process holds open would not end with it, the other end of this pipe among it.
    for first, behind in ((3, pipe.fileno()), (pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))):
        os.closerange(first, behind)
    with suppress(OSError, EOFError):
        while True:
            pipe.send_bytes(answer_lines(pipe.recv_bytes().split(b"\n"), reply))
