"""The page about layouts says what the models are."""

from __future__ import annotations

from pydantic import BaseModel

from extractors.layouts.schema import Strict
from tests.extractors.make_layouts_page import DOCS, MODELS, PAGE, layouts_page


def test_the_page_is_as_it_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == layouts_page(), "run `python -m tests.extractors.make_layouts_page`"


def models() -> set[type[BaseModel]]:
    return {sub for sub in Strict.__subclasses__() if sub.__module__.startswith("extractors.")}


def test_every_model_of_a_layout_is_there() -> None:
    assert models() <= set(MODELS)


def test_every_key_is_named() -> None:
    page = layouts_page()
    assert all(f"| `{name}` |" in page for model in MODELS for name in model.model_fields)


def test_the_picture_is_there_and_small() -> None:
    assert 10_000 < (DOCS / "images" / "inspect.png").stat().st_size < 200_000
