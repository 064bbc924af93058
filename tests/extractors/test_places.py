"""What was read of parts keeps, or is given, the place where it is printed."""

from __future__ import annotations

from extractors.pages.model import Box, Place, Word
from extractors.pages.pdfium.actual_text import replaced
from extractors.records.model import Extraction, Finding, PlanFacts
from extractors.records.relocation import relocated


def test_findings_stand_where_their_file_has_them_too() -> None:
    facts = PlanFacts("Camera di commercio di Modena", None, "piano", 2017, 2017)
    found = Finding("warning", "hidden-part", "Not read.", Place(page=1))
    read = Extraction(facts, "generic", None, "text", 1, 0, (), (), (found,), (), (found,))
    moved = relocated(read, lambda place: Place(sheet="Obiettivi", cell=f"A{place.page}"))
    assert {finding.place for finding in (*moved.findings, *moved.rejected)} == {Place(sheet="Obiettivi", cell="A1")}
    assert moved.pages is None


def test_one_word_in_place_of_another_takes_all_its_width() -> None:
    words, mended = replaced([Word("efficienza", Box(10, 0, 60, 10), 10.0)], "efficacia")
    assert [(word.text, word.box) for word in words] == [("efficacia", Box(10, 0, 60, 10))]
    assert [word.given for word in mended] == ["efficienza"]
