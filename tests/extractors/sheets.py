"""Pages drawn by hand: words, rules and grounds at given places, as a source of pages would hand them on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.pages.model import Box, Fill, Page, Rule, Word
from extractors.pages.words import WordLine
from extractors.tables.grid import Grid
from extractors.tables.page_content import PageContent, content_of
from extractors.tables.ruled import parted_rules, ruled_grids

SIZE = 10.0
CHAR = 5.0  # points; every character of the drawn type is as wide
SPACE = 2.5


def words(x: float, y: float, text: str, *, bold: bool = False, size: float = SIZE) -> list[Word]:
    """The words of `text` on one line that begins at `x` with its upper edge at `y`."""
    found = []
    for part in text.split():
        width = CHAR * len(part) * size / SIZE
        found.append(Word(part, Box(x, y, x + width, y + size), size, bold))
        x += width + SPACE
    return found


def line(text: str, *, x: float = 0.0, y: float = 0.0, bold: bool = False) -> WordLine:
    """One line of words."""
    return WordLine(tuple(words(x, y, text, bold=bold)))


def stacked(*texts: str) -> list[WordLine]:
    """Lines one below the other, as in a cell."""
    return [line(text, y=12.0 * i) for i, text in enumerate(texts)]


def grids_of(page: Page) -> list[Grid]:
    """The tables of a page that its rules draw, or that its source has found."""
    return ruled_grids(page, *parted_rules(page.rules))[0]


class Sheet:
    """A page in the making; every method gives the sheet back."""

    def __init__(self, number: int = 1, width: float = 400.0, height: float = 600.0) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.words: list[Word] = []
        self.rules: list[Rule] = []
        self.fills: list[Fill] = []

    def text(self, x: float, y: float, *lines: str, bold: bool = False, size: float = SIZE) -> Sheet:
        """Print `lines` one below the other."""
        for i, printed in enumerate(lines):
            self.words += words(x, y + 1.2 * size * i, printed, bold=bold, size=size)
        return self

    def across(self, y: float, x0: float, x1: float) -> Sheet:
        """Draw a horizontal rule."""
        self.rules.append(Rule(Box(x0, y - 0.25, x1, y + 0.25)))
        return self

    def down(self, x: float, y0: float, y1: float) -> Sheet:
        """Draw a vertical rule."""
        self.rules.append(Rule(Box(x - 0.25, y0, x + 0.25, y1)))
        return self

    def ground(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Fill an area."""
        self.fills.append(Fill(Box(x0, y0, x1, y1)))
        return self

    def table(self, xs: Sequence[float], ys: Sequence[float], *, close: bool = True, open_top: bool = False) -> Sheet:
        """Draw a full grid; without `close` the last row has no rule at its foot, with `open_top` the first none over
        it."""
        shown = list(ys)
        if not close:
            shown = shown[:-1]
        if open_top:
            shown = shown[1:]
        for y in shown:
            self.across(y, xs[0], xs[-1])
        for x in xs:
            self.down(x, ys[0], ys[-1])
        return self

    def cells(self, xs: Iterable[float], y: float, *texts: str, bold: bool = False) -> Sheet:
        """Print one text in each column, 3 points inside it; a bar ends a line in the cell."""
        for x, text in zip(xs, texts, strict=False):
            if text:
                self.text(x + 3, y, *text.split("|"), bold=bold)
        return self

    def page(self) -> Page:
        """The page."""
        return Page(self.number, self.width, self.height, tuple(self.words), tuple(self.rules), tuple(self.fills))

    def grids(self) -> list[Grid]:
        """The ruled tables of the page."""
        return grids_of(self.page())

    def content(self) -> PageContent:
        """The page taken apart."""
        return content_of(self.page())


def texts(grid: Grid, row: int) -> list[str]:
    """The texts of a grid row, cells merged from above included."""
    return [" ".join(line.text for line in cell.lines) for cell in grid.row(row)]
