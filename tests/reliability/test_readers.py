"""A reader that finds the version first, as README shows it, never sees two, however often another is published."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dashboard.data import Dataset
from pipeline.publish.atomic import POINTER, current_version, publish
from pipeline.run.extract import run
from tests.reliability.plans import plan

SWAPS = int(os.environ.get("CRUSCOTTO_SWAPS", "40"))
TABLES = ("plans", "indicators", "values")

# What README's example does with the files, without the time that pandas takes: 1. by the link, 2. by the pointer.
_READER = """
import json, sys
from pathlib import Path
folder, tables = Path(sys.argv[1]), sys.argv[2].split(",")
mixed = reads = 0
while not (folder / "stop").exists():
    version = (folder / ".versions" / "current").resolve()
    named = folder / json.loads((folder / sys.argv[3]).read_text())["path"]
    for place in (version, named):
        mixed += len({(place / f"{table}.parquet").read_text() for table in tables}) > 1
        reads += len(tables)
print(json.dumps([reads, mixed]))
"""


def test_a_reader_that_finds_the_version_first_never_sees_two(tmp_path: Path) -> None:
    """`CRUSCOTTO_SWAPS=500` swaps as often."""

    def version(number: int) -> None:
        def write(path: Path) -> None:
            path.write_text(str(number))

        publish(tmp_path, {f"{table}.parquet": write for table in TABLES})

    version(0)
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(tmp_path), ",".join(TABLES), POINTER], stdout=subprocess.PIPE, text=True
    )
    for number in range(1, SWAPS + 1):
        version(number)
    (tmp_path / "stop").touch()
    told, _ = reader.communicate(timeout=60)
    reads, mixed = json.loads(told)
    assert reader.returncode == 0
    assert mixed == 0
    assert reads > SWAPS


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
