"""Codes of Massa-Carrara: `1`, `1.1`, `1.1.1` for the tree, `S1.1.1-a` and `O1.1.1-a` for indicators.

Source: Piano della Performance 2019, annexes 1 to 3, where the tree of section 5 is numbered area, line,
programme. A letter says whether an indicator is strategic or operational; a strategic one is printed under
the line (1.1) although its number names a programme of that line. Plans print a zero for the letter O in
about half of the codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizers.codes.model import Meaning
from normalizers.codes.shape import Letter, Mark, Number, Shape, ShapeScheme

# Ten areas or lines would need more perspectives than the plan has; programmes of a line may well pass nine.
_AREA = Number("area")
_LINE = Number("line")
_PROGRAMME = Number("programme", 1, 2)
_LEVELS = {"S": "strategic", "O": "operational"}


def _path(pieces: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of area, line and programme, as far as the pieces go."""
    numbers = [pieces[name] for name in ("area", "line", "programme") if name in pieces]
    return tuple(".".join(numbers[: depth + 1]) for depth in range(len(numbers)))


def _node(pieces: Mapping[str, str]) -> Meaning:
    path = _path(pieces)
    return Meaning(ancestors=path[:-1], parts=dict(zip(("area", "line", "programme"), path, strict=False)))


def _indicator(pieces: Mapping[str, str]) -> Meaning:
    area, line, programme = _path(pieces)
    level = _LEVELS[pieces["kind"]]
    return Meaning(
        level=level,
        ancestors=(area, line) if level == "strategic" else (area, line, programme),
        parts={
            "kind": pieces["kind"],
            "area": area,
            "line": line,
            "programme": programme,
            "letter": pieces["letter"],
        },
    )


_DOT = Mark(".")
SCHEME = ShapeScheme(
    "massa-carrara",
    (
        Shape((_AREA,), _node),
        Shape((_AREA, _DOT, _LINE), _node),
        Shape((_AREA, _DOT, _LINE, _DOT, _PROGRAMME), _node),
        Shape(
            (
                Letter("kind", "SO"),
                _AREA,
                _DOT,
                _LINE,
                _DOT,
                _PROGRAMME,
                Mark("-"),
                Letter("letter", "abcdefghijklmnopqrstuvwxyz"),
            ),
            _indicator,
        ),
    ),
)
