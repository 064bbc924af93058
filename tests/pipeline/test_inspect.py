"""The commands about layouts and the picture of a page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from extractors.documents import study_document
from extractors.layouts.registry import layouts
from pipeline.cli.answers.inspect_page import SCALE, PageMissingError, draw_page, row_notes
from pipeline.cli.app import app
from pipeline.errors import ExitCode

RAW = Path(__file__).parents[2] / "data" / "raw"
MASSA = RAW / "massa-carrara-2017.pdf"
RUN = CliRunner()


def test_a_page_is_drawn_with_the_fate_of_each_row() -> None:
    picture, summary = draw_page(MASSA, 1)
    assert "layout massa-carrara" in summary
    assert "published" in summary
    with Image.open(io.BytesIO(picture)) as image:
        colors = {color for _, color in image.convert("RGB").getcolors(1 << 24) or ()}
        assert image.width > image.height * 0.5 * SCALE / SCALE
    # published rows in green, rules in blue, headings in purple, as the legend says
    assert {(0, 140, 40), (30, 90, 220), (190, 0, 160)} <= colors


def test_every_row_of_the_page_is_noted() -> None:
    study = study_document(RAW / "maremma-tirreno-2018.pdf")
    read = study.extraction
    places = [r.place for r in read.records] + [r.place for r in read.ignored] + [r.place for r in read.rejected]
    for number in (1, 4, 16):
        boxes = {note.box for note in row_notes(study, number)}
        assert {place.box for place in places if place.page == number} <= boxes


def test_cards_are_noted_too() -> None:
    study = study_document(RAW / "modena-2017.pdf")
    assert sum("operational" in note.text for note in row_notes(study, 5)) > 3


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(PageMissingError, match="none of number 99"):
        draw_page(MASSA, 99)


def test_the_commands_write_files_and_say_what_is_in_them(tmp_path: Path) -> None:
    draft, picture = tmp_path / "draft.yml", tmp_path / "page.png"
    made = RUN.invoke(app, ["layout", "suggest", str(MASSA), "--out", str(draft)])
    assert made.exit_code == 0, made.output
    assert "rows of massa-carrara-2017.pdf" in made.output
    right = RUN.invoke(app, ["layout", "check", str(draft)])
    assert right.exit_code == 0
    assert "is right: " in right.output
    drawn = RUN.invoke(app, ["inspect", str(MASSA), "--page", "2", "--layout", str(draft), "--out", str(picture)])
    assert drawn.exit_code == 0, drawn.output
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_all_layouts_are_listed() -> None:
    listed = RUN.invoke(app, ["layout", "list"]).output
    assert all(layout_id in listed for layout_id in layouts())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["layout", "check", "nowhere.yml"], ExitCode.USAGE, "cannot be read"),
        (["layout", "check", str(MASSA)], ExitCode.USAGE, "cannot be read"),
        (["layout", "suggest", "nowhere.pdf"], ExitCode.DOCUMENT, "Check that the file exists"),
        (["inspect", str(MASSA), "--page", "99"], ExitCode.USAGE, "none of number 99"),
        (["inspect", str(MASSA), "--out", "page.jpg"], ExitCode.USAGE, ".png"),
        (["inspect", "nowhere.pdf"], ExitCode.DOCUMENT, "Check that the file exists"),
        (["inspect", str(MASSA), "--layout", "atlantide"], ExitCode.DOCUMENT, "there is no layout"),
    ],
)
def test_mistakes_are_answered_with_a_remedy(arguments: list[str], code: ExitCode, message: str) -> None:
    answer = RUN.invoke(app, arguments)
    assert answer.exit_code == code
    assert message in answer.output


def test_a_faulty_layout_is_told_with_the_place(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yml"
    faulty.write_text("id: x\nchamber: X\nnodes:\n  - {name: a, level: b, pattern: '('}\n", encoding="utf-8")
    answer = RUN.invoke(app, ["layout", "check", str(faulty)])
    assert answer.exit_code == ExitCode.SCHEMA
    assert "nodes.0.level" in answer.output
