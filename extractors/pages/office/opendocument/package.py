"""What documents of OpenDocument share (ISO/IEC 26300): their parts, their names and their styles."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from lxml import etree

_SPACES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}
_PREFIXES: Final = {uri: prefix for prefix, uri in _SPACES.items()}


def qualified(name: str) -> str:
    """`text:p` as the tree names it."""
    prefix, _, rest = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{rest}"


def name_of(element: Any) -> str:
    """An element's name with its usual prefix, `text:p`; empty for comments and other vocabularies."""
    if not isinstance(element.tag, str):
        return ""
    uri, _, rest = element.tag[1:].rpartition("}")
    return f"{_PREFIXES[uri]}:{rest}" if uri in _PREFIXES else ""


def attribute(element: Any, name: str) -> str | None:
    """The attribute `text:style-name` of an element; None where it has none."""
    found = element.get(qualified(name))
    return None if found is None else str(found)


def count_of(element: Any, name: str) -> int:
    """An attribute that is a number of times, 1 where it is not there."""
    text = attribute(element, name) or "1"
    return int(text) if text.isdigit() else 1


class OdfPackage:
    """The body of a document and its styles, those of both parts."""

    def __init__(self, data: bytes, body: str) -> None:
        """Open a document whose body is `office:text` or another one.

        Raises:
            ValueError, KeyError, OSError, zipfile.BadZipFile, lxml.etree.XMLSyntaxError: it is damaged.
        """
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = _parse_part(package.read("content.xml"))
            styles = _parse_part(package.read("styles.xml")) if "styles.xml" in package.namelist() else None
        found = content.find(f"{qualified('office:body')}/{qualified(body)}")
        if found is None:
            raise ValueError(f"its content has no {body}")
        self.body: Any = found
        self.roots: tuple[Any, ...] = tuple(root for root in (content, styles) if root is not None)
        self._styles = {
            (attribute(style, "style:family"), attribute(style, "style:name")): style
            for root in reversed(self.roots)
            for style in root.iter(qualified("style:style"))
        }

    def property(self, family: str, name: str | None, part: str, wanted: str) -> str | None:
        """What a style or the nearest it is based on says: `wanted` (`fo:font-weight`) of its `part`
        (`style:text-properties`); None where none of them does."""
        seen: set[str] = set()
        while name is not None and name not in seen and (style := self._styles.get((family, name))) is not None:
            seen.add(name)
            properties = style.find(qualified(part))
            if properties is not None and (found := attribute(properties, wanted)) is not None:
                return found
            name = attribute(style, "style:parent-style-name")
        return None

    def is_bold(self, family: str, name: str | None) -> bool | None:
        """Whether a style of texts is bold; None where it does not say."""
        weight = self.property(family, name, "style:text-properties", "fo:font-weight")
        return None if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600)

    def is_raised(self, name: str | None) -> bool:
        """Whether a style sets texts small above the line, as the numbers of footnotes."""
        place = (self.property("text", name, "style:text-properties", "style:text-position") or "").split()
        return place[:1] == ["super"] or (len(place) == 2 and place[0][:1].isdigit() and place[0] != "0%")

    def is_filled(self, cell_style: str | None) -> bool:
        """Whether cells of a style stand on a ground of their own."""
        colour = self.property("table-cell", cell_style, "style:table-cell-properties", "fo:background-color")
        return colour is not None and colour.casefold() not in ("transparent", "#ffffff")

    def style(self, family: str, name: str | None) -> Any:
        """The style itself; None where there is none."""
        return self._styles.get((family, name))


def _parse_part(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
