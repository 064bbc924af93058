"""What is put aside comes back as it was, and a folder that cannot be written to ends the run with its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import PublishError
from pipeline.run.spool import Part, Spool


def test_parts_come_back_in_any_order_also_from_disk(tmp_path: Path) -> None:
    contents = [bytes([number]) * (3 << 20) for number in range(5)]  # more than stays in memory
    with Spool(tmp_path / "out") as spool:
        parts = [spool.put(content) for content in contents]
        assert [spool.get(part) for part in reversed(parts)] == contents[::-1]
        assert spool.get(spool.put(b"")) == b""
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool, pytest.raises(PublishError, match="not there any more"):
        spool.get(Part(0, 1))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot publish into"):
        Spool(tmp_path / "file" / "out")
