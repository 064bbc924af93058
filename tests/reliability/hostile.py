"""Files that hurt readers, each made here byte by byte: what they do stands beside what makes them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

MIB: Final = 1 << 20
_PAGE: Final = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>"
_FONT: Final = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
_TEXT: Final = b"BT /F1 12 Tf 72 720 Td (Piano della performance) Tj ET"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def page_of(
    contents: bytes, *more: bytes, page: bytes = _PAGE, resources: bytes = _FONT, trailer: bytes = b"/Root 1 0 R"
) -> bytes:
    """A PDF of one page with this content stream object (number 4) and these resources (number 5)."""
    catalogue, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf(catalogue, pages, page, contents, resources, *more, trailer=trailer)


def xobject_calls_itself_twice() -> bytes:
    """Two calls of itself, and so 2^n at depth n: some readers never come back."""
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    return page_of(stream(b"/X Do " + _TEXT), form, resources=b"<< /XObject << /X 6 0 R >> " + _FONT[3:])


def xobjects_call_each_other() -> bytes:
    """A ring of forms, each of which calls the next one twice."""
    count = 30
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (6 + (number + 1) % count),
        )
        for number in range(count)
    ]
    return page_of(stream(b"/X Do"), *forms, resources=b"<< /XObject << /X 6 0 R >> >>")


def forms_double() -> bytes:
    """No ring: thirty forms, each calls the next one twice, a billion drawings in all."""
    count = 30
    forms = [
        stream(
            b"/X Do /X Do" if number + 1 < count else _TEXT,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> %s"
            % (7 + number, _FONT[3:]),
        )
        for number in range(count)
    ]
    return page_of(stream(b"/X Do"), *forms, resources=b"<< /XObject << /X 6 0 R >> >>")


def many_lines(count: int = 300_000) -> bytes:
    """Line segments without end."""
    drawn = b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, (i * 7) % 595, (i * 3) % 842) for i in range(count))
    return page_of(stream(zlib.compress(_TEXT + b"\n" + drawn), b"/Filter /FlateDecode"))


def flate_bomb(size: int = 1024 * MIB) -> bytes:
    """A gigabyte of nothing in a megabyte."""
    squeezer = zlib.compressobj(9)
    block = b" " * MIB
    squeezed = b"".join(squeezer.compress(block) for _ in range(size // MIB)) + squeezer.flush()
    return page_of(stream(squeezed, b"/Filter /FlateDecode"))


def nested_bomb() -> bytes:
    """A bomb in a bomb: two Flate filters."""
    squeezed = zlib.compress(zlib.compress(b"0 0 m 9 9 l S " * (40 * MIB // 14), 9), 9)
    return page_of(stream(squeezed, b"/Filter [/FlateDecode /FlateDecode]"))


def wide_page() -> bytes:
    """A page of 2,000,000 points, 700 metres."""
    return page_of(stream(_TEXT), page=_PAGE.replace(b"595 842", b"2000000 2000000"))


def odd_box() -> bytes:
    """A page box of no size, with numbers that are none."""
    return page_of(stream(_TEXT), page=_PAGE.replace(b"[0 0 595 842]", b"[1e38 -1e38 nan 99999999999999999999]"))


def page_tree_loops() -> bytes:
    """A page tree that is its own child."""
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>")


def million_pages() -> bytes:
    """A page tree that says it has a million pages, and one of which stands in it thousands of times."""
    kids = b"3 0 R " * 100_000
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count 1000000 >>",
        _PAGE,
        stream(_TEXT),
        _FONT,
    )


def deep_arrays() -> bytes:
    """Arrays inside arrays, deeper than any stack."""
    return page_of(stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ"), page=_PAGE[:-2] + b"/X " + b"[" * 100_000 + b" >>")


def deep_states() -> bytes:
    """Graphics states saved without end."""
    return page_of(stream(b"q " * 500_000 + _TEXT))


def circular_length() -> bytes:
    """A stream whose length is the stream."""
    return page_of(b"<< /Length 4 0 R >>\nstream\n" + _TEXT + b"\nendstream")


def circular_xref() -> bytes:
    """Cross-reference tables, each the one before the other."""
    made = page_of(stream(_TEXT))
    start = made.rindex(b"xref\n0 ")
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def broken_xref() -> bytes:
    """Offsets that lead nowhere."""
    return page_of(stream(_TEXT)).replace(b"startxref\n", b"startxref\n99999999")


def pickled_cmap() -> bytes:
    """CVE-2025-64512: a font whose CMap is a path out of the reader's own folder."""
    font = (
        b"<< /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /..#2F..#2F..#2F..#2Ftmp#2Fcmap-pickle"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A"
        b" /CIDSystemInfo << /Registry (/tmp/x) /Ordering (cmap-pickle) /Supplement 0 >> >>] >> >> >>"
    )
    return page_of(stream(_TEXT), resources=font)


def encrypted() -> bytes:
    """A password that nobody knows."""
    lock = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>" % (b"ab" * 32, b"cd" * 32)
    return page_of(stream(_TEXT), trailer=b"/Root 1 0 R /Encrypt << %s >> /ID [<01> <01>]" % lock)


def script() -> bytes:
    """What opens programs and addresses in viewers: readers of text have no use for it."""
    actions = b"/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /WC << /S /URI /URI (http://198.51.100.1/) >> >>"
    made = page_of(stream(_TEXT))
    return made.replace(b"/Type /Catalog", b"/Type /Catalog " + actions, 1)


def long_text_row() -> bytes:
    """A row of a text with two hundred thousand cells."""
    return b"Indicatore\tTarget\n" + b"x\t" * 200_000


def deep_markup() -> bytes:
    """Tags opened without end."""
    return b"Indicatore\tTarget\n" + b"<b>" * 100_000 + b"\t80%\n"


def long_number() -> bytes:
    """Figures of many digits: conversions that take the square of their number."""
    return (
        b"Indicatore\tPeso\tTarget 2019\nTempo\t50%\t" + b"9" * 200_000 + b"\nTempo\t50%\t>= " + b"1." * 50_000 + b"\n"
    )


HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "xobject-calls-itself.pdf": xobject_calls_itself_twice,
    "xobjects-call-each-other.pdf": xobjects_call_each_other,
    "forms-double.pdf": forms_double,
    "many-lines.pdf": many_lines,
    "flate-bomb.pdf": flate_bomb,
    "nested-bomb.pdf": nested_bomb,
    "wide-page.pdf": wide_page,
    "odd-box.pdf": odd_box,
    "page-tree-loops.pdf": page_tree_loops,
    "million-pages.pdf": million_pages,
    "deep-arrays.pdf": deep_arrays,
    "deep-states.pdf": deep_states,
    "circular-length.pdf": circular_length,
    "circular-xref.pdf": circular_xref,
    "broken-xref.pdf": broken_xref,
    "pickled-cmap.pdf": pickled_cmap,
    "encrypted.pdf": encrypted,
    "script.pdf": script,
    "zero-bytes.pdf": lambda: b"",
    "head-alone.pdf": lambda: b"%PDF-1.7\n",
    "text-named-pdf.pdf": lambda: b"Indicatore\tTarget\nTempo\t80%\n",
    "pdf-named-text.txt": lambda: page_of(stream(_TEXT)),
    "zip-named-pdf.pdf": lambda: b"PK\x03\x04" + bytes(100),
    "long-row.txt": long_text_row,
    "deep-markup.txt": deep_markup,
    "long-number.txt": long_number,
    "zero-bytes.txt": lambda: b"",
    "nul.txt": lambda: b"a\tb\x00\n",
}
"""By file name: what makes its content."""

ODD_NAMES: Final = (
    'it\'s "quoted"; rm -rf $(HOME) `id` & | > x.pdf',
    "line\nend\tand tab.pdf",
    "emoji \U0001f9ea and \u202e right to left.pdf",
    "=HYPERLINK(1).pdf",
    "<script>alert(1)<script>.pdf",
    "-rf.pdf",
    "%s%n{0}{{x}}.pdf",
    "x" * 251 + ".pdf",
    "two..pdf",
)


def write_hostile(folder: Path) -> list[Path]:
    """Write them all into `folder`."""
    return list(_written(folder))


def _written(folder: Path) -> Iterator[Path]:
    for name, make in HOSTILE.items():
        (folder / name).write_bytes(make())
        yield folder / name
