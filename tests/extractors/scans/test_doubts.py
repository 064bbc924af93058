"""What OCR is not sure of is a doubt of the figure or of the row, and of nothing else."""

from __future__ import annotations

from dataclasses import replace

from extractors.pages.model import Box, Place, Reading
from extractors.pages.scans.cell_reading import ReadWord, _read_twice, _reduced, _with_signs
from extractors.pages.scans.recognition import SeenWord
from extractors.quality.confidence import REVIEW
from extractors.records.model import Record, ValueCell
from extractors.records.signals.readings import with_reading_signals
from extractors.records.signals.rows import cell_confidences
from pipeline.dataset.rows.indicators import RecordRows
from pipeline.dataset.rows.objectives import ObjectiveRows

FIRST, SECOND = Box(200, 10, 250, 20), Box(250, 10, 300, 20)


def _record() -> Record:
    values = tuple(
        ValueCell("target", year, None, "80%", Place(1, box)) for year, box in ((2018, FIRST), (2019, SECOND))
    )
    return Record(None, "operational", None, "Incontri con le imprese", Place(1, Box(10, 10, 300, 20)), "", values)


def _signalled(*readings: Reading) -> Record:
    (record,) = with_reading_signals([_record()], {1: readings}, "pypdfium2+tesseract")
    return record


def test_a_doubtful_figure_is_in_doubt_alone() -> None:
    record = _signalled(Reading("80%", Box(255, 12, 270, 18), 0.4, "two readings differ"))
    assert [value.signs for value in record.values] == [(), ("ocr-figure-doubtful",)]
    first, second = cell_confidences(record)
    assert second < REVIEW < first


def test_a_doubtful_word_of_the_name_is_no_doubt_of_the_figures() -> None:
    record = _signalled(Reading("lmprese", Box(60, 12, 90, 18), 0.4, "low confidence"))
    assert "ocr-text-doubtful" in record.signs
    assert not any(value.signs for value in record.values)


def test_a_doubt_on_the_next_page_is_one_of_the_figure_that_goes_on_there() -> None:
    record = replace(_record(), signs=("row-over-pages",))
    doubts = [Reading("80%", Box(255, 700, 270, 706), 0.4, "two readings differ")]
    (over,) = with_reading_signals([record], {1: [], 2: doubts}, "pypdfium2+tesseract")
    assert all(value.signs == ("ocr-figure-doubtful",) for value in over.values)
    (whole,) = with_reading_signals([_record()], {1: [], 2: doubts}, "pypdfium2+tesseract")
    assert not any(value.signs for value in whole.values)


def test_rows_of_pages_that_ocr_has_not_read_are_as_they_were() -> None:
    (record,) = with_reading_signals([_record()], {2: []}, "pypdfium2+tesseract")
    assert record == _record()


def test_a_doubtful_figure_is_published_for_review_with_the_reason() -> None:
    rows = RecordRows("plan", None, "pypdfium2", ObjectiveRows("plan", (), None))
    rows.add_record(_signalled(Reading("80%", Box(255, 12, 270, 18), 0.4, "two readings differ")))
    assert [value["status"] for value in rows.values] == ["ok", "review"]
    assert any("OCR" in issue.message for issue in rows.issues)


def _words(text: str, sure: float, scale: float = 1.0) -> list[SeenWord]:
    return [SeenWord(text, 10 * scale, 40 * scale, 30 * scale, 20 * scale, sure)]


def test_readings_that_agree_leave_no_doubt_and_those_that_differ_do() -> None:
    (same,) = _read_twice(_words("80%", 0.5), list(map(_reduced, _words("80%", 0.9, 1.5))))
    assert (same.word.text, same.word.sure, same.doubt) == ("80%", 0.9, "")
    (other,) = _read_twice(_words("80%", 0.5), list(map(_reduced, _words("30%", 0.9, 1.5))))
    assert other.word.text == "30%"
    assert other.doubt
    assert other.word.x1 == 40


def test_a_sign_without_a_space_is_one_word_with_its_figure() -> None:
    sign = ReadWord(SeenWord("<=", 10, 30, 50, 20, 0.95), "")
    figure = ReadWord(SeenWord("30/11/201", 32, 90, 50, 20, 0.9), "")
    (joined,) = _with_signs([sign], [figure])
    assert (joined.word.text, joined.word.x0) == ("<=30/11/201", 10)
    apart = ReadWord(figure.word._replace(x0=38), "")
    assert [read.word.text for read in _with_signs([sign], [apart])] == ["30/11/201", "<="]


def test_a_letter_that_may_be_a_digit_is_in_doubt() -> None:
    reads = [ReadWord(word, "") for text in ("O", "1O", "l5", "80%", "OK", "giorni") for word in _words(text, 0.9)]
    assert [read.word.text for read in _with_signs([], reads) if read.doubt] == ["O", "1O", "l5"]
