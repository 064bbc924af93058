"""What is published says nothing of the machine that read it: no path stands in a table, a page or a description."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.errors import UnreadableFile
from pipeline.dataset.text import without_folders
from pipeline.run.extract import run
from tests.reliability.hostile import page_of, pdf, stream
from tests.reliability.plans import plan

ROOT = Path(__file__).parents[2]
MARK = "nobodys-business"


def test_no_path_of_the_machine_is_published(tmp_path: Path) -> None:
    raw, out = tmp_path / MARK / "raw", tmp_path / MARK / "out"
    raw.mkdir(parents=True)
    (raw / "good.txt").write_text(plan(6), encoding="utf-8")
    (raw / "copy.txt").write_text(plan(6), encoding="utf-8")
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    (raw / "blank.pdf").write_bytes(page_of(stream(b"")))
    (raw / "none.pdf").write_bytes(pdf(b"<< /Type /Catalog >>"))
    (raw / "prose.txt").write_text("Nessuna tabella.\n", encoding="utf-8")
    (raw / "folder").mkdir()
    os.mkfifo(raw / "pipe.pdf")
    (raw / "gone.pdf").symlink_to(raw / "nowhere.pdf")
    (raw / "manifest.csv").write_text(f"file,sha256\n{raw}/other.pdf,1\ngood.txt,{'0' * 64}\n", encoding="utf-8")
    unavailable = [("far.pdf", UnreadableFile(f"[Errno 13] Permission denied: '{tmp_path}/{MARK}/a b/far.pdf'"))]
    run([raw], out, report=True, jobs=1, unavailable=unavailable)
    version = out / ".versions" / "current"
    files = [path for path in version.resolve().rglob("*") if path.is_file()]
    assert len(files) > 30
    private = [str(tmp_path).encode(), str(ROOT).encode(), MARK.encode(), str(Path.home()).encode() + b"/"]
    for path in files:
        content = path.read_bytes()
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path).read()
            content = repr([table.to_pylist(), table.schema.metadata]).encode()
        assert not [mark for mark in private if mark in content], path.name


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("[Errno 2] No such file: '/home/Maria Rossi/plan.pdf'", "[Errno 2] No such file: 'plan.pdf'"),
        ("cannot open /tmp/x/plan.pdf: torn", "cannot open plan.pdf: torn"),
        ("zip://a.pdf::/home/maria/piani.zip: torn", "zip://a.pdf::piani.zip: torn"),
        ("https://www.example.it/piani/2019.pdf is gone", "https://www.example.it/piani/2019.pdf is gone"),
        ("31/06/2018 and n/a and km/h", "31/06/2018 and n/a and km/h"),
    ],
)
def test_of_paths_the_last_name_is_left(said: str, published: str) -> None:
    assert without_folders(said) == published
