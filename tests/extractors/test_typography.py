"""A plan is read alike whatever its word processor made of apostrophes, hyphens, quotes and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import extract_document
from extractors.layouts.registry import layouts
from extractors.layouts.typography import printed_pattern, with_variants

TEXTS = Path(__file__).parents[3] / "shared" / "plans" / "text"


def accented(text: str) -> str:
    """Capitals that an apostrophe gives an accent, with one of their own."""
    return re.sub(r"([AEIOU])'(?=\s|$)", lambda m: unicodedata.normalize("NFC", f"{m[1]}\u0300"), text)


STYLES: dict[str, Callable[[str], str]] = {
    "apostrophes": lambda text: text.replace("'", "\u2019"),
    "dashes between words": lambda text: re.sub(r"(?<=\s)-(?=\s)", "\u2013", text),
    "hyphens of Unicode": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2010", text),
    "quotes": lambda text: re.sub(r'"([^"\n\t]*)"', "\u201c\\1\u201d", text),
    "accents on capitals": accented,
}


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the plans beside this repository (../shared/plans/text) are missing")
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("plan", ["massa-carrara-2019", "modena-2017", "riviere-di-liguria-2018"])
def test_rows_are_those_of_the_typed_text(plan: str, style: str, tmp_path: Path) -> None:
    def rows(path: Path) -> list[tuple[str | None, int | None, int]]:
        read = extract_document(path)
        return [(record.level, record.node, len(record.values)) for record in read.records]

    typed = TEXTS / f"{plan}.txt"
    printed = tmp_path / typed.name
    printed.write_text(STYLES[style](typed.read_text(encoding="utf-8")), encoding="utf-8")
    assert rows(printed) == rows(typed)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("dell'utenza", ["dell'utenza", "dell\u2019utenza", "DELL\u2018UTENZA"]),
        ("ATTIVITA' PROGRAMMATE", ["ATTIVITA' PROGRAMMATE", "Attivit\u00e0 programmate", "ATTIVITA\u2019 PROGRAMMATE"]),
        ("attivit\u00e0 svolte", ["attivit\u00e0 svolte", "ATTIVITA' SVOLTE", "ATTIVIT\u00c0 SVOLTE"]),
        (r"\d{3}\s*-\s*(?P<title>\D+)", ["101 - Imprese", "101 \u2013 Imprese", "101\u2010Imprese"]),
        (r"anni \d{4}[-/]\d{4}", ["anni 2017-2019", "anni 2017\u20132019", "anni 2017/2019"]),
        (r"[A-Z]-[a-z]", ["S\u2011a", "S-a"]),
    ],
)
def test_signs_of_a_pattern_stand_for_their_other_forms(pattern: str, texts: list[str]) -> None:
    assert [text for text in texts if not printed_pattern(pattern).fullmatch(text)] == []


def test_a_range_of_letters_is_none_of_signs() -> None:
    assert not printed_pattern("[a-c]").fullmatch("-")
    assert not printed_pattern(r"\[a'").fullmatch("a'")


@given(st.text(alphabet="ab'\"-\u00e0\u2019\u2013 1", max_size=12))
def test_a_literal_text_matches_itself(text: str) -> None:
    assert printed_pattern(re.escape(text)).fullmatch(text)


def test_each_pattern_of_the_layouts_stays_one() -> None:
    patterns = [node.pattern for layout in layouts().values() for node in layout.nodes]
    assert patterns
    for pattern in patterns:
        named = re.compile(pattern).groupindex.keys()
        assert re.compile(with_variants(pattern)).groupindex.keys() == named
