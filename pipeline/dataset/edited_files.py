"""Files of `data/` that people edit, read and held against their model. Public: `Edited`, `read_edited_file`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.edited_text import EditedFileError, read_edited_text
from extractors.edited_yaml import list_faults, load_edited_yaml
from pipeline.errors import EditedDataError

Model = TypeVar("Model", bound=BaseModel)


class Edited(BaseModel):
    """What such a file holds, or a part of it: its own keys alone."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def read_edited_file(file: Path, model: type[Model]) -> Model:
    """What a YAML file states.

    Raises:
        EditedDataError: it cannot be read, is no YAML, or breaks the rules of its model.
    """
    try:
        return model.model_validate(load_edited_yaml(read_edited_text(file)))
    except EditedFileError as error:
        raise EditedDataError(f"{file.name} cannot be read: {error}") from error
    except ValidationError as error:
        raise EditedDataError(f"{file.name}: {list_faults(error)}") from error
