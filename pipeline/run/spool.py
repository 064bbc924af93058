"""Bytes put aside on disk while a run goes on, in a file without a name: it goes when the process ends, somehow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final

from pipeline.errors import PublishError

_IN_MEMORY: Final = 8 << 20  # bytes that are kept in memory: a few plans never reach the disk


@dataclass(frozen=True, slots=True)
class Part:
    """Where something stands in a spool, in bytes."""

    start: int
    length: int


class Spool:
    """Keeps bytes in `folder` for as long as it is open."""

    def __init__(self, folder: Path) -> None:
        """Raises:
        PublishError: nothing can be written in `folder`.
        """
        self._folder = folder
        self._end = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by `__exit__`
        except OSError as error:
            raise self._failed(error) from error

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, content: bytes | memoryview) -> Part:
        """Keep `content`.

        Raises:
            PublishError: it cannot be written.
        """
        part = Part(self._end, len(content))
        try:
            self._file.seek(part.start)
            self._file.write(content)
        except OSError as error:
            raise self._failed(error) from error
        self._end += part.length
        return part

    def put_all(self, content: Iterable[bytes | memoryview]) -> Part:
        """Keep what `content` gives, as one part.

        Raises:
            PublishError: it cannot be written.
        """
        start = self._end
        for piece in content:
            self.put(piece)
        return Part(start, self._end - start)

    def get(self, part: Part) -> bytes:
        """What was put there.

        Raises:
            PublishError: it cannot be read again.
        """
        try:
            self._file.seek(part.start)
            content: bytes = self._file.read(part.length)
        except OSError as error:
            raise self._failed(error) from error
        if len(content) != part.length:
            raise PublishError(f"what was put aside in {self._folder} is not there any more")
        return content

    def _failed(self, error: OSError) -> PublishError:
        return PublishError(f"cannot publish into {self._folder}: {error}")
