"""What is known of each gathered document, on disk: a run over a hundred thousand holds none of it in memory.

SQLite keeps it in a file without a name, which goes when the process ends, somehow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, Generic, TypeVar

from pipeline.errors import PublishError
from pipeline.run.documents.fragment import Key

Record = TypeVar("Record")

_CACHE: Final = 4096  # KiB that SQLite keeps in memory
_AT_ONCE: Final = 500


class DocumentIndex(Generic[Record]):
    """Records by the key of a document, in the order of the keys; a record may have a plan, by which it is found."""

    def __init__(self, pack: Callable[[Record], bytes], unpack: Callable[[bytes], Record]) -> None:
        """`pack` makes bytes of a record, `unpack` the record of these."""
        self._pack, self._unpack = pack, unpack
        # An empty name is a private file; what one thread writes, another may read.
        self._lock = Lock()
        self._base = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._base.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute(
            "CREATE TABLE document (name TEXT, sha256 TEXT, plan TEXT, place TEXT, record BLOB, "
            "PRIMARY KEY (name, sha256)) "
            "WITHOUT ROWID"
        )
        self._base.execute("CREATE INDEX by_plan ON document (plan)")
        self._base.execute("CREATE INDEX by_place ON document (place, name, sha256)")

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def put(self, key: Key, plan: str | None, record: Record, place: str = "") -> None:
        """Keep a record, at a place where it is found again; it replaces one of the same key.

        Raises:
            PublishError: it cannot be written.
        """
        with self._held():
            self._base.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)",
                (*key, plan, place, self._pack(record)),
            )

    def drop(self, plans: Iterable[str]) -> None:
        """Forget the records of these plans.

        Raises:
            PublishError: it cannot be written.
        """
        with self._held():
            self._base.executemany("DELETE FROM document WHERE plan = ?", [(plan,) for plan in plans])

    def items(self) -> Iterator[tuple[Key, Record]]:
        """All keys with their records, in order; another record may be put meanwhile.

        Raises:
            PublishError: they cannot be read.
        """
        last: Key = ("", "")
        first = True
        while True:
            sign = ">=" if first else ">"
            with self._held():
                found = self._base.execute(
                    f"SELECT name, sha256, record FROM document WHERE (name, sha256) {sign} (?, ?) "
                    "ORDER BY name, sha256 LIMIT ?",
                    (*last, _AT_ONCE),
                ).fetchall()
            for name, sha256, packed in found:
                yield (name, sha256), self._unpack(packed)
            if len(found) < _AT_ONCE:
                return
            last, first = (found[-1][0], found[-1][1]), False

    def places(self) -> list[str]:
        """The places, in order.

        Raises:
            PublishError: they cannot be read.
        """
        with self._held():
            found = self._base.execute("SELECT DISTINCT place FROM document ORDER BY place").fetchall()
        return [place for (place,) in found]

    def at(self, place: str) -> Iterator[Record]:
        """The records of a place, in order.

        Raises:
            PublishError: they cannot be read.
        """
        with self._held():
            keys = self._base.execute(
                "SELECT name, sha256 FROM document WHERE place = ? ORDER BY name, sha256", (place,)
            ).fetchall()
        for key in keys:
            with self._held():
                (packed,) = self._base.execute(
                    "SELECT record FROM document WHERE name = ? AND sha256 = ?", key
                ).fetchone()
            yield self._unpack(packed)

    def of_plan(self, plan: str | None) -> list[Record]:
        """The records of a plan, or of those that have none, in order.

        Raises:
            PublishError: they cannot be read.
        """
        with self._held():
            found = self._base.execute(
                "SELECT record FROM document WHERE plan IS ? ORDER BY name, sha256", (plan,)
            ).fetchall()
        return [self._unpack(packed) for (packed,) in found]

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Let other threads wait, and tell a fault of the disk as this program does."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise PublishError(f"what was put aside for publishing is not there any more: {error}") from error
