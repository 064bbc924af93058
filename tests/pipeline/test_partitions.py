"""A dataset in partitions holds what one file a table holds, and a change rewrites no more than it touches."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from bench.plans import Stated, write_plan
from pipeline.dataset.checks.quarantine import find_all_breaches
from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.derived.derived import find_derived_breaches
from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.atomic import KEPT_SECONDS, current_version
from pipeline.publish.dataset_files import read_dataset
from pipeline.publish.partitions import place_of
from pipeline.publish.republish import republish
from pipeline.publish.table_files import PARTITIONED, table_files
from pipeline.run.assembly.results import Form
from pipeline.run.cache.cache import CACHE
from pipeline.run.extract import run

duckdb = pytest.importorskip("duckdb", reason="the extra `export` is missing")

INDICATORS = [Stated(f"Numero di pratiche evase dall'ufficio {n}", f">= {n + 10} %") for n in range(40)]
PARTED = Form(partitioned=True)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans of two bodies and three years, one without a year, and a file that is no plan."""
    folder = tmp_path_factory.mktemp("raw")
    for number in (1, 3, 5, 8, 10, 99):
        write_plan(folder, number, INDICATORS)
    text = (folder / "plan-000001.txt").read_text(encoding="utf-8")
    (folder / "undated.txt").write_text(text.replace("2020-2022", "").replace("2020", ""), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one_file(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("one-file")
    run([raw], out, jobs=1)
    return out


@pytest.fixture
def parted(raw: Path, one_file: Path, tmp_path: Path) -> Path:
    shutil.copytree(one_file / CACHE, tmp_path / "out" / CACHE)  # the plans are read once
    run([raw], tmp_path / "out", jobs=1, form=PARTED)
    return tmp_path / "out"


def tables(out: Path) -> Dataset:
    return read_dataset(out, ALL_TABLES)


def inodes(out: Path) -> dict[str, int]:
    version = current_version(out)
    return {
        path.relative_to(version).as_posix(): path.stat().st_ino
        for name in PARTITIONED
        for path in table_files(version, name)
    }


def test_partitions_hold_the_rows_of_one_file_in_its_order(parted: Path, one_file: Path) -> None:
    assert tables(parted) == tables(one_file)
    assert not [*find_all_breaches(tables(parted)), *find_derived_breaches(tables(parted))]
    years = {path.parent.parent.name for path in table_files(current_version(parted), "plans")}
    assert years == {"plan_year=2020", "plan_year=2022", "plan_year=2024", "plan_year=__HIVE_DEFAULT_PARTITION__"}


def test_duckdb_and_polars_read_partitions_in_place(
    parted: Path, one_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(parted)
    values = len(read_dataset(one_file)["values"])
    with duckdb.connect() as connection:
        connection.execute((parted / "views.sql").read_text(encoding="utf-8"))
        assert connection.sql("SELECT count(*) FROM indicator_values").fetchall() == [(values,)]
        found = connection.sql("SELECT plan_year, count(*) FROM plans GROUP BY 1 ORDER BY 1 NULLS LAST").fetchall()
        assert found == [(2020, 2), (2022, 2), (2024, 1), (None, 1)]
        assert connection.sql("SELECT count(*) FROM achievement").fetchall() == [(0,)]
    assert pl.scan_parquet("values/**/*.parquet", hive_partitioning=True).select(pl.len()).collect().item() == values


def test_a_change_rewrites_the_partitions_of_its_document_alone(parted: Path, raw: Path, tmp_path: Path) -> None:
    before = inodes(parted)
    changed = tmp_path / "raw"
    shutil.copytree(raw, changed)
    plan = changed / "plan-000003.txt"
    plan.write_text(plan.read_text(encoding="utf-8") + "Numero di sportelli aperti\tNumero\t>= 3\t\n", encoding="utf-8")
    assert run([changed], parted, jobs=1).changed  # partitions stay without being asked for
    after = inodes(parted)
    rewritten = {path.rpartition("/")[0] for path, inode in after.items() if before.get(path) != inode}
    of_plan = place_of({"period_start": 2022, "chamber": "Comune di Borgoalto Ionico"})
    group = of_plan.partition("/")[2]
    assert rewritten
    assert {folder.partition("/")[2] for folder in rewritten} <= {of_plan, group}
    assert len(after) == len(before)
    run([changed], tmp_path / "fresh", jobs=1)
    assert tables(parted) == tables(tmp_path / "fresh")


def test_a_partition_that_somebody_changed_is_written_anew(parted: Path, raw: Path, one_file: Path) -> None:
    victim = table_files(current_version(parted), "indicators_once")[0]
    victim.write_bytes(table_files(current_version(parted), "plans")[0].read_bytes())
    run([raw], parted, jobs=1, force=True)
    assert tables(parted) == tables(one_file)


def test_a_dataset_goes_back_to_one_file_a_table(parted: Path, raw: Path, one_file: Path) -> None:
    run([raw], parted, jobs=1, form=Form(partitioned=False))
    names = {path.name for path in current_version(one_file).iterdir()}
    assert {path.name for path in current_version(parted).iterdir()} == names
    for name in names:
        assert (parted / name).read_bytes() == (one_file / name).read_bytes()
    assert not os.path.lexists(parted / "values")


def test_achievement_is_measured_anew_in_partitions(parted: Path, one_file: Path) -> None:
    republish(parted)
    assert tables(parted) == tables(one_file)
    assert table_files(current_version(parted), "values")[0].parent.name.startswith("publisher_group=")


def test_versions_that_are_to_stay_can_be_read_as_they_were(parted: Path, raw: Path, tmp_path: Path) -> None:
    first = current_version(parted)
    held = tables(first)
    for number in (11, 13, 15):
        for version in first.parent.iterdir():
            if version.is_dir() and not version.is_symlink():
                long_ago = version.stat().st_mtime - 2 * KEPT_SECONDS  # the order in which they were replaced stays
                os.utime(version, (long_ago, long_ago))
        more = tmp_path / f"raw-{number}"
        shutil.copytree(raw, more)
        write_plan(more, number, INDICATORS)
        run([more], parted, jobs=1, form=Form(partitioned=True, versions=2))
    kept = [path for path in first.parent.iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(kept) == 3  # the current one and two that it replaced
    assert first not in kept
    run([raw], parted, jobs=1, form=Form(partitioned=True, versions=2))
    assert tables(current_version(parted)) == held
