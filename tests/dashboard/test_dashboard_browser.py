"""The dashboard as a person uses it: from its start to the downloaded files, in headless Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.axe import axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
MASSA = "Camera di commercio di Massa-Carrara"


@pytest.fixture(scope="module")
def address(shown: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running dashboard."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.address", "127.0.0.1"]
    command += ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    log = tmp_path_factory.mktemp("dashboard") / "log.txt"
    with log.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(
            [*command, "--", str(shown)], cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "HOME": str(log.parent)}
        )
        try:
            _await(f"http://127.0.0.1:{port}/_stcore/health", running, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(30)


def _await(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        if running.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the dashboard did not start: {log.read_text(encoding='utf-8')}")


def test_from_the_start_to_downloaded_files(address: str, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(accept_downloads=True)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.get_by_text("56 / 60").wait_for(timeout=60_000)
    page.get_by_text("Indicatori", exact=True).first.click()
    page.get_by_text("100 target di 60 indicatori").wait_for(timeout=60_000)
    page.get_by_test_id("stVegaLiteChart").first.wait_for(timeout=60_000)
    page.get_by_test_id("stMultiSelect").first.click()
    page.get_by_role("option", name=MASSA).click()
    page.keyboard.press("Escape")
    page.get_by_label("Cerca in indicatori e obiettivi").fill("rilevanza rapporto")
    page.keyboard.press("Enter")
    page.get_by_text("1 target di 1 indicatori").wait_for(timeout=60_000)
    # The buttons stand below the text and follow it: the page is drawn when the script has ended.
    page.locator('[data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    for name in ("CSV", "Parquet"):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name=f"Scarica {name}").last.click()
        download.value.save_as(tmp_path / name)
    as_csv, as_parquet = pd.read_csv(tmp_path / "CSV"), pd.read_parquet(tmp_path / "Parquet")
    for frame in (as_csv, as_parquet):
        assert list(frame["target_raw"]) == ["3 testate"]
        assert list(frame["computed_pct"]) == [100.0]
    page.get_by_text("Raggiungimento", exact=True).click()
    page.get_by_text("section 4").wait_for(timeout=60_000)
    assert faults == []
    page.close()


def test_axe_finds_nothing_serious_on_any_page(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(address)
    for name, shown in (
        ("Una camera", "56 / 60"),
        ("Indicatori", "100 target di 60 indicatori"),
        ("Raggiungimento", "section 4"),
        ("Confronto", "Qui valgono i filtri"),
    ):
        page.get_by_text(name, exact=True).first.click()
        page.get_by_text(shown).wait_for(timeout=60_000)
        page.locator('[data-test-script-state="notRunning"]').wait_for(timeout=60_000)
        assert axe_faults(page) == [], name
    page.close()
