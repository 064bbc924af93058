"""The files that a run reads: found in folders, identified by their content, held against their manifest."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from extractors.errors import DocumentError, DocumentTooLarge, MarkdownFile, UnreadableFile, UnsupportedFile
from extractors.pages.office.suffixes import MARKDOWN_SUFFIXES, OFFICE_SUFFIXES, OLD_SUFFIXES
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.identity import plan_id
from pipeline.dataset.issues import Issue, make_issue
from pipeline.dataset.text import clean_text, without_folders
from pipeline.errors import NoInputError

MANIFEST = "manifest.csv"
"""Beside raw files: what they are and where they come from; it has the columns `file` and `sha256`."""
SUFFIXES = (".pdf", ".txt", *OFFICE_SUFFIXES)
"""The files of a folder that are read; the case of letters does not matter."""
LARGEST = 1 << 30
"""Bytes of the largest file that is read: a plan with hundreds of pictures has a tenth of it."""
_LARGEST_MANIFEST = 16 << 20  # bytes: 60,000 files, all of which are held in memory

# Beside the documents stand their manifest and notes on the folder; they are no forgotten documents.
_NO_DOCUMENTS = (MANIFEST, "readme.md", "license")


@dataclass(slots=True)
class Inputs:
    """What a run has to read, in the order of the published tables, and what is to report of the files.

    `copies` are files with the content of one of the sources, which stands for them. `failed` are files whose
    content the file system does not give. `issues` hold file name, plan id (None where the file gives no plan)
    and issue.
    """

    sources: list[Source] = field(default_factory=list)
    copies: list[tuple[str, Source]] = field(default_factory=list)
    failed: list[tuple[str, DocumentError]] = field(default_factory=list)
    issues: list[tuple[str, str | None, Issue]] = field(default_factory=list)


def find_inputs(paths: Sequence[Path], unavailable: Sequence[tuple[str, DocumentError]] = ()) -> Inputs:
    """The documents that the paths name: files, or folders whose files with one of `SUFFIXES` are meant.

    `unavailable` are documents that a source names and that could not be brought here: they fail, by name.

    Raises:
        NoInputError: there is no file at all, or a path does not exist.
    """
    inputs = Inputs(failed=list(unavailable))
    found: dict[str, str] = {}
    for path in paths:
        for file in _list_files(path, inputs, others=len(paths) > 1):
            found.setdefault(os.path.realpath(file), file)
    if not found and not unavailable and not (inputs.failed and len(paths) > 1):
        raise NoInputError(f"no file that is read ({', '.join(SUFFIXES)}) in {', '.join(map(str, paths))}")
    for real in list(found):  # each goes as it is looked at: a hundred thousand take as much as what is known of them
        path = Path(found.pop(real))
        try:
            inputs.sources.append(Source(path, _shown_name(path), sha256_of(path)))
        except DocumentError as error:
            inputs.failed.append((_shown_name(path), error))
    inputs.sources.sort(key=lambda s: (s.name, s.sha256, s.file))
    inputs.failed.sort(key=lambda f: f[0])
    _check_manifests(inputs, [path for path in paths if path.is_dir()])
    _read_once(inputs)
    return inputs


def _shown_name(path: Path) -> str:
    """A file's name as the tables hold it: names may have bytes that are no text, or line ends."""
    return clean_text(path.name) or "unnamed"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content.

    Raises:
        UnreadableFile: the file system does not give it.
        UnsupportedFile: it is no regular file.
        DocumentTooLarge: it is larger than any plan.
    """
    try:
        # Not to wait for whoever writes into a pipe: what the file is comes first, its content second.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123 - it is open already
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode) and found.st_size > LARGEST:
                raise DocumentTooLarge(f"it has {found.st_size >> 20} MiB, the limit is {LARGEST >> 20} MiB")
            if not stat.S_ISREG(found.st_mode):
                raise UnsupportedFile("it is no regular file")
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error


def _list_files(path: Path, inputs: Inputs, *, others: bool) -> Iterable[str]:
    """The files that a path names; a folder that cannot be listed fails like a file where there are `others`."""
    # Not with pathlib, which raises where a folder does not let its entries be looked at.
    if not os.path.isdir(path):  # noqa: PTH112
        if not os.path.lexists(path):
            raise NoInputError(f"{path} does not exist")
        return [str(path)]
    files = []
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208 - texts, for there may be many
    except OSError as error:
        if not others:
            raise NoInputError(f"cannot list {path}: {error.strerror}") from error
        inputs.failed.append((_shown_name(path), UnreadableFile(f"the folder cannot be listed: {error.strerror}")))
        return []
    for name in names:
        entry = path / name
        if entry.name.startswith("."):
            continue  # what systems leave in folders: .gitkeep, ._plan.pdf
        folder = os.path.isdir(entry)  # noqa: PTH112
        if entry.suffix.lower() in (*SUFFIXES, *OLD_SUFFIXES) and not folder:
            files.append(str(entry))
        elif entry.name.lower() not in _NO_DOCUMENTS:
            message = f"not read: it is {'a folder' if folder else 'of a kind that is not read'}"
            if entry.suffix.lower() in MARKDOWN_SUFFIXES and not folder:  # a note on the folder, or a converted plan
                message = f"not read: it is Markdown. If it is a plan: {MarkdownFile.remedy}"
            inputs.issues.append((_shown_name(entry), None, make_issue(codes.FILE_SKIPPED, message)))
    return files


def _read_once(inputs: Inputs) -> None:
    """Let one of the files with the same content and extension stand for all of them."""
    first: dict[tuple[str, str], Source] = {}
    for source in inputs.sources:
        other = first.setdefault((source.sha256, source.path.suffix.lower()), source)
        if other is not source:
            inputs.copies.append((source.name, other))
    inputs.sources = list(first.values())


def _parse_date(text: str | None) -> date | None:
    """The day that a manifest states, None where it states none."""
    if not text:
        return None
    with suppress(ValueError):
        return date.fromisoformat(text)
    from normalizers.targets.reader import read_date  # noqa: PLC0415 - it loads the grammar of cells

    return read_date(text)


def _check_manifests(inputs: Inputs, folders: Iterable[Path]) -> None:
    """Hold the files against the manifests beside them; folders must hold all that their manifest lists."""
    listed: dict[Path, dict[str, dict[str, str]]] = {}
    for folder in dict.fromkeys([*folders, *(source.path.parent for source in inputs.sources)]):
        listed[folder] = _read_manifest(folder / MANIFEST, inputs)
    fetched: list[Source] = []
    for source in inputs.sources:
        row = listed[source.path.parent].get(source.path.name, {})
        expected = row.get("sha256")
        if expected and expected.lower() != source.sha256:
            message = f"{MANIFEST} lists the SHA-256 {expected}, the file has {source.sha256}"
            found = make_issue(codes.MANIFEST_SHA256, message)
            inputs.issues.append((source.name, plan_id(source.sha256), found))
            row = {}  # what it says is of another file
        fetched.append(
            replace(source, url=_parse_url(row.get("url")), retrieved_on=_parse_date(row.get("retrieved_on")))
        )
    inputs.sources = fetched
    for folder in folders:
        for name in listed[folder]:
            if not os.path.exists(folder / name):  # noqa: PTH110 - a name may be anything; pathlib would raise
                message = f"{MANIFEST} lists it, but the folder does not hold it"
                inputs.issues.append(
                    (
                        clean_text(without_folders(name)) or MANIFEST,
                        None,
                        make_issue(codes.MANIFEST_FILE_MISSING, message),
                    )
                )


def _parse_url(text: str | None) -> str | None:
    """The address where it is one, as the manifest lists it."""
    found = clean_text(text)
    return found if found is not None and re.fullmatch(r"https?://\S+", found) else None


def _check_size(manifest: Path) -> None:
    if manifest.stat().st_size > _LARGEST_MANIFEST:
        raise ValueError(f"it is larger than {_LARGEST_MANIFEST >> 20} MiB")


def _read_manifest(path: Path, inputs: Inputs) -> dict[str, dict[str, str]]:
    """By file name, what the manifest lists: `sha256`, and `url` and `retrieved_on` where it has these columns."""
    try:
        if not path.is_file():
            return {}
        _check_size(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            wanted = ("sha256", "url", "retrieved_on")
            return {
                row["file"]: {
                    "sha256": row["sha256"].strip(),
                    **{name: row[name] for name in wanted[1:] if row.get(name)},
                }
                for row in csv.DictReader(file)
                if row["file"]
            }
    except (OSError, ValueError, KeyError, AttributeError, csv.Error) as error:
        message = f"it cannot be read: {type(error).__name__}: {error}"
        inputs.issues.append((path.name, None, make_issue(codes.MANIFEST_UNREADABLE, message)))
        return {}
