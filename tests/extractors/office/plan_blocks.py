"""The five plans as lines and tables, from the HTML that `../shared/printings/pages.py` makes of text form and gold."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from lxml import etree

SHARED: Final = Path(__file__).parents[3].parent / "shared"
PLANS: Final = (
    "massa-carrara-2017", "massa-carrara-2019", "riviere-di-liguria-2018", "modena-2017", "maremma-tirreno-2018",
)  # fmt: skip


@dataclass
class Line:
    """A line of text; `level` is that of a heading, 0 for other text."""

    text: str
    level: int = 0
    bold: bool = False


@dataclass
class Cell:
    """A cell of a table and what stands in it."""

    blocks: list[Block] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    heading: bool = False

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Line))


@dataclass
class Table:
    """A table by its rows."""

    rows: list[list[Cell]]

    @property
    def lays_out(self) -> bool:
        """Whether it holds tables."""
        return any(isinstance(block, Table) for row in self.rows for cell in row for block in cell.blocks)


Block: TypeAlias = Line | Table


def plan_html(plan: str) -> str:
    """The plan as a web page."""
    spec = importlib.util.spec_from_file_location("pages", SHARED / "printings" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    lines = (SHARED / "plans" / "text" / f"{plan}.txt").read_text(encoding="utf-8").splitlines()
    gold = [
        json.loads(line)
        for line in (SHARED / "wild" / "gold" / f"{plan}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return str(dict(pages.PLANS)[plan](lines, gold, pages.STYLES["office"]))


def plan_blocks(plan: str) -> list[Block]:
    """The plan's lines and tables in reading order, its running title as the first line."""
    root = etree.fromstring(plan_html(plan), etree.HTMLParser())
    return [Line(root.findtext(".//title") or "", 1), *_blocks(root.find("body"))]


def without_layout(blocks: list[Block]) -> Iterator[Block]:
    """The same without tables that hold tables: what their cells hold, one after the other."""
    for block in blocks:
        if isinstance(block, Table) and block.lays_out:
            for row in block.rows:
                for cell in row:
                    yield from without_layout(cell.blocks)
        else:
            yield block


def _blocks(parent: Any, *, bold: bool = False) -> Iterator[Block]:
    pending = " ".join((parent.text or "").split())
    for child in parent:
        tag = str(child.tag)
        if tag in ("b", "strong", "span"):
            yield from [Line(" ".join("".join(child.itertext()).split()), bold=tag != "span")]
        elif tag == "table":
            yield from [Line(pending, bold=bold)] if pending else []
            yield Table(list(_rows(child)))
            pending = ""
            continue
        elif tag in ("div", "p", "h1", "h2", "h3", "li", "ul"):
            yield from [Line(pending, bold=bold)] if pending else []
            pending = ""
            level = int(tag[1]) if tag[0] == "h" else 0
            for block in _blocks(child, bold=bold or child.get("class") == "hd"):
                yield Line(block.text, level, block.bold) if isinstance(block, Line) else block
        pending = " ".join([pending, *(child.tail or "").split()]).strip()
    if pending:
        yield Line(pending, bold=bold)


def _rows(table: Any) -> Iterator[list[Cell]]:
    for row in table.iter("tr"):
        if next(a for a in row.iterancestors("table")) is not table:
            continue
        yield [
            Cell(
                list(_blocks(cell)),
                int(cell.get("rowspan") or 1),
                int(cell.get("colspan") or 1),
                cell.tag == "th" or cell.get("class") == "hd",
            )
            for cell in row
        ]
