"""What a printed code means, the same for every scheme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Code:
    """One printed code, read.

    `raw` is the text as printed, trimmed, with single spaces. `code` is its canonical form and `scheme` the scheme that
    read it; both are None where no scheme, or more than one legal code, fits. `level` is what the code itself says of
    the level (`S1.1.1-a` is strategic). `process_code` is the national process (PARETO) code inside, `D1.11` in
    `1011.01.D1.11`. `ancestors` are the canonical codes that the code itself names, root first; the place where a row
    is printed decides its parent, not these. `repaired` holds one sentence a repair and `doubts` one a reason why a
    person should look. `parts` are the named pieces of the code.
    """

    raw: str
    code: str | None = None
    scheme: str | None = None
    level: str | None = None
    process_code: str | None = None
    ancestors: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    parts: dict[str, str] = field(default_factory=dict, hash=False)
    doubts: tuple[str, ...] = ()


class Scheme(Protocol):
    """How one family of plans writes its codes; its texts come from `tidy_code`."""

    @property
    def name(self) -> str:
        """The name published in `code_scheme`."""

    def __hash__(self) -> int: ...

    def sound(self, text: str) -> tuple[Code, ...]:
        """The legal codes that the text is as it stands."""

    def repairable(self, text: str) -> tuple[Code, ...]:
        """The legal codes that the text can be once repaired, each with its repairs."""
