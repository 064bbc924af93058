"""The folders that commands work on where nothing else is said; a file of settings may say it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

DEFAULT_RAW: Final = Path("data/raw")
DEFAULT_CLEAN: Final = Path("data/clean")
DEFAULT_CORRECTIONS: Final = Path("data/corrections")
DEFAULT_DOWNLOADS: Final = Path("data/downloads")

CONFIG_FILE: Final = "cruscotto.toml"
PROJECT_FILE: Final = "pyproject.toml"


def find_config_file(folder: Path) -> Path | None:
    """The file of settings in a folder: `cruscotto.toml`, else `pyproject.toml`; None where it has neither."""
    return next((folder / name for name in (CONFIG_FILE, PROJECT_FILE) if os.path.lexists(folder / name)), None)
