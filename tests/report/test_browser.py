"""The report as a person uses it, from disk in headless Chromium: from looking to a correction that is applied."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.corrections.files import cells_of, parse_corrections, resolve_cells
from pipeline.publish.dataset_files import read_dataset
from tests.axe import axe_faults
from tests.browsing import patient_page
from tests.report.plans import HOSTILE, read, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Opener: TypeAlias = "Callable[..., Page]"
RAW = Path(__file__).parents[2] / "data" / "raw"
PLANS = Path(__file__).parents[1] / "pipeline" / "plans"
DESKTOP, PHONE = (1400, 900), (390, 844)


def extract(raw: Path, out: Path, corrections: Path) -> None:
    called = CliRunner().invoke(
        app, ["extract", str(raw), "--out", str(out), "--corrections", str(corrections), "--quiet"]
    )
    assert called.exit_code == 0, called.output


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw files, corrections and a published dataset: a plan with doubts, and a plan as text."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "raw").mkdir()
    (folder / "corrections").mkdir()
    shutil.copy(RAW / "riviere-di-liguria-2018.pdf", folder / "raw")
    shutil.copy(PLANS / "massa-carrara-2017.txt", folder / "raw")
    extract(folder / "raw", folder / "clean", folder / "corrections")
    return folder


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(tmp_path_factory.mktemp("invented"))


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens a page of a report; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: Path, *, size: tuple[int, int] = DESKTOP, locale: str = "it-IT", fragment: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=locale, accept_downloads=True
        )
        contexts.append(context)
        page = patient_page(context)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else complaints.append(r.url))
        page.goto(path.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def riviere(published: Path) -> Path:
    return published / "clean" / "report" / "riviere-di-liguria-2018.html"


def row_of(page: Page, number: int) -> Locator:
    return page.locator("article.row").nth(number)


def until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own way evaluates texts inside the page, which the page's policy forbids."""
    for _ in range(6000):  # a minute: a busy machine is no failure
        if page.evaluate(condition):
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"not in time: {condition}")


def in_view(element: Locator) -> bool:
    """Whether an element can be seen in the part of the page that holds it."""
    return bool(
        element.evaluate(
            """(element) => {
                const box = element.getBoundingClientRect();
                const frame = element.closest('.pages, .read-rows').getBoundingClientRect();
                return box.height > 0 && box.bottom > frame.top && box.top < frame.bottom;
            }"""
        )
    )


# --- axe


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("index", DESKTOP),
        ("index", PHONE),
        ("riviere-di-liguria-2018", DESKTOP),
        ("riviere-di-liguria-2018", PHONE),
        ("massa-carrara-2017", DESKTOP),
    ],
)
def test_axe_finds_nothing_serious(name: str, size: tuple[int, int], published: Path, opened: Opener) -> None:
    page = opened(published / "clean" / "report" / f"{name}.html", size=size)
    if name != "index":
        row_of(page, 3).locator("button").first.hover()
    assert axe_faults(page) == []
    if size == PHONE and name != "index":
        row_of(page, 3).locator("button").first.click()
        assert axe_faults(page) == []


def test_axe_finds_nothing_serious_with_every_status_and_a_tray(invented: Path, opened: Opener) -> None:
    page = opened(invented / "modena-2017.html", locale="en-GB")
    correct(page, row_of(page, 1).locator("tbody tr").first, "80%")
    assert axe_faults(page) == []


# --- looking


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_wider_than_the_window(size: tuple[int, int], published: Path, opened: Opener) -> None:
    for path in sorted((published / "clean" / "report").glob("*.html")):
        page = opened(path, size=size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        for pane in page.locator(".read-rows").all():
            assert pane.evaluate("(pane) => pane.scrollWidth - pane.clientWidth") <= 1


def test_texts_of_a_plan_do_nothing_but_stand_there(invented: Path, opened: Opener) -> None:
    page = opened(invented / "modena-2017.html")
    assert row_of(page, 0).locator("h3").inner_text() == HOSTILE
    assert page.evaluate("window.owned") is None
    assert page.locator(".read-rows img").count() == 0


def test_a_row_lights_its_box_and_a_box_its_row(published: Path, opened: Opener) -> None:
    page = opened(riviere(published))
    row = row_of(page, 2)
    identity = row.get_attribute("id")
    mark = page.locator(f'.mark[data-indicator="{identity}"]')
    assert page.locator(".lit").count() == 0
    row.locator("td.raw").first.hover()
    assert "lit" in (mark.get_attribute("class") or "")
    assert mark.locator(".cell-box.lit").count() == 1
    other = page.locator(".mark").nth(4)
    other.locator(".row-box").hover()
    assert "lit" not in (mark.get_attribute("class") or "")
    lit = page.locator("article.lit")
    assert lit.get_attribute("id") == other.get_attribute("data-indicator")


def test_a_click_on_what_waits_lights_its_own_row_though_other_rows_scroll_under_the_pointer(
    published: Path, opened: Opener
) -> None:
    page = opened(riviere(published))
    items = page.locator("#review .item").all()
    assert len(items) >= 4
    for item in items:
        identity = item.get_attribute("data-indicator")
        link = item.locator("a").first
        link.scroll_into_view_if_needed()
        box = link.evaluate("(link) => { const { x, y } = link.getClientRects()[0]; return { x, y }; }")
        page.mouse.move(box["x"] + 5, box["y"] + 8)
        page.mouse.down()
        page.mouse.up()
        until(page, f"document.activeElement.id === '{identity}'")
        page.wait_for_timeout(300)  # until the browser has told the pointer what lies under it now
        lit = [row.get_attribute("data-indicator") for row in page.locator("article.lit").all()]
        assert lit == [identity]
        assert in_view(page.locator(f'.mark[data-indicator="{identity}"] .row-box'))


def test_focus_brings_the_box_and_the_row_into_view(published: Path, opened: Opener) -> None:
    page = opened(riviere(published))
    row = row_of(page, 90)
    mark = page.locator(f'.mark[data-indicator="{row.get_attribute("id")}"] .row-box')
    assert not in_view(mark)
    row.locator("button").first.focus()
    assert in_view(mark)
    first = row_of(page, 0)
    page.locator(f'.mark[data-indicator="{first.get_attribute("id")}"]').focus()
    assert in_view(first)
    for key, row in (("Enter", first), ("j", row_of(page, 1)), ("k", first)):
        page.keyboard.press(key)
        until(page, f"document.activeElement.id === '{row.get_attribute('id')}'")


def test_the_page_can_be_walked_by_tab_from_the_links_that_skip(published: Path, opened: Opener) -> None:
    page = opened(riviere(published))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#review"
    assert page.locator(".skips a").first.bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "review"
    page.keyboard.press("Tab")  # the link to the page of review
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.queue .item') !== null")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_deep_link_opens_at_its_indicator(size: tuple[int, int], published: Path, opened: Opener) -> None:
    indicators = read_dataset(published / "clean")["indicators"]
    identity = next(row for row in indicators if row["page"] == 8)["indicator_id"]
    page = opened(riviere(published), size=size, fragment=f"#indicator={identity}")
    assert page.evaluate("document.activeElement.id") == identity
    assert in_view(page.locator(f"#{identity}"))
    assert in_view(page.locator(f'.mark[data-indicator="{identity}"] .row-box'))
    until(page, "document.querySelector('#page-8 img').complete")
    assert page.evaluate("document.querySelector('#page-8 img').naturalWidth") > 500
    page.goto(page.url.partition("#")[0] + "#indicator=ind-no-such")
    page.goto(page.url.partition("#")[0] + "#page=2")
    assert in_view(page.locator("#page-2"))


def test_pictures_load_as_they_are_scrolled_to(published: Path, opened: Opener) -> None:
    page = opened(riviere(published))
    last = page.locator(".pages img").last
    assert last.evaluate("(image) => image.naturalWidth") == 0
    last.scroll_into_view_if_needed()
    until(page, "[...document.querySelectorAll('.pages img')].at(-1).naturalWidth > 0")


def test_filters_narrow_all_lists_and_dim_the_boxes(published: Path, opened: Opener) -> None:
    page = opened(riviere(published))
    rows = page.locator("article.row")
    everything = rows.count()
    output = page.locator(".filter output")
    assert output.inner_text() == f"{everything} di {everything} righe"
    page.get_by_label("Cerca nel testo").fill("MERCATO qualita")
    until(page, "document.querySelectorAll('article.row[hidden]').length > 0")
    shown = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < everything
    assert all("qualità" in row.text_content().lower() or "qualita" in row.text_content().lower() for row in shown)  # type: ignore[union-attr]
    assert page.locator(".mark.dim").count() > 0
    page.get_by_role("button", name="Azzera").click()
    until(page, "document.querySelectorAll('article.row[hidden]').length === 0")
    page.locator(".filter [name=status]").select_option("review")
    until(page, "document.querySelectorAll('article.row[hidden]').length > 0")
    doubted = len([row for row in rows.all() if row.is_visible()])
    waiting = page.locator("#review .item[data-status=review]").all()
    assert doubted == len({item.get_attribute("data-indicator") for item in waiting})
    page.locator(".filter [name=level]").select_option("operational")
    until(page, f"document.querySelectorAll('article.row:not([hidden])').length < {doubted}")


def test_the_language_is_the_readers_own_and_a_choice_is_remembered(published: Path, opened: Opener) -> None:
    page = opened(riviere(published), locale="en-GB")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#review-title").inner_text().startswith("To review")
    page.get_by_role("button", name="Italiano").click()
    assert page.locator("#review-title").inner_text().startswith("Da rivedere")
    page.goto((published / "clean" / "report" / "index.html").as_uri())
    assert page.locator("#plans-title").inner_text() == "Piani"
    assert page.evaluate("document.documentElement.lang") == "it"
    page.get_by_role("button", name="English").click()
    assert page.locator("#plans-title").inner_text() == "Plans"


def test_numbers_and_days_follow_the_language(invented: Path, opened: Opener) -> None:
    page = opened(invented / "modena-2017.html")
    low = page.locator("#review .item").last
    assert "attendibilità bassa: 0,5" in low.inner_text()
    page.get_by_role("button", name="English").click()
    assert "low confidence: 0.5" in low.inner_text()


def test_a_plan_of_text_shows_its_lines(published: Path, opened: Opener) -> None:
    page = opened(published / "clean" / "report" / "massa-carrara-2017.html")
    row = row_of(page, 20)
    row.locator("button").first.focus()
    lit = page.locator(".lines .lit")
    assert lit.count() > 0
    assert in_view(lit.first)
    assert page.locator(".pages img").count() == 0


# --- correcting


def correct(page: Page, cell: Locator, text: str, *, reason: str = "read on the page", by: str = "Ada") -> None:
    cell.locator("[data-act=correct]").click()
    dialog = page.locator("dialog.correction")
    dialog.locator("[name=set]").fill(text)
    dialog.locator("[name=reason]").fill(reason)
    dialog.locator("[name=by]").fill(by)
    dialog.locator(".keep").click()


def save(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(".tray .save").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_correction_made_in_the_browser_changes_its_value_in_the_next_run_and_nothing_else(
    published: Path, opened: Opener, tmp_path: Path
) -> None:
    before = read_dataset(published / "clean")
    doubts = [value for value in before["values"] if value["status"] == "review" and "60%" in value["raw"]]
    (doubted,) = doubts
    page = opened(riviere(published))
    cell = page.locator(f'tr[data-cell="{doubted["value_id"]}"]')
    words = 'detto "60%": è così\n# qui'
    correct(page, cell, ">= 60% del progetto", reason=words, by="Ada Rossi")
    assert "da salvare: >= 60%" in cell.inner_text()
    page.reload()  # what was not saved yet is still there
    assert page.locator(".tray li").count() == 1
    work = tmp_path / "corrections"
    work.mkdir()
    saved = save(page, work)
    assert saved.name == "riviere-di-liguria-2018.yml"

    out = tmp_path / "clean"
    shutil.copytree(published / "clean", out, symlinks=True)
    extract(published / "raw", out, work)
    after = read_dataset(out)
    gone = [row for row in before["values"] if row not in after["values"]]
    new = [row for row in after["values"] if row not in before["values"]]
    assert gone == [doubted]
    assert [(row["value_id"], row["raw"], row["status"], row["comparator"], row["number"]) for row in new] == [
        (doubted["value_id"], doubted["raw"], "corrected", ">=", 60.0)
    ]
    for name in ("plans", "objectives", "indicators"):
        # What is told of the corrected row itself, such as its confidence, may change with it.
        others = [
            [row for row in rows[name] if row.get("indicator_id", "") != doubted["indicator_id"]]
            for rows in (after, before)
        ]
        assert others[0] == others[1]
    told = [row for row in after["issues"] if row not in before["issues"]]
    assert [row["code"] for row in told] == ["correction-applied"]
    assert 'detto "60%": è così # qui (Ada Rossi' in told[0]["message"]

    checked = CliRunner().invoke(app, ["corrections", "check", str(work), "--data", str(out)])
    assert checked.exit_code == 0, checked.output
    assert checked.output.endswith("1 applied, 0 pending, 0 stale, 0 conflicting\n")

    # The new report shows it, and its file of corrections keeps it beside a further one.
    page.goto((out / "report" / "riviere-di-liguria-2018.html").as_uri())
    assert page.locator(".tray").is_hidden()
    assert "applicata" in page.locator("#corrections").inner_text()
    accepted = page.locator("#review .item").first
    accepted.locator("[data-act=accept]").click()
    page.locator("dialog.correction .keep").click()
    again = save(page, work)
    extract(published / "raw", out, work)
    assert len([value for value in read_dataset(out)["values"] if value["status"] == "corrected"]) == 2
    assert again.read_text(encoding="utf-8").count("where:") == 2


def test_selectors_that_the_browser_writes_find_every_kind_of_cell(
    invented: Path, opened: Opener, tmp_path: Path
) -> None:
    page = opened(invented / "modena-2017.html")
    cells = page.locator("article tbody tr")
    for number in range(cells.count()):
        correct(page, cells.nth(number), f"{number}", reason="\u2028 \ufeff\x7f \U0001f600 'x': #")
    saved = save(page, tmp_path)
    entries = parse_corrections(saved.read_text(encoding="utf-8"), saved.name)
    rows = read()
    found = resolve_cells(entries, cells_of(rows.indicators, rows.values))
    assert [one.state for one in found] == ["applied"] * cells.count()
    assert [one.meant.key for one in found if one.meant] == [
        cell.get_attribute("data-cell") for cell in page.locator("article tbody tr").all()
    ]


def test_what_is_taken_back_or_cancelled_is_not_kept(invented: Path, opened: Opener) -> None:
    page = opened(invented / "modena-2017.html")
    cell = row_of(page, 1).locator("tbody tr").first
    cell.locator("[data-act=correct]").click()
    page.locator("dialog.correction button[value=cancel]").click()
    assert page.locator(".tray").is_hidden()
    cell.locator("[data-act=correct]").click()
    page.keyboard.press("Escape")
    assert page.locator(".tray").is_hidden()
    cell.locator("[data-act=correct]").click()
    page.locator("dialog.correction .keep").click()  # a correction without reason is none
    assert page.locator("dialog.correction").is_visible()
    page.keyboard.press("Escape")
    correct(page, cell, "80%")
    assert page.locator(".tray .count").inner_text() == "1 correzione da salvare"
    page.locator(".tray li button").click()
    assert page.locator(".tray").is_hidden()
    assert json.loads(page.evaluate("localStorage.getItem('cruscotto-corrections:modena-2017.yml')") or "[]") == []
