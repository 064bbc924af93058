"""What every source of pages is: an open document whose pages are read one at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from extractors.pages.model import Page


class Pages(ABC):
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """

    def __iter__(self) -> Iterator[Page]:
        return map(self.page, range(1, len(self) + 1))
