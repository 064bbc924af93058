"""The Python interface, and the program installed as others install it, in an empty folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cruscotto

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests" / "pipeline" / "plans" / "massa-carrara-2017.txt"


def test_read_gives_the_tables_of_a_plan_and_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tables = cruscotto.read(PLAN, jobs=1)
    assert len(tables["indicators"]) == 60
    assert set(tables["values"]["plan_id"]) == set(tables["plans"]["plan_id"])
    assert "achievement" in tables
    assert list(tmp_path.iterdir()) == []


def test_a_path_without_document_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(cruscotto.CruscottoError) as caught:
        cruscotto.read(tmp_path)
    assert caught.value.remedy


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_folder(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    work = tmp_path / "work"
    (work / "data" / "raw").mkdir(parents=True)
    shutil.copy(PLAN, work / "data" / "raw")
    # The dependencies are those of this environment; the project itself is the wheel's and nothing of the clone's.
    start = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); from pipeline.cli.app import main; main()"
    ended = subprocess.run(
        [sys.executable, "-P", "-c", start, "extract"], cwd=work, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert (work / "data" / "clean" / "indicators.parquet").is_file()
    assert f"report: {Path('data/clean/report/index.html')}" in ended.stdout


def test_the_module_is_the_command() -> None:
    """`python -m cruscotto extract …` did nothing, and said nothing."""
    ended = subprocess.run(
        [sys.executable, "-m", "cruscotto", "read-code", "01.2.4-a"], capture_output=True, text=True, check=True
    )
    assert "1.2.4-a" in ended.stdout
