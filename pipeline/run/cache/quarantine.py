"""Files that failed twice in a way that a third reading would hardly mend: they are not read again for nothing.

A document that was too slow or too large, or that ended its process, is read again by the next run, for that says as
much of the machine as of the document. Where it fails again under the same limits, it is put on a list beside the cache
and keeps its failure until the program, the limits or the file change, or somebody asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.processes.limits import Limits
from pipeline.run.documents.fingerprint import code_fingerprint
from pipeline.run.documents.serialization import Failure

LIST: Final = ".quarantine.json"
"""The list, inside the output folder."""
_TWICE: Final = 2
_KINDS: Final = frozenset(
    kind.code
    for kind in (
        *(codes.DOCUMENT_CRASHED, codes.WORKER_DIED, codes.DOCUMENT_TIMEOUT),
        *(codes.STAGE_TIMEOUT, codes.MEMORY_EXCEEDED),
    )
)


@dataclass(slots=True)
class _Entry:
    """A file that failed: how often, under what, and the failure itself."""

    file: str
    times: int
    under: str
    failure: dict[str, Any]


class Quarantine:
    """The list of one output folder; one that cannot be read or written is as good as none."""

    def __init__(self, out: Path, limits: Limits) -> None:
        self._path = out / LIST
        self._under = f"{code_fingerprint()} {limits}"
        self._entries: dict[str, _Entry] = {}
        with suppress(OSError, ValueError, TypeError, AttributeError):
            listed = json.loads(self._path.read_text(encoding="utf-8"))
            self._entries = {name: _Entry(**entry) for name, entry in listed.items()}

    def get(self, source: Source) -> Failure | None:
        """The failure of a file in quarantine; None where it is to be read."""
        entry = self._entries.get(_entry_name(source))
        if entry is None or entry.times < _TWICE or entry.under != self._under:
            return None
        with suppress(TypeError):
            return Failure(**entry.failure)
        return None

    def add(self, source: Source, failure: Failure) -> None:
        """Count a failure of a file that was read."""
        if failure.code not in _KINDS:
            return
        before = self._entries.get(_entry_name(source))
        times = before.times if before is not None and before.under == self._under else 0
        self._entries[_entry_name(source)] = _Entry(source.name, times + 1, self._under, asdict(failure))

    def release(self, sources: Iterable[Source]) -> None:
        """Files were read without failure: they are on no list."""
        for source in sources if self._entries else ():
            self._entries.pop(_entry_name(source), None)

    def files(self) -> list[str]:
        """The files in quarantine, by name."""
        return sorted(e.file for e in self._entries.values() if e.times >= _TWICE and e.under == self._under)

    def save(self) -> None:
        """Write the list, for people too; none where nothing is on it."""
        with suppress(OSError):
            if not self._entries:
                self._path.unlink(missing_ok=True)
                return
            beside = self._path.with_name(f"{LIST}.new")
            listed = {name: asdict(entry) for name, entry in sorted(self._entries.items())}
            beside.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
            beside.replace(self._path)


def _entry_name(source: Source) -> str:
    return source.sha256 + source.path.suffix.lower()
