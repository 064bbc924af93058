"""The text form of a plan: tab-separated rows, lines of text, and what a converter did to them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from extractors.errors import DocumentTooLarge, EmptyFile, WrongEncoding
from extractors.pages.file_bytes import read_at_most
from extractors.pages.model import Cell, Item, MendedWord, Place, TableRow, TextLine
from extractors.pages.text_form.markup import cleaned, fragments, is_bold, runs
from extractors.pages.text_repair.texts import repair_text

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)(?:\s+#+)?\s*")
_DASHES = re.compile(r"\s*:?-{2,}:?\s*")
_MOST_BYTES: Final = 32 << 20  # of a text; the largest plan known has 0.3 MB
_MOST_LINES: Final = 200_000  # of a text; 3,000 dense pages have as many
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text read: `items` from top to bottom, and the paragraphs of those cells that hold more than one.

    `fragments` is keyed by line (from 1) and cell index. `mended` are words whose letters were put right, `doubted`
    words and pairs of words that may be others; `lossy` tells that letters were lost without a sign.
    """

    items: tuple[Item, ...]
    fragments: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    mended: tuple[MendedWord, ...] = ()
    doubted: frozenset[str] = frozenset()
    lossy: bool = False


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, with or without byte order mark, or UTF-16 or UTF-32 with one.

    Raises:
        WrongEncoding: `data` is none of these, or holds NUL characters, as UTF-16 without its mark does.
    """
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encoding = "utf-32"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"byte {error.start + 1} is not {encoding.removesuffix('-sig').upper()}") from error
    if "\x00" in text:
        raise WrongEncoding(f"character {text.index(chr(0)) + 1} is NUL, which no text holds")
    return text


def read_content(path: Path) -> bytes:
    """The bytes of the text file `path`.

    Raises:
        UnreadableFile: the file system does not give them.
        DocumentTooLarge: there are more bytes or lines than any plan has.
    """
    data = read_at_most(path, _MOST_BYTES, "text")
    if (lines := max(data.count(b"\n"), data.count(b"\r"))) > _MOST_LINES:
        raise DocumentTooLarge(f"the text has {lines} lines, the limit is {_MOST_LINES}")
    return data


def read_document(path: Path) -> TextDocument:
    """The items of the text file `path` with the paragraphs of its cells.

    Raises:
        UnreadableFile: the file system does not give the content.
        DocumentTooLarge: there is more of it than of any plan.
        EmptyFile: there is no content but white space.
        WrongEncoding: the file is not Unicode text.
    """
    data = read_content(path)
    text = decode(data)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise EmptyFile("the file is empty" if not data else "the file holds nothing but white space")
    repaired = repair_text(text)
    mended = tuple(MendedWord(now, given) for now, given in sorted(repaired.mended.items()))
    return replace(parse(repaired.text), mended=mended, doubted=frozenset(repaired.doubted), lossy=repaired.lossy)


def parse(text: str) -> TextDocument:
    """The items of a text whose rows part their cells by tabs."""
    items: list[Item] = []
    parts: dict[tuple[int, int], tuple[str, ...]] = {}
    paragraph: list[tuple[int, str]] = []
    table, in_table = 0, False
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if "\t" not in line:
            in_table = False
            if line.strip():
                paragraph.append((number, line))
                continue
        items.extend(_text_lines(paragraph))
        paragraph.clear()
        if "\t" in line:
            if not in_table:
                table, in_table = table + 1, True
            if row := _read_row(line, number, table, parts):
                items.append(row)
    items.extend(_text_lines(paragraph))
    return TextDocument(tuple(items), parts)


def _read_row(line: str, number: int, table: int, parts: dict[tuple[int, int], tuple[str, ...]]) -> TableRow | None:
    """The row that `line` holds; None for a converter's line of dashes under a heading and for empty cells.

    Such a line has dashes in every cell; `Stato⇥---` and `⇥---` are values.
    """
    raw = line.split("\t")
    if all(_DASHES.fullmatch(cell) for cell in raw):
        return None
    place = Place(line=number)
    cells: list[Cell] = []
    for column, cell in enumerate(raw):
        found = fragments(cell)
        if len(found) > 1:
            parts[number, column] = tuple(found)
        cells.append(Cell(" ".join(found), place, column, bold=is_bold(cell)))
    return TableRow(tuple(cells), place, table) if any(c.text for c in cells) else None


def _text_lines(paragraph: list[tuple[int, str]]) -> Iterator[TextLine]:
    """The lines of a paragraph. Emphasis may run over its lines; a line whose end was lost gives several."""
    pending: list[tuple[int, str]] = []
    for number, line in paragraph:
        if heading := _HEADING.fullmatch(line):
            yield from _plain_lines(pending)
            pending = []
            if text := " ".join(fragments(heading["text"])):
                yield TextLine(text, Place(line=number), bold=True)
        else:
            pending.append((number, line))
    yield from _plain_lines(pending)


def _plain_lines(lines: list[tuple[int, str]]) -> Iterator[TextLine]:
    if not lines:
        return
    index, text = 0, ""
    bold: list[bool] = []
    for run in runs("\n".join(line for _, line in lines)):
        for i, piece in enumerate(run.text.split("\n")):
            if i or run.broken:
                yield from _read_line(text, bold, lines[index][0])
                text, bold = "", []
            index += bool(i)
            text += piece
            if piece.strip():
                bold.append(run.bold)
    yield from _read_line(text, bold, lines[index][0])


def _read_line(text: str, bold: list[bool], number: int) -> Iterator[TextLine]:
    found = [cleaned(part, prose=True) for part in fragments(text)]
    whole = all(bold) or is_bold(text)
    yield from (TextLine(part, Place(line=number), bold=whole) for part in found if part)
