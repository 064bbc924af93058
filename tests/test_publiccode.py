"""`publiccode.yml` holds what the standard asks for (version 0.4: https://yml.publiccode.tools/schema.core.html)."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
# Of the standard's lists of categories and scopes, those that may fit this software.
CATEGORIES = {
    "business-intelligence",
    "data-analytics",
    "data-collection",
    "document-management",
    "financial-reporting",
}
SCOPES = {"finance-and-economic-development", "local-authorities", "research", "society"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_mandatory_keys_have_allowed_values(described: dict[str, Any]) -> None:
    assert described["publiccodeYmlVersion"] == "0.4"
    assert described["name"] == "Cruscotto"
    assert re.fullmatch(r"https://\S+", described["url"])
    assert described["platforms"]
    assert set(described["categories"]) <= CATEGORIES
    assert set(described["intendedAudience"]["scope"]) <= SCOPES
    assert described["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert described["softwareType"] == "standalone/other"
    assert described["maintenance"]["type"] == "community"
    assert all(contact["name"] for contact in described["maintenance"]["contacts"])
    assert described["localisation"] == {"localisationReady": False, "availableLanguages": ["en"]}


@pytest.mark.parametrize("language", ["it", "en"])
def test_descriptions_keep_the_lengths(described: dict[str, Any], language: str) -> None:
    text = described["description"][language]
    assert 0 < len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert all(0 < len(feature) <= 100 for feature in text["features"])


def test_it_agrees_with_the_project(described: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert described["softwareVersion"] == project["version"]
    assert described["legal"]["license"] == project["license"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = date.fromisoformat(described["releaseDate"])
    assert f"## [{described['softwareVersion']}] - {released}" in changelog
