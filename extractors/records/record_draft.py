"""A record in the making: what the cells of one row have said so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from extractors.layouts.levels import Level
from extractors.pages.model import Place, TableRow
from extractors.quality.confidence import confidence
from extractors.records.model import Record, ValueCell
from extractors.text import single_spaced

# Columns that are fields of a record as they are printed.
FIELDS = ("formula", "weight", "unit", "owner", "note")


@dataclass(slots=True)
class RecordDraft:
    """The record that `row` is becoming; `signs` are what made its reading uncertain, `own_places` those of its cells
    that should belong to no other row, `year` is the row's where a column says it, `due` are the years in
    which it says that things are due; `goes_on` tells that its name is in a cell of the row above, `says_role`
    that a cell says what its figures are."""

    row: TableRow
    signs: list[str]
    name: str = ""
    code: str | None = None
    objective_code: str | None = None
    objectives: list[tuple[Level | None, str | None, str]] = field(default_factory=list)
    values: list[ValueCell] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    own_places: list[Place] = field(default_factory=list)
    year: int | None = None
    due: tuple[int, ...] = ()
    goes_on: bool = False
    says_role: bool = False
    headings: dict[str, str] = field(default_factory=dict)  # of each field, that of its first cell

    def put(self, column: str | None, heading: str, text: str) -> None:
        """Take in the text of a cell under `heading`, which names `column` of the dataset or none. Of several headings
        that name one field the first holds (`Formula`, `Metodo di rilevazione`)."""
        if column == "name":
            self.name = single_spaced(f"{self.name} {text}")
        elif column == "code":
            self.code = text
        elif column in FIELDS and (column == "note" or self.headings.setdefault(column, heading) == heading):
            self.fields[column] = single_spaced(f"{self.fields.get(column, '')} {text}")
        else:
            before = self.extra.get(heading)
            self.extra[heading] = f"{before} {text}" if before else text

    def make_record(self, name: str, code: str | None, level: str, signs: Collection[str]) -> Record:
        """The record of what the cells have said, under no node yet."""
        return Record(
            node=None,
            level=level,
            section=None,
            name=name,
            place=self.row.place,
            row_text=self.row.text,
            values=tuple(self.values),
            code_raw=code,
            formula=self.fields.get("formula"),
            weight=self.fields.get("weight"),
            unit=self.fields.get("unit"),
            owner=self.fields.get("owner"),
            note=self.fields.get("note"),
            extra=self.extra,
            signs=tuple(sorted(signs)),
            confidence=confidence(signs),
        )
