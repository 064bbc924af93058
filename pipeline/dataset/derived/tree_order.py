"""The order in which the nodes of a plan are summed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.dataset.schemas.objectives import ObjectiveRow


def leaves_first(
    objectives: Sequence[ObjectiveRow], children: Mapping[str, Sequence[ObjectiveRow]]
) -> list[ObjectiveRow]:
    """The nodes in an order in which every child comes before its parent; the tree has no circle."""
    ordered: list[ObjectiveRow] = []
    left = [node for node in objectives if node["parent_id"] is None]
    while left:
        node = left.pop()
        ordered.append(node)
        left.extend(children.get(node["objective_id"], ()))
    return ordered[::-1]
