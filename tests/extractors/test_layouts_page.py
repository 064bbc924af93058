"""The pages about layouts and confidence say what the models and the signs are."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from extractors.layouts.schema import Strict
from extractors.quality.confidence import RAISES, WEIGHTS
from tests.extractors.make_layouts_page import DOCS, MODELS, PAGES, confidence_page, layouts_page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_is_as_it_is_made(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path](), "run `python -m tests.extractors.make_layouts_page`"


def models() -> set[type[BaseModel]]:
    return {sub for sub in Strict.__subclasses__() if sub.__module__.startswith("extractors.")}


def test_every_model_of_a_layout_is_there() -> None:
    assert models() <= set(MODELS)


def test_every_key_and_sign_is_named() -> None:
    page = layouts_page()
    assert all(f"| `{name}` |" in page for model in MODELS for name in model.model_fields)
    assert all(f"| `{sign}` |" in confidence_page() for sign in (*WEIGHTS, *RAISES))


def test_the_picture_is_there_and_small() -> None:
    assert 10_000 < (DOCS / "images" / "inspect.png").stat().st_size < 200_000
