"""Text of form fields is read where it stands; marks of boxes, comments and hidden fields are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import extract_document
from extractors.errors import BrokenPdf, DocumentError, PdfWithoutPages
from extractors.pages.pdfium.source import open_pages
from tests.reliability.hostile import page_of, pdf, stream

_FONTS = (
    b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    b" /ZaDb << /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >> >> >>"
)
_HEAD = b"<< /Type /Annot /Subtype /%s /F %d /Rect [200 %d 300 %d] /DA (/F1 12 Tf 0 g) %s >>"


def annotation(kind: bytes, y: int, entries: bytes, flags: int = 4) -> bytes:
    return _HEAD % (kind, flags, y, y + 20, entries)


def appearance(drawn: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources 5 0 R"
    return stream(b"q BT " + drawn + b" ET Q", entries)


FORM = pdf(
    b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R 10 0 R] /DR 5 0 R >> >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R"
    b" /Annots [6 0 R 7 0 R 8 0 R 9 0 R 10 0 R] >>",
    stream(b"BT /F1 12 Tf 72 720 Td (Target:) Tj ET"),
    _FONTS,
    annotation(b"Widget", 715, b"/FT /Tx /T (a) /V (>= 80%) /AP << /N 11 0 R >>"),
    annotation(b"Widget", 615, b"/FT /Ch /Ff 131072 /T (b) /V (alto) /Opt [(alto) (basso)]"),  # no appearance
    annotation(b"Widget", 515, b"/FT /Btn /T (c) /V /Yes /AS /Yes /AP << /N << /Yes 12 0 R >> >>"),
    annotation(b"FreeText", 415, b"/Contents (un commento) /AP << /N 13 0 R >>"),
    annotation(b"Widget", 315, b"/FT /Tx /T (d) /V (nascosto) /AP << /N 11 0 R >>", flags=2),
    appearance(b"/F1 12 Tf 2 5 Td (>= 80%) Tj"),
    appearance(b"/ZaDb 12 Tf 2 5 Td (4) Tj"),
    appearance(b"/F1 12 Tf 2 5 Td (commento) Tj"),
)


def test_the_text_of_fields_stands_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(FORM)
    with open_pages(tmp_path / "form.pdf") as pages:
        words = {word.text: word.box for word in pages.page(1).words}
        again = {word.text for word in pages.page(1).words}
    assert set(words) == again == {"Target:", ">=", "80%", "alto"}
    assert 200 <= words[">="].x0 < words["80%"].x0 < 300
    assert abs(words["80%"].mid_y - words["Target:"].mid_y) < 3
    assert 842 - 635 <= words["alto"].y0 < words["alto"].y1 <= 842 - 615


BAD: dict[str, tuple[bytes, type[DocumentError], str]] = {
    "head alone": (b"%PDF-1.7\n", BrokenPdf, "pdf-broken"),
    "cut": (page_of(stream(b"BT (x) Tj ET"))[:200], BrokenPdf, "pdf-broken"),
    "no page": (
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"),
        PdfWithoutPages,
        "pdf-without-pages",
    ),
}


@pytest.mark.parametrize(("content", "error", "code"), BAD.values(), ids=BAD)
def test_broken_files_and_files_without_pages_have_words_of_their_own(
    content: bytes, error: type[DocumentError], code: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.pdf").write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        extract_document(tmp_path / "plan.pdf")
    assert type(caught.value) is error
    assert caught.value.code == code
    assert caught.value.remedy
