"""Small tagged PDFs, written by hand: a table of words with its structure tree, as office programs write it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class TaggedFile:
    """Pages of text whose rows and cells are tagged; `rows` are lists of cells, each a text drawn at its place.

    `said` gives texts that stand in place of the glyphs of a cell (`ActualText`), by row and column; `suspects` is what
    the catalogue says of the tags; with `packed` the catalogue stands in a compressed stream of objects.
    """

    rows: Sequence[Sequence[str]]
    lefts: Sequence[float] = (40, 300, 400)
    said: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    suspects: str = ""
    packed: bool = False
    lines: Sequence[str] = ("Camera di Commercio di Prova", "Piano della performance 2021")

    def content(self) -> str:
        """The page's content stream."""
        drawn = [f"BT /F1 12 Tf 40 {800 - 20 * i} Td ({text}) Tj ET" for i, text in enumerate(self.lines)]
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                lines = text.split("\n")
                shown = " ".join(f"({_escaped(line)}) Tj 0 -11 Td" for line in lines)
                place = f"{self.lefts[c]} {720 - 40 * r}"
                drawn.append(f"/TD <</MCID {self._content_id(r, c)}>> BDC BT /F1 10 Tf {place} Td {shown} ET EMC")
        return "\n".join(drawn)

    def _content_id(self, row: int, column: int) -> int:
        return sum(len(before) for before in self.rows[:row]) + column

    def data(self) -> bytes:
        """The file."""
        bodies = [
            f"<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true {self.suspects} >> /StructTreeRoot 6 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 "
            "/Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(self.content())} >>\nstream\n{self.content()}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        table = 8
        row_at = [table + 1 + r + sum(map(len, self.rows[:r])) for r in range(len(self.rows))]
        cells = [at + 1 + c for at, row in zip(row_at, self.rows, strict=True) for c in range(len(row))]
        parents = " ".join(f"{number} 0 R" for number in cells)
        bodies += [
            f"<< /Type /StructTreeRoot /K [{table} 0 R] /ParentTree 7 0 R /ParentTreeNextKey 1 >>",
            f"<< /Nums [0 [{parents}]] >>",
            f"<< /Type /StructElem /S /Table /P 6 0 R /K [{' '.join(f'{at} 0 R' for at in row_at)}] >>",
        ]
        for r, (at, row) in enumerate(zip(row_at, self.rows, strict=True)):
            kids = " ".join(f"{at + 1 + c} 0 R" for c in range(len(row)))
            bodies.append(f"<< /Type /StructElem /S /TR /P {table} 0 R /K [{kids}] >>")
            bodies += [self._cell(r, c, at) for c in range(len(row))]
        return _file(bodies, packed=self.packed)

    def _cell(self, row: int, column: int, parent: int) -> str:
        more = f" /ActualText ({_escaped(self.said[row, column])})" if (row, column) in self.said else ""
        if (row, column) in self.spans:
            down, across = self.spans[row, column]
            more += f" /A << /O /Table /RowSpan {down} /ColSpan {across} >>"
        kind = "TH" if row == 0 else "TD"
        return f"<< /Type /StructElem /S /{kind} /P {parent} 0 R /Pg 3 0 R /K {self._content_id(row, column)}{more} >>"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(bodies: Sequence[str], *, packed: bool) -> bytes:
    out = b"%PDF-1.7\n"
    places: dict[int, tuple[int, int, int]] = {}
    if packed:  # the catalogue in a stream of objects, and so the table of places in a stream too
        stream = zlib.compress(f"1 0 {bodies[0]}".encode("latin-1"))
        holder = len(bodies) + 1
        places[holder] = (1, len(out), 0)
        head = f"{holder} 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(stream)} >>\n"
        out += head.encode("ascii") + b"stream\n" + stream + b"\nendstream\nendobj\n"
        places[1] = (2, holder, 0)
    for number, body in enumerate(bodies, start=1):
        if number not in places:
            places[number] = (1, len(out), 0)
            out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start, size = len(out), len(bodies) + 2 + packed
    if packed:
        places[size - 1] = (1, start, 0)
        entries = b"\x00" * 7 + b"".join(
            bytes([kind]) + place.to_bytes(4) + index.to_bytes(2) for _, (kind, place, index) in sorted(places.items())
        )
        head = f"{size - 1} 0 obj\n<< /Type /XRef /Size {size} /W [1 4 2] /Root 1 0 R /Length {len(entries)} >>\n"
        out += head.encode("ascii") + b"stream\n" + entries + b"\nendstream\nendobj\n"
    else:
        out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode("ascii")
        out += "".join(f"{place:010d} 00000 n \n" for _, (_, place, _) in sorted(places.items())).encode("ascii")
        out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n".encode("ascii")
    return out + f"startxref\n{start}\n%%EOF\n".encode("ascii")
