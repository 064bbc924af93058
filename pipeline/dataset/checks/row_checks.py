"""Checks of one table: which rows break which rule of its model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dataset.checks.quick import all_cells_hold
from pipeline.dataset.columns import Row
from pipeline.dataset.table import rule_name
from pipeline.dataset.tables import ALL_TABLES

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


def find_breaches(table: str, rows: Sequence[Row]) -> list[Breach]:
    """The rules of the table's model that rows break, in order of rows: those of columns, and where a row's cells are
    sound, those between them. The table's types hold every cell."""
    model = ALL_TABLES[table]
    found = set() if all_cells_hold(model, rows) else _find_odd_cells(table, rows)
    odd = {breach.row for breach in found}
    for number, row in enumerate(rows):
        if number not in odd:
            found.update(Breach(table, number, rule_name(rule)) for rule in model.rules if not rule(row))
    return sorted(found)


def _find_odd_cells(table: str, rows: Sequence[Row]) -> set[Breach]:
    """The checks of columns that cells fail, as pandera tells them."""
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - a second's work, and most tables break no rule

    from pipeline.dataset.checks.exact import schema_of  # noqa: PLC0415 - as above
    from pipeline.dataset.forms.frames import to_frame  # noqa: PLC0415

    try:
        schema_of(table).validate(to_frame(table, rows), lazy=True)
    except SchemaErrors as errors:
        columns = ("schema_context", "column", "check", "index")
        cases = zip(*(errors.failure_cases[column] for column in columns), strict=True)
        return {
            Breach(table, int(row), _BUILT_IN[str(check).partition("(")[0]], str(name) if context == "Column" else "")
            for context, name, check, row in cases
        }
    return set()
