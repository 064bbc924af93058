"""The review by keyboard, served and from disk: every doubt at its place, one key each, and nothing is lost."""

from __future__ import annotations

import ast
import http.client
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from extractors.quality.signals import Signal
from pipeline.corrections.files import parse_corrections
from pipeline.corrections.model import Addition, Correction, FieldCorrection, Removal
from pipeline.dataset.identity import plan_id
from pipeline.language.italian import has_italian, to_italian
from pipeline.report.build import Pictures, write_report
from pipeline.report.pictures import Sheet
from pipeline.report.server import HOST, ReviewFolders, open_server
from pipeline.run.documents.reading import document_rows
from tests.browsing import patient_page
from tests.pipeline.extractions import MODENA_NODES, SOURCE, at, cell, extraction, record
from tests.report.plans import WholePublished, tables_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROWS, DOUBTS, PAGES = 1000, 100, 50
FILE = "modena-2017.yml"
SLUG = "modena-2017"


def long_plan(folder: Path) -> Path:
    """The report of a plan of a thousand rows on fifty pages; every tenth has a cell in doubt."""
    records = tuple(
        record(
            node=3,
            name=f"Indicatore numero {number}",
            place=at(1 + number // 20, 30 + 38 * (number % 20)),
            values=(
                cell(
                    f"circa {number}" if number % (ROWS // DOUBTS) == 0 else f">= {number}%",
                    place=at(1 + number // 20, 30 + 38 * (number % 20), 300),
                ),
            ),
        )
        for number in range(ROWS)
    )
    rows = document_rows(SOURCE, replace(extraction(nodes=MODENA_NODES, records=records), pages=PAGES))
    # Every page is a picture of its own, so that a row is not lit on another page at the same place.
    drawn = folder / "drawn"
    drawn.mkdir()
    sheets = [Sheet(number, 595, 842, f"{number}.png", (60, 84)) for number in range(1, PAGES + 1)]
    for sheet in sheets:
        Image.new("L", sheet.pixels, 255).save(drawn / sheet.picture)
    write_report(
        folder / "report",
        WholePublished(tables_of(rows)),
        [replace(SOURCE, file=folder / "gone.pdf")],
        {plan_id(SOURCE.sha256): Pictures(drawn, sheets)},
    )
    return folder / "report"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return long_plan(tmp_path_factory.mktemp("long"))


@pytest.fixture
def desk(report: Path, tmp_path: Path) -> ReviewFolders:
    return ReviewFolders(
        report, tmp_path / "corrections", frozenset({FILE}), {"modena-2017.pdf": tmp_path / "gone.pdf"}
    )


@pytest.fixture
def address(desk: ReviewFolders) -> Iterator[str]:
    with open_server(desk) as server:
        running = Thread(target=server.serve_forever, daemon=True)
        running.start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()
        running.join()


def until(page: Page, condition: str) -> None:
    for _ in range(6000):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"not in time: {condition}")


def progress(page: Page) -> str:
    return page.locator(".done-count").inner_text()


def saved(desk: ReviewFolders) -> dict[str, str]:
    text = (desk.corrections / FILE).read_text(encoding="utf-8")
    corrections = [one.correction for one in parse_corrections(text, FILE)]
    return {str(one.where.name): one.set_to for one in corrections if isinstance(one, Correction)}


def until_saved(desk: ReviewFolders, numbers: set[int]) -> None:
    """Wait until the corrections of the indicators of these numbers, and no others, stand on disk."""
    wanted = {f"Indicatore numero {number}" for number in numbers}
    found: set[str] = set()
    for _ in range(100):
        found = set(saved(desk))
        if found == wanted:
            return
        time.sleep(0.1)
    assert found == wanted


def name_reviewer(page: Page) -> None:
    page.locator("[name=by]").fill("Ada")
    page.keyboard.press("Escape")


def test_a_hundred_doubts_take_a_key_each_and_every_one_lights_its_own_row(
    address: str, desk: ReviewFolders, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="it-IT")
    page = patient_page(context)
    page.goto(f"{address}/{SLUG}.review.html")
    name_reviewer(page)
    assert progress(page) == f"0 di {DOUBTS}"
    keys = right = 0
    for done in range(DOUBTS):
        item = page.locator(".doubt:not([hidden])")
        row = page.locator(".stage .row-box")
        x, y, right_edge, _ = (float(edge) for edge in (item.get_attribute("data-row-box") or "").split())
        drawn = [float(row.get_attribute(name) or "nan") for name in ("x", "y", "width")]
        inside = row.evaluate(
            "(box) => { const at = box.getBoundingClientRect(), view = box.closest('.view').getBoundingClientRect();"
            " return at.top >= view.top && at.bottom <= view.bottom + 1; }"
        )
        number = int((item.locator("h2").inner_text()).rsplit(" ", 1)[1])
        picture = page.locator(".paper img").get_attribute("src") or ""
        at_its_place = y == 30 + 38 * (number % 20) and picture.endswith(f"/{1 + number // 20}.png")
        right += drawn == pytest.approx([x, y, right_edge - x]) and inside and at_its_place
        # One in ten is corrected by a digit, one in twenty by hand, all others accepted.
        if done % 20 == 7:
            page.keyboard.press("e")
            page.keyboard.type("n.d.")
            page.keyboard.press("Enter")
            keys += 6
        else:
            page.keyboard.press("1" if done % 10 == 3 else "a")
            keys += 1
    assert right == DOUBTS
    assert keys <= 1.3 * DOUBTS
    assert progress(page) == f"{DOUBTS} di {DOUBTS}"
    until(page, "document.querySelector('.state').textContent.startsWith('Salvato')")
    found = saved(desk)
    assert len(found) == DOUBTS
    assert list(found.values()).count("n.d.") >= 5
    context.close()


def test_nothing_is_lost_on_reload_crash_or_anothers_saving_and_undo_takes_back(
    address: str, desk: ReviewFolders, browser: Browser
) -> None:
    context = browser.new_context(locale="en-GB")
    page = patient_page(context)
    page.goto(f"{address}/{SLUG}.review.html")
    page.keyboard.press("a")
    assert progress(page) == f"0 of {DOUBTS}"  # without a name nothing is written
    name_reviewer(page)
    for _ in range(3):
        page.keyboard.press("a")
    until(page, "document.querySelector('.state').textContent.startsWith('Saved')")
    until_saved(desk, {0, 10, 20})
    page.reload()
    assert progress(page) == f"3 of {DOUBTS}"
    # Somebody else writes into the same file meanwhile: both are kept.
    text = (desk.corrections / FILE).read_text(encoding="utf-8")
    other = text.replace("Indicatore numero 0", "Indicatore numero 990").split("- where:")[1]
    (desk.corrections / FILE).write_text(f"{text}- where:{other}", encoding="utf-8")
    page.keyboard.press("a")
    until_saved(desk, {0, 10, 20, 30, 990})
    page.keyboard.press("u")
    until_saved(desk, {0, 10, 20, 990})
    page.close()  # without a word, as in a crash
    again = context.new_page()
    again.goto(f"{address}/{SLUG}.review.html")
    assert progress(again) == f"3 of {DOUBTS}"
    context.close()


def test_all_of_one_reason_are_accepted_together_and_taken_back_together(report: Path, browser: Browser) -> None:
    context = browser.new_context(locale="it-IT", accept_downloads=True)
    page = patient_page(context)
    page.goto((report / f"{SLUG}.review.html").as_uri())
    name_reviewer(page)
    page.keyboard.press("g")
    assert progress(page) == f"{DOUBTS} di {DOUBTS}"
    page.keyboard.press("u")
    assert progress(page) == f"0 di {DOUBTS}"
    page.keyboard.press("a")
    with page.expect_download() as download:
        page.locator(".save").click()
    assert download.value.suggested_filename == FILE
    context.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example", "Content-Type": "application/json"}, 403),
        ({"Origin": "OWN", "Content-Type": "text/plain"}, 403),
        ({"Origin": "OWN", "Content-Type": "application/json", "Host": "evil.example"}, 403),
        ({"Origin": "OWN", "Content-Type": "application/json"}, 200),
    ],
)
def test_only_its_own_pages_can_write(headers: dict[str, str], status: int, address: str, desk: ReviewFolders) -> None:
    body = json.dumps({"version": "", "text": ""})
    own = {name: address if value == "OWN" else value for name, value in headers.items()}
    assert asked(address, "PUT", f"/api/corrections/{FILE}", own, body) == status
    assert (desk.corrections / FILE).exists() == (status == 200)


@pytest.mark.parametrize(
    "path", ["/api/corrections/other.yml", "/api/corrections/..%2F..%2Fetc%2Fpasswd", "/source/..%2F..%2Fetc%2Fpasswd"]
)
def test_no_other_file_is_read(path: str, address: str) -> None:
    assert asked(address, "GET", path, {}) == 404


def test_what_is_no_file_of_corrections_is_not_written(address: str, desk: ReviewFolders) -> None:
    headers = {"Origin": address, "Content-Type": "application/json"}
    body = json.dumps({"version": "", "text": "- where: {name: x}\n"})
    assert asked(address, "PUT", f"/api/corrections/{FILE}", headers, body) == 400
    assert not (desk.corrections / FILE).exists()


def asked(address: str, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


# --- reasons


@pytest.mark.parametrize("signal", list(Signal), ids=str)
def test_every_signal_has_its_italian(signal: Signal) -> None:
    assert has_italian(signal.meaning)


def doubts() -> Iterator[str]:
    """The sentences that the reader of targets gives as reasons: texts of the code that are no docstrings."""
    for path in sorted((Path(__file__).parents[2] / "normalizers" / "targets").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        docs = [node.value for node in nodes if isinstance(node, ast.Expr)]
        for node in nodes:
            if node in docs:
                continue
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_doubt_of_a_cell_has_its_italian() -> None:
    sentences = {text for text in doubts() if re.fullmatch(r"[A-Z][^_|]* [^|]*\.", text)}
    assert len(sentences) > 80
    assert [sentence for sentence in sorted(sentences) if not has_italian(sentence)] == []


def test_reasons_are_put_into_italian_sentence_by_sentence() -> None:
    assert to_italian("The formula says SI/NO. The number recurs.") == "L'algoritmo dice SI/NO. Il numero si ripete."


# --- whole rows


def test_a_field_a_row_that_is_none_and_a_row_that_is_missing_stand_in_the_file(
    address: str, desk: ReviewFolders, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="it-IT")
    page = patient_page(context)
    page.goto(f"{address}/{SLUG}.review.html")
    name_reviewer(page)
    item = page.locator(".doubt:not([hidden])")
    item.locator(".other summary").click()
    item.locator("[name=field]").select_option("owner")
    item.locator(".field [name=set]").fill("Ufficio Studi")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    view = page.locator(".view").bounding_box()
    assert view is not None
    page.mouse.move(view["x"] + 100, view["y"] + 100)
    page.mouse.down()
    page.mouse.move(view["x"] + 400, view["y"] + 140, steps=3)
    page.mouse.up()
    page.locator(".missing [name=name]").fill("Indicatore che manca")
    page.locator(".missing [name=period]").fill("2018")
    page.locator(".missing [name=raw]").fill(">= 5")
    page.keyboard.press("Enter")
    page.locator(".doubt:not([hidden])").focus()
    page.keyboard.press("x")
    assert progress(page) == f"1 di {DOUBTS}"
    until(page, "document.querySelector('.state').textContent.startsWith('Salvato')")
    text = (desk.corrections / FILE).read_text(encoding="utf-8")
    found = [one.correction for one in parse_corrections(text, FILE)]
    assert [type(one) for one in found] == [FieldCorrection, Addition, Removal]
    field, added, removed = found
    assert isinstance(field, FieldCorrection)
    assert isinstance(added, Addition)
    assert isinstance(removed, Removal)
    assert (field.field, field.expect, field.set_to) == ("owner", "Studi", "Ufficio Studi")
    assert (added.add.name, added.add.page, added.add.values[0].raw) == ("Indicatore che manca", 1, ">= 5")
    assert added.add.box is not None
    assert added.add.box[2] - added.add.box[0] > 50
    assert removed.expect == "Indicatore numero 0"
    page.keyboard.press("u")
    until(page, "document.querySelector('.state').textContent.startsWith('Salvato')")
    assert progress(page) == f"0 di {DOUBTS}"
    context.close()
