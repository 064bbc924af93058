"""Codes of Riviere di Liguria: `18`, `18.2`, `5 bis`, `5 b.1` (also `7b.1`), canonically `5-bis`, `5-bis.1`.

Source: Piano Performance 2018-2020, programming of 2018. An OBIETTIVO row is a node and its indicator at
once. A number alone is a strategic objective or a numbered target of another section (`12` among
activities), so it says no level; `bis` marks an objective that took another's place, so only objectives
have it. The number before the dot is what the code names, not always where it stands: 18.2 is printed under
18 bis.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizers.codes.model import Meaning
from normalizers.codes.shape import Latin, Mark, Number, Shape, ShapeScheme

_OBJECTIVE = Number("objective", 1, 2)
_OPERATIONAL = Number("operational", 1, 2)
_BIS = Latin("again", {"b": "bis", "bis": "bis", "ter": "ter", "quater": "quater"})


def _strategic(pieces: Mapping[str, str]) -> Meaning:
    level = "strategic" if "again" in pieces else None
    return Meaning(level=level, parts=dict(pieces))


def _operational(pieces: Mapping[str, str]) -> Meaning:
    objective = "-".join(pieces[name] for name in ("objective", "again") if name in pieces)
    return Meaning(level="operational", ancestors=(objective,), parts=dict(pieces))


SCHEME = ShapeScheme(
    "riviere-di-liguria",
    (
        Shape((_OBJECTIVE,), _strategic),
        Shape((_OBJECTIVE, _BIS), _strategic),
        Shape((_OBJECTIVE, Mark("."), _OPERATIONAL), _operational),
        Shape((_OBJECTIVE, _BIS, Mark("."), _OPERATIONAL), _operational),
    ),
)
