"""The words of each page outside its tables: of a long document's pages they are taken out when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.pages.model import Word
from extractors.tables.packed_pages import is_packed
from extractors.tables.page_content import PageContent


class PageWords:
    """The words of `pages`, by index. `changed` are the pages whose words are no more those of their lines."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        self.changed: dict[int, list[Word]] = {}
        self._pages = pages
        self._held = None if is_packed(pages) else [_words_outside(page) for page in pages]

    def of(self, index: int) -> list[Word]:
        """The words of a page."""
        return self.changed[index] if index in self.changed else self._printed_words(index, None)

    def by_page(self) -> Iterator[tuple[PageContent, list[Word]]]:
        """Each page with its words."""
        for index, page in enumerate(self._pages):
            yield page, self.changed[index] if index in self.changed else self._printed_words(index, page)

    def _printed_words(self, index: int, page: PageContent | None) -> list[Word]:
        return _words_outside(page or self._pages[index]) if self._held is None else self._held[index]


def _words_outside(page: PageContent) -> list[Word]:
    return [word for line in page.lines for word in line.words]
