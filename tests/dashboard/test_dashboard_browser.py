"""The dashboard as a person uses it, in headless Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from dashboard.app import PAGES
from tests.axe import axe_faults
from tests.browsing import patient_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MASSA = "Camera di commercio di Massa-Carrara"


def test_from_the_first_page_to_downloaded_files(address: str, browser: Browser, tmp_path: Path) -> None:
    page = patient_page(browser, accept_downloads=True)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text))
    page.goto(address)
    assert page.locator("svg.stretch rect").first.is_visible()
    page.get_by_role("link", name="Indicatori", exact=True).click()
    page.get_by_text("100 target di 60 indicatori").wait_for()
    assert page.locator("svg.years").is_visible()
    page.get_by_label("di Massa-Carrara", exact=True).check()
    page.get_by_label("Cerca in indicatori e obiettivi").fill("rilevanza rapporto")
    page.keyboard.press("Enter")
    page.get_by_text("1 target di 1 indicatori").wait_for()
    for name in ("CSV", "Parquet"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Scarica {name}").last.click()
        assert download.value.suggested_filename == f"targets.{name.lower()}"
        download.value.save_as(tmp_path / name)
    as_csv, as_parquet = pd.read_csv(tmp_path / "CSV"), pd.read_parquet(tmp_path / "Parquet")
    for frame in (as_csv, as_parquet):
        assert list(frame["target_raw"]) == ["3 testate"]
        assert list(frame["computed_pct"]) == [100.0]
    assert faults == []
    page.locator("#targets .page a").click()
    assert page.locator("h3", has_text="Rilevanza rapporto").first.is_visible()
    page.go_back()
    page.get_by_text("1 target di 1 indicatori").wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_text("1 targets of 1 indicators").wait_for()
    page.close()


def test_what_is_chosen_shows_at_once_and_keeps_focus_and_address(address_of_samples: str, browser: Browser) -> None:
    page = patient_page(browser)
    page.goto(address_of_samples)
    chambers = page.locator("#of")
    chambers.focus()
    chambers.select_option(MASSA)
    page.get_by_text("56 / 60").wait_for()
    assert page.evaluate("document.activeElement.id") == "of"
    page.get_by_label("2018").check()
    page.get_by_text("56 / 60").wait_for(state="detached")
    cards = page.locator(".totals").inner_text()
    page.goto(page.url)
    assert page.locator(".totals").inner_text() == cards
    assert page.locator("#of").input_value() == MASSA
    page.get_by_role("link", name="Confronto").click()
    assert page.get_by_label("2018").is_checked()
    page.close()


def test_it_works_without_scripts(address_of_samples: str, browser: Browser) -> None:
    page = patient_page(browser, java_script_enabled=False)
    page.goto(address_of_samples)
    page.locator("#of").select_option(MASSA)
    page.get_by_role("button", name="Mostra").click()
    page.get_by_text("56 / 60").wait_for()
    page.close()


@pytest.mark.parametrize("width", [1400, 400])
def test_axe_finds_nothing_serious_on_any_page(address_of_samples: str, browser: Browser, width: int) -> None:
    page = patient_page(browser, viewport={"width": width, "height": 1000})
    for name in PAGES:
        for of in ("", MASSA):
            page.goto(f"{address_of_samples}?page={name}&of={of}")
            assert page.locator("main table").count() > 0
            assert axe_faults(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.close()
