"""Files that tag their tables, whole: what is read of them, and what of their tags is not believed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from extractors.documents import Study, study_document
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Page
from extractors.pages.pdf_file import has_suspect_tags, may_say_texts
from extractors.pages.pdfium.source import open_pages
from extractors.quality.signals import Signal
from pipeline.cli.answers.inspect_page import draw_page, tagged_boxes
from tests.extractors.tagged_files import TaggedFile

ROWS = [
    ["Indicatore", "Formula", "Target 2021"],
    ["Incontri con le imprese", "numero", ">= 5"],
    ["Fiere visitate nell'anno", "numero", "3"],
    ["Corsi tenuti per i giovani", "numero", "80%"],
]


def page(folder: Path, file: TaggedFile) -> Page:
    path = folder / "plan.pdf"
    path.write_bytes(file.data())
    with open_pages(path) as pages:
        return pages.page(1)


def read(folder: Path, file: TaggedFile) -> Study:
    path = folder / "plan.pdf"
    path.write_bytes(file.data())
    return study_document(path, layout=layout_by_id("generic"))


def codes(study: Study) -> list[str]:
    return [finding.code for finding in study.extraction.findings]


def test_a_tagged_table_without_rules_is_read_cell_by_cell(tmp_path: Path) -> None:
    found = read(tmp_path, TaggedFile(ROWS)).extraction.records
    assert [(r.name, [v.raw for v in r.values]) for r in found] == [(row[0], [row[2]]) for row in ROWS[1:]]
    assert all(Signal.GRID_TAGGED in record.signs for record in found)


def test_a_tagged_page_without_a_character_has_no_word(tmp_path: Path) -> None:
    blank = page(tmp_path, TaggedFile([], lines=()))
    assert (blank.words, blank.tags) == ((), ())


# Texts of elements


@pytest.mark.parametrize(
    ("file", "may"),
    [
        (TaggedFile(ROWS), False),
        (TaggedFile(ROWS, said={(1, 0): "Incontri"}), True),
        (TaggedFile(ROWS, packed=True), True),
    ],
)
def test_elements_are_asked_for_texts_where_the_file_may_hold_any(tmp_path: Path, file: TaggedFile, may: bool) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(file.data())
    assert may_say_texts(path) is may


# Suspects


@pytest.mark.parametrize("packed", [False, True])
def test_tags_that_the_file_itself_doubts_are_set_aside(tmp_path: Path, packed: bool) -> None:
    study = read(tmp_path, TaggedFile(ROWS, suspects="/Suspects true", packed=packed))
    assert "tags-set-aside" in codes(study)
    assert not any(grid.tagged or grid.tags_agree for one in study.pages or () for grid in one.grids)
    assert not any(Signal.GRID_TAGGED in record.signs for record in study.extraction.records)


@pytest.mark.parametrize(("said", "suspect"), [("", False), ("/Suspects false", False), ("/Suspects true", True)])
def test_what_the_catalogue_says_of_its_tags(tmp_path: Path, said: str, suspect: bool) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(TaggedFile(ROWS, suspects=said).data())
    assert has_suspect_tags(path) is suspect


def test_the_last_word_on_the_tags_counts(tmp_path: Path) -> None:
    """A file that was looked over and saved again holds its former catalogue too."""
    path = tmp_path / "plan.pdf"
    former = TaggedFile(ROWS, suspects="/Suspects true").data()
    path.write_bytes(former + b"1 0 obj << /MarkInfo << /Marked true /Suspects false >> >> endobj\n")
    assert not has_suspect_tags(path)


# ActualText


def test_a_text_of_its_own_stands_in_place_of_what_glyphs_say(tmp_path: Path) -> None:
    rows = [ROWS[0], ["Ini7ia6ve con le imprese", *ROWS[1][1:]], *ROWS[2:]]
    study = read(tmp_path, TaggedFile(rows, said={(1, 0): "Iniziative con le imprese"}))
    first = study.extraction.records[0]
    assert first.name == "Iniziative con le imprese"
    assert Signal.TEXT_MENDED in first.signs
    assert (first.given or "").startswith("Ini7ia6ve con le imprese")
    assert "text-mended" in codes(study)


def test_words_of_another_number_stand_where_the_drawn_ones_do(tmp_path: Path) -> None:
    one = page(tmp_path, TaggedFile([["Inizia tive", "x", "3"]], said={(0, 0): "Iniziative delle imprese"}))
    words = [word for word in one.words if word.tag == 0]
    assert [word.text for word in words] == ["Iniziative", "delle", "imprese"]
    assert words[0].box.x0 == pytest.approx(40, abs=0.5)
    assert all(a.box.x1 <= b.box.x0 for a, b in pairwise(words))
    assert {mended.given for mended in one.mended} == {"Inizia tive"}


def test_words_over_two_lines_keep_their_lines(tmp_path: Path) -> None:
    one = page(tmp_path, TaggedFile([["Incontri con\nle imprese", "x", "3"]], said={(0, 0): "Incontri con le Imprese"}))
    words = [word for word in one.words if word.tag == 0]
    assert [word.text for word in words] == ["Incontri", "con", "le", "Imprese"]
    assert words[0].box.y0 == words[1].box.y0 < words[2].box.y0 == words[3].box.y0


def test_a_figure_that_is_drawn_soundly_is_not_replaced_by_another(tmp_path: Path) -> None:
    study = read(tmp_path, TaggedFile(ROWS, said={(3, 2): "90%"}))
    last = study.extraction.records[-1]
    assert [value.raw for value in last.values] == ["80%"]
    assert [value.given for value in last.values] == ["90%"]
    assert Signal.TEXT_MENDED in last.signs


def test_a_text_that_says_what_the_glyphs_say_changes_nothing(tmp_path: Path) -> None:
    plain, said = page(tmp_path, TaggedFile(ROWS)), page(tmp_path, TaggedFile(ROWS, said={(1, 2): ">= 5"}))
    assert plain.words == said.words
    assert not said.mended


# Tags that the page contradicts


def test_a_tagged_frame_around_all_text_is_set_aside(tmp_path: Path) -> None:
    everything = "\n".join("   ".join(row) for row in ROWS)
    study = read(tmp_path, TaggedFile([[everything]]))
    assert "tags-set-aside" in codes(study)


def test_a_tagged_layout_of_two_columns_of_prose_makes_no_records(tmp_path: Path) -> None:
    left = "La Camera promuove\nle imprese e il\nmercato locale"
    right = "Gli uffici rispondono\nentro 30 giorni\nalle richieste"
    study = read(tmp_path, TaggedFile([[left, right]], lefts=(40, 300)))
    assert not study.extraction.records


# inspect


def test_inspect_draws_the_cells_that_the_file_tags(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(TaggedFile(ROWS).data())
    with open_pages(path) as pages:
        boxes = tagged_boxes(pages.page(1))
    assert len(boxes) == 12
    assert [round(box.x0) for box in boxes[:3]] == [40, 300, 400]
    tagged, _ = draw_page(path, 1, layout="generic")
    path.write_bytes(TaggedFile(ROWS).data().replace(b"/StructTreeRoot 6 0 R", b"                    "))
    plain, _ = draw_page(path, 1, layout="generic")
    assert tagged != plain
