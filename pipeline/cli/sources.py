"""Sources of the command line: paths stay as they are, everything else is brought into a local folder first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import DocumentError
from pipeline.errors import UsageError
from pipeline.sources.kinds import is_staged

if TYPE_CHECKING:
    from pipeline.sources.staging import Staged

_EVERY = 100
"""Documents between two lines that say how a download gets on."""


def stage_sources(
    sources: Sequence[str], store: Path, *, say: Callable[[str], None], quiet: bool
) -> tuple[list[Path], list[tuple[str, DocumentError]]]:
    """The local files and folders that the sources stand for, and the documents that could not be had, by name.

    Raises:
        UsageError: a source cannot be listed, or what reads such sources is not installed.
    """
    local: list[Path] = []
    unavailable: list[tuple[str, DocumentError]] = []
    for source in sources:
        if Path(source).is_dir() or not is_staged(source):
            local.append(Path(source))
            continue
        staged = _stage_source(source, store, None if quiet else _make_progress(source, say))
        local.append(staged.folder)
        unavailable += staged.failed
        for name, error in staged.stale:
            say(f"warning: {name}: the copy downloaded before is read: {error.cause}")
    return local, unavailable


def _stage_source(source: str, store: Path, progress: Callable[[int, int], None] | None) -> Staged:
    try:
        from pipeline.sources.staging import stage  # noqa: PLC0415 - fsspec is an extra, and slow to load
    except ImportError as error:
        raise UsageError(f"{source}: {error}", remedy="Install it: pip install 'cruscotto[sources]'.") from error
    return stage(source, store, progress)


def _make_progress(source: str, say: Callable[[str], None]) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if done == total or done % _EVERY == 0:
            say(f"{source}: {done} of {total} documents are here")

    return show
