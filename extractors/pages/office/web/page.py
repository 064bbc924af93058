"""Pages of the web (.html): paragraphs and tables as a browser shows them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from extractors.errors import DocumentError, NotAnOfficeFile, WrongEncoding
from extractors.pages.office.list_numbers import in_format
from extractors.pages.office.model import Block, OfficeDocument, OfficeSection, OfficeTable, Omission, Origin
from extractors.pages.office.package import content_kind, wrapped
from extractors.pages.office.tables import GivenCell
from extractors.pages.office.text_flow import Numbers, TextRuns, in_cell, table_or_text
from extractors.pages.office.web.styles import HtmlStyles, Shown
from extractors.text import raised

_NOT_SHOWN: Final = frozenset((
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "object", "svg", "canvas",
    "audio", "video", "textarea", "select", "option", "datalist", "del",
))  # fmt: skip
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "search", "section", "summary", "ul",
))  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_BOLD: Final = frozenset(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"])
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HTML = re.compile(rb"<(?:!doctype|html|head|body|table|div|p|h[1-6]|span|ul|ol|section)\b", re.IGNORECASE)
_LONGEST_SPAN: Final = 1000  # rows or columns of a cell (HTML, "the table model")


def read_html(data: bytes) -> OfficeDocument:
    """The content of a page.

    Raises:
        NotAnOfficeFile: it is no page.
        WrongEncoding: it says an encoding that is none, or that it is not written in.
    """
    kind = content_kind(data)
    if kind is not None:
        raise NotAnOfficeFile(f"its content is that of a {kind} file")
    text = decoded(data)
    if not _HTML.search(text.encode("utf-8", errors="replace")):
        raise NotAnOfficeFile("it has no element of a web page")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
        if root is None:
            raise NotAnOfficeFile("it has no element of a web page")
        return _PageReader(root).read()
    except DocumentError:
        raise
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise wrapped(error) from error


def decoded(data: bytes) -> str:
    """The text of a page: by its byte order mark, by what it says of itself, else UTF-8, else that of old Windows.

    Raises:
        WrongEncoding: it is not what it says.
    """
    mark = next((name for start, name in _MARKS if data.startswith(start)), None)
    said = _CHARSET.search(data[:4096])
    name = mark or (said[1].decode("ascii") if said else None)
    if name is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")
    # Browsers read Latin-1 as the code page of Windows that extends it (WHATWG Encoding, 4.2).
    name = "cp1252" if name.casefold() in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name
    try:
        return data.decode(name, errors="replace" if name == "cp1252" else "strict")
    except LookupError as error:
        raise WrongEncoding(f"it says that it is written in {name}, which is no encoding") from error
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"it says that it is written in {name}, but byte {error.start + 1} is not") from error


class _PageReader:
    """Reads one page from top to bottom."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._styles = HtmlStyles(root)
        self._numbers = Numbers()
        self._hidden = 0

    def read(self) -> OfficeDocument:
        """The whole page; its title stands outside the text."""
        body = self._root.find("body")
        flow = _Flow(self._numbers, in_table=False)
        blocks = list(self._read_content(self._root if body is None else body, flow, bold=False))
        blocks += flow.end()
        title = " ".join((self._root.findtext(".//title") or "").split())
        hidden = (Omission(f"{self._hidden} hidden elements", Origin()),) if self._hidden else ()
        return OfficeDocument("html", (OfficeSection(tuple(blocks)),), (title,) if title else (), hidden)

    def _read_content(self, parent: Any, flow: _Flow, *, bold: bool) -> Iterator[Block]:
        flow.add(parent.text, bold=bold)
        for child in parent:
            if isinstance(child.tag, str):
                yield from self._read_element(child, flow, bold=bold)
            flow.add(child.tail, bold=bold)

    def _read_element(self, element: Any, flow: _Flow, *, bold: bool) -> Iterator[Block]:
        name, shown = element.tag.casefold(), self._styles.of(element)
        if name in _NOT_SHOWN or shown.hidden:
            self._hidden += shown.hidden and bool("".join(element.itertext()).strip())
            return
        if name == "br":
            flow.break_line()
            return
        if name == "table":
            yield from flow.end()
            table = self._read_table(element)
            if table is not None:
                yield table
            return
        if name == "sup":
            flow.add(raised("".join(element.itertext())), bold=bold)
            return
        own = shown.bold if shown.bold is not None else bold or name in _BOLD
        if name not in _BLOCKS:
            yield from self._read_content(element, flow, bold=own)
            return
        yield from flow.end()
        heading = _HEADING.fullmatch(name)
        flow.begin(level=int(heading[1]) if heading else 0, label=_label_of(element) if name == "li" else "")
        yield from self._read_content(element, flow, bold=own)
        yield from flow.end()

    def _read_table(self, element: Any) -> OfficeTable | None:
        name = self._numbers.next_table()
        rows = []
        for row, filled in self._list_rows(element):
            rows.append([self._make_cell(cell, filled=filled) for cell in row if self._is_cell(cell)])
        return table_or_text([row for row in rows if row], name)

    def _list_rows(self, parent: Any, *, filled: bool = False) -> Iterator[tuple[Any, bool]]:
        """The rows of a table, with whether they stand on a ground."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            shown: Shown = self._styles.of(child)
            if shown.hidden:
                self._hidden += bool("".join(child.itertext()).strip())
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from self._list_rows(child, filled=filled or shown.filled)
            elif child.tag == "tr":
                yield child, filled or shown.filled

    def _is_cell(self, element: Any) -> bool:
        if element.tag not in ("td", "th"):
            return False
        hidden = self._styles.of(element).hidden
        self._hidden += hidden and bool("".join(element.itertext()).strip())
        return not hidden

    def _make_cell(self, element: Any, *, filled: bool) -> GivenCell:
        shown = self._styles.of(element)
        flow = _Flow(self._numbers, in_table=True)
        bold = element.tag == "th" if shown.bold is None else shown.bold
        blocks = [*self._read_content(element, flow, bold=bold), *flow.end()]
        return GivenCell(
            in_cell(blocks),
            _span_of(element, "rowspan"),
            _span_of(element, "colspan"),
            filled or shown.filled or element.tag == "th",
        )


class _Flow:
    """Puts the texts of a run of inline elements together to paragraphs."""

    def __init__(self, numbers: Numbers, *, in_table: bool) -> None:
        self._numbers = numbers
        self._in_table = in_table
        self.begin()

    def begin(self, *, level: int = 0, label: str = "") -> None:
        """Begin a paragraph: a heading of this level, or an entry of a list with its number."""
        self._runs = TextRuns()
        self._level = level
        self._label = label

    def add(self, text: str | None, *, bold: bool) -> None:
        """Take in a text; its line ends are spaces."""
        self._runs.add(re.sub(r"[\r\n]", " ", text or ""), bold=bold)

    def break_line(self) -> None:
        """Begin a new line."""
        self._runs.add("\n")

    def end(self) -> Iterator[Block]:
        """End the paragraph, and give it where it has text."""
        found = self._runs.paragraph(Origin(), level=self._level)
        if found is not None:
            origin = Origin() if self._in_table else self._numbers.next_paragraph()
            yield self._runs.paragraph(origin, level=self._level, label=self._label) or found
            self._label = ""
        self._runs = TextRuns()


def _label_of(entry: Any) -> str:
    """The number of an entry of a numbered list."""
    parent = entry.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    number = _parse_integer(parent.get("start"), 1)
    for sibling in parent.iterchildren("li"):
        number = _parse_integer(sibling.get("value"), number)
        if sibling is entry:
            break
        number += 1
    return f"{in_format(number, parent.get('type') or '1')}."


def _span_of(element: Any, name: str) -> int:
    return min(max(_parse_integer(element.get(name), 1), 1), _LONGEST_SPAN)


def _parse_integer(text: str | None, default: int) -> int:
    found = re.match(r"\s*(-?\d{1,9})", text or "")
    return int(found[1]) if found else default
