"""The issues that the pipeline raises: one place for their stable codes, severities and meaning.

Issues that the extractors find (`extractors.records.model.Finding`) pass with their own codes and severities; rows
that fail the schema have the code `schema-` and the check's name (`pipeline.dataset.checks.row_checks`); documents
that cannot be read have the code of their `extractors.errors.DocumentError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.dataset.vocabularies import Severity


@dataclass(frozen=True, slots=True)
class IssueCode:
    """A kind of issue: its stable short name, its severity and what it means."""

    code: str
    severity: Severity
    meaning: str


# Rows
IGNORED_ROWS = IssueCode(
    "ignored-rows",
    "info",
    "Printed rows left out under a named rule of the layout, with their texts.",
)
ROW_REVIEW = IssueCode(
    "row-review",
    "warning",
    "A row was read, with a reason to look at it; its values are `review`.",
)

# Values
VALUE_REVIEW = IssueCode("value-review", "warning", "A cell was read, with a reason why a person should look at it.")
VALUE_UNPARSED = IssueCode("value-unparsed", "warning", "A cell fits no rule; it is published as text.")
VALUE_INVALID = IssueCode("value-invalid", "warning", "A cell states what cannot be, such as 31/06/2018.")

# Corrections
CORRECTION_APPLIED = IssueCode("correction-applied", "info", "A cell is published as a person has read it.")
CORRECTION_STALE = IssueCode(
    "correction-stale", "warning", "What a correction expects is not printed there; it is not applied."
)
CORRECTION_CONFLICT = IssueCode(
    "correction-conflict",
    "error",
    "A correction fits several cells, contradicts another one or cannot be read; it is not applied.",
)

# Plausibility (`pipeline.dataset.checks.plausibility`, `pipeline.dataset.derived.achievement`)
WEIGHTS_NOT_100 = IssueCode(
    "weights-not-100", "warning", "The weights under a node are not 100 % together, nor in any wider part of the plan."
)
CELLS_CONTRADICT = IssueCode(
    "cells-contradict",
    "warning",
    "Most rows state figures of another kind than their unit column or their other cells: each is read as it stands.",
)
WEIGHTS_OTHERWISE = IssueCode(
    "weights-otherwise", "info", "The weights are not 100 % together under most nodes: the plan weighs otherwise."
)
DEADLINE_OUTSIDE_PLAN = IssueCode(
    "deadline-outside-plan", "warning", "A target is due in a year that neither the plan nor its column is for."
)
RESULT_KIND_DIFFERS = IssueCode(
    "result-kind-differs", "warning", "A result or baseline is a date while the target is a number, or the reverse."
)
TARGET_TURNS = IssueCode(
    "target-turns", "warning", "An indicator is to rise by one year's target and to fall by another's."
)
TARGET_CONTRADICTED = IssueCode(
    "target-contradicted", "warning", "The stated baseline is ten times better than the target asks."
)
TARGETS_DIFFER = IssueCode(
    "targets-differ", "warning", "An indicator is printed twice in the plan with different targets for one year."
)
ACHIEVEMENT_OTHERWISE = IssueCode(
    "achievement-otherwise",
    "warning",
    "Most printed percentages are not what target and result give, and no method is described: the plan has its own.",
)
ACHIEVEMENT_DIFFERS = IssueCode(
    "achievement-differs",
    "warning",
    "The printed percentage of achievement is not what the stated target and result give.",
)

RESULTS_INTERIM = IssueCode(
    "results-interim",
    "warning",
    "The document states results of years that had not ended; they are marked `interim` and not computed with.",
)

# Fields
WEIGHT_UNPARSED = IssueCode(
    "weight-unparsed", "warning", "A printed weight is no percentage; it stands in `extra` as printed."
)
BUDGET_UNPARSED = IssueCode("budget-unparsed", "warning", "A printed budget is no amount of money.")
APPROVAL_DATE_UNPARSED = IssueCode(
    "approval-date-unparsed", "warning", "The date of the approving act is no date of the calendar."
)

PERIOD_IMPLAUSIBLE = IssueCode(
    "period-implausible", "warning", "The years that the document is for cannot be right; they are left out."
)
CHAMBER_UNKNOWN = IssueCode("chamber-unknown", "warning", "The document does not say which chamber it is of.")

# Codes and the tree
CODE_REPAIRED = IssueCode("code-repaired", "info", "A printed code was mended; `code_raw` keeps what is printed.")
CODE_UNREADABLE = IssueCode(
    "code-unreadable", "warning", "A printed code fits no scheme; it is kept in `code_raw`, `code` is null."
)
CODE_DOUBTFUL = IssueCode(
    "code-doubtful", "warning", "A code was read as printed, with a reason why a person should look at it."
)
CODE_TWO_NAMES = IssueCode("code-two-names", "warning", "Indicators of one plan share a code while their names differ.")
TREE_BROKEN = IssueCode(
    "tree-broken", "error", "A node's parent is not in the tree, or is below it; the node stands as a root."
)

# Documents
DOCUMENT_CRASHED = IssueCode("document-crashed", "error", "Reading the document ended in an error nobody foresaw.")
WORKER_DIED = IssueCode("worker-died", "error", "The process that read the document ended without an answer.")
DOCUMENT_TIMEOUT = IssueCode("document-timeout", "error", "Reading the document took longer than the limit.")
STAGE_TIMEOUT = IssueCode(
    "stage-timeout", "error", "A stage after the document's last page, which is named, took longer than the limit."
)
MEMORY_EXCEEDED = IssueCode("memory-exceeded", "error", "Reading the document took more memory than the limit.")
PAGES_EXCEEDED = IssueCode("pages-exceeded", "error", "The document has more pages than the limit.")
OUTPUT_EXCEEDED = IssueCode("output-exceeded", "error", "The document's rows take more room than the limit.")
PDF_TRUNCATED = IssueCode(
    "pdf-truncated", "warning", "The file does not end as a PDF does: it was read, but pages may be missing."
)
FILE_CHANGED = IssueCode("file-changed", "error", "The file changed while it was read.")
LAST_GOOD_KEPT = IssueCode(
    "last-good-kept",
    "error",
    "The document failed or gave clearly fewer rows than before; its rows are those published before.",
)
ACCOUNTING_MISMATCH = IssueCode(
    "accounting-mismatch", "error", "The rows seen are not the rows published, rejected and ignored together."
)
DUPLICATE_DOCUMENT = IssueCode(
    "duplicate-document", "warning", "The file has the same content as another one and was read once."
)
FILE_SKIPPED = IssueCode(
    "file-skipped", "warning", "Something in the input folder is a folder, or a file of a kind that is not read."
)
MANIFEST_UNREADABLE = IssueCode("manifest-unreadable", "warning", "manifest.csv cannot be read.")
MANIFEST_SHA256 = IssueCode("manifest-sha256", "warning", "A file's content is not what manifest.csv lists.")
MANIFEST_FILE_MISSING = IssueCode(
    "manifest-file-missing", "warning", "manifest.csv lists a file that is not in the folder."
)

ISSUE_CODES: dict[str, IssueCode] = {
    found.code: found for found in list(globals().values()) if isinstance(found, IssueCode)
}
"""All of them, by code."""

SCHEMA_PREFIX = "schema-"
"""What the codes of rows that fail the schema begin with."""

CODE_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""What an issue's code looks like."""


def as_code(text: str) -> str:
    """`text` in the form that codes have: lower case, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"
