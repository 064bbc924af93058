"""Files that people edit (layouts, corrections, settings), read as text without waiting and without end."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

LARGEST: Final = 1 << 20
"""Bytes of the largest file of layouts, corrections and the like: seventy times the largest that there is."""


class EditedFileError(Exception):
    """A file that people edit cannot be read; the message says why."""


def read_edited_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    A pipe is not waited for, a device not read: what the file is comes first, its content second.

    Raises:
        EditedFileError: it is no regular file, has more than `largest` bytes, is not UTF-8, or the file system does not
            give it.
    """
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123 - it is open already
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise EditedFileError("it is no regular file")
            content = file.read(largest + 1)
        if len(content) > largest:
            raise EditedFileError(f"it is larger than {largest >> 10} KiB")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise EditedFileError(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise EditedFileError(f"it is not UTF-8: {error}") from error
