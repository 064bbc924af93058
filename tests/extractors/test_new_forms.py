"""The next plan of a chamber that a layout describes, printed in another form."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import study_document, study_pages
from extractors.layouts.registry import layout_by_id
from extractors.pages.model import Page
from extractors.records.model import Extraction
from pipeline.run.documents.fingerprint import layout_fingerprint
from tests.extractors.sheets import Sheet

CHAMBERS = {
    "maremma-tirreno": "Camera di commercio della Maremma e del Tirreno",
    "massa-carrara": "Camera di commercio di Massa-Carrara",
    "riviere-di-liguria": "Camera di commercio Riviere di Liguria",
}
XS = (50.0, 90.0, 300.0, 360.0)


def plan_of(chamber: str) -> list[Page]:
    sheet = Sheet(width=450).text(50, 40, chamber, "Piano integrato di attività e", "organizzazione 2024-2026")
    sheet.text(50, 80, f"Il piano della {chamber}")
    sheet.cells(XS, 110, "Cod.", "Indicatore", "Target 2024", "Target 2025")
    sheet.cells(XS, 140, "1.1", "Imprese assistite nei bandi", "120", "130")
    sheet.cells(XS, 170, "1.2", "Tempo medio di pagamento", "<= 30 giorni", "<= 28 giorni")
    sheet.table((45.0, 85.0, 295.0, 355.0, 430.0), (105.0, 132.0, 162.0, 190.0))
    return [Page(1, sheet.width, sheet.height, tuple(sheet.words), tuple(sheet.rules), tuple(sheet.fills))]


def notices(extraction: Extraction) -> list[str]:
    return [found.code for found in extraction.findings]


@pytest.mark.parametrize("layout", CHAMBERS)
def test_a_new_form_is_read_as_a_plan_that_nobody_has_described(layout: str) -> None:
    read = study_pages(plan_of(CHAMBERS[layout])).extraction
    assert read.layout_id == "generic"
    assert (read.facts.chamber, read.facts.doc_type) == (layout_by_id(layout).chamber, "piao")
    assert [(record.name, [v.raw for v in record.values]) for record in read.records] == [
        ("Imprese assistite nei bandi", ["120", "130"]),
        ("Tempo medio di pagamento", ["<= 30 giorni", "<= 28 giorni"]),
    ]
    (unfit,) = (found for found in read.findings if found.code == "layout-unfit")
    assert layout in unfit.message


def test_a_layout_that_is_asked_for_is_the_one_that_reads() -> None:
    asked = layout_by_id("massa-carrara")
    read = study_pages(plan_of(CHAMBERS["massa-carrara"]), layout=asked).extraction
    assert read.layout_id == "massa-carrara"
    assert "layout-unfit" not in notices(read)
    assert not read.records


def test_what_a_new_form_gave_depends_on_the_chambers_layout_too() -> None:
    own = layout_fingerprint("generic", CHAMBERS["massa-carrara"])
    assert own != layout_fingerprint("generic", "Comune di Borgoverde")
    assert layout_fingerprint("unheard-of", CHAMBERS["massa-carrara"]) == ""


FORM = "\n".join(
    ("OBIETTIVI / INDICATORI STRATEGICI / OPERATIVI", "Indicatori (strategici e operativi)", "Schede Piano Performance")
)


def published_by(tmp_path: Path, *lines: str) -> tuple[str, list[str]]:
    path = tmp_path / "plan.txt"
    rows = ("Indicatori (strategici e operativi)\tAlgoritmo\tTarget 2024", "S1.1.1-a Imprese assistite\tNumero\t120")
    path.write_text("\n".join((*lines, FORM, "", *rows, "")), encoding="utf-8")
    read = study_document(path).extraction
    assert read.layout_id == "massa-carrara"
    return read.facts.chamber, [code for code in notices(read) if code.startswith("chamber")]


def test_a_body_that_prints_a_chambers_form_is_itself(tmp_path: Path) -> None:
    found = published_by(tmp_path, "Camera di commercio di Belluno-Feltre")
    assert found == ("Camera di commercio di Belluno-Feltre", ["chamber-other"])


def test_a_partner_is_not_the_body(tmp_path: Path) -> None:
    own = "La Camera di Commercio di Massa-Carrara"
    assert published_by(tmp_path, own, "con la Camera di commercio di Lucca") == (CHAMBERS["massa-carrara"], [])


def test_a_form_that_names_no_body_says_whose_it_is_taken_for(tmp_path: Path) -> None:
    assert published_by(tmp_path) == (CHAMBERS["massa-carrara"], ["chamber-inferred"])
