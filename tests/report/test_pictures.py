"""Pictures of pages: drawn once, cropped and turned pages in place, broken files without harm to others."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from extractors.pages.pdfium.source import open_pages
from pipeline.report.drawers import draw_each
from pipeline.report.pictures import INDEX, Pdf, _write_index, draw_all, draw_pages

RAW = Path(__file__).parents[2] / "data" / "raw"
PLAN = RAW / "massa-carrara-2017.pdf"


def pdf(path: Path) -> Pdf:
    return Pdf(path, hashlib.sha256(path.read_bytes()).hexdigest())


def stamp(path: Path) -> dict[str, int]:
    return {found.name: found.stat().st_mtime_ns for found in path.iterdir()}


def made(path: Path) -> Path:
    """An empty page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(400, 300)
    document.save(path)
    document.close()
    return path


def test_pictures_of_an_earlier_report_are_taken_where_the_content_is_the_same(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    drawn = draw_all({"plan": pdf(PLAN)}, first, processes=1)
    assert [sheet.number for sheet in drawn["plan"]] == list(range(1, 9))
    assert draw_all({"plan": pdf(PLAN)}, again, processes=1, earlier=first) == drawn
    assert stamp(again / "plan") == stamp(first / "plan")  # copied with their times, not drawn
    turned = made(tmp_path / "turned.pdf")
    assert len(draw_all({"plan": pdf(turned)}, other, processes=1, earlier=first)["plan"]) == 1


@pytest.mark.parametrize("harm", ["missing", "torn", "index"])
def test_pictures_that_are_harmed_are_drawn_anew(harm: str, tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    path = made(tmp_path / "a.pdf")
    drawn = draw_all({"plan": pdf(path)}, first, processes=1)
    if harm == "missing":
        (first / "plan" / "001.png").unlink()
    elif harm == "torn":
        (first / "plan" / "001.png").write_bytes(b"\x89PNG")
    else:
        (first / "plan" / INDEX).write_text(json.dumps({"drawn": []}))
    assert draw_all({"plan": pdf(path)}, again, processes=1, earlier=first) == drawn
    with Image.open(again / "plan" / "001.png") as image:
        assert image.size == drawn["plan"][0].pixels


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_lie_on_what_a_cropped_and_turned_page_shows(rotation: int, cropped: bool, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.import_pages(pypdfium2.PdfDocument(PLAN), [0])
    page = document[0]
    width, height = page.get_size()
    if cropped:
        page.set_cropbox(30, 40, width - 20, height - 15)
    page.set_rotation(rotation)
    document.save(tmp_path / "a.pdf")
    (sheet,) = list(draw_pages(tmp_path / "a.pdf", tmp_path))
    with open_pages(tmp_path / "a.pdf") as pages:
        (read,) = pages
    with Image.open(tmp_path / sheet.picture) as image:
        grey, scale = image.convert("L"), image.width / sheet.width
    boxes = [word.box for word in read.words]
    inked = 0
    for box in boxes:
        left, top, right, bottom = (round(edge * scale) for edge in (box.x0, box.y0, box.x1, box.y1))
        inked += min(grey.crop((left, top, right, bottom)).tobytes(), default=255) < 130
    assert len(boxes) > 300
    assert inked >= 0.99 * len(boxes)  # a word at the very edge is cut by the crop box


def painted(path: Path, picture: Image.Image) -> Path:
    """A page that is all picture."""
    picture.save(path, "PDF", resolution=72)
    return path


def test_pages_of_print_are_few_greys_and_those_with_colours_keep_them(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    for sheet in draw_pages(PLAN, tmp_path / "print"):
        with Image.open(tmp_path / "print" / sheet.picture) as image:
            assert image.format == "PNG"
            greys = image.convert("RGB").getcolors()
            assert greys is not None
            assert {(0, 0, 0), (255, 255, 255)} <= {colour for _, colour in greys}
            assert all(len(set(colour)) == 1 for _, colour in greys if isinstance(colour, tuple))
    page = Image.new("RGB", (400, 300), "white")
    page.paste((200, 40, 40), (300, 20, 330, 50))  # as small as a mark of red, amber and green
    (tmp_path / "marked").mkdir()
    (sheet,) = draw_pages(painted(tmp_path / "marked.pdf", page), tmp_path / "marked")
    with Image.open(tmp_path / "marked" / sheet.picture) as image:
        assert image.format == "WEBP"
        red, green, _ = image.convert("RGB").resize((400, 300)).getpixel((315, 35))  # type: ignore[misc]
        assert red > 150
        assert green < 100


def test_a_photograph_without_colours_is_not_cut_to_few_greys(tmp_path: Path) -> None:
    noise = Image.effect_noise((700, 900), 60)
    (sheet,) = draw_pages(painted(tmp_path / "photo.pdf", noise), tmp_path)
    assert sheet.picture == "001.webp"


def test_a_file_that_cannot_be_drawn_has_no_sheets_and_the_others_have_theirs(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\x00" * 200)
    found = draw_all(
        {"broken": pdf(broken), "gone": Pdf(tmp_path / "gone.pdf", ""), "good": pdf(made(tmp_path / "a.pdf"))},
        tmp_path / "pages",
        processes=2,
    )
    assert [len(found[name]) for name in ("broken", "gone", "good")] == [0, 0, 1]


def draw_badly(path: Path, folder: Path) -> Iterator[str]:
    """A drawer that does what the file's name says after its first page."""
    yield f"{folder.name} 1"
    if path.stem == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    elif path.stem == "hangs":
        time.sleep(600)
    elif path.stem == "fails":
        raise RuntimeError("nobody foresaw it")
    yield f"{folder.name} 2"


def test_what_dies_hangs_or_fails_costs_its_own_pages(tmp_path: Path) -> None:
    names = ("dies", "hangs", "fails", "good")
    pdfs = {name: tmp_path / f"{name}.pdf" for name in names}
    found = draw_each(draw_badly, pdfs, tmp_path, processes=2, patience=10)
    assert found == {"dies": ["dies 1"], "hangs": ["hangs 1"], "fails": ["fails 1"], "good": ["good 1", "good 2"]}


def test_a_picture_that_was_not_finished_is_no_part_of_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    path = made(tmp_path / "a.pdf")
    draw_all({"plan": pdf(path)}, folder, processes=1)
    assert sorted(found.name for found in (folder / "plan").iterdir()) == ["001.png", INDEX]
    (folder / "plan" / "002.png").write_bytes(b"half")
    _write_index(folder / "plan", pdf(path), [])
    assert [found.name for found in (folder / "plan").iterdir()] == [INDEX]
