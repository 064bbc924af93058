"""The national codes of the chambers' processes with their names: `data/processes.yml` as a table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.dataset.edited_files import Edited, read_edited_file
from pipeline.dataset.project_data import PROCESSES, project_data
from pipeline.errors import ProcessesError

if TYPE_CHECKING:
    from pipeline.dataset.schemas.shared import ProcessRow


class ProcessesFile(Edited):
    """The whole file, checked: names of functions by letter, names of processes by code, null where unknown."""

    version: Literal[1]
    functions: dict[str, str]
    processes: dict[str, str | None]


@cache
def load_processes(path: Path | None = None) -> ProcessesFile:
    """The processes of a file, of the project where None.

    Raises:
        ProcessesError: it cannot be read, is no YAML, or breaks the rules of the file.
    """
    return read_edited_file(path or project_data(PROCESSES), ProcessesFile, ProcessesError)


def process_rows() -> list[ProcessRow]:
    """The rows of `processes`, by code."""
    known = load_processes()
    return [
        {
            "process_code": code,
            "function_code": code[0],
            "function_name": known.functions.get(code[0]),
            "name": name,
        }
        for code, name in sorted(known.processes.items())
    ]
