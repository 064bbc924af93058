"""What OCR needs of the machine: the package tesserocr, and tesseract's models, a package of the system."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

LANGUAGE: Final = "ita"
_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


@cache
def models_folder() -> Path | None:
    """Where the model of Italian stands; None where it does not."""
    given = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(given), Path(given, "tessdata")] if given else []
    for pattern in _FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    return next((folder for folder in folders if model_file(folder).is_file()), None)


def model_file(folder: Path, language: str = LANGUAGE) -> Path:
    """Where the model of a language stands in `folder`, if it does."""
    return folder / f"{language}.traineddata"


@cache
def what_is_missing() -> str | None:
    """What OCR lacks on this machine, and how to install it, in one sentence; None where it has all it needs."""
    if importlib.util.find_spec("tesserocr") is None:
        return "OCR needs the package tesserocr: run `pip install 'cruscotto[ocr]'`."
    if models_folder() is None:
        return "OCR needs tesseract's model of Italian: on Debian run `apt install tesseract-ocr tesseract-ocr-ita`."
    return None


def installed() -> str:
    """What OCR runs with, in a few words: equal where it reads the same; empty where it is not installed."""
    folder = models_folder()
    if what_is_missing() is not None or folder is None:
        return ""
    return f"tesserocr {version('tesserocr')}, {model_file(folder)} of {model_file(folder).stat().st_size} bytes"
