"""What a printed code means, the same for every scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Code:
    """One printed code, read.

    `raw` is the text as printed, trimmed, with single spaces. `code` is its canonical form and `scheme` the
    scheme that read it; both are None where no scheme, or more than one legal code, fits. `level` is what
    the code itself says of the level (`S1.1.1-a` is strategic), None where it says nothing. `process_code`
    is the national process (PARETO) code inside, `D1.11` in `1011.01.D1.11`. `ancestors` are the canonical
    codes that the code itself names, root first; the place where a row is printed decides its parent, not
    these. `repaired` holds one sentence a repair and `doubts` one sentence a reason why a person should
    look at a code that was read as printed. `parts` are the named pieces of the code.
    """

    raw: str
    code: str | None
    scheme: str | None
    level: str | None
    process_code: str | None
    ancestors: tuple[str, ...]
    repaired: tuple[str, ...]
    parts: dict[str, str] = field(hash=False)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a scheme says of the pieces of one of its codes."""

    level: str | None = None
    process_code: str | None = None
    ancestors: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One legal code that a printed text can be, with the repairs that lead to it (none for a sound text)."""

    code: str
    meaning: Meaning
    repairs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Scheme(Protocol):
    """How one family of plans writes its codes."""

    @property
    def name(self) -> str:
        """The name published in `code_scheme`."""

    def __hash__(self) -> int: ...

    def sound(self, text: str) -> tuple[Reading, ...]:
        """The legal codes that the text is as it stands; `text` comes from `tidy`."""

    def repairable(self, text: str) -> tuple[Reading, ...]:
        """The legal codes that the text can be once repaired; `text` comes from `tidy`."""
