"""The five tables of the dataset: the only definition of their columns, types, ranges and rules.

The Arrow schema and its field metadata (`pipeline.dataset.arrow`), the data package (`pipeline.publish.csv_export`)
and the checks (`pipeline.dataset.checks.row_checks`) derive from these models. Null means that the document does not
say; an empty string never occurs. Rules that hold between tables stand in `pipeline.dataset.checks.relations`.
"""

from __future__ import annotations

import json
from typing import ClassVar

import pandas as pd
import pandera.pandas as pa

from pipeline.dataset import vocabularies as words
from pipeline.dataset.columns import (
    BOX,
    Day,
    Flags,
    Frame,
    Real,
    Text,
    Truth,
    Whole,
    empty,
    filled,
    holds,
    is_one_of,
    key_column,
    last_segment,
    number_column,
    rule,
    text_column,
    year_column,
)
from pipeline.dataset.issue_codes import CODE_PATTERN


def _path_ends_with_code(frame: Frame) -> Flags:
    """Whether the path of a row ends with its code, where it has one."""
    ends = holds(last_segment(frame["code_path"]) == frame["code"]) & frame["code_path"].notna()
    return frame["code"].isna() | ends


class Table(pa.DataFrameModel):
    """What all tables have in common."""

    class Config:
        """Rules of pandera for the whole table."""

        strict = True
        ordered = True


class Plans(Table):
    """One row a document."""

    plan_id: Text = key_column("plan", "Stable id of the document: the same file gives the same id.", unique=True)
    chamber: Text = text_column("The publishing chamber, as a name people use.")
    title: Text = text_column("Title of the document as printed.")
    doc_type: Text = text_column("Kind of document.", nullable=False, isin=words.DOC_TYPES)
    period_start: Whole = year_column("First year covered.")
    period_end: Whole = year_column("Last year covered; equal to the first for a document of one year.")
    approved_act: Text = text_column("The act that approved the document, as printed.")
    approved_on: Day = pa.Field(nullable=True, description="Date of the approving act.")
    source_file: Text = text_column("File name inside the raw folder.", nullable=False)
    source_sha256: Text = text_column("SHA-256 of the file's content.", nullable=False, pattern="[0-9a-f]{64}")
    media_type: Text = text_column("Media type of the file.", nullable=False, isin=words.MEDIA_TYPES)
    pages: Whole = number_column("Pages of the file; null for text.", ge=1)
    layout_id: Text = text_column("The layout profile that read it, `generic` where none matched.", nullable=False)
    rows_seen: Whole = number_column("Printed rows and cards read.", nullable=False, ge=0)
    rows_published: Whole = number_column("Rows published as indicators.", nullable=False, ge=0)
    rows_rejected: Whole = number_column("Rows set aside in `issues`, with the reason.", nullable=False, ge=0)
    rows_ignored: Whole = number_column("Rows left out under a named rule of the layout.", nullable=False, ge=0)
    freshness: Text = text_column(
        "`current` as read by this run; `kept` for rows published before, of a document that failed or gave clearly "
        "fewer rows since.",
        nullable=False,
        isin=words.FRESHNESS,
    )

    @rule("rows-add-up")
    @classmethod
    def rows_add_up(cls, frame: Frame) -> Flags:
        """rows_seen = rows_published + rows_rejected + rows_ignored."""
        parts = frame["rows_published"] + frame["rows_rejected"] + frame["rows_ignored"]
        return holds(frame["rows_seen"] == parts)

    @rule("period-in-order")
    @classmethod
    def period_in_order(cls, frame: Frame) -> Flags:
        """Both years or none; the first is not after the last."""
        both = frame["period_start"].isna() == frame["period_end"].isna()
        return both & holds(frame["period_start"] <= frame["period_end"])

    @rule("pages-of-pdf")
    @classmethod
    def pages_of_pdf(cls, frame: Frame) -> Flags:
        """A PDF has pages, a text has none."""
        return frame["pages"].notna() == is_one_of(frame, "media_type", "application/pdf")


class Objectives(Table):
    """One row a node of the plan's tree."""

    objective_id: Text = key_column("obj", "Stable hash of the node's raw fields and its parent's.", unique=True)
    plan_id: Text = key_column("plan", "The document.")
    parent_id: Text = key_column("obj", "The node above; null at the root.", nullable=True)
    ordinal: Whole = number_column("Order of first appearance in the document, from 1.", nullable=False, ge=1)
    level: Text = text_column("Level of the node.", nullable=False, isin=words.LEVELS)
    code_raw: Text = text_column("The code as printed.")
    code: Text = text_column("The code, repaired and canonical.")
    code_path: Text = text_column("Canonical codes from the root to this node, joined by `/`.")
    process_code: Text = text_column("The national process (PARETO) code inside the node's code.")
    title: Text = text_column("Title of the node as printed.")
    owner: Text = text_column("Responsible offices printed for the node.")
    budget_eur: Real = number_column("Budget of the node in EUR.")
    page: Whole = number_column("Page where the node is first printed, from 1; null for text.", ge=1)
    line: Whole = number_column("Line where the node is first printed in a text source; null for PDF.", ge=1)

    @rule("has-code-or-title")
    @classmethod
    def has_code_or_title(cls, frame: Frame) -> Flags:
        """A node has a code or a title."""
        return frame["code_raw"].notna() | frame["title"].notna()

    @rule("code-needs-raw")
    @classmethod
    def code_needs_raw(cls, frame: Frame) -> Flags:
        """A code was printed."""
        return frame["code"].isna() | frame["code_raw"].notna()

    @rule("path-ends-with-code")
    @classmethod
    def path_ends_with_code(cls, frame: Frame) -> Flags:
        """The path of a coded node ends with its code."""
        return _path_ends_with_code(frame)

    @rule("not-its-own-parent")
    @classmethod
    def not_its_own_parent(cls, frame: Frame) -> Flags:
        """No node stands under itself."""
        return holds(frame["objective_id"] != frame["parent_id"])

    @rule("page-or-line")
    @classmethod
    def page_or_line(cls, frame: Frame) -> Flags:
        """A place in a PDF has a page, one in a text a line."""
        return frame["page"].notna() != frame["line"].notna()

    class Config(Table.Config):
        """Rules of pandera for the whole table."""

        unique: ClassVar[list[str]] = ["plan_id", "ordinal"]


class _Placed(Table):
    """A table whose rows say where they are printed."""

    @rule("page-or-line")
    @classmethod
    def page_or_line(cls, frame: Frame) -> Flags:
        """A row of a PDF has page and box and no line; a row of a text a line and neither page nor box."""
        pdf = filled(frame, "page", *BOX) & frame["line"].isna()
        return pdf | (empty(frame, "page", *BOX) & frame["line"].notna())

    @rule("box-in-order")
    @classmethod
    def box_in_order(cls, frame: Frame) -> Flags:
        """A box's left is not right of its right, its top not below its bottom."""
        return holds(frame["x0"] <= frame["x1"]) & holds(frame["y0"] <= frame["y1"])


def _is_object(text: object) -> bool:
    try:
        return text is pd.NA or isinstance(json.loads(str(text)), dict)
    except ValueError:
        return False


class Indicators(_Placed):
    """One row a printed row or card that states an indicator."""

    indicator_id: Text = key_column("ind", "Stable hash of the row's raw fields, never a row number.", unique=True)
    indicator_key: Text = text_column("The same indicator printed twice in one plan has one key.", nullable=False)
    plan_id: Text = key_column("plan", "The document.")
    objective_id: Text = key_column("obj", "The node it stands under; null where it stands under none.", nullable=True)
    ordinal: Whole = number_column("Reading order in the document, from 1.", nullable=False, ge=1)
    section: Text = text_column("Nearest printed heading.")
    level: Text = text_column("Level of the indicator.", nullable=False, isin=words.LEVELS)
    code_raw: Text = text_column("The code as printed.")
    code: Text = text_column("The code, repaired and canonical.")
    code_scheme: Text = text_column("The scheme of codes that the document follows.")
    code_path: Text = text_column(
        "Canonical codes from the root to this indicator, joined by `/`; of the nearest coded node where the "
        "indicator has no code."
    )
    process_code: Text = text_column("The national process (PARETO) code inside the code of the node it stands under.")
    name: Text = text_column("The name as printed, unhyphenated, single spaces, without its code.", nullable=False)
    catalogue_id: Text = text_column(
        "The indicator that chambers share, by the catalogue that people edit; null where nobody has decided.",
        pattern=r"[a-z0-9]+(-[a-z0-9]+)*",
    )
    catalogue_score: Real = number_column(
        "How surely: 100 for a decision of a person; null without `catalogue_id`.", ge=0, le=100
    )
    formula: Text = text_column("How it is computed, as printed (Algoritmo, Formula).")
    weight_pct: Real = number_column("Weight (Peso) in percent.", ge=0, le=100)
    unit: Text = text_column(
        "Unit, where a column, the formula or all values say it; vocabulary of `values.unit`.",
        isin=words.UNITS,
    )
    owner: Text = text_column("Responsible offices as printed in the row or for the node it stands under.")
    note: Text = text_column("Remarks printed in a column or beside the row.")
    extra: Text = text_column("JSON object of printed columns that have no place here: heading to text.")
    page: Whole = number_column("Page where the row stands, from 1; null for text.", ge=1)
    x0: Real = number_column("Left edge of the row in PDF points, origin top left; null for text.")
    y0: Real = number_column("Top edge of the row in PDF points.")
    x1: Real = number_column("Right edge of the row in PDF points.")
    y1: Real = number_column("Bottom edge of the row in PDF points.")
    line: Whole = number_column("First line of the row in a text source; null for PDF.", ge=1)
    extractor: Text = text_column("The engine that read the row.", nullable=False)
    confidence: Real = number_column("How surely the row was read, 0 to 1.", nullable=False, ge=0, le=1)
    signs: Text = text_column("The documented signs that lowered the confidence, separated by commas.")

    @rule("code-needs-raw")
    @classmethod
    def code_needs_raw(cls, frame: Frame) -> Flags:
        """A code was printed."""
        return frame["code"].isna() | frame["code_raw"].notna()

    @rule("path-ends-with-code")
    @classmethod
    def path_ends_with_code(cls, frame: Frame) -> Flags:
        """The path of a coded indicator ends with its code."""
        return _path_ends_with_code(frame)

    @rule("score-of-catalogue-id")
    @classmethod
    def score_of_catalogue_id(cls, frame: Frame) -> Flags:
        """A score is the score of an entry."""
        return frame["catalogue_id"].notna() == frame["catalogue_score"].notna()

    @rule("extra-is-object")
    @classmethod
    def extra_is_object(cls, frame: Frame) -> Flags:
        """`extra` is a JSON object."""
        return frame["extra"].map(_is_object, na_action=None).astype(bool)

    class Config(Table.Config):
        """Rules of pandera for the whole table."""

        unique: ClassVar[list[str]] = ["plan_id", "ordinal"]


class Values(_Placed):
    """One row a figure (clause) that the document states of an indicator."""

    value_id: Text = key_column("val", "Stable hash of the indicator, the cell and the clause.", unique=True)
    indicator_id: Text = key_column("ind", "The indicator.")
    plan_id: Text = key_column("plan", "The document.")
    role: Text = text_column("What the figure is to the indicator.", nullable=False, isin=words.ROLES)
    period: Whole = year_column("The year it is for; null only where nothing says it.")
    population: Text = text_column("For a benchmark: whose figure it is.")
    clause: Whole = number_column("Number of the clause within its cell, from 1.", nullable=False, ge=1)
    kind: Text = text_column("What kind of statement the clause is.", nullable=False, isin=words.KINDS)
    comparator: Text = text_column("How the figure is to be compared.", isin=words.COMPARATORS)
    comparator_source: Text = text_column("What states the comparator.", isin=words.COMPARATOR_SOURCES)
    number: Real = number_column("The figure.")
    number_high: Real = number_column("Upper end of a `between`, both ends included.")
    unit: Text = text_column("Unit of the figure; null where the cell states none.", isin=words.UNITS)
    date: Day = pa.Field(nullable=True, description="The deadline, or the date of a result.")
    boolean: Truth = pa.Field(nullable=True, description="Yes or no.")
    reference: Text = text_column("What it is compared with, or the event a number of days counts from.")
    text: Text = text_column("What of the cell is left over as words.")
    raw: Text = text_column("The cell as printed, single spaces.", nullable=False)
    status: Text = text_column("Whether the cell was understood.", nullable=False, isin=words.STATUSES)
    page: Whole = number_column("Page where the cell stands, from 1; null for text.", ge=1)
    x0: Real = number_column("Left edge of the cell in PDF points, origin top left; null for text.")
    y0: Real = number_column("Top edge of the cell in PDF points.")
    x1: Real = number_column("Right edge of the cell in PDF points.")
    y1: Real = number_column("Bottom edge of the cell in PDF points.")
    line: Whole = number_column("Line of the cell in a text source; null for PDF.", ge=1)

    @rule("quantity-has-number")
    @classmethod
    def quantity_has_number(cls, frame: Frame) -> Flags:
        """A quantity has a number."""
        return ~is_one_of(frame, "kind", "quantity") | frame["number"].notna()

    @rule("date-has-date")
    @classmethod
    def date_has_date(cls, frame: Frame) -> Flags:
        """A date has a date."""
        return ~is_one_of(frame, "kind", "date") | frame["date"].notna()

    @rule("boolean-has-boolean")
    @classmethod
    def boolean_has_boolean(cls, frame: Frame) -> Flags:
        """A boolean is true or false, and nothing else is."""
        return is_one_of(frame, "kind", "boolean") == frame["boolean"].notna()

    @rule("relative-has-reference")
    @classmethod
    def relative_has_reference(cls, frame: Frame) -> Flags:
        """A relative figure says what it is relative to, and how."""
        return ~is_one_of(frame, "kind", "relative") | filled(frame, "reference", "comparator")

    @rule("between-has-two-ends")
    @classmethod
    def between_has_two_ends(cls, frame: Frame) -> Flags:
        """`between` has two ends, nothing else has, and the upper is not below the lower."""
        both = is_one_of(frame, "comparator", "between") == frame["number_high"].notna()
        return both & holds(frame["number_high"] >= frame["number"])

    @rule("compared-kinds-have-comparator")
    @classmethod
    def compared_kinds_have_comparator(cls, frame: Frame) -> Flags:
        """A quantity and a date say how they are compared; only these and relative figures do."""
        compared = frame["comparator"].notna()
        needs = is_one_of(frame, "kind", "quantity", "date")
        return (compared | ~needs) & (~compared | needs | is_one_of(frame, "kind", "relative"))

    @rule("comparator-has-source")
    @classmethod
    def comparator_has_source(cls, frame: Frame) -> Flags:
        """A comparator says where it comes from; nothing else does."""
        return frame["comparator"].notna() == frame["comparator_source"].notna()

    @rule("invalid-is-invalid")
    @classmethod
    def invalid_is_invalid(cls, frame: Frame) -> Flags:
        """Kind and status `invalid` go together unless a person confirms the cell; no figure is invented for it."""
        invalid = is_one_of(frame, "kind", "invalid")
        confirmed = invalid & is_one_of(frame, "status", words.CORRECTED)
        together = invalid == is_one_of(frame, "status", "invalid")
        return (together | confirmed) & (~invalid | empty(frame, "number", "date"))

    @rule("unparsed-is-qualitative")
    @classmethod
    def unparsed_is_qualitative(cls, frame: Frame) -> Flags:
        """What was not understood is published as words."""
        return ~is_one_of(frame, "status", "unparsed") | is_one_of(frame, "kind", "qualitative")

    @rule("wordy-kinds-have-no-figure")
    @classmethod
    def wordy_kinds_have_no_figure(cls, frame: Frame) -> Flags:
        """What is missing, only words, or to be measured has neither number nor date."""
        wordy = is_one_of(frame, "kind", "missing", "qualitative", "baseline_year")
        return ~wordy | empty(frame, "number", "date")

    @rule("unit-has-number")
    @classmethod
    def unit_has_number(cls, frame: Frame) -> Flags:
        """A unit is the unit of a number or of a relation."""
        return frame["unit"].isna() | frame["number"].notna() | is_one_of(frame, "kind", "relative")

    @rule("population-of-benchmark")
    @classmethod
    def population_of_benchmark(cls, frame: Frame) -> Flags:
        """A benchmark names its population; nothing else does."""
        return is_one_of(frame, "role", "benchmark") == frame["population"].notna()

    @rule("finite")
    @classmethod
    def finite(cls, frame: Frame) -> Flags:
        """Numbers are finite."""
        figures = frame[["number", "number_high"]].astype("Float64").abs() != float("inf")
        return figures.fillna(True).all(axis=1).astype(bool)


class Issues(Table):
    """Everything that was not published as it stood."""

    issue_id: Text = key_column("iss", "Stable hash of the issue's fields.", unique=True)
    plan_id: Text = key_column("plan", "The document; null where the document was not published.", nullable=True)
    source_file: Text = text_column("File name inside the raw folder.", nullable=False)
    page: Whole = number_column("Page it is about, from 1.", ge=1)
    line: Whole = number_column("Line it is about in a text source.", ge=1)
    severity: Text = text_column("How grave it is.", nullable=False, isin=words.SEVERITIES)
    code: Text = text_column("Stable short name of the kind of issue.", nullable=False, pattern=CODE_PATTERN)
    message: Text = text_column("What happened, for people.", nullable=False)
    raw: Text = text_column("The printed text it is about; for a row that fails the schema the row whole, as JSON.")
    indicator_id: Text = key_column("ind", "The indicator; null for a rejected row.", nullable=True)

    @rule("indicator-needs-plan")
    @classmethod
    def indicator_needs_plan(cls, frame: Frame) -> Flags:
        """An issue about an indicator is about its plan."""
        return frame["indicator_id"].isna() | frame["plan_id"].notna()


TABLES: dict[str, type[pa.DataFrameModel]] = {
    "plans": Plans,
    "objectives": Objectives,
    "indicators": Indicators,
    "values": Values,
    "issues": Issues,
}
"""The tables by name, each after those it refers to."""

PRIMARY_KEYS: dict[str, str] = {
    "plans": "plan_id",
    "objectives": "objective_id",
    "indicators": "indicator_id",
    "values": "value_id",
    "issues": "issue_id",
}
"""The column whose values are unique, by table."""

FOREIGN_KEYS: dict[str, dict[str, str]] = {
    "plans": {},
    "objectives": {"plan_id": "plans", "parent_id": "objectives"},
    "indicators": {"plan_id": "plans", "objective_id": "objectives"},
    "values": {"plan_id": "plans", "indicator_id": "indicators"},
    "issues": {"plan_id": "plans", "indicator_id": "indicators"},
}
"""By table: the columns that hold ids of another table, and which table."""
