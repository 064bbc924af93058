"""Plans to measure a corpus with: small, cheap to make, each of its own body, year, wording and figures.

What they state are the indicators and targets of the five sample plans, drawn anew for each with other numbers. Half
are PDFs of one to three pages with ruled tables, half the text form; two of each hundred cannot be read, as in life.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cruscotto

RAW: Final = Path(__file__).parent.parent / "data" / "raw"
_FIRST: Final = ("Borgo", "Campo", "Castel", "Monte", "Pieve", "Ponte", "Rocca", "Serra", "Torre", "Villa")
_THEN: Final = ("alto", "chiaro", "fiorito", "forte", "franco", "lungo", "nuovo", "rosso", "secco", "verde")
_LAST: Final = ("Ionico", "Ligure", "Lucano", "Marittimo", "Piceno", "Pugliese", "Sabino", "Sannita", "Terme", "Umbro")
_YEARS: Final = range(2019, 2026)
_ROWS: Final = (6, 30)
_COLUMNS: Final = (30, 300, 400, 480, 560)  # points: where the columns of a PDF's table begin, and its end
_ROW, _TOP, _ROWS_OF_PAGE = 32, 720, 18  # points, points from below, rows
_HEADINGS: Final = ("Indicatore", "Unità di misura", "Target {year}", "Risultato {year}")


@dataclass(frozen=True, slots=True)
class Stated:
    """An indicator of a sample plan: its name and the text of a target."""

    name: str
    target: str


def sample_indicators() -> list[Stated]:
    """The indicators of the sample plans that have a target, each name once, in the order of the plans."""
    frames = cruscotto.read(*sorted(RAW.glob("*.pdf")))
    targets = frames["values"].query("role == 'target' and status == 'ok'").drop_duplicates("indicator_id")
    names = frames["indicators"].drop_duplicates("name").set_index("indicator_id")["name"]
    found = targets[targets["indicator_id"].isin(names.index)]
    return [Stated(names[one], raw) for one, raw in zip(found["indicator_id"], found["raw"], strict=True)]


def body_of(number: int) -> str:
    """The name of the body that publishes the plan of this number; each publishes one a year."""
    at = number // len(_YEARS)
    name = f"{_FIRST[at % 10]}{_THEN[at // 10 % 10]} {_LAST[at // 100 % 10]}"
    return f"Comune di {name}" + (f" {_LAST[at // 1000 % 10]}" if at >= 1000 else "")


def write_plans(folder: Path, count: int, seed: int = 0) -> Iterator[Path]:
    """Write `count` plans into `folder`, which is made; a plan's content depends on its number and the seed alone."""
    folder.mkdir(parents=True, exist_ok=True)
    indicators = sample_indicators()
    for number in range(count):
        yield write_plan(folder, number, indicators, seed)


def write_plan(folder: Path, number: int, indicators: Sequence[Stated], seed: int = 0) -> Path:
    """Write the plan of this number."""
    draw = random.Random(f"{seed} {number}")
    year = _YEARS[number % len(_YEARS)]
    rows = [_varied(one, draw) for one in draw.sample(indicators, draw.randint(*_ROWS))]
    head = _head(number, year)
    as_pdf = number % 2 == 0
    path = folder / f"plan-{number:06}.{'pdf' if as_pdf else 'txt'}"
    content = _pdf(head, rows, year) if as_pdf else _text(head, rows, year)
    if number % 100 == 98:
        content = content[: len(content) // 3]  # a download that was cut
    elif number % 100 == 99:
        content = "\n".join(head).encode()  # no indicator in it
    path.write_bytes(content)
    return path


def write_long_plan(folder: Path, number: int, indicators: Sequence[Stated], rows: int) -> Path:
    """Write a PDF of this number with so many rows, eighteen a page; indicators stand in it more than once."""
    draw = random.Random(f"long {number}")
    year = _YEARS[number % len(_YEARS)]
    stated = [_varied(one, draw) for one in draw.choices(indicators, k=rows)]
    path = folder / f"long-{number:06}.pdf"
    path.write_bytes(_pdf(_head(number, year), stated, year))
    return path


def _head(number: int, year: int) -> list[str]:
    return [
        body_of(number),
        f"Piano della performance {year}-{year + 2}",
        f"Approvato con delibera di Giunta n. {number}",
    ]


def _varied(one: Stated, draw: random.Random) -> tuple[str, str, str, str]:
    """A row: the indicator with other figures of as many digits; days and years stay."""

    def other(found: re.Match[str]) -> str:
        return str(draw.randint(1, 10 ** len(found[0]) - 1))

    target = one.target if re.search(r"\d[/.]\d|20\d\d", one.target) else re.sub(r"\d{1,3}", other, one.target)
    return one.name, "%" if "%" in target else "Numero", target, ""


def _text(head: Sequence[str], rows: Sequence[tuple[str, ...]], year: int) -> bytes:
    lines = [*head, "", "Obiettivo strategico 1: Semplificare i servizi", "", "\t".join(_HEADINGS).format(year=year)]
    lines += ["\t".join(row) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _pdf(head: Sequence[str], rows: Sequence[tuple[str, ...]], year: int) -> bytes:
    """A PDF with a ruled table on each page, as plain as PDFs are."""
    pages = []
    for first in range(0, len(rows), _ROWS_OF_PAGE):
        shown = [tuple(heading.format(year=year) for heading in _HEADINGS), *rows[first : first + _ROWS_OF_PAGE]]
        top = [*head, "Obiettivo strategico 1: Semplificare i servizi"] if first == 0 else []
        pages.append(_page(top, shown))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
               b"/Encoding /WinAnsiEncoding >>"]  # fmt: skip
    for content in pages:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
    kids = b" ".join(b"%d 0 R" % at for at in range(5, len(objects) + 1, 2))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    return _assembled(objects)


def _page(top: Sequence[str], rows: Sequence[tuple[str, ...]]) -> bytes:
    """The content of a page: lines of text above, then a table with rules around its cells."""
    drawn = [_shown(_COLUMNS[0], 810 - 16 * at, text) for at, text in enumerate(top)]
    for at, row in enumerate(rows):
        y = _TOP - _ROW * at
        for column, cell in enumerate(row):
            lines = _lines(cell, 48 if column == 0 else 16)
            drawn += [_shown(_COLUMNS[column] + 3, y - 11 - 9 * place, line) for place, line in enumerate(lines)]
    bottom = _TOP - _ROW * len(rows)
    drawn += [b"%d %d m %d %d l S" % (_COLUMNS[0], y, _COLUMNS[-1], y) for y in range(bottom, _TOP + 1, _ROW)]
    drawn += [b"%d %d m %d %d l S" % (x, bottom, x, _TOP) for x in _COLUMNS]
    return b"\n".join(drawn)


def _lines(text: str, width: int) -> list[str]:
    """The text in at most three lines of so many characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def _shown(x: float, y: float, text: str) -> bytes:
    escaped = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F 7 Tf %d %d Td (%s) Tj ET" % (x, y, escaped)


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
