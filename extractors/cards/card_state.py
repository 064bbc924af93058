"""What the reader of cards has in hand: items in their panels, cards that are being read, and the result."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.cards.words import Key, Slot
from extractors.pages.model import Item, Place
from extractors.records.model import Finding, IgnoredRow, Node, Record


@dataclass(frozen=True, slots=True)
class PanelItem:
    """An item with the panel it stands in.

    Lanes count from 0 at the left; one below zero is a place of its own, where the panel cannot be known.
    `doubt` says, in a sentence, why the lane is not certain.
    """

    lane: int
    item: Item
    doubt: str | None = None


@dataclass(slots=True)
class CardsResult:
    """What was read. `rows_seen` counts cards, complete or not, and rows that belong to none.

    Each is in exactly one of `records`, `rejected` and `ignored`.
    """

    rows_seen: int = 0
    nodes: tuple[Node, ...] = ()
    records: list[Record] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class CardRow:
    """A printed key with its value."""

    key: Key
    value: str
    place: Place

    @property
    def text(self) -> str:
        """The row as printed."""
        return f"{self.key.text} {self.value}".strip()


@dataclass(slots=True)
class OpenCard:
    """A card being read."""

    node: Node | None
    level: str
    section: str | None
    name: str
    place: Place
    rows: list[CardRow] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    @property
    def slots(self) -> list[Slot]:
        """What its rows hold, in their order."""
        return [row.key.slot for row in self.rows]

    @property
    def text(self) -> str:
        """The card as printed, its rows parted by a bar."""
        return " | ".join([self.name, *(row.text for row in self.rows)])

    def add_doubt(self, reason: str | None) -> None:
        """Add a reason to look at the card, once."""
        if reason and reason not in self.review:
            self.review.append(reason)


@dataclass(slots=True)
class PanelState:
    """One panel: the node last opened in it, the card below it and the name that waits for its keys."""

    node: int | None = None
    level: str | None = None
    card_level: str = "other"
    section: str | None = None
    title: str = ""
    title_open: bool = False
    card: OpenCard | None = None
    waiting: OpenCard | None = None
    loose: list[CardRow] = field(default_factory=list)
