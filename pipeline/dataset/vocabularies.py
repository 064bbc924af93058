"""The closed vocabularies of the dataset's columns, each once: a type for mypy and its words for the checks.

What the extractors and the normalizers give comes with the vocabularies that they define.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from extractors.layouts import levels
from extractors.layouts.schema import DocTypeName
from normalizers.quantities import units
from normalizers.vocabulary import translations

DocType: TypeAlias = DocTypeName
MediaType = Literal[
    "application/pdf",
    "text/plain",
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
]
MEDIA_TYPES: Final[dict[str, MediaType]] = dict(
    zip(("pdf", "text", "html", "docx", "xlsx", "odt", "ods"), get_args(MediaType), strict=True)
)
"""The media types of files, by what reads them (`indicators.extractor`, but for PDFs)."""
Level: TypeAlias = levels.Level
Role = Literal["target", "result", "baseline", "achievement", "benchmark"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Part = Literal[
    "S1", "S2", "Q1", "Q2", "Q3", "Q4",
    "M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "M11", "M12",
]  # fmt: skip
"""A half, a quarter or a month of a year."""
Kind = Literal["quantity", "date", "boolean", "relative", "baseline_year", "qualitative", "missing", "invalid"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Comparator = Literal[">=", ">", "<=", "<", "=", "between"]
COMPARATORS: Final[tuple[Comparator, ...]] = get_args(Comparator)
ComparatorSource = Literal["cell", "formula", "implicit"]
Status = Literal["ok", "review", "unparsed", "invalid", "corrected"]
"""What a reading gives, and `corrected` for what a person has read (`pipeline.corrections.files`)."""
CORRECTED: Final = "corrected"
READ: Final = ("ok", CORRECTED)
"""The statuses of values that are computed with; anything else is to be looked at by a person first."""
Freshness = Literal["current", "kept"]
CURRENT: Final = "current"
KEPT: Final = "kept"
"""The freshness of a plan whose rows are those published before, for its document failed or gave clearly less."""
UNITS: Final = tuple(units.UNITS)
Outcome = Literal["achieved", "partly", "not_achieved", "not_computable"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
ACHIEVED: Final = "achieved"
PARTLY: Final = "partly"
NOT_ACHIEVED: Final = "not_achieved"
NOT_COMPUTABLE: Final = "not_computable"
MacroArea = Literal["nord-ovest", "nord-est", "centro", "sud", "isole"]
Language: TypeAlias = translations.Language
SeriesRule = Literal["person", "name", "place"]
RelationKind = Literal["renamed", "split", "merged"]
Direction = Literal["higher", "lower", "exact", "date", "unknown"]
DirectionSource = Literal["comparator", "catalogue", "formula", "name"]
UnitSource = Literal["column", "formula", "values", "name", "person"]
AskedDirection = Literal["at_least", "at_most", "exactly", "within", "by_date", "as_stated"]
"""What a target asks of a result: as much or more, as much or less, just so much, a figure between two, a day or
sooner, and for yes and no the same answer."""
AskedDirectionSource = Literal["cell", "formula", "implicit", "method", "assumption"]
"""What states it: as for a comparator; for a target without sign the chamber's method, or where that does not say, an
assumption."""
Severity = Literal["info", "warning", "error"]

FIRST_YEAR: Final = 1990
"""Years before it are no period of a plan: performance plans exist since legislative decree 150/2009."""
LAST_YEAR: Final = 2100
