"""The files of a run: found, read once, held against their manifest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, NoInputError
from pipeline.run.inputs import Inputs, find_inputs

HEADER = "file,chamber,year,sha256,source,licence\n"
REPOSITORY = Path(__file__).parents[2]


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)


def found_codes(inputs: Inputs) -> list[tuple[str, str]]:
    return sorted((name, issue.code) for name, _, issue in inputs.issues)


def test_a_folder_gives_its_pdf_and_text_files_in_order_and_names_the_rest(tmp_path: Path) -> None:
    write(tmp_path, b__pdf="b", a__txt="a", C__PDF="c", notes__zip="d", _gitkeep="", README__md="r")
    (tmp_path / ".hidden.pdf").write_text("h")
    (tmp_path / "more").mkdir()
    inputs = find_inputs([tmp_path])
    assert [s.name for s in inputs.sources] == ["C.PDF", "a.txt", "b.pdf"]
    assert found_codes(inputs) == [
        ("_gitkeep", "file-skipped"),
        ("more", "file-skipped"),
        ("notes.zip", "file-skipped"),
    ]


def test_the_order_of_arguments_does_not_matter_and_files_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="a", b__pdf="b")
    a, b = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert find_inputs([b, a, tmp_path, a]).sources == find_inputs([a, b]).sources


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path: Path) -> None:
    write(tmp_path, plan__docx="d")
    assert [s.name for s in find_inputs([tmp_path / "plan.docx"]).sources] == ["plan.docx"]


def test_the_same_content_under_two_names_is_read_once_and_said(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="same", b__pdf="same")
    inputs = find_inputs([tmp_path])
    assert [s.name for s in inputs.sources] == ["a.pdf"]
    assert inputs.copies == [("b.pdf", inputs.sources[0])]


@pytest.mark.parametrize("name", [".", "none.pdf"])
def test_nothing_to_read_is_wrong_usage(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoInputError) as caught:
        find_inputs([tmp_path / name])
    assert caught.value.exit_code is ExitCode.USAGE


def test_a_link_that_leads_nowhere_fails_alone(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="a")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    inputs = find_inputs([tmp_path])
    assert [s.name for s in inputs.sources] == ["a.pdf"]
    assert [(name, error.code) for name, error in inputs.failed] == [("gone.pdf", "file-unreadable")]


def test_a_name_that_is_no_text_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    for name in (b"pia\xffno.pdf", "pi\u00e0no \U0001f600.pdf".encode(), b"two\nlines.pdf", b"'quoted\".pdf"):
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    assert sorted(s.name for s in find_inputs([tmp_path]).sources) == [
        "'quoted\".pdf",
        "pia\ufffdno.pdf",
        "pi\u00e0no \U0001f600.pdf",
        "two lines.pdf",
    ]


def test_links_in_a_circle_fail_alone(tmp_path: Path) -> None:
    write(tmp_path, a__pdf="a")
    (tmp_path / "one.pdf").symlink_to(tmp_path / "two.pdf")
    (tmp_path / "two.pdf").symlink_to(tmp_path / "one.pdf")
    inputs = find_inputs([tmp_path])
    assert [s.name for s in inputs.sources] == ["a.pdf"]
    assert [name for name, _ in inputs.failed] == ["one.pdf", "two.pdf"]


def test_a_file_that_is_not_what_the_manifest_lists_is_reported(tmp_path: Path) -> None:
    good = hashlib.sha256(b"a").hexdigest()
    write(tmp_path, a__pdf="a", b__pdf="b")
    write(
        tmp_path,
        manifest__csv=f"{HEADER}a.pdf,A,2018,{good},s,l\nb.pdf,B,2018,{good},s,l\nc.pdf,C,2018,x,s,l\n",
    )
    assert found_codes(find_inputs([tmp_path])) == [
        ("b.pdf", "manifest-sha256"),
        ("c.pdf", "manifest-file-missing"),
    ]
    assert found_codes(find_inputs([tmp_path / "b.pdf"])) == [("b.pdf", "manifest-sha256")]


@pytest.mark.parametrize("content", ["name,sum\na,b\n", "file,sha256\na.pdf\n", "\x00\xff"])
def test_a_manifest_that_cannot_be_read_is_reported(content: str, tmp_path: Path) -> None:
    write(tmp_path, a__pdf="a")
    (tmp_path / "manifest.csv").write_bytes(content.encode("latin-1"))
    assert found_codes(find_inputs([tmp_path])) == [("manifest.csv", "manifest-unreadable")]


def test_the_sample_corpus_is_what_its_manifest_lists() -> None:
    inputs = find_inputs([REPOSITORY / "data" / "raw"])
    assert len(inputs.sources) == 5
    assert inputs.issues == []
    assert inputs.failed == []
