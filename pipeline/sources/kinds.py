"""What a source of the command line is: a path of this machine, or something that is brought here first."""

from __future__ import annotations

from typing import Final

ARCHIVES: Final = {".zip": "zip", ".tar": "tar", ".tgz": "tar", ".tar.gz": "tar", ".tar.xz": "tar", ".tar.bz2": "tar"}
"""Archives whose members are documents, by the end of their name."""
LISTS: Final = (".csv", ".parquet", ".lst", ".urls")
"""Lists of documents: manifests with a column `url`, and plain lists of one address a line."""


def is_staged(source: str) -> bool:
    """Whether a source is brought here first: an address, an archive or a list; anything else is a path."""
    return "://" in source or archive_kind(source) is not None or is_list(source)


def archive_kind(source: str) -> str | None:
    """The kind of archive that a name ends like, as fsspec calls it; None for what is no archive."""
    return next((kind for end, kind in ARCHIVES.items() if source.lower().endswith(end)), None)


def is_list(source: str) -> bool:
    """Whether a name ends like that of a list of documents."""
    return source.lower().endswith(LISTS)
