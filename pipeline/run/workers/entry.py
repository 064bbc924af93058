"""Where a worker process begins. Who starts one need not load what it reads with: half of what a run takes to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from pipeline.run.workers.tasks import ReadingOptions


def work(pipe: Connection, options: ReadingOptions) -> None:
    """What a worker process does: it reads documents, or pages for another worker, until its pipe ends."""
    from pipeline.run.workers.process import do_tasks  # noqa: PLC0415 - see above

    do_tasks(pipe, options)
