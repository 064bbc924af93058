"""Codes of Maremma e Tirreno: missions `011`, objectives `1.` to `14.`; operational objectives have none.

Source: Cruscotto strategico 2018. Missions are numbered as in the state budget, with three digits that
begin with 0. An objective does not name its mission.
"""

from __future__ import annotations

from collections.abc import Mapping

from normalizers.codes.model import Meaning
from normalizers.codes.shape import Number, Shape, ShapeScheme


def _mission(pieces: Mapping[str, str]) -> Meaning:
    return Meaning(level="area", parts=dict(pieces))


def _objective(pieces: Mapping[str, str]) -> Meaning:
    return Meaning(level="strategic", parts=dict(pieces))


SCHEME = ShapeScheme(
    "maremma-tirreno",
    (
        Shape((Number("mission", 3, 3, lead="0"),), _mission),
        Shape((Number("objective", 1, 2),), _objective),
    ),
)
