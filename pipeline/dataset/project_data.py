"""The data files that people edit and the program reads: in a checkout `data/`, in an installed package a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_INSTALLED: Final = Path(__file__).with_name("data")
_CHECKED_OUT: Final = Path(__file__).resolve().parents[2] / "data"

CATALOGUE: Final = "catalogue.yml"
SERIES: Final = "series"
CHAMBERS: Final = "chambers.yml"
PROCESSES: Final = "processes.yml"


def project_data(name: str) -> Path:
    """The file or folder of this name."""
    installed = _INSTALLED / name
    return installed if installed.exists() else _CHECKED_OUT / name


def data_files() -> list[Path]:
    """All of them, in order: what the published tables depend on beside the code."""
    found: list[Path] = []
    for name in (CATALOGUE, CHAMBERS, PROCESSES, SERIES):
        path = project_data(name)
        found += sorted(path.glob("*.yml")) if path.is_dir() else [path]
    return found
