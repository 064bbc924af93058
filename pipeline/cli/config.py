"""Settings of a folder: `cruscotto.toml`, or `[tool.cruscotto]` of `pyproject.toml`, in the working folder.

    lang = "it"

    [paths]
    raw = "piani"
    clean = "dataset"

    [extract]
    ocr = "off"
    jobs = 2

    [limits]
    timeout = 600

They stand in for the defaults of the command line; what the command line says counts more.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractors.edited_text import EditedFileError, read_edited_text
from extractors.edited_yaml import list_faults
from pipeline.cli.defaults import DEFAULT_CLEAN, DEFAULT_CORRECTIONS, DEFAULT_DOWNLOADS, DEFAULT_RAW, PROJECT_FILE
from pipeline.errors import UsageError
from pipeline.language.choice import Language

_LARGEST: Final = 128 << 10  # bytes; settings have some hundreds, a `pyproject.toml` some thousands
_ENDLESS_KEY: Final = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')[ \t]*+\.[ \t]*+){32}"""
)
"""A dotted key of many parts: tomllib takes the cube of their number."""
Seconds = Annotated[float, Field(ge=0.1)]
Count = Annotated[int, Field(ge=1)]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))


class Paths(_Settings):
    """The folders, by what they hold; relative ones are of the working folder."""

    raw: Path = DEFAULT_RAW
    clean: Path = DEFAULT_CLEAN
    corrections: Path = DEFAULT_CORRECTIONS
    downloads: Path = DEFAULT_DOWNLOADS


class ExtractSettings(_Settings):
    """Options of `extract`, under their names."""

    engine: str | None = None
    ocr: Literal["auto", "off", "force"] | None = None
    jobs: Count | None = None
    cluster: str | None = None
    partitioned: bool | None = None
    keep_versions: Count | None = None
    strict: bool | None = None
    report: bool | None = None
    on_regression: Literal["keep", "fail", "replace"] | None = None


class LimitSettings(_Settings):
    """What one document may take: seconds, MiB, pages."""

    timeout: Seconds | None = None
    page_timeout: Seconds | None = None
    stage_timeout: Seconds | None = None
    max_memory: Annotated[int, Field(ge=16)] | None = None
    max_pages: Count | None = None
    max_output: Count | None = None


class Config(_Settings):
    """All settings; `lang` is the language of what is said, `it` or `en`."""

    lang: Language | None = None
    paths: Paths = Paths()
    extract: ExtractSettings = ExtractSettings()
    limits: LimitSettings = LimitSettings()


def load_config(file: Path) -> Config:
    """The settings of a file; a `pyproject.toml` without `[tool.cruscotto]` has none.

    Raises:
        UsageError: the file cannot be read, is no TOML, or has a key or value that there is not.
    """
    try:
        given = _parse_settings(read_edited_text(file, _LARGEST))
        if file.name == PROJECT_FILE:
            given = given.get("tool", {}).get("cruscotto", {})
        return Config.model_validate(given)
    except ValidationError as error:
        raise UsageError(f"{file}: {list_faults(error)}", remedy="README, section Settings, lists the keys.") from error
    except (EditedFileError, ValueError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read: {error}", remedy="Mend the file, or move it away.") from error


def _parse_settings(text: str) -> dict[str, Any]:
    """What TOML states.

    Raises:
        ValueError, RecursionError: it is none that people write.
    """
    if _ENDLESS_KEY.search(text):
        raise ValueError("a key has more than 32 parts")
    return tomllib.loads(text)


def command_defaults(command: Any, config: Config) -> dict[str, Any]:
    """The defaults of the parameters of `command` and of the commands below it, by name, as click takes them.

    A parameter whose default is one of the usual folders has the configured one.
    """
    folders = {
        DEFAULT_RAW: config.paths.raw,
        DEFAULT_CLEAN: config.paths.clean,
        DEFAULT_CORRECTIONS: config.paths.corrections,
        DEFAULT_DOWNLOADS: config.paths.downloads,
    }
    found: dict[str, Any] = {}
    for name, below in getattr(command, "commands", {}).items():
        found[name] = command_defaults(below, config)
    for parameter in command.params:
        if isinstance(parameter.default, Path) and parameter.default in folders:
            found[parameter.name] = str(folders[parameter.default])
    if command.name == "extract":
        found["paths"] = [str(config.paths.raw)]
        found |= config.extract.model_dump(exclude_none=True)
        found |= config.limits.model_dump(exclude_none=True)
    return found
