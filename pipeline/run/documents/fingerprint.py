"""What the reading of a document depends on beside the document: the code, its data, the libraries, the layouts."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import extractors
import normalizers
import pipeline
import wordlists
from pipeline.dataset.project_data import data_files

if TYPE_CHECKING:
    from extractors.layouts.registry import Layout

LIBRARIES: Final = (
    *("camelot-py", "lark", "pandas", "pandera", "pdfminer.six", "pdfplumber", "pillow", "playa-pdf", "pyarrow"),
    *("numpy", "opencv-python-headless", "pydantic", "pypdfium2", "pyyaml", "rapidfuzz", "jinja2"),
    *("pyspellchecker", "simplemma"),
)
"""The libraries whose version may change what is read or published."""

_BYTECODE: Final = "__pycache__"
_LAYOUTS: Final = ("layouts", ".yml")  # these have fingerprints of their own; the modules beside them have not


@cache
def code_fingerprint() -> str:
    """A hash of the program with its data, of Python's version and of the libraries'."""
    digest = hashlib.sha256(json.dumps([sys.version_info[:3], [library_version(name) for name in LIBRARIES]]).encode())
    for room in (extractors, normalizers, pipeline, wordlists):
        root = Path(str(room.__file__)).parent
        for path in code_files(root):
            _add_file(digest, f"{root.name}/{path.relative_to(root).as_posix()}", path)
    for path in data_files():
        _add_file(digest, path.name, path)
    return digest.hexdigest()


def layout_fingerprint(layout_id: str, chamber: str) -> str:
    """A hash of what a layout states, and of those of the chamber, which may have been tried before; their comments do
    not count. Empty for a layout that is not known."""
    stated = _stated_layouts()
    if layout_id not in stated:
        return ""
    return _hash_parts(
        text for name, text in stated.items() if name == layout_id or _known_layouts()[name].chamber == chamber
    )


@cache
def layouts_fingerprint() -> str:
    """A hash of all layouts."""
    return _hash_parts(_stated_layouts().values())


def _known_layouts() -> Mapping[str, Layout]:
    # What states them is loaded for who asks: a worker of a cluster tells its code alone.
    from extractors.layouts.registry import layouts  # noqa: PLC0415

    return layouts()


@cache
def _stated_layouts() -> dict[str, str]:
    return {layout.id: _hash_parts([layout.model_dump_json()]) for layout in _known_layouts().values()}


@cache
def choice_fingerprint() -> str:
    """A hash of what decides on the layout of a document: how each is recognised, and their order."""
    return _hash_parts(_recognition_key(layout) for layout in _known_layouts().values())


def _recognition_key(layout: Layout) -> str:
    return json.dumps([layout.id, layout.generic, layout.recognise.model_dump(mode="json")])


def _hash_parts(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def code_files(root: Path) -> Iterator[Path]:
    """The files of a package on which a reading depends, whatever its layout: all but the layouts themselves."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        is_layout = (path.parent.name, path.suffix) == _LAYOUTS
        if path.is_file() and not is_layout and not any(part == _BYTECODE or part.startswith(".") for part in inside):
            yield path


def _add_file(digest: hashlib._Hash, name: str, path: Path) -> None:
    content = path.read_bytes() if path.is_file() else b""
    digest.update(f"{name}\0{len(content)}\0".encode() + content)


def library_version(name: str) -> str | None:
    """The version of a library that is installed; None where it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
