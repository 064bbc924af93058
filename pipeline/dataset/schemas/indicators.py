"""The printed rows and cards that state indicators."""

from __future__ import annotations

import json
from typing import Annotated, TypedDict

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    key_column,
    number_column,
    text_column,
)
from pipeline.dataset.schemas.places import CELL_PATTERN, box_in_order, code_needs_raw, one_place, path_ends_with_code
from pipeline.dataset.table import Table


class IndicatorRow(TypedDict):
    """One row a printed row or card that states an indicator."""

    indicator_id: Annotated[
        str, key_column("ind", "Stable hash of the row's raw fields, never a row number.", unique=True)
    ]
    indicator_key: Annotated[str, text_column("The same indicator printed twice in one plan has one key.")]
    plan_id: Annotated[str, key_column("plan", "The document.")]
    objective_id: Annotated[str | None, key_column("obj", "The node it stands under; null where it stands under none.")]
    ordinal: Annotated[int, number_column("Reading order in the document, from 1.", ge=1)]
    section: Annotated[str | None, text_column("Nearest printed heading.")]
    level: Annotated[words.Level, text_column("Level of the indicator.")]
    code_raw: Annotated[str | None, text_column("The code as printed.")]
    code: Annotated[str | None, text_column("The code, repaired and canonical.")]
    code_scheme: Annotated[str | None, text_column("The scheme of codes that the document follows.")]
    code_path: Annotated[
        str | None,
        text_column(
            "Canonical codes from the root to this indicator, joined by `/`; of the nearest coded node where the "
            "indicator has no code."
        ),
    ]
    process_code: Annotated[
        str | None, text_column("The national process (PARETO) code inside the code of the node it stands under.")
    ]
    name: Annotated[str, text_column("The name as printed, unhyphenated, single spaces, without its code.")]
    catalogue_id: Annotated[
        str | None,
        text_column(
            "The indicator that chambers share, by the catalogue that people edit; null where nobody has decided.",
            pattern=r"[a-z0-9]+(-[a-z0-9]+)*",
        ),
    ]
    catalogue_score: Annotated[
        float | None,
        number_column("How surely: 100 for a decision of a person; null without `catalogue_id`.", ge=0, le=100),
    ]
    series_id: Annotated[
        str | None,
        key_column(
            "ser",
            "The indicator over the plans and years of its chamber: rows with one `series_id` are one indicator; null "
            "where the chamber is not known.",
        ),
    ]
    series_rule: Annotated[
        words.SeriesRule | None,
        text_column(
            "What decided on the series: `person` (`data/series/`), `name` (the words of a name that the plan gives to "
            "one indicator alone), `place` (name and code or place, where the plan gives the name to several)."
        ),
    ]
    direction: Annotated[
        words.Direction,
        text_column(
            "Whether more or less is better: `higher`, `lower`, `exact`, `date` (the sooner), `unknown` where nothing "
            "says it."
        ),
    ]
    direction_source: Annotated[
        words.DirectionSource | None, text_column("What says it, the first that does; null where nothing says it.")
    ]
    formula: Annotated[str | None, text_column("How it is computed, as printed (Algoritmo, Formula).")]
    weight_pct: Annotated[float | None, number_column("Weight (Peso) in percent.", ge=0, le=100)]
    unit: Annotated[
        str | None,
        text_column(
            "Unit, where a column, the formula or all values say it; vocabulary of `values.unit`.", isin=words.UNITS
        ),
    ]
    unit_source: Annotated[
        words.UnitSource | None,
        text_column("What says the unit: `column`, `formula`, `values` (all of them), `name`, `person`."),
    ]
    owner: Annotated[
        str | None, text_column("Responsible offices as printed in the row or for the node it stands under.")
    ]
    note: Annotated[str | None, text_column("Remarks printed in a column or beside the row.")]
    extra: Annotated[
        str | None, text_column("JSON object of printed columns that have no place here: heading to text.")
    ]
    raw_source: Annotated[
        str | None,
        text_column("The row's cells as the file's text layer gives them, where letters were put right; else null."),
    ]
    page: Annotated[
        int | None, number_column("Page where the row stands, from 1; null where there are no pages.", ge=1)
    ]
    x0: Annotated[
        float | None, number_column("Left edge of the row in PDF points, origin top left; null without page.")
    ]
    y0: Annotated[float | None, number_column("Top edge of the row in PDF points.")]
    x1: Annotated[float | None, number_column("Right edge of the row in PDF points.")]
    y1: Annotated[float | None, number_column("Bottom edge of the row in PDF points.")]
    line: Annotated[
        int | None,
        number_column("First line of the row in a text source, or the paragraph in a document of text.", ge=1),
    ]
    sheet: Annotated[
        str | None,
        text_column("Sheet of a workbook, or table of a document of text (`table 3`), where the row stands."),
    ]
    cell: Annotated[
        str | None, text_column("The first cell of the row in that sheet or table, `A12`.", pattern=CELL_PATTERN)
    ]
    extractor: Annotated[str, text_column("The engine that read the row.")]
    confidence: Annotated[float, number_column("How probably the row is right in all it states, 0 to 1.", ge=0, le=1)]
    signs: Annotated[str | None, text_column("The documented signs that lowered the confidence, separated by commas.")]


def score_of_catalogue_id(row: IndicatorRow) -> bool:
    """A score is the score of an entry."""
    return (row["catalogue_id"] is None) == (row["catalogue_score"] is None)


def series_has_rule(row: IndicatorRow) -> bool:
    """A series says what decided on it."""
    return (row["series_id"] is None) == (row["series_rule"] is None)


def direction_has_source(row: IndicatorRow) -> bool:
    """A direction says what states it."""
    return (row["direction"] == "unknown") == (row["direction_source"] is None)


def unit_has_source(row: IndicatorRow) -> bool:
    """A unit says what states it."""
    return (row["unit"] is None) == (row["unit_source"] is None)


def extra_is_object(row: IndicatorRow) -> bool:
    """`extra` is a JSON object."""
    try:
        return row["extra"] is None or isinstance(json.loads(row["extra"]), dict)
    except ValueError:
        return False


INDICATORS = Table(
    name="indicators",
    row=IndicatorRow,
    key="indicator_id",
    references={"plan_id": "plans", "objective_id": "objectives", "catalogue_id": "catalogue", "unit": "units"},
    rules=(
        code_needs_raw,
        path_ends_with_code,
        score_of_catalogue_id,
        series_has_rule,
        direction_has_source,
        unit_has_source,
        extra_is_object,
        one_place,
        box_in_order,
    ),
    unique=(
        "plan_id",
        "ordinal",
    ),
)
