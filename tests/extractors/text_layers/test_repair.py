"""Text layers that lie are put right, or their words are in doubt."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import extract_document
from extractors.engines.registry import open_with
from extractors.pages.scans.options import Ocr
from extractors.pages.text_repair.character_maps import read_map, written_map
from extractors.pages.text_repair.deciphering import decipher
from extractors.pages.text_repair.scan import has_unsound_maps, is_foreign, unsound_codes
from extractors.pages.text_repair.word_odds import italian_words
from extractors.quality.confidence import REVIEW
from extractors.quality.signals import Signal
from tests.extractors.text_layers.damaged import damage

PLAN = Path(__file__).parents[3] / "data/raw/massa-carrara-2017.pdf"


def words_of(path: Path, *, repaired: bool) -> list[str]:
    _, opened = open_with("pdfium", path, Ocr("off"), repaired=repaired)
    with opened as pages:
        return [word.text for page in pages for word in page.words]


@pytest.mark.parametrize("how", ["letter", "space", "unmapped", "glyph-number", "cid", "replacement", "cut"])
def test_glyphs_of_several_letters_are_told_by_the_words_they_make(how: str, tmp_path: Path) -> None:
    damaged = tmp_path / PLAN.name
    damage(PLAN, damaged, how)
    assert words_of(damaged, repaired=False) != words_of(PLAN, repaired=False)
    assert words_of(damaged, repaired=True) == words_of(PLAN, repaired=False)


def test_what_was_put_right_is_said_and_the_file_s_text_kept(tmp_path: Path) -> None:
    damaged = tmp_path / PLAN.name
    damage(PLAN, damaged, "sign")
    sound, read = extract_document(PLAN), extract_document(damaged)
    assert [(record.name, [v.raw for v in record.values]) for record in read.records] == [
        (record.name, [v.raw for v in record.values]) for record in sound.records
    ]
    mended = [record for record in read.records if record.given]
    assert mended
    assert all("&" in (record.given or "") and Signal.TEXT_MENDED in record.signs for record in mended)
    assert {finding.code for finding in read.findings} >= {"text-mended"}


def test_letters_of_other_languages_are_looked_at_and_those_of_italian_are_not() -> None:
    assert [text for text in "aàèÈùzßüûýþčŠ€–×" if is_foreign(text)] == list("ßüûýþčŠ")


def test_a_sound_file_is_left_alone() -> None:
    assert not has_unsound_maps(PLAN)
    assert words_of(PLAN, repaired=True) == words_of(PLAN, repaired=False)
    assert all(record.given is None for record in extract_document(PLAN).records)


def test_a_glyph_that_nothing_tells_leaves_its_row_in_doubt(tmp_path: Path) -> None:
    plan = PLAN.with_name("massa-carrara-2019.pdf")
    damaged = tmp_path / plan.name
    damage(plan, damaged, "letter")
    _, opened = open_with("pdfium", damaged, Ocr("off"), repaired=True)
    with opened as pages:
        page = next(page for page in pages if any("\ufffd" in word.text for word in page.words))
    assert [word.text for word in page.words if "\ufffd" in word.text] == ["\ufffde", "\ufffde"]  # fte, twice
    assert all("\ufffd" not in word.text for word in page.mended)
    doubted = [r for r in extract_document(damaged).records if Signal.TEXT_DOUBTFUL in r.signs]
    assert all(record.confidence < REVIEW for record in doubted)


@given(
    st.dictionaries(st.integers(0, 0xFFFF), st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=250)
)
def test_a_map_is_read_as_it_was_written(characters: dict[int, str]) -> None:
    assert read_map(written_map(characters, 2)) == characters


def test_ranges_of_a_map_are_read() -> None:
    data = (
        b"2 beginbfrange <0003> <0005> <0041> <10> <11> [<00660069> <0042>] endbfrange 1 beginbfchar <7> <> endbfchar"
    )
    assert read_map(data) == {3: "A", 4: "B", 5: "C", 16: "fi", 17: "B", 0x70: ""}


def test_a_target_of_three_bytes_is_no_text() -> None:
    assert read_map(b"1 beginbfchar <01> <006174> endbfchar") == {1: "\ufffd"}


def test_a_broken_map_gives_what_can_be_read() -> None:
    assert read_map(b"beginbfrange <00> <ff> endbfrange beginbfchar <01> [ endbfchar") == {}
    assert read_map(b"beginbfchar <01> <d800> endbfchar") == {1: "\ufffd"}


@pytest.mark.parametrize(
    ("characters", "unsound"),
    [
        ({1: "a", 2: "b", 3: " "}, set()),
        ({1: "-", 2: "-", 3: ".", 4: "."}, set()),  # hyphens and dots are drawn by several glyphs
        ({1: "a", 2: " ", 3: " "}, {2, 3}),
        ({1: "O", 2: "O", 3: "b"}, {1, 2}),
        ({1: "", 2: "\ufffd", 3: "\ue123", 4: "\u019f", 5: "(cid:5)", 6: "Δ", 7: "\uf0b7"}, {1, 2, 3, 4, 5}),
        ({1: "\u7400\u6900", 2: "fi", 3: "\ufb01"}, set()),  # swapped letters have one sound reading
    ],
)
def test_unsound_glyphs(characters: dict[int, str], unsound: set[int]) -> None:
    assert unsound_codes(characters) == unsound


def test_maps_are_found_deflated_or_not(tmp_path: Path) -> None:
    bad = written_map({1: "O", 2: "O"}, 2)
    for name, content in (("plain", bad), ("deflated", zlib.compress(bad)), ("sound", written_map({1: "O"}, 2))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(b"%PDF-1.7\n1 0 obj << >> stream\n" + content + b"\nendstream endobj")
        assert has_unsound_maps(path) is (name != "sound")


def test_one_word_that_two_readings_fit_decides_nothing() -> None:
    known = {"fino", "tino", "attività", "gestione", "informativa", "soggetti"}
    assert decipher(["\ue001no"], {"\ue001": ""}, known) == {}
    assert decipher(["at\ue001vità", "ges\ue001one,", "informa\ue001va"], {"\ue001": ""}, known) == {"\ue001": "ti"}
    assert decipher(["xq\ue001zz", "fw\ue001k"], {"\ue001": ""}, known) == {}


def test_what_is_told_of_one_glyph_tells_of_the_next() -> None:
    marks = {"\ue001": "O", "\ue002": "O"}
    tokens = [
        "ge\ue002s\ue001",
        "A\ue001co",
        "an\ue001co",
        "po\ue001che",
        "poli\ue001che",
        "u\ue002icio",
        "u\ue002iciale",
    ]
    known = {"antico", "politiche", "ufficio", "ufficiale"}
    assert decipher(tokens, marks, known) == {"\ue001": "ti", "\ue002": "ff"}


def test_the_italian_list_knows_what_plans_print() -> None:
    known = italian_words()
    assert {"attività", "gestione", "obiettivo", "imprese", "struttura"} <= known
    assert not {"vità", "stru", "gesone"} & known
