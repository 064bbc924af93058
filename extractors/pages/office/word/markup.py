"""Names and switches of WordprocessingML (ECMA-376 part 1, chapter 17)."""

from __future__ import annotations

from typing import Any, Final

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFF: Final = ("0", "false", "off", "none")


def tag(name: str) -> str:
    """The qualified name of the element `name`."""
    return f"{{{_MAIN}}}{name}"


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute's text; None where the element has none."""
    found = element.get(tag(name))
    return None if found is None else str(found)


def is_on(properties: Any, name: str) -> bool:
    """Whether a switch is on: it is where it stands without a value."""
    return bool(switch(properties, name))


def switch(properties: Any, name: str) -> bool | None:
    """What a switch says; None where it is not there."""
    found = None if properties is None else properties.find(tag(name))
    if found is None:
        return None
    return (attribute(found, "val") or "on").casefold() not in _OFF
