"""Plans as documents and workbooks give the records that their PDFs give."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import extract_document
from extractors.records.model import Extraction, Record
from tests.extractors.office.plan_blocks import SHARED, Cell, Line, Table, plan_blocks, plan_html
from tests.extractors.office.writers import Form, write

_PDFS = Path("data/raw")
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the plans' text form and gold are not in {SHARED}")


def stated(extraction: Extraction) -> list[tuple[object, ...]]:
    """What the records state, without place and without what engine read them."""
    titles = {node.key: (node.level, node.code_raw or node.title) for node in extraction.nodes}

    def of(record: Record) -> tuple[object, ...]:
        values = tuple((v.role, v.period, v.part, v.population, v.raw) for v in record.values)
        node = None if record.node is None else titles[record.node]
        return (node, record.level, record.name, record.code_raw, record.formula, record.weight, record.owner, values)

    return [of(record) for record in extraction.records]


def squeezed(record: tuple[object, ...]) -> str:
    """A record without spaces: narrow panels break words after a slash, and none is there in the whole line."""
    return repr(record).replace(" ", "")


@needs_shared
@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt", "ods", "html"])
def test_a_plan_of_tables_reads_as_its_pdf(kind: str, tmp_path: Path) -> None:
    plan = "massa-carrara-2017"
    path = tmp_path / f"{plan}.{kind}"
    if kind == "html":
        path.write_text(plan_html(plan), encoding="utf-8")
    else:
        write(plan_blocks(plan), Form(), path)
    found = extract_document(path)
    assert stated(found) == stated(extract_document(_PDFS / f"{plan}.pdf"))
    assert found.pages is None
    assert all(record.place.page is None and record.place.cell for record in found.records)


@needs_shared
@pytest.mark.parametrize(("kind", "layout"), [("docx", True), ("xlsx", False)])
def test_a_plan_of_cards_reads_as_its_pdf(kind: str, layout: bool, tmp_path: Path) -> None:
    path = tmp_path / f"modena-2017.{kind}"
    write(plan_blocks("modena-2017"), Form(layout=layout), path)
    # The PDF prints panels side by side, and is read line by line over all of them: the order differs.
    found, printed = (stated(extract_document(one)) for one in (path, _PDFS / "modena-2017.pdf"))
    assert sorted(map(squeezed, found)) == sorted(map(squeezed, printed))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt", "ods"])
def test_places_are_cells_of_the_file(kind: str, tmp_path: Path) -> None:
    rows = [["Indicatore", "Target 2021"], ["Numero incontri", ">= 3"], ["Tempi medi", "<= 15 gg"]]
    table = Table([[Cell([Line(text)], heading=r == 0) for text in row] for r, row in enumerate(rows)])
    path = tmp_path / f"plan.{kind}"
    write([Line("Piano della performance 2021-2023", 1), Line("Camera di commercio di Esempio"), table], Form(), path)
    records = extract_document(path).records
    assert [r.name for r in records] == ["Numero incontri", "Tempi medi"]
    first = 4 if kind in ("xlsx", "ods") else 2  # on a sheet the lines over the table are rows too
    where = "Piano" if kind in ("xlsx", "ods") else "table 1"
    assert [(r.place.sheet, r.place.cell, r.values[0].place.cell) for r in records] == [
        (where, f"A{row}", f"B{row}") for row in (first, first + 1)
    ]
