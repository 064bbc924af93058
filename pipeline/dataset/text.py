"""Text as the tables hold it: single spaces, no control characters, never empty."""

from __future__ import annotations

import re

# What no table should carry: control characters that are not white space, and halves of surrogate pairs
# (broken fonts yield them and UTF-8 cannot hold them). They become U+FFFD, so that the damage stays visible.
_DAMAGE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")

_QUOTED_PATH = re.compile(r"(['\"])/(?:[^'\"/\n]+/)*([^'\"/\n]+)\1")
_PATH = re.compile(r"(?<![\w/.])/(?:[^\s'\"/:;,]+/)+")


def clean_text(text: str | None) -> str | None:
    """`text` with every run of white space as one space; None where nothing is left.

    Characters that a table cannot hold are replaced by U+FFFD.
    """
    if text is None:
        return None
    if text.isprintable() and "  " not in text:  # nothing but single spaces is white, as in all but few texts
        return text.strip(" ") or None
    return " ".join(_DAMAGE.sub("\ufffd", text).split()) or None


def strip_control(text: str) -> str:
    """`text` without what a terminal would obey: lines stay lines, other control characters become U+FFFD."""
    return _DAMAGE.sub("\ufffd", text).replace("\r", "\ufffd")


def without_folders(text: str) -> str:
    """`text` with the last name alone of each path that it holds: errors quote paths of the machine that read a plan,
    which are nobody's business."""
    return _PATH.sub("", _QUOTED_PATH.sub(r"\1\2\1", text))


def clean_lines(text: str | None) -> str | None:
    """Like `clean_text`, but lines stay lines."""
    if text is None:
        return None
    lines = [cleaned for line in text.splitlines() if (cleaned := clean_text(line))]
    return "\n".join(lines) or None
