"""Checks of one table: which rows break which rule of its model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dataset.checks.quick import all_rules_hold
from pipeline.dataset.forms.cells import Rows
from pipeline.dataset.tables import ALL_TABLES
from pipeline.errors import SchemaError

# pandera's names of its built-in checks, and ours: these are part of the codes of issues, which are stable.
_BUILT_IN = {
    "not_nullable": "required",
    "field_uniqueness": "unique",
    "multiple_fields_uniqueness": "unique",
    "isin": "vocabulary",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
    "str_matches": "pattern",
    "str_length": "not-empty",
}


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A rule that a row breaks: `column` is empty unless the rule is about one alone."""

    table: str
    row: int
    check: str
    column: str = ""

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        return f"{where}: {self.check}"


def find_breaches(table: str, rows: Rows) -> list[Breach]:
    """The rules of the table's model that rows break, in order of rows.

    Raises:
        SchemaError: the frame has not the columns and types of the table.
    """
    if all_rules_hold(ALL_TABLES[table], rows):
        return []
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - a second's work, and most tables break no rule

    from pipeline.dataset.checks.exact import schema_of  # noqa: PLC0415 - as above
    from pipeline.dataset.forms.frames import to_frame  # noqa: PLC0415

    frame = to_frame(table, rows) if isinstance(rows, Sequence) else rows.reset_index(drop=True)
    try:
        schema_of(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    structural = cases[cases["index"].isna()]
    if len(structural):
        case = structural.iloc[0]
        raise SchemaError(f"table {table}: {case['check']}: {case['failure_case']}")
    found = set()
    for context, column, check, row in zip(
        cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
    ):
        name = str(check).partition("(")[0]
        of_column = context == "Column"
        found.add(
            Breach(
                table,
                int(row),
                _BUILT_IN.get(name, name.replace("_", "-")),
                str(column) if of_column else "",
            )
        )
    return sorted(found, key=lambda b: (b.row, b.check, b.column))
