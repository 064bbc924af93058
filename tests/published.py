"""Datasets that several modules of tests look at, published once however many processes run the tests."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.run.extract import run

ROOT = Path(__file__).parents[1]
PLAN = ROOT / "tests" / "pipeline" / "plans" / "massa-carrara-2017.txt"
SAMPLES = ROOT / "data" / "raw"


def published_once(
    factory: pytest.TempPathFactory, name: str, sources: Sequence[Path], *, report: bool = False
) -> Path:
    """The folder of the dataset of `sources`, with a `report` where one is wanted, which the first
    process that asks for it publishes; tests leave it as it is. Its name must be of these sources alone."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    out = shared / f"published-{name}"
    with FileLock(shared / f"published-{name}.lock"):
        if not out.exists():
            assert run(sources, out, report=report).exit_code == 0
    return out
