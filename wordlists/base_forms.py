"""The forms of a language's words with the basic form of each (simplemma's), in a file that is searched where it lies.

As a table a list takes 44 to 100 MB of each process and a quarter of a second to one and a half. So it is written once
for all processes of a user, in the order of its words, and a process maps the file, in a millisecond.
"""

# ruff: noqa: PLC0415 - simplemma is slow to load, and needed only where its list is not written yet

from __future__ import annotations

import bisect
import functools
import mmap
import os
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path


class MappedList(Mapping[str, str]):
    """Lines of a word, a tab and its basic form, in the order of their bytes."""

    def __init__(self, lines: bytes | mmap.mmap) -> None:
        self._lines = lines

    def __getitem__(self, word: str) -> str:
        sought, lines = f"{word}\t".encode(), self._lines
        start = bisect.bisect_left(
            range(len(lines)), sought, key=lambda at: lines[lines.rfind(b"\n", 0, at) + 1 : lines.find(b"\n", at)]
        )
        end = start + len(sought)
        if lines[start:end] != sought:
            raise KeyError(word)
        return lines[end : lines.find(b"\n", end)].decode()

    def __iter__(self) -> Iterator[str]:
        for line in self._lines[:].decode().splitlines():
            yield line.partition("\t")[0]

    def __len__(self) -> int:
        return self._lines[:].count(b"\n")


@functools.cache
def load_list(language: str) -> Mapping[str, str]:
    """The list of a language.

    It lies in the user's cache (`$XDG_CACHE_HOME` or `~/.cache`); where nothing can be written there, each process
    makes an index of its own.
    """
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cruscotto"
        path = folder / f"{language}-{version('simplemma')}.words"
        if not path.exists():
            _write_list(language, path)
        with path.open("rb") as file:
            return MappedList(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, RuntimeError, ValueError):  # RuntimeError: there is no home, ValueError: the file is empty
        from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

        return StreamDictionaryFactory().get_dictionary(language)


def _write_list(language: str, path: Path) -> None:
    """Write a list aside and put it in its place whole: another process may be doing the same."""
    from simplemma.strategies import DefaultDictionaryFactory

    listed: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder, path.name)
        with made.open("wb") as file:
            file.write("".join(sorted([f"{word}\t{base}\n" for word, base in listed.items()])).encode())
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
