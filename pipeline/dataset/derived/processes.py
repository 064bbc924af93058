"""The national codes of the chambers' processes with their names: `data/processes.yml` as a table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.edited_text import EditedFileError, read_edited_text
from extractors.edited_yaml import list_faults, load_edited_yaml
from pipeline.dataset.project_data import PROCESSES, project_data
from pipeline.errors import ProcessesError

if TYPE_CHECKING:
    from pipeline.dataset.schemas.shared import ProcessRow


class ProcessesFile(BaseModel):
    """The whole file, checked: names of functions by letter, names of processes by code, null where unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    version: Literal[1]
    functions: dict[str, str]
    processes: dict[str, str | None]


@cache
def load_processes(path: Path | None = None) -> ProcessesFile:
    """The processes of a file, of the project where None.

    Raises:
        ProcessesError: it cannot be read, is no YAML, or breaks the rules of the file.
    """
    file = path or project_data(PROCESSES)
    try:
        return ProcessesFile.model_validate(load_edited_yaml(read_edited_text(file)))
    except EditedFileError as error:
        raise ProcessesError(f"{file.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise ProcessesError(f"{file.name}: {list_faults(error)}") from error


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
