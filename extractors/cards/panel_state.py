"""What is known of each lane while a text's cards are put into lanes: its node, title and card."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.cards.words import CardWords, Slot
from extractors.text import folded


@dataclass(slots=True)
class Track:
    """One lane: whether its node's title may go on, whether its indicators were announced, and its card's
    rows.

    `name` is None where no card has begun. A card is `late` once a node above its own was opened after it.
    """

    title_open: bool = True
    headed: bool = False
    name: str | None = None
    slots: list[Slot] = field(default_factory=list)
    late: bool = False

    def takes(self, slot: Slot) -> bool:
        """Whether the card's next row may be that of `slot`."""
        return self.name is not None and (not self.slots or self.slots[-1] < slot)

    def is_named(self, name: str) -> bool:
        """Whether the card has this name."""
        return self.name is not None and folded(self.name) == folded(name)


class Tracks:
    """All lanes; `path` are those of the open nodes, root first."""

    def __init__(self, words: CardWords) -> None:
        self.path: list[int] = []
        self._words = words
        self._tracks: dict[int, Track] = {}
        self._usual: dict[int, set[Slot]] = {}  # of each lane, the rows its cards have had
        self._unknown = 0

    def __getitem__(self, lane: int) -> Track:
        return self._tracks.setdefault(lane, Track())

    @property
    def last(self) -> int | None:
        """The lane of the node opened last."""
        return self.path[-1] if self.path else None

    def nowhere(self) -> int:
        """A new lane of its own, for what stands in none that can be known."""
        self._unknown -= 1
        return self._unknown

    def open_node(self, lane: int) -> None:
        """A node was opened in `lane`. Cut cards below it may go on after one such node, not after two."""
        for below, track in self._tracks.items():
            if below > lane:
                track.name = None if track.late else track.name
                track.late = True
        self._tracks[lane] = Track()
        self.path = [*(above for above in self.path if above < lane), lane]

    def begin_card(self, lane: int, name: str) -> None:
        """A card's name was printed in `lane`; that of a cut card, printed again, begins none."""
        track = self[lane]
        if not (self.is_cut(lane) and track.is_named(name)):
            track.name, track.slots = name, []
        track.title_open = False

    def add(self, lane: int, slot: Slot) -> None:
        """A row of the lane's card was printed."""
        self[lane].slots.append(slot)
        self._usual.setdefault(lane, set()).add(slot)

    def is_cut(self, lane: int) -> bool:
        """Whether the lane's card lacks rows that every card has."""
        track = self[lane]
        return track.name is not None and not self._words.complete(track.slots)

    def cut_before(self, slot: Slot, name: str | None = None) -> list[int]:
        """The lanes whose card, of this name, is cut and may go on with `slot`."""
        return [
            lane
            for lane, track in self._tracks.items()
            if lane >= 0 and track.takes(slot) and self.is_cut(lane) and (name is None or track.is_named(name))
        ]

    def ended_before(self, slot: Slot) -> list[int]:
        """The lanes whose card ended with a row of the same kind before `slot`, where other cards have gone on.

        `Target 2018` after `Target 2017`.
        """
        return [
            lane
            for lane, track in self._tracks.items()
            if track.takes(slot)
            and track.slots
            and track.slots[-1].rank == slot.rank
            and slot in self._usual.get(lane, ())
        ]

    def others(self) -> list[int]:
        """The lanes of open nodes whose indicators were announced and whose card, if any, is whole."""
        return [lane for lane in self.path if self[lane].headed and not self.is_cut(lane)]
