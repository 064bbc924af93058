"""How the names of the files end that are read here, without what reads them: quick to load."""

from __future__ import annotations

from typing import Final

WEB_SUFFIXES: Final = (".html", ".htm")
OFFICE_SUFFIXES: Final = (".docx", ".odt", ".xlsx", ".ods", *WEB_SUFFIXES)
MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
OLD_SUFFIXES: Final = (".doc", ".xls")
REFUSED_SUFFIXES: Final = (*OLD_SUFFIXES, *MARKDOWN_SUFFIXES)
"""Files that are not read and that people drop all the same: each is refused with what to do."""
