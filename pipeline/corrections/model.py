"""What an entry of a file of corrections may say: a cell or field set, a row that is none, a row that is missing."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from pydantic import Discriminator, Field, Tag, TypeAdapter, model_validator

from pipeline.dataset.edited_files import Edited
from pipeline.dataset.text import clean_text
from pipeline.dataset.vocabularies import FIRST_YEAR, LAST_YEAR, Level, Role

if TYPE_CHECKING:
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.values import ValueRow


class RowWhere(Edited):
    """Which row is meant: every key that is given must fit, and all together must fit one row.

    `code` is the code as printed or as repaired, `name` the name as published.
    """

    indicator_id: str | None = None
    code: str | None = None
    name: str | None = None
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None

    @model_validator(mode="after")
    def _names_an_indicator(self) -> Self:
        if not (self.indicator_id or self.code or self.name):
            raise ValueError("give indicator_id, code or name, so that it says which indicator is meant")
        return self

    def is_row(self, indicator: IndicatorRow) -> bool:
        """Whether a row is what is meant."""
        return (
            (self.indicator_id is None or indicator["indicator_id"] == self.indicator_id)
            and (self.code is None or self.code in (indicator["code_raw"], indicator["code"]))
            and (self.name is None or indicator["name"] == clean_text(self.name))
            and (self.page is None or indicator["page"] == self.page)
            and (self.line is None or indicator["line"] == self.line)
            and (self.sheet is None or indicator["sheet"] == clean_text(self.sheet))
            and (self.cell is None or indicator["cell"] == self.cell)
        )

    def __str__(self) -> str:
        return str(self.code or self.name or self.indicator_id)


class Where(RowWhere):
    """Which cell is meant: every key that is given must fit, and all together must fit one cell.

    A `period` of null means a cell without year; no `period` any year.
    """

    role: str = Field(min_length=1)
    period: int | None = None
    population: str | None = None

    def is_cell(self, indicator: IndicatorRow, value: ValueRow) -> bool:
        """Whether a value of an indicator is what is meant."""
        given = self.model_fields_set
        return (
            value["role"] == self.role
            and ("period" not in given or value["period"] == self.period)
            and ("population" not in given or value["population"] == clean_text(self.population))
            and self.is_row(indicator)
        )


class Correction(Edited):
    """A cell read anew."""

    where: Where
    expect: str = Field(min_length=1)
    set_to: str = Field(alias="set", min_length=1)
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date

    @property
    def is_acceptance(self) -> bool:
        """Whether it accepts the reading as it is."""
        return clean_text(self.set_to) == clean_text(self.expect)

    def __str__(self) -> str:
        where = self.where
        return f"{where}, {where.role} {where.period or 'without year'}: '{self.expect}' to '{self.set_to}'"


FieldName = Literal["name", "owner", "weight", "unit", "level", "node", "code"]


class FieldCorrection(Edited):
    """A field of a row set: `expect` is what is published without it (null for nothing), `set` a text as printed.

    A weight is a percentage, a unit a printed unit or a word of the vocabulary, a level a word of the vocabulary, a
    node the code path, code or title of one node of the plan.
    """

    where: RowWhere
    field: FieldName
    expect: str | None = Field(default=None, min_length=1)
    set_to: str = Field(alias="set", min_length=1)
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date

    def __str__(self) -> str:
        return f"{self.where}, {self.field}: '{self.expect or ''}' to '{self.set_to}'"


class Removal(Edited):
    """A row that states no indicator: `expect` is its published name."""

    where: RowWhere
    remove: Literal[True]
    expect: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date

    def __str__(self) -> str:
        return f"{self.where}: '{self.expect}' is no indicator"


class AddedCell(Edited):
    """A cell of a row that was missed."""

    role: Role
    period: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)
    population: str | None = Field(default=None, min_length=1)
    raw: str = Field(min_length=1)


class AddedRow(Edited):
    """A row that the document prints and that was missed: as printed, with page and box (points) or line."""

    name: str = Field(min_length=1)
    level: Level = "other"
    node: str | None = Field(default=None, min_length=1)
    code: str | None = Field(default=None, min_length=1)
    formula: str | None = Field(default=None, min_length=1)
    weight: str | None = Field(default=None, min_length=1)
    unit: str | None = Field(default=None, min_length=1)
    owner: str | None = Field(default=None, min_length=1)
    page: int | None = Field(default=None, ge=1)
    box: tuple[float, float, float, float] | None = None
    line: int | None = Field(default=None, ge=1)
    values: tuple[AddedCell, ...] = ()

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        in_pdf, in_text = self.page is not None and self.box is not None, self.line is not None
        if in_pdf == in_text:
            raise ValueError("give page and box for a row of a PDF, line for one of a text")
        return self


class Addition(Edited):
    """A row added."""

    add: AddedRow
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    when: datetime.date

    def __str__(self) -> str:
        place = f"page {self.add.page}" if self.add.page is not None else f"line {self.add.line}"
        return f"{place}: '{self.add.name}' added"


AnyCorrection: TypeAlias = Correction | FieldCorrection | Removal | Addition


def expected_text(correction: AnyCorrection) -> str | None:
    """What a correction expects to find; None for a row that is added."""
    return None if isinstance(correction, Addition) else correction.expect


def _entry_kind(entry: object) -> str:
    given = entry.keys() if isinstance(entry, dict) else set()
    return next((kind for kind in ("add", "remove", "field") if kind in given), "cell")


CORRECTION: TypeAdapter[AnyCorrection] = TypeAdapter(
    Annotated[
        Annotated[Correction, Tag("cell")]
        | Annotated[FieldCorrection, Tag("field")]
        | Annotated[Removal, Tag("remove")]
        | Annotated[Addition, Tag("add")],
        Discriminator(_entry_kind),
    ]
)
"""Checks an entry by what it sets: a cell, a field, a row that is none, a row that is missing."""
