"""The five plans as files of many kinds. In: a plan's name. Out: a file; `Missing` where a program is not installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final, NamedTuple, TypeAlias

from pypdf import PdfReader, PdfWriter

from extractors.pages.scans.installation import what_is_missing
from tests.extractors.office.plan_blocks import SHARED, plan_blocks
from tests.extractors.office.writers import Form, write
from tests.extractors.scans.scanned import scan
from tests.extractors.text_layers.damaged import DAMAGE, damage

PDFS: Final = SHARED / "plans" / "pdf" / "office"
TEXTS: Final = SHARED / "plans" / "text"
_WRITER: Final = 'pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_LETTERS: Final = ("tti", "ti", "tt", "ffi", "fi", "ff")
"""What one glyph stands for in the office PDFs' font, the longest first."""
_WEASYPRINT: Final = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_tags=True)"

Make: TypeAlias = Callable[[str, Path], Path]
"""From a plan's name and a folder to the file that it makes there."""


class Missing(Exception):
    """A program that makes or reads such files is not installed; the message says which."""


class Kind(NamedTuple):
    """Files of one kind: the group whose goals they have, their name in the table, and what makes them."""

    group: str
    name: str
    make: Make


class Drawing(NamedTuple):
    """How tagged printings are drawn: the numbers of their styles, the Python that has WeasyPrint, and the folder that
    keeps them."""

    seeds: range
    weasyprint: Path
    kept: Path


def kinds(drawing: Drawing) -> list[Kind]:
    """All kinds of files."""
    found = [
        Kind("office", suffix, partial(_document, suffix=suffix, form=Form()))
        for suffix in ("docx", "odt", "xlsx", "ods")
    ]
    found += [Kind("letters", how, partial(_damaged, how=how)) for how in DAMAGE]
    found.append(Kind("letters", "ghostscript", _through_ghostscript))
    found += [
        Kind("text", how, partial(_damaged_text, how=how)) for how in ("swapped", "letter", "sign", "space", "nothing")
    ]
    for producer in ("chromium", "libreoffice", "weasyprint"):
        for seed in drawing.seeds:
            tagged = partial(_tagged, producer=producer, seed=seed, drawing=drawing)
            found.append(Kind(f"tagged-{producer}", f"s{seed}", tagged))
            found.append(Kind(f"untagged-{producer}", f"s{seed}", partial(_untagged, tagged=tagged)))
    found += [Kind("scans", f"{dpi} dpi", partial(_scan, dpi=dpi)) for dpi in (300, 200)]
    return found


def style_of(seed: int, producer: str) -> dict[str, Any]:
    """The style that `draw.py` draws of this number, by this producer, passed through no second program."""
    style: dict[str, Any] = {**_drawing().draw_style(seed), "producer": producer, "post": "none"}
    return style


def without_tags(tagged: Path, target: Path) -> Path:
    """Write the PDF `tagged` without its structure tree."""
    writer = PdfWriter(clone_from=PdfReader(tagged))
    for key in ("/StructTreeRoot", "/MarkInfo"):
        writer.root_object.pop(key, None)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    writer.write(target)
    return target


def _document(plan: str, folder: Path, *, suffix: str, form: Form) -> Path:
    path = folder / f"{plan}.{suffix}"
    write(plan_blocks(plan), form, path)
    return path


def _damaged(plan: str, folder: Path, *, how: str) -> Path:
    path = folder / f"{plan}.pdf"
    damage(PDFS / path.name, path, how)
    return path


def _through_ghostscript(plan: str, folder: Path) -> Path:
    path = folder / f"{plan}.pdf"
    options = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={path}"]
    subprocess.run([_program("gs"), *options, PDFS / path.name], check=True, capture_output=True)
    return path


def _damaged_text(plan: str, folder: Path, *, how: str) -> Path:
    path = folder / f"{plan}.txt"
    text = (TEXTS / path.name).read_text(encoding="utf-8")
    for letters in _LETTERS:
        text = text.replace(letters, DAMAGE[how](0, letters) or "")
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half of a pair is in no text file
    path.write_text(sound, encoding="utf-8")
    return path


def _scan(plan: str, folder: Path, *, dpi: int) -> Path:
    if (missing := what_is_missing()) is not None:
        raise Missing(missing)
    path = folder / f"{plan}.pdf"
    scan(PDFS / path.name, path, dpi=dpi, turn=0.7)
    return path


def _untagged(plan: str, folder: Path, *, tagged: Make) -> Path:
    with TemporaryDirectory() as work:
        return without_tags(tagged(plan, Path(work)), folder / f"{plan}.pdf")


def _tagged(plan: str, folder: Path, *, producer: str, seed: int, drawing: Drawing) -> Path:
    drawn = drawing.kept / f"{producer}-{seed}" / f"{plan}.pdf"
    if not drawn.exists():
        drawn.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as work:
            _draw(plan, Path(work) / drawn.name, style_of(seed, producer), drawing.weasyprint)
            shutil.move(Path(work) / drawn.name, drawn)
    return Path(shutil.copy(drawn, folder))


def _draw(plan: str, target: Path, style: dict[str, Any], weasyprint: Path) -> None:
    """Write the plan in a style to `target`, with its tags."""
    producer = style["producer"]
    with TemporaryDirectory() as work:
        page = Path(work) / f"{plan}.html"
        page.write_text(_page(plan, style), encoding="utf-8")
        if producer == "chromium":
            _program("chromium")
            _drawing().R.to_pdf(page.read_text(encoding="utf-8"), str(target), producer)
        elif producer == "libreoffice":
            profile = f"-env:UserInstallation=file://{work}/profile"
            command = [
                _program("soffice"),
                "--headless",
                profile,
                "--convert-to",
                _WRITER,
                "--outdir",
                str(target.parent),
                str(page),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=240)
        else:
            asked = subprocess.run([weasyprint, "-c", "import weasyprint"], check=False, capture_output=True)
            if asked.returncode:
                raise Missing(f"{weasyprint} has no weasyprint: name another Python with --weasyprint")
            subprocess.run([weasyprint, "-c", _WEASYPRINT, page, target], check=True, capture_output=True)


def _page(plan: str, style: dict[str, Any]) -> str:
    """The plan as a web page in a style."""
    draw = _drawing()
    plain_table = draw.R.table
    gold = [
        json.loads(line) for line in (SHARED / "wild/gold" / f"{plan}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    lines = (TEXTS / f"{plan}.txt").read_text(encoding="utf-8").splitlines()
    plain_css = draw.R.css
    draw.R.css = draw.css
    draw.R.table = lambda head, rows, w=None, cls="": plain_table(head, rows, w and draw.widths(style, w), cls)
    try:
        return str(dict(draw.R.PLANS)[plan](lines, gold, style))
    finally:
        draw.R.css, draw.R.table = plain_css, plain_table


@cache
def _drawing() -> ModuleType:
    """The script that draws printings, as a module."""
    sys.path.insert(0, str(SHARED / "printings"))
    import draw  # type: ignore[import-not-found]  # noqa: PLC0415

    module: ModuleType = draw
    return module


def _program(name: str) -> str:
    if (found := shutil.which(name)) is None:
        raise Missing(f"{name} is not installed")
    return found
