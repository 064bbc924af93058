"""The nodes of the plans' trees."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    are_empty,
    key_column,
    number_column,
    text_column,
)
from pipeline.dataset.schemas.places import CELL_PATTERN, code_needs_raw, path_ends_with_code
from pipeline.dataset.table import Table


class ObjectiveRow(TypedDict):
    """One row a node of the plan's tree."""

    objective_id: Annotated[
        str, key_column("obj", "Stable hash of the node's raw fields and its parent's.", unique=True)
    ]
    plan_id: Annotated[str, key_column("plan", "The document.")]
    parent_id: Annotated[str | None, key_column("obj", "The node above; null at the root.")]
    ordinal: Annotated[int, number_column("Order of first appearance in the document, from 1.", ge=1)]
    level: Annotated[words.Level, text_column("Level of the node.")]
    code_raw: Annotated[str | None, text_column("The code as printed.")]
    code: Annotated[str | None, text_column("The code, repaired and canonical.")]
    code_path: Annotated[str | None, text_column("Canonical codes from the root to this node, joined by `/`.")]
    process_code: Annotated[str | None, text_column("The national process (PARETO) code inside the node's code.")]
    title: Annotated[str | None, text_column("Title of the node as printed.")]
    owner: Annotated[str | None, text_column("Responsible offices printed for the node.")]
    budget_eur: Annotated[float | None, number_column("Budget of the node in EUR.")]
    page: Annotated[
        int | None, number_column("Page where the node is first printed, from 1; null without pages.", ge=1)
    ]
    line: Annotated[
        int | None,
        number_column(
            "Line where the node is first printed in a text source, or the paragraph in a document of text.", ge=1
        ),
    ]
    sheet: Annotated[
        str | None,
        text_column("Sheet of a workbook, or table of a document of text (`table 3`), where the node stands."),
    ]
    cell: Annotated[str | None, text_column("The cell in that sheet or table, `A12`.", pattern=CELL_PATTERN)]


def has_code_or_title(row: ObjectiveRow) -> bool:
    """A node has a code or a title."""
    return not are_empty(row, "code_raw", "title")


def not_its_own_parent(row: ObjectiveRow) -> bool:
    """No node stands under itself."""
    return row["objective_id"] != row["parent_id"]


def one_place(row: ObjectiveRow) -> bool:
    """A place has a page, a line, or a sheet with or without cell."""
    given = sum(row[column] is not None for column in ("page", "line", "sheet"))
    return given == 1 and (row["cell"] is None or row["sheet"] is not None)


OBJECTIVES = Table(
    name="objectives",
    row=ObjectiveRow,
    key="objective_id",
    references={"plan_id": "plans", "parent_id": "objectives"},
    rules=(
        has_code_or_title,
        code_needs_raw,
        path_ends_with_code,
        not_its_own_parent,
        one_place,
    ),
    unique=(
        "plan_id",
        "ordinal",
    ),
)
