"""Files that cannot be read as plans, each made here byte by byte."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.hostile import pdf as numbered_pdf

PROSE = "Relazione del presidente sulla performance della camera"


def pdf(content: str, trailer: str = "") -> bytes:
    """A PDF of one page with this content stream."""
    stream = content.encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return numbered_pdf(*objects, trailer=f"/Root 1 0 R {trailer}".encode("latin-1"))


# A standard security handler whose user password nobody knows.
_LOCK = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{o}> /U <{u}> >> /ID [<{i}> <{i}>]".format(
    o="ab" * 32, u="cd" * 32, i="01" * 16
)

BAD_FILES: dict[str, tuple[bytes, str]] = {
    "no-pdf.pdf": (b"<html><body>404 Not Found</body></html>", "not-a-pdf"),
    "empty.pdf": (b"", "file-empty"),
    "empty.txt": (b"", "file-empty"),
    "locked.pdf": (pdf("BT /F1 12 Tf 72 720 Td (Piano) Tj ET", _LOCK), "pdf-encrypted"),
    "scan.pdf": (pdf("1 g 72 72 400 600 re f"), "pdf-without-text"),
    "prose.pdf": (pdf(f"BT /F1 12 Tf 72 720 Td ({PROSE}) Tj ET"), "no-indicator-table"),
    "prose.txt": (f"{PROSE}\n\nNessuna tabella.\n".encode(), "no-indicator-table"),
    "latin1.txt": ("Qualità\tPeso\t80%\n".encode("latin-1"), "text-encoding"),
    "plan.docx": (b"PK\x03\x04", "not-an-office-file"),
}
"""By file name: its content and the code of the issue that reports it."""


def write_bad_files(folder: Path) -> list[Path]:
    """Write them all into `folder`."""
    for name, (content, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    return sorted(folder / name for name in BAD_FILES)
