"""Fuzzing: coverage-guided and bounded where atheris is installed (Linux, Python 3.11), by Hypothesis everywhere."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import DocumentError
from extractors.pages.text_form.source import read_document
from normalizers.targets.reader import read_cell
from tests.sizes import size

SECONDS = size(8, 120)

pytestmark = pytest.mark.slow


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed here")
@pytest.mark.parametrize("target", ["text", "cell"])
def test_coverage_guided(target: str) -> None:
    command = [sys.executable, "-m", "tests.reliability.fuzz", target, str(SECONDS)]
    root = Path(__file__).parents[2]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200 + SECONDS, cwd=root)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "Done " in ended.stderr


_PIECES = st.sampled_from(
    ["\t", "\n", "\r", "---", "<b>", "</b>", "**", "# ", "- ", "80%", "Target", "\u00ad", "&#9;", "|"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=40))
def test_any_text_is_read_or_refused(parts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(DocumentError):
        path = Path(folder) / "plan.txt"
        path.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
        read_document(path)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_cell_has_clauses(printed: str) -> None:
    assert read_cell(printed, role="target", period=2019, formula=None, unit=None) or not printed.strip()
