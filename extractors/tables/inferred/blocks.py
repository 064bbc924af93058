"""Pieces of lines gathered into the texts of cells, before it is known which table they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box
from extractors.pages.words import WordLine, whole_text
from extractors.tables.page_content import PageContent


@dataclass(slots=True)
class Block:
    """Lines of one cell: close below each other, side by side with none of their own."""

    lines: list[WordLine]

    @property
    def box(self) -> Box:
        """The box around its lines."""
        return Box.around(line.box for line in self.lines)

    @property
    def text(self) -> str:
        """Its text, broken words made whole."""
        return whole_text(self.lines)


def blocks_of(
    page: PageContent, pieces: Sequence[WordLine], leading: float, tops: Sequence[float] = ()
) -> Iterator[Block]:
    """Pieces of lines gathered into cells: each goes on the nearest one above that shares its width, but for those that
    begin at one of `tops`."""
    open_blocks: list[Block] = []
    for piece in sorted(pieces, key=lambda p: (p.box.y0, p.box.x0)):
        home = None
        for block in open_blocks:
            last = block.lines[-1]
            gap = piece.box.y0 - last.box.y1
            shares = min(piece.box.x1, block.box.x1) - max(piece.box.x0, block.box.x0) > 0
            close = -0.3 * piece.size < gap < leading * piece.size
            alike = shares and close and piece.bold == last.bold
            begins = any(last.box.mid_y < top <= piece.box.mid_y for top in tops)
            if alike and not begins and not _has_rule_between(page, last.box, piece.box):
                home = block
                break
        if home is None:
            open_blocks.append(Block([piece]))
        else:
            home.lines.append(piece)
    yield from open_blocks


def _has_rule_between(page: PageContent, above: Box, below: Box) -> bool:
    return any(
        above.mid_y < rule.mid_y < below.mid_y and rule.x0 < below.x1 and rule.x1 > below.x0 for rule in page.rules
    )
