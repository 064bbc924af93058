"""Sources that are no local folder: listed, downloaded once, checked, resumed."""

from __future__ import annotations

import csv
import io
import tarfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.errors import ExitCode
from pipeline.sources import download
from pipeline.sources.kinds import is_staged
from pipeline.sources.locations import Document, SourceError, list_documents
from pipeline.sources.staging import MANIFEST, stage
from tests.sources.web import Site, served

RAW = Path(__file__).parents[2] / "data" / "raw"
PLAN, OTHER = b"%PDF-1.7 one plan" * 5000, b"%PDF-1.7 another" * 10


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as found:
        yield found


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "WAIT", 0.0)
    monkeypatch.setattr("pipeline.sources.staging.PAUSE", 0.0)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".") and p.name != MANIFEST}


def manifest(path: Path, rows: list[dict[str, str]]) -> str:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["url", "body", "year", "sha256"])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


@pytest.mark.parametrize(
    ("source", "staged"),
    [
        ("data/raw", False),
        ("plan.pdf", False),
        ("s3://plans/2023", True),
        ("https://camera.example/piano.pdf", True),
        ("plans.zip", True),
        ("plans.TAR.GZ", True),
        ("plans.csv", True),
        ("plans.parquet", True),
    ],
)
def test_what_is_a_path_and_what_is_brought_here(source: str, staged: bool) -> None:
    assert is_staged(source) is staged


def test_a_manifest_of_addresses_gives_a_folder_and_says_where_each_comes_from(site: Site, tmp_path: Path) -> None:
    site.files = {"/a/piano.pdf": PLAN, "/b/piano.pdf": OTHER}
    rows = [
        {"url": f"{site.url}/a/piano.pdf", "body": "Camera A", "year": "2023", "sha256": sha256(PLAN).hexdigest()},
        {"url": f"{site.url}/b/piano.pdf", "body": "Camera B", "year": "", "sha256": ""},
    ]
    staged = stage(manifest(tmp_path / "plans.csv", rows), tmp_path / "store")
    assert contents(staged.folder) == {"a__piano.pdf": PLAN, "b__piano.pdf": OTHER}
    assert staged.failed == []
    with (staged.folder / MANIFEST).open() as file:
        found = list(csv.DictReader(file))
    assert [(r["file"], r["chamber"], r["year"], r["source_url"]) for r in found] == [
        ("a__piano.pdf", "Camera A", "2023", f"{site.url}/a/piano.pdf"),
        ("b__piano.pdf", "Camera B", "", f"{site.url}/b/piano.pdf"),
    ]
    assert [r["sha256"] for r in found] == [sha256(PLAN).hexdigest(), sha256(OTHER).hexdigest()]


def test_only_what_changed_is_downloaded_again(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN, "/b.pdf": OTHER}
    source = manifest(tmp_path / "plans.csv", [{"url": f"{site.url}/{name}.pdf"} for name in "ab"])
    assert stage(source, tmp_path / "store").fresh == 2
    site.files["/b.pdf"] = OTHER + b"changed"
    site.asked.clear()
    again = stage(source, tmp_path / "store")
    assert again.fresh == 1
    assert {path for method, path, _ in site.asked if method == "GET"} == {"/b.pdf"}
    assert contents(again.folder)["b.pdf"] == OTHER + b"changed"


def test_a_document_that_the_source_no_longer_lists_is_taken_away(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN, "/b.pdf": OTHER}
    source = manifest(tmp_path / "plans.csv", [{"url": f"{site.url}/{name}.pdf"} for name in "ab"])
    stage(source, tmp_path / "store")
    manifest(tmp_path / "plans.csv", [{"url": f"{site.url}/a.pdf"}])
    assert contents(stage(source, tmp_path / "store").folder) == {"a.pdf": PLAN}


def test_a_download_that_breaks_off_goes_on_where_it_broke(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN}
    site.cut_after = 1000
    dest = tmp_path / "a.pdf"
    got = download.download(Document(f"{site.url}/a.pdf", "a.pdf"), dest, None)
    assert got is not None
    assert dest.read_bytes() == PLAN
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf"]


def test_what_a_killed_run_had_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN}
    (tmp_path / ".a.pdf.part").write_bytes(PLAN[:40_000])
    (tmp_path / ".a.pdf.version").write_text(f'"{sha256(PLAN).hexdigest()[:16]}"')
    download.download(Document(f"{site.url}/a.pdf", "a.pdf"), tmp_path / "a.pdf", None)
    assert (tmp_path / "a.pdf").read_bytes() == PLAN
    starts = [int(r.removeprefix("bytes=").partition("-")[0]) for _, _, r in site.asked if r]
    assert starts
    assert min(starts) >= 40_000


def test_a_piece_of_another_version_is_not_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN}
    (tmp_path / ".a.pdf.part").write_bytes(b"x" * 40_000)
    (tmp_path / ".a.pdf.version").write_text('"another"')
    download.download(Document(f"{site.url}/a.pdf", "a.pdf"), tmp_path / "a.pdf", None)
    assert (tmp_path / "a.pdf").read_bytes() == PLAN


def test_what_cannot_be_had_or_is_not_as_promised_fails_alone(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN, "/b.pdf": OTHER}
    rows = [
        {"url": f"{site.url}/a.pdf"},
        {"url": f"{site.url}/b.pdf", "sha256": "0" * 64},
        {"url": f"{site.url}/gone.pdf"},
    ]
    staged = stage(manifest(tmp_path / "plans.csv", rows), tmp_path / "store")
    assert contents(staged.folder) == {"a.pdf": PLAN}
    assert [(name, error.code) for name, error in staged.failed] == [
        ("b.pdf", "download-mismatch"),
        ("gone.pdf", "download-failed"),
    ]


def test_a_copy_from_before_stands_in_where_the_source_is_gone(site: Site, tmp_path: Path) -> None:
    site.files = {"/a.pdf": PLAN}
    source = manifest(tmp_path / "plans.csv", [{"url": f"{site.url}/a.pdf"}])
    stage(source, tmp_path / "store")
    site.files.clear()
    again = stage(source, tmp_path / "store")
    assert (again.failed, [name for name, _ in again.stale]) == ([], ["a.pdf"])
    assert contents(again.folder) == {"a.pdf": PLAN}


def test_the_command_line_reads_addresses_and_says_what_it_could_not_have(site: Site, tmp_path: Path) -> None:
    site.files = {"/piano.pdf": (RAW / "massa-carrara-2017.pdf").read_bytes()}
    rows = [{"url": f"{site.url}/piano.pdf"}, {"url": f"{site.url}/gone.pdf"}]
    source = manifest(tmp_path / "plans.csv", rows)
    arguments = [
        "extract",
        source,
        "--out",
        str(tmp_path / "out"),
        "--downloads",
        str(tmp_path / "store"),
        "--no-report",
    ]
    ended = CliRunner().invoke(app, arguments)
    assert ended.exit_code == ExitCode.DOCUMENT
    assert "gone.pdf" in ended.stderr
    plans = pd.read_parquet(tmp_path / "out" / "plans.parquet")
    assert list(plans["source_file"]) == ["piano.pdf"]
    assert int(plans["rows_published"].iloc[0]) == 60
    issues = pd.read_parquet(tmp_path / "out" / "issues.parquet")
    assert "download-failed" in set(issues["code"])


def test_a_list_without_addresses_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text("file,year\na.pdf,2023\n")
    with pytest.raises(SourceError, match="no column url") as caught:
        list_documents(str(tmp_path / "plans.csv"))
    assert caught.value.exit_code is ExitCode.USAGE


def test_members_of_archives_are_taken_out_and_their_names_lead_nowhere(tmp_path: Path) -> None:
    zipped, tarred = tmp_path / "plans.zip", tmp_path / "plans.tar.gz"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("2023/piano.pdf", PLAN)
        archive.writestr("../../etc/evil.pdf", OTHER)
        archive.writestr("notes.jpg", b"no plan")
    with tarfile.open(tarred, "w:gz") as archive:
        info = tarfile.TarInfo("2023/piano.pdf")
        info.size = len(PLAN)
        archive.addfile(info, io.BytesIO(PLAN))
    store = tmp_path / "store"
    assert contents(stage(str(zipped), store).folder) == {"2023__piano.pdf": PLAN, "etc__evil.pdf": OTHER}
    assert contents(stage(str(tarred), store).folder) == {"2023__piano.pdf": PLAN}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plans.tar.gz", "plans.zip", "store"]


def test_an_object_store_is_listed_with_its_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moto_server = pytest.importorskip("moto.server", reason="moto, the object store of this test, is not installed")
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = moto_server.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-south-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    try:
        store = s3fs.S3FileSystem()
        store.mkdir("plans", region_name="eu-south-1")
        store.pipe("plans/2022/piano.pdf", OTHER)
        store.pipe("plans/2023/piano.pdf", PLAN)
        first = stage("s3://plans", tmp_path / "store")
        assert contents(first.folder) == {"2022__piano.pdf": OTHER, "2023__piano.pdf": PLAN}
        s3fs.S3FileSystem.clear_instance_cache()
        assert stage("s3://plans", tmp_path / "store").fresh == 0
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        server.stop()
