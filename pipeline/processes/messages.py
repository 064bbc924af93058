"""Messages from a process that has opened a stranger's file: lines of bytes, bounded and never unpickled.

`Connection.recv` would run what a pickle says, and `recv_bytes` waits for the whole of a message that has begun: a
process that stops in the middle of one would hold its parent for ever. So a message is a line, and its reader takes
what has come and no more.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from typing import Final

_CHUNK: Final = 1 << 20  # bytes taken at a time
_END: Final = b"\n"


def send_line(pipe: Connection, *content: bytes) -> None:
    """Send a message, which may be given in parts; it must hold no line end, as JSON without indentation holds none.

    Raises:
        ValueError: it holds one.
        OSError: nobody listens any more.
    """
    if any(_END in part for part in content):
        raise ValueError("a message is one line")
    # Rows of a long document are many bytes, and are not put together once more.
    for part in (*content, _END) if len(content[-1]) > _CHUNK else [b"".join([*content, _END])]:
        left = memoryview(part)
        while left:
            left = left[os.write(pipe.fileno(), left) :]


class LineReader:
    """Takes the messages of one process; each has `longest` bytes at most."""

    def __init__(self, pipe: Connection, longest: int) -> None:
        self._pipe = pipe
        self._longest = longest
        self._begun: list[bytes] = []
        self._length = 0

    def read_lines(self) -> list[bytes]:
        """The messages that are complete by now; none where one has only begun. Waits only where nothing has come.

        Raises:
            EOFError: the process has ended, or closed its pipe.
            OSError: the pipe is broken.
            ValueError: a message is longer than any that the process may send.
        """
        content = os.read(self._pipe.fileno(), _CHUNK)
        if not content:
            raise EOFError
        *complete, rest = content.split(_END)
        if complete:
            complete[0] = b"".join([*self._begun, complete[0]])
            self._begun, self._length = [], 0
        self._begun.append(rest)
        self._length += len(rest)
        if max(self._length, *map(len, complete), 0) > self._longest:
            raise ValueError(f"a message has more than {self._longest} bytes")
        return complete
