"""The page sources: pdfium sees what pdfplumber sees, on real plans and on small files that show one thing each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors.documents import extract_document
from extractors.engines.registry import ENGINES, Engine
from extractors.errors import DocumentError, EmptyFile, EncryptedPdf, NotAPdf, UnreadableFile
from extractors.pages import pdfplumber_source
from extractors.pages.model import Box, Page
from extractors.pages.pdfium import source as pdfium_source

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "data/raw").glob("*.pdf"))
FURTHER = sorted(p for p in (ROOT.parent / "shared/plans/pdf").glob("*/*.pdf") if p.parent.name != "office")  # PLANS
NEAR = 0.5  # points


def _pages(path: Path, source: Any) -> list[Page]:
    with source.open_pages(path) as pages:
        found = list(pages)
        assert len(pages) == len(found)
    return found


def _near(one: Box, other: Box) -> bool:
    edges = zip((one.x0, one.y0, one.x1, one.y1), (other.x0, other.y0, other.x1, other.y1), strict=True)
    return all(abs(a - b) <= NEAR for a, b in edges)


def _unmatched(wanted: Sequence[Any], found: Sequence[Any]) -> list[Any]:
    """What of `wanted` has no partner of its own in `found` with the same text and about the same box."""
    free = defaultdict(list)
    for thing in found:
        free[getattr(thing, "text", None)].append(thing)
    left = []
    for thing in wanted:
        same = free[getattr(thing, "text", None)]
        partner = next((i for i, other in enumerate(same) if _near(thing.box, other.box)), None)
        if partner is None:
            left.append(thing)
        else:
            same.pop(partner)
    return left


@pytest.mark.parametrize("most", [2, pytest.param(1000, marks=pytest.mark.slow)], ids=["some-pages", "all-pages"])
@pytest.mark.parametrize("path", [*PLANS, *FURTHER], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_pdfium_sees_what_pdfplumber_sees(path: Path, most: int) -> None:
    with pdfplumber_source.open_pages(path) as wanted, pdfium_source.open_pages(path) as found:
        assert len(wanted) == len(found)
        # pdfplumber takes a quarter of a second a page: `make test` looks at some, spread over the plan.
        step = -(-len(found) // most)
        for number in range(1, len(found) + 1, step):
            one, other = wanted.page(number), found.page(number)
            assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.01)
            for kind in ("words", "rules", "fills"):
                things, others = getattr(one, kind), getattr(other, kind)
                assert _unmatched(things, others) == [], f"{kind} of page {number}"
                assert len(things) == len(others)


# --- small files -------------------------------------------------------------------------------------------------


def _pdf(content: str, page: str = "", objects: Sequence[str] = (), trailer: str = "") -> bytes:
    """A PDF of one page, 595 by 842 points, with this content stream, further page entries and objects from 6 on."""
    resources = "/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"{page} {'' if '/Resources' in page else resources} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        *objects,
    ]
    out = "%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def _form(content: str, matrix: str) -> str:
    resources = "/Resources << /Font << /F1 5 0 R >> >>"
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [{matrix}] {resources}"
    return f"{head} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _page(folder: Path, content: str, **more: Any) -> Page:
    path = folder / "page.pdf"
    path.write_bytes(_pdf(content, **more))
    (page,) = _pages(path, pdfium_source)
    return page


TEXT = "BT /F1 10 Tf 100 700 Td (Peso >= 80%) Tj ET"


def test_words_have_the_box_of_their_advance_and_their_type_size(tmp_path: Path) -> None:
    first, *others = _page(tmp_path, TEXT).words
    assert [first.text, *(w.text for w in others)] == ["Peso", ">=", "80%"]
    assert first.bold
    assert first.size == pytest.approx(10, abs=0.01)
    assert first.box.x0 == pytest.approx(100, abs=0.01)
    assert first.box.y0 < 842 - 700 < first.box.y1  # the base line
    assert first.box.height == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize("drawn", ["(Pe) Tj (so) Tj", "[(P) 50 (eso)] TJ", "(P) Tj 0.5 0 Td 6.17 0 Td (eso) Tj"])
def test_a_word_drawn_in_parts_is_one_word(tmp_path: Path, drawn: str) -> None:
    assert [w.text for w in _page(tmp_path, f"BT /F1 10 Tf 100 700 Td {drawn} ET").words] == ["Peso"]


@pytest.mark.parametrize(
    ("drawn", "joints"),
    [
        ("(PIA) Tj 15.7 0 Td (TTA) Tj", ()),  # `AT` a tenth of the type size closer: Chromium draws it in two pieces
        ("(11) Tj 10.4 0 Td (1%) Tj", ()),
        ("(Uffi) Tj 17.9 0 Td (cio) Tj", ()),  # a ligature, as Chromium draws it
        ("(Pro) Tj 15.6 0 Td (., 1) Tj", ()),
        ("(2017) Tj 21.2 0 Td (<=2018) Tj", (4,)),
        ("(meta) Tj 22.3 0 Td (Peso) Tj", (4,)),  # the text of the next cell
        ("(PIA) Tj 14.0 0 Td (TTA) Tj", (3,)),  # closer than shapes let them
    ],
)
def test_shapes_that_let_two_characters_stand_closer_are_no_joint(
    tmp_path: Path, drawn: str, joints: tuple[int, ...]
) -> None:
    word, *_ = _page(tmp_path, f"BT /F1 10 Tf 100 700 Td {drawn} ET").words
    assert tuple(before for before, _ in word.joints) == joints


@pytest.mark.parametrize("drawn", ["(Pe) Tj 30 0 Td (so) Tj", "[(Pe) -400 (so)] TJ", "(Pe) Tj 0 -12 Td (so) Tj"])
def test_room_between_characters_parts_words_without_a_space(tmp_path: Path, drawn: str) -> None:
    assert [w.text for w in _page(tmp_path, f"BT /F1 10 Tf 100 700 Td {drawn} ET").words] == ["Pe", "so"]


@pytest.mark.parametrize("apart", [150, 300])
def test_letters_set_apart_are_one_word(tmp_path: Path, apart: int) -> None:
    spaced = f" {-apart} ".join(f"({letter})" for letter in "Target 2019")
    assert [w.text for w in _page(tmp_path, f"BT /F1 10 Tf 100 700 Td [{spaced}] TJ ET").words] == ["Target", "2019"]


def test_widths_in_fractions_are_not_lost_over_a_long_line(tmp_path: Path) -> None:
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 97 /LastChar 98 /Widths [556.75 556.25]"
    described = "/FontDescriptor << /Type /FontDescriptor /FontName /Arial /Ascent 905 /Descent -212 /Flags 32 >> >>"
    resources = f"/Resources << /Font << /F1 {font} {described} >> >>"
    (word,) = _page(tmp_path, f"BT /F1 10 Tf 10 700 Td ({'ab' * 70}) Tj ET", page=resources).words
    assert word.box.width == pytest.approx(140 * 5.565, abs=0.02)


def test_dashes_stand_on_the_line_beside_them_in_fonts_that_name_no_height() -> None:
    """In subsets of LibreOffice, `---` stood higher than `Stato` by the font's descent, and was no cell of its row."""
    (page,) = _pages(ROOT / "tests/extractors/text_layers/writer-dashes.pdf", pdfium_source)
    dashes = [word.box for word in page.words if word.text == "---"]
    keys = [word.box for word in page.words if word.text == "Stato" and word.box.x0 > page.width / 3]
    assert [box.y1 for box in dashes] == pytest.approx([box.y1 for box in keys[:2]], abs=0.1)


def test_a_soft_hyphen_that_is_printed_is_a_hyphen(tmp_path: Path) -> None:
    """Cairo names the one glyph of both so: `2017-2019` lost its kind of row in 33 of 103 rows, `E-gov` its hyphen."""
    names = "/CIDInit /ProcSet findresource begin begincmap 1 beginbfchar <2D> <00AD> endbfchar endcmap"
    cmap = f"<< /Length {len(names)} >>\nstream\n{names}\nendstream"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>"
    resources = f"/Resources << /Font << /F1 {font} >> >>"
    text = "BT /F1 10 Tf 100 700 Td (E-gov 2017-2019) Tj ET"
    assert [w.text for w in _page(tmp_path, text, page=resources, objects=[cmap]).words] == ["E-gov", "2017-2019"]


def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    page = _page(tmp_path, "BT /F1 10 Tf 100 700 Td (Produttivi-) Tj 0 -12 Td (ta) Tj ET")
    assert [w.text for w in page.words] == ["Produttivi-", "ta"]


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(0, "1 0 0 1 100 700"), (90, "0 1 -1 0 142 100"), (180, "-1 0 0 -1 495 142"), (270, "0 -1 1 0 453 742")],
)
def test_a_turned_page_is_read_as_it_is_displayed(tmp_path: Path, turn: int, matrix: str) -> None:
    content = f"q {matrix} cm BT /F1 10 Tf (Peso) Tj ET 0 -5 100 0.5 re f Q"
    page = _page(tmp_path, content, page=f"/Rotate {turn}")
    size = (595, 842) if turn % 180 == 0 else (842, 595)
    assert (page.width, page.height) == pytest.approx(size)
    (word,) = page.words
    assert word.text == "Peso"
    assert word.box.x0 == pytest.approx(100, abs=0.01)
    assert word.box.y0 < 142 < word.box.y1
    (rule,) = page.rules
    assert rule.horizontal
    assert (rule.box.x0, rule.box.x1, rule.box.mid_y) == pytest.approx((100, 200, 146.75), abs=0.01)


@pytest.mark.parametrize("matrix", ["0 1 -1 0 300 300", "0 -1 1 0 300 500", "-1 0 0 -1 400 400"])
def test_text_that_reads_in_another_direction_is_whole_words(tmp_path: Path, matrix: str) -> None:
    page = _page(tmp_path, f"BT /F1 10 Tf {matrix} Tm (Valore atteso) Tj ET")
    assert [w.text for w in page.words] == ["Valore", "atteso"]
    for word in page.words:
        across = word.box.height if matrix.startswith("-") else word.box.width
        assert across == pytest.approx(10, abs=0.01)
        assert Box(200, 842 - 500, 420, 842 - 300).holds(word.box.mid_x, word.box.mid_y)


def test_boxes_count_from_the_corner_of_the_crop_box(tmp_path: Path) -> None:
    page = _page(tmp_path, TEXT + " 100 600 50 50 re S", page="/CropBox [50 100 545 800]")
    assert (page.width, page.height) == pytest.approx((495, 700))
    assert page.words[0].box.x0 == pytest.approx(50, abs=0.01)
    assert page.words[0].box.y0 < 100 < page.words[0].box.y1
    assert Box.around(r.box for r in page.rules) == Box(50, 150, 100, 200)


def test_what_a_form_draws_stands_where_the_form_puts_it(tmp_path: Path) -> None:
    form = _form("BT /F1 5 Tf 10 10 Td (Peso) Tj ET 0 0 m 50 0 l S 5 5 20 20 re f", "1 0 0 1 5 0")
    page = _page(tmp_path, "q 2 0 0 2 100 700 cm /X Do Q", objects=[form])
    (word,) = page.words
    assert (word.box.x0, word.size) == pytest.approx((130, 10), abs=0.01)
    (rule,) = page.rules
    assert (rule.box.x0, rule.box.x1, rule.box.y0) == pytest.approx((110, 210, 142), abs=0.01)
    (fill,) = page.fills
    assert (fill.box.x0, fill.box.y1) == pytest.approx((120, 132), abs=0.01)


@pytest.mark.parametrize(
    ("content", "rules", "fills"),
    [
        ("10 10 m 200 10 l S", 1, 0),
        ("10 10 m 10 200 l h S", 1, 0),
        ("10 10 200 0.5 re f", 1, 0),
        ("10 10 200 100 re S", 4, 0),
        ("0.9 g 10 10 200 100 re f", 0, 1),
        ("0.9 g 10 10 200 100 re B", 4, 1),
        ("1 g 10 10 200 100 re f", 0, 0),
        ("1 1 1 rg 10 10 200 100 re f", 0, 0),
        ("10 10 m 200 10 l 200 50 l 10 50 l h S", 4, 0),
        ("10 10 m 200 10 l 10 50 m 200 50 l S", 2, 0),
        ("10 10 m 200 60 l S", 0, 0),  # slanting
        ("10 10 m 20 30 40 30 50 10 c S", 0, 0),  # a curve
        ("10 10 200 100 re W n", 0, 0),  # a clip draws nothing
        ("10 10 m 11 10 l S", 0, 0),  # an ornament
    ],
)
def test_lines_and_rectangles_are_rules_and_fills(tmp_path: Path, content: str, rules: int, fills: int) -> None:
    page = _page(tmp_path, content)
    assert (len(page.rules), len(page.fills)) == (rules, fills)
    (other,) = _pages(tmp_path / "page.pdf", pdfplumber_source)
    assert _unmatched(other.rules, page.rules) == []
    assert _unmatched(other.fills, page.fills) == []


def _dots(x: float, y: float, columns: int, rows: int, step: float = 1.5) -> str:
    """Squares of three quarters of a point, as Chromium draws the dots of borders."""
    places = [(x + step * c, y + step * r) for c in range(columns) for r in range(rows)]
    return " ".join(f"{at:.2f} {height:.2f} 0.75 0.75 re f" for at, height in places)


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (_dots(10, 10, 60, 1), 1),
        (f"{_dots(10, 10, 60, 1)} {_dots(10, 11.5, 1, 20)} {_dots(98.5, 11.5, 1, 20)}", 3),
        (f"{_dots(10, 10, 30, 1)} {_dots(100, 10, 30, 1)}", 2),  # a gap between them
        (_dots(10, 10, 5, 1), 0),  # an ellipsis
        (_dots(10, 10, 30, 30), 0),  # a ground of dots
        (_dots(10, 10, 8, 1, step=6), 0),  # bullets
    ],
)
def test_dots_close_behind_one_another_are_a_rule(tmp_path: Path, content: str, rules: int) -> None:
    page = _page(tmp_path, content)
    assert len(page.rules) == rules
    (other,) = _pages(tmp_path / "page.pdf", pdfplumber_source)
    assert _unmatched(other.rules, page.rules) == []


def test_forms_that_hold_themselves_end(tmp_path: Path) -> None:
    form = _form("0 0 m 50 0 l S /X Do", "1 0 0 1 5 5").replace("/Font <<", "/XObject << /X 6 0 R >> /Font <<")
    assert _page(tmp_path, "/X Do", objects=[form]).rules


# --- files that cannot be read -------------------------------------------------------------------------------------

LOCK = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{o}> /U <{u}> >> /ID [<{i}> <{i}>]"
BAD: list[tuple[bytes, type[DocumentError]]] = [
    (b"", EmptyFile),
    (b"<html><body>404 Not Found</body></html>", NotAPdf),
    (_pdf(TEXT, trailer=LOCK.format(o="ab" * 32, u="cd" * 32, i="01" * 16)), EncryptedPdf),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("content", "error"), BAD)
def test_each_engine_says_the_same_of_a_file_that_cannot_be_read(
    tmp_path: Path, content: bytes, error: type[DocumentError], engine: Engine
) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(error):
        extract_document(path, engine=engine)


@pytest.mark.parametrize("source", [pdfium_source, pdfplumber_source])
def test_a_file_that_is_not_there_cannot_be_opened(tmp_path: Path, source: Any) -> None:
    with pytest.raises(UnreadableFile), source.open_pages(tmp_path / "none.pdf"):
        pass


def test_pdfium_names_itself_in_what_it_reads() -> None:
    plan = ROOT / "data/raw/massa-carrara-2017.pdf"
    one, other = (extract_document(plan, engine=engine) for engine in ("pdfium", "pdfplumber"))
    assert (one.extractor, other.extractor) == ("pypdfium2", "pdfplumber")
    assert [r.row_text for r in one.records] == [r.row_text for r in other.records]
    assert one.findings == other.findings


def test_what_pdfium_cannot_open_is_read_with_pdfplumber_and_says_so(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(ROOT / "data/raw/massa-carrara-2017.pdf") as plan:
        plan.save(tmp_path / "plan.pdf")
    content = (tmp_path / "plan.pdf").read_bytes()
    head, _, trailer = content.rpartition(b"trailer")
    root = re.search(rb"/Root (\d+) 0 R", trailer)
    assert root is not None
    catalog = re.search(rb"(?<!\d)" + root[1] + rb" 0 obj\s*(<<.*?>>)\s*endobj", head, re.DOTALL)
    assert catalog is not None
    # A catalogue that stands in the trailer itself: pdfminer reads it all the same.
    (tmp_path / "plan.pdf").write_bytes(head + b"trailer" + trailer.replace(root[0], b"/Root " + catalog[1]))
    with pytest.raises(NotAPdf), pdfium_source.open_pages(tmp_path / "plan.pdf"):
        pass
    extraction = extract_document(tmp_path / "plan.pdf")
    assert extraction.extractor == "pdfplumber"
    assert extraction.records
    assert extraction.findings[0].code == "engine-fallback"
    assert extraction.findings[0].severity == "info"


def test_type_sizes_of_a_font_that_names_no_descent() -> None:
    """LibreOffice's subsets: words that begin with a p or a bracket are as high as the others of their line."""
    (page,) = _pages(ROOT / "tests/extractors/styles/writer-solid-rows.pdf", pdfium_source)
    rows = [word for word in page.words if not word.bold]
    assert {round(word.size) for word in rows} == {8}
    assert all(abs(word.box.height - word.size) < 0.01 for word in rows)
    assert any(word.text.startswith("p") for word in rows)
