"""The lock files name one version of each package: who tests runs what users run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^]]*\])?==([^ ;]+)((?: ;[^\\]*)?)", re.MULTILINE)


def versions(lock: Path) -> dict[tuple[str, str], str]:
    """By package and by the systems that it is for, its version."""
    return {(name, marker.strip()): version for name, version, marker in _PINNED.findall(lock.read_text("utf-8"))}


@pytest.mark.parametrize(
    "name", ["requirements.lock", *(f"requirements-{kind}.lock" for kind in ("dashboard", "docs"))]
)
def test_every_lock_names_the_versions_of_the_tests(name: str) -> None:
    tested, own = versions(ROOT / "requirements-dev.lock"), versions(ROOT / name)
    shared = tested.keys() & own.keys()
    assert len(shared) > 10
    assert {one: own[one] for one in shared} == {one: tested[one] for one in shared}
