"""How pictures of pages are read: what a run chooses, apart from what does it, which is slow to load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias, get_args

from extractors.pages.model import Page

OcrMode: TypeAlias = Literal["auto", "off", "force"]
OCR_MODES: Final[tuple[OcrMode, ...]] = get_args(OcrMode)
"""`auto` reads the pictures of pages that have no sound text layer, `force` those of all pages, `off` none."""

OCR_ENGINE: Final = "tesseract"
"""The name of what reads pictures, as published."""

Beat: TypeAlias = Callable[[int], None]
"""Called with the number of a page, from 1, now and then while its picture is read, which takes seconds."""


class PageStore(Protocol):
    """Keeps pages that were read, by a hash of their picture."""

    def get(self, key: str) -> Page | None:
        """The page of that picture; None where it was not read yet."""

    def put(self, key: str, page: Page) -> None:
        """Keep the page of that picture."""


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pictures of pages are read: `mode`, and where pages that were read are kept, None for nowhere."""

    mode: OcrMode = "auto"
    store: PageStore | None = None


AS_NEEDED: Final = Ocr()


def silent(_: int) -> None:
    """A beat that nobody waits for."""
