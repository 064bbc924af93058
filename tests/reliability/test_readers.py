"""A reader that finds the version first, as README shows it, never sees two, however often another is published."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from dashboard.data import Dataset
from pipeline.publish.atomic import current_version
from pipeline.run.extract import run
from tests.reliability.plans import plan
from tests.reliability.swapped_versions import swap_and_read


def test_a_reader_that_finds_the_version_first_never_sees_two(tmp_path: Path) -> None:
    """`python -m tests.reliability.swapped_versions OUT 500 100000` swaps and reads as often."""
    told = swap_and_read(tmp_path, 40, 1000)
    assert told["swaps"] >= 40
    assert told["reads"] >= 1000
    assert (told["mixed"], told["failed"]) == (0, 0)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(plan(6), encoding="utf-8")
    run([tmp_path / "one.txt"], tmp_path / "out", jobs=1)
    return tmp_path / "out"


def test_the_dashboard_runs_no_sql_of_the_folder_that_it_shows(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "strange"
    shutil.copytree(current_version(published), folder)
    mark = tmp_path / "mark.csv"
    (folder / "views.sql").write_text(f"COPY (SELECT 1) TO '{mark}';", encoding="utf-8")
    assert Dataset(folder).list_options("chamber") == ["Camera di commercio di Prova"]
    assert not mark.exists()


def test_the_dashboard_stays_with_one_version(published: Path, tmp_path: Path) -> None:
    shown = Dataset(published)
    (tmp_path / "one.txt").write_text(plan(9), encoding="utf-8")
    publisher = threading.Thread(target=run, args=([tmp_path / "one.txt"], published), kwargs={"jobs": 1})
    publisher.start()
    publisher.join()
    assert len(shown._query("FROM indicators", {})) == len(shown._query('FROM "values"', {})) == 6
    assert len(Dataset(published)._query("FROM indicators", {})) == 9
