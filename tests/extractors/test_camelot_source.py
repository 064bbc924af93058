"""The engine camelot: its tables on real plans, and what it overlooks or fails at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extractors.documents import extract_document
from extractors.engines import camelot_source
from extractors.engines.camelot_calls import Table, tables_on
from extractors.pages.pdfium import source as pdfium_source
from extractors.records.model import Extraction
from extractors.tables.grid import Grid
from extractors.tables.page_content import content_of
from tests.extractors.sheets import grids_of

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data/raw"
GRIDLESS = ROOT.parent / "shared/plans/pdf/gridless"
NEAR = 1.0  # points


def texts(grid: Grid) -> list[list[str]]:
    return [[" ".join(line.text for line in cell.lines) for cell in grid.row(r)] for r in range(len(grid.ys) - 1)]


def accounted(read: Extraction) -> bool:
    return read.rows_seen == len(read.records) + len(read.rejected) + len(read.ignored)


# --- plans -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan", ["massa-carrara-2017", "riviere-di-liguria-2018", pytest.param("modena-2017", marks=pytest.mark.slow)]
)
def test_camelots_tables_of_a_ruled_plan_give_the_same_rows(plan: str) -> None:
    # Merged cells, rows that go on over the page, cards in panels: each of the plans prints some of them.
    fast, read = (extract_document(RAW / f"{plan}.pdf", engine=engine) for engine in ("pdfium", "camelot"))
    assert read.extractor == "camelot"
    assert [r.row_text for r in read.records] == [r.row_text for r in fast.records]
    for one, other in zip(read.records, fast.records, strict=True):
        figures = [[(v.role, v.period, v.raw, v.place.page) for v in r.values] for r in (one, other)]
        assert figures[0] == figures[1]
        assert all(v.place.box is not None for v in one.values)
    assert read.rejected == ()


def test_tables_that_no_rules_draw_are_inferred_as_ever() -> None:
    path = GRIDLESS / "massa-carrara-2017.pdf"
    if not path.exists():
        pytest.skip("the plans without a grid are not beside this checkout")
    fast, read = (extract_document(path, engine=engine) for engine in ("pdfium", "camelot"))
    assert [r.row_text for r in read.records] == [r.row_text for r in fast.records]
    assert all("grid-inferred" in r.signs for r in read.records)
    assert accounted(read)


def with_tables(monkeypatch: pytest.MonkeyPatch, change: Callable[[int, list[Table]], list[Table]]) -> Extraction:
    """A plan as camelot's tables, changed by page, give it."""

    def changed(path: Path, page: int, *rest: Any) -> list[Table]:
        return change(page, tables_on(path, page, *rest))

    monkeypatch.setattr(camelot_source, "tables_on", changed)
    return extract_document(RAW / "massa-carrara-2017.pdf", engine="camelot")


def test_a_page_on_which_camelot_fails_is_an_issue_and_its_rows_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(page: int, tables: list[Table]) -> list[Table]:
        if page == 2:
            raise ZeroDivisionError("in /home/somebody")
        return tables

    whole = extract_document(RAW / "massa-carrara-2017.pdf")
    read = with_tables(monkeypatch, fails)
    (finding,) = [f for f in read.findings if f.code == "engine-failed"]
    assert (finding.severity, finding.place.page) == ("error", 2)
    assert "ZeroDivisionError" in finding.message
    assert "somebody" not in finding.message
    lost = [r for r in whole.records if r.place.page == 2]
    assert lost
    assert {r.place.page for r in read.rejected} == {2}
    for record in lost:
        assert any(record.row_text == r.raw for r in read.rejected)
    elsewhere = [r.name for r in whole.records if (r.place.page or 0) > 3]
    assert [r.name for r in read.records][-len(elsewhere) :] == elsewhere
    assert accounted(read)


@pytest.mark.slow
def test_rows_of_a_table_that_camelot_overlooks_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract_document(RAW / "massa-carrara-2017.pdf")
    read = with_tables(monkeypatch, lambda page, tables: tables[1:] if page == 3 else tables)
    gone = [r.row_text for r in whole.records if r.row_text not in {other.row_text for other in read.records}]
    assert gone
    assert {r.code for r in read.rejected} == {"row-outside-tables"}
    assert set(gone) <= {r.raw for r in read.rejected}
    assert accounted(read)


def test_the_limit_of_memory_is_not_taken_for_camelots_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(page: int, tables: list[Table]) -> list[Table]:
        raise MemoryError

    with pytest.raises(MemoryError):
        with_tables(monkeypatch, exhausted)


# --- where the page is -------------------------------------------------------------------------------------------


def _changed(folder: Path, change: Callable[[Any], None]) -> Path:
    with pypdfium2.PdfDocument(RAW / "massa-carrara-2017.pdf") as pdf:
        change(pdf[1])
        pdf.save(folder / "plan.pdf")
    return folder / "plan.pdf"


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.set_rotation(0),
        lambda page: page.set_cropbox(20, 30, 580, 800),
        lambda page: page.set_mediabox(10, 10, 590, 830),
    ],
)
def test_cells_stand_where_the_page_is_displayed(tmp_path: Path, change: Callable[[Any], None]) -> None:
    path = _changed(tmp_path, change)
    with camelot_source.open_pages(path) as pages, pdfium_source.open_pages(path) as plain:
        found, drawn = content_of(pages.page(2)).grids, grids_of(plain.page(2))
    assert [texts(grid) for grid in found] == [texts(grid) for grid in drawn]
    for one, other in zip(found, drawn, strict=True):
        edges = zip((one.box.x0, one.box.y0), (other.box.x0, other.box.y0), strict=True)
        assert all(abs(a - b) <= NEAR for a, b in edges)


def test_a_page_whose_text_lies_on_its_side_says_so(tmp_path: Path) -> None:
    # camelot sets such a page upright: its boxes are not those of the page.
    path = _changed(tmp_path, lambda page: page.set_rotation(90))
    with camelot_source.open_pages(path) as pages:
        page = pages.page(2)
    assert (page.tables, page.trouble) == ((), "OtherView")


def _turned(folder: Path, turn: int, matrix: str) -> Path:
    """A page with a table of two columns and rows that is displayed upright by its /Rotate, a part of it cut off."""
    drawn = " ".join(f"0 {y} 200 0.5 re f" for y in (20, 0, -20)) + " ".join(
        f" {x} -20 0.5 40 re f" for x in (0, 90, 200)
    )
    written = "BT /F1 10 Tf 5 5 Td (Peso) Tj 100 0 Td (Valore) Tj 0 -20 Td (80) Tj -100 0 Td (Nome) Tj ET"
    content = f"q {matrix} cm {written} {drawn} Q"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /CropBox [50 60 545 800] /Rotate {turn} /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]
    path = folder / "page.pdf"
    objects = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, start=1))
    path.write_text(f"%PDF-1.4\n{objects}trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n")
    return path


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(0, "1 0 0 1 100 700"), (90, "0 1 -1 0 142 100"), (180, "-1 0 0 -1 495 142"), (270, "0 -1 1 0 453 742")],
)
def test_a_turned_page_with_margins_cut_off_has_its_cells_in_place(tmp_path: Path, turn: int, matrix: str) -> None:
    with camelot_source.open_pages(_turned(tmp_path, turn, matrix)) as pages:
        (grid,) = grids_of(pages.page(1))
    assert texts(grid) == [["Peso", "Valore"], ["Nome", "80"]]
