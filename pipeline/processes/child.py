"""Processes that read or draw for a run, each with a pipe of its own."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.processes.limits import start_without_signals, waited_seconds


class Child:
    """A process that runs `target(pipe, *arguments)`, a function of a module, with its end of the pipe.

    It never hears Ctrl-C, and its pipe ends when it does.
    """

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=target, args=(theirs, *arguments), daemon=True)
        start_without_signals(self.process)
        theirs.close()  # only the process holds that end now

    def clock(self) -> float:
        """Seconds that pass while the process does not wait for a processor, from some moment on: whether a document
        is in time does not depend on what else the machine does."""
        return time.monotonic() - waited_seconds(self.process.pid)

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
