"""Key/value cards as a layout describes them: a name, then rows such as `Peso`, `Stato`, `Target 2017`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from extractors.layouts.levels import Level
from extractors.layouts.schema import Pattern, Strict

CardColumn = Literal[
    "weight",
    "baseline",
    "target",
    "result",
    "achievement",
    "formula",
    "unit",
    "owner",
    "note",
    "code",
    "extra",  # kept under its key, has no place in the dataset
]
CARD_VALUES = ("target", "result", "baseline", "achievement")


class CardKey(Strict):
    """A key of a card. `printed` are its forms, each in full; `{year}` stands for a year.

    `value` says what its value looks like. It is asked only where key and value run on in one line, to tell
    `Stato 100 %` from a name such as `Stato di avanzamento`.
    """

    column: CardColumn
    printed: tuple[str, ...]
    value: Pattern | None = None

    @model_validator(mode="after")
    def _year_once(self) -> Self:
        if any(not form.strip() or form.count("{year}") > 1 for form in self.printed):
            raise ValueError("a key's printed form has words, and {year} once at most")
        return self


class CardLabel(Strict):
    """A printed line that is no row; `name` is the rule's name.

    It begins the cards of the node above it (`Indicatori`), a panel of nodes of a level (`Azione`), or
    nothing, as a running title does.
    """

    name: str
    pattern: Pattern
    begins: Literal["cards", "nothing"] | Level = "nothing"


class CardRules(Strict):
    """How a layout's cards are read.

    `keys` are in their printed order; `required` are the columns without which a card is incomplete, as one
    cut by the end of a page is.
    """

    keys: tuple[CardKey, ...]
    labels: tuple[CardLabel, ...] = ()
    required: tuple[CardColumn, ...] = ("target",)

    @property
    def lanes(self) -> tuple[Pattern, ...]:
        """The patterns of the labels that head panels."""
        return tuple(label.pattern for label in self.labels if label.begins not in ("cards", "nothing"))

    @model_validator(mode="after")
    def _required_have_keys(self) -> Self:
        if missing := set(self.required) - {key.column for key in self.keys}:
            raise ValueError(f"required columns without a key: {', '.join(sorted(missing))}")
        return self
