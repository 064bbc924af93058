"""Codes of Modena: `1`, `101`, `101.1`, `1011.01.D1.11`, `1011.0101.D1.11`, one form a level of the tree.

Source: Piano della Performance 2017-2019. An operational objective's number is that of its programme
without the dot (101.1 becomes 1011), a running number and the national process (PARETO) that it belongs to;
an action's has two more digits. The process code need not be that of the objective above, so an action does
not name its objective. The area (1 to 3) is named by no code below it.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizers.codes.model import Meaning
from normalizers.codes.shape import Letter, Mark, Number, Shape, ShapeScheme, Slot

_DOT = Mark(".")
_STRATEGIC = Number("strategic", 3, 3)
_PROGRAMME = Number("programme")
_OPERATIONAL = Number("operational", 2, 2, lead="0123456789")
_ACTION = Number("action", 2, 2, lead="0123456789")
# The map of 2017 has functions A to D; later national maps have E and F too.
_PROCESS: tuple[Slot, ...] = (
    Letter("function", "ABCDEF"),
    Number("macro"),
    _DOT,
    Number("process", 2, 2),
)
_PROCESS_CUT: tuple[Slot, ...] = (*_PROCESS[:3], Number("process"))
_OBJECTIVE: tuple[Slot, ...] = (_STRATEGIC, _PROGRAMME, _DOT, _OPERATIONAL)


def _area(pieces: Mapping[str, str]) -> Meaning:
    return Meaning(level="area", parts={"area": pieces["area"]})


def _strategic(pieces: Mapping[str, str]) -> Meaning:
    return Meaning(level="strategic", parts={"strategic": pieces["strategic"]})


def _programme(pieces: Mapping[str, str]) -> Meaning:
    strategic = pieces["strategic"]
    programme = f"{strategic}.{pieces['programme']}"
    return Meaning(
        level="programme",
        ancestors=(strategic,),
        parts={"strategic": strategic, "programme": programme},
    )


def _with_process(pieces: Mapping[str, str]) -> Meaning:
    above = _programme(pieces)
    process = f"{pieces['function']}{pieces['macro']}.{pieces['process']}"
    parts = {**above.parts, "operational": pieces["operational"]}
    level = "operational"
    if "action" in pieces:
        parts["action"] = pieces["action"]
        level = "action"
    return Meaning(
        level=level,
        process_code=process,
        ancestors=(above.parts["strategic"], above.parts["programme"]),
        parts={**parts, "process": process},
    )


_CUT = (
    "the process code '{function}{macro}.{process}' has one digit after its dot where others have two: "
    "kept as printed, no digit was added"
)
SCHEME = ShapeScheme(
    "modena",
    (
        Shape((Number("area"),), _area),
        Shape((_STRATEGIC,), _strategic),
        Shape((_STRATEGIC, _DOT, _PROGRAMME), _programme),
        Shape((*_OBJECTIVE, _DOT, *_PROCESS), _with_process),
        Shape((*_OBJECTIVE, _ACTION, _DOT, *_PROCESS), _with_process),
        Shape((*_OBJECTIVE, _DOT, *_PROCESS_CUT), _with_process, doubt=_CUT),
        Shape((*_OBJECTIVE, _ACTION, _DOT, *_PROCESS_CUT), _with_process, doubt=_CUT),
    ),
)
