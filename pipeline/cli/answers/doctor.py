"""The health of the place where this program runs: environment, folders, and the published dataset."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from filelock import FileLock, Timeout

from extractors.pages.scans.installation import installed, what_is_missing
from pipeline.dataset.checks.quarantine import find_all_breaches
from pipeline.dataset.checks.relations import find_count_breaches
from pipeline.dataset.derived.catalogue import catalogue_file
from pipeline.dataset.identity import hash_file
from pipeline.errors import CruscottoError, DatasetMissingError, ExitCode
from pipeline.language.choice import say
from pipeline.processes.limits import MIB, private_bytes
from pipeline.publish.atomic import LOCK, current_version
from pipeline.publish.dataset_files import read_dataset
from pipeline.publish.ownership import CURRENT, VERSIONS
from pipeline.publish.table_files import PACKAGE
from pipeline.run.cache.cache import damaged_entries
from pipeline.run.documents.fingerprint import LIBRARIES, library_version
from pipeline.run.inputs import SUFFIXES

State: TypeAlias = Literal["ok", "note", "bad"]

_LEAST_FREE: Final = 256 * MIB  # bytes of disk; a version of the dataset with its report takes some 12 MiB
_MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do where it is not well; `exit_code` counts where `state` is bad."""

    area: str
    name: str
    state: State
    found: str
    exit_code: ExitCode = ExitCode.INTERNAL


def run_checks(raw: Path, out: Path) -> list[Check]:
    """Look at everything; nothing is changed but for a file that is written beside the dataset and removed."""
    return [*_check_environment(), *_check_folders(raw, out), *_check_dataset(out)]


def exit_code_of(checks: list[Check]) -> ExitCode:
    """How the command ends: the first thing that is bad decides."""
    return next((check.exit_code for check in checks if check.state == "bad"), ExitCode.OK)


def checks_as_text(checks: list[Check]) -> str:
    """The checks as lines for people."""
    return "\n".join(f"{say(check.state):4} {say(check.area)}: {check.name}: {say(check.found)}" for check in checks)


def _check_environment() -> Iterator[Check]:
    def check(name: str, is_well: object, found: str, otherwise: State = "bad") -> Check:
        return Check("environment", name, "ok" if is_well else otherwise, found)

    yield check("python", sys.version_info >= (3, 11), f"{platform.python_version()}, 3.11 or later is needed")
    for name in LIBRARIES:
        found = library_version(name)
        yield check(name, found, found or "is not installed; run `make test` or `make extract`")
    missing = what_is_missing()
    yield check("ocr", not missing, missing or installed(), "note")
    if private_bytes(os.getpid()) > 0:
        yield check("limits", True, "time and memory of documents are limited")
    else:
        told = "this system does not say how much memory a process takes: time alone is limited"
        yield check("limits", False, told, "note")
    try:
        from extractors.layouts.registry import layouts  # noqa: PLC0415 - it reads all layouts

        yield check("layouts", True, f"{len(layouts())} layouts are right")
    except Exception as error:
        yield check("layouts", False, f"they cannot be read: {error}")
    there = catalogue_file().is_file()
    yield check("catalogue", there, str(catalogue_file()) if there else "it is missing")


def _check_folders(raw: Path, out: Path) -> Iterator[Check]:
    try:
        count = sum(1 for entry in os.scandir(raw) if entry.name.lower().endswith(SUFFIXES))
        closed = [entry.name for entry in os.scandir(raw) if not os.access(entry.path, os.R_OK)]
        state: State = "bad" if closed else "ok" if count else "note"
        yield Check(
            "folders",
            str(raw),
            state,
            f"{count} documents" + (f"; not readable: {', '.join(closed[:_MOST_SHOWN])}" if closed else ""),
            ExitCode.USAGE,
        )
    except OSError as error:
        yield Check("folders", str(raw), "note", f"cannot be listed ({error.strerror}); extract then needs paths")
    place = next(folder for folder in (out, *out.absolute().parents) if folder.is_dir())
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".doctor-"):
            pass
        yield Check("folders", str(out), "ok", "can be written to")
    except OSError as error:
        yield Check("folders", str(out), "bad", f"cannot be written to ({error.strerror})", ExitCode.PUBLISH)
    free = shutil.disk_usage(place).free
    yield Check(
        "folders", "disk", "ok" if free >= _LEAST_FREE else "bad", f"{free // MIB} MiB are free", ExitCode.PUBLISH
    )
    if (out / LOCK).exists():
        yield _check_lock(out)
    left = [p.name for p in (out / VERSIONS).glob("new-*")] if (out / VERSIONS).is_dir() else []
    if left:
        yield Check("folders", "leftovers", "note", f"{len(left)} of killed runs; the next run removes them")
    if torn := damaged_entries(out):
        yield Check("folders", "cache", "note", f"{len(torn)} torn entries; those documents are read again")


def _check_lock(out: Path) -> Check:
    try:
        with FileLock(out / LOCK, timeout=0):
            return Check("folders", "lock", "ok", "no run is publishing")
    except Timeout:
        return Check("folders", "lock", "note", "a run is publishing now")
    except OSError as error:
        return Check("folders", "lock", "bad", f"it cannot be taken ({error.strerror})", ExitCode.PUBLISH)


def _check_dataset(out: Path) -> Iterator[Check]:
    try:
        tables = read_dataset(out)
    except DatasetMissingError as error:
        yield Check("dataset", "tables", "note", f"{error.cause}; nothing is published yet")
        return
    except CruscottoError as error:
        yield Check("dataset", "tables", "bad", error.cause, ExitCode.SCHEMA)
        return
    yield Check("dataset", "tables", "ok", ", ".join(f"{len(rows)} {name}" for name, rows in tables.items()))
    rules: tuple[tuple[str, Callable[[], list[object]]], ...] = (
        ("schema and keys", lambda: list(find_all_breaches(tables))),
        ("accounting", lambda: list(find_count_breaches(tables))),
        ("file hashes", lambda: list(_find_changed_files(out))),
        ("links", lambda: list(_find_broken_links(out))),
    )
    for name, rule in rules:
        try:
            found = rule()
        except Exception as error:
            found = [f"it cannot be checked: {type(error).__name__}: {error}"]
        told = "; ".join(str(one) for one in found[:_MOST_SHOWN]) or "as it should be"
        more = f"; and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        yield Check("dataset", name, "bad" if found else "ok", told + more, ExitCode.SCHEMA)
    kept = [row["source_file"] for row in tables["plans"] if row["freshness"] == "kept"]
    if kept:
        yield Check("dataset", "kept plans", "note", f"published from an earlier run: {', '.join(kept[:_MOST_SHOWN])}")


def _find_changed_files(out: Path) -> Iterator[str]:
    """The files that are not as the data package states."""
    folder = current_version(out)
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    for stated in (*package.get("resources", ()), *package.get("files", ())):
        path = folder / Path(str(stated["path"])).name  # never a path out of the folder
        if not path.is_file():
            yield f"{path.name} is missing"
        elif f"sha256:{hash_file(path)}" != stated["hash"]:
            yield f"{path.name} has another content than {PACKAGE} states"


def _find_broken_links(out: Path) -> Iterator[str]:
    """The names that do not lead to the published version."""
    if not (out / VERSIONS / CURRENT).is_symlink():
        return
    for path in sorted(current_version(out).iterdir()):
        name = out / path.name
        if not name.exists() or not name.samefile(path):
            yield f"{name} does not lead to what is published"
