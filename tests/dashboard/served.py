"""The dashboard as its command serves it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMMAND = [sys.executable, "-m", "pipeline.cli.app", "dashboard", "--no-open", "--port", "0"]


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The address of the dashboard of a folder, while it runs; it must end well."""
    with subprocess.Popen([*_COMMAND, str(folder)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()
        assert running.wait(60) == 0
