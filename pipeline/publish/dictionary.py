"""The data dictionary as Markdown: every table and column, from the pandera models that check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extractors import errors
from extractors.errors import DocumentError
from extractors.finding_codes import FINDING_CODES, FindingCode
from pipeline.dataset.issue_codes import ISSUE_CODES, IssueCode
from pipeline.dataset.table import Table, rule_name
from pipeline.dataset.tables import ALL_TABLES, DERIVED

if TYPE_CHECKING:
    from pipeline.dataset.columns import TableColumn

_HEAD: Final = """# Data dictionary

Generated from the models in `pipeline/` by `cruscotto dictionary --out docs/data-dictionary.md`; a test holds this
page to them. Every table is published as Parquet and as CSV (RFC 4180, UTF-8, decimal point, null as nothing, dates as
`YYYY-MM-DD`). Null means that the document does not say; an empty string never occurs.

In the CSV files, a text that a spreadsheet program would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab,
a line end, or one of the four signs in full width) or that begins with an apostrophe has an apostrophe before it; a `=`
alone, the comparator, has none. Taking one apostrophe from the beginning of every text that begins with one gives the
texts as printed, which the Parquet files hold. The rows of a CSV file are those of the Parquet file in its order, but
for a few that come first where the first hundred would not tell a program that guesses types those of all columns.

"""


def dictionary_text() -> str:
    """The whole page."""
    contents = "\n".join(f"- [{name}](#{name})" for name in (*ALL_TABLES, "codes of issues"))
    contents = contents.replace("#codes of issues", "#codes-of-issues")
    tables = "".join(_describe_table(name) for name in ALL_TABLES)
    return f"{_HEAD}{contents}\n{tables}{_issue_codes()}"


def _describe_table(name: str) -> str:
    model = ALL_TABLES[name]
    lines = ["", f"## {name}", "", model.meaning]
    if name in DERIVED:
        lines[-1] += " Computed from the other tables." if name not in ("units", "comparators") else ""
    lines += ["", "| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    for column, described in model.columns.items():
        meaning = _escape_cell(f"{described.description}{_describe_rules(model, described)}")
        lines.append(f"| `{column}` | {described.kind} | {'yes' if described.nullable else ''} | {meaning} |")
    if model.rules:
        lines += ["", "Rules between columns:", ""]
        lines += [f"- `{rule_name(rule)}`: {' '.join((rule.__doc__ or '').split())}" for rule in model.rules]
    return "\n".join(lines) + "\n"


def _describe_rules(table: Table, column: TableColumn) -> str:
    """What a value must be, in words."""
    said = []
    if column.name == table.key:
        said.append("Primary key.")
    target = table.references.get(column.name)
    if target is not None:
        said.append(f"Refers to `{target}.{ALL_TABLES[target].key}`.")
    bounds = []
    for one in column.constraints:
        match one.check:
            case "isin":
                said.append("One of " + ", ".join(f"`{word}`" for word in one.asks["allowed_values"]) + ".")
            case "greater_than_or_equal_to":
                bounds.append(f"from {one.asks['min_value']:g}")
            case "less_than_or_equal_to":
                bounds.append(f"to {one.asks['max_value']:g}")
    if bounds:
        said.append(" ".join(bounds).capitalize() + ".")
    return "".join(f" {text}" for text in said)


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|")


def _issue_codes() -> str:
    lines = [
        "",
        "## codes of issues",
        "",
        "The values of `issues.code`. Rows that fail the schema have `schema-` and the name of the rule.",
        "",
        "| code | severity | meaning |",
        "| --- | --- | --- |",
    ]
    kinds: list[IssueCode | FindingCode] = [*ISSUE_CODES.values(), *FINDING_CODES.values()]
    told = [(found.code, found.severity, found.meaning) for found in kinds]
    told += [(error.code, "error", _first_sentence(error)) for error in _document_errors()]
    lines += [f"| `{code}` | {severity} | {_escape_cell(meaning)} |" for code, severity, meaning in sorted(told)]
    return "\n".join(lines) + "\n"


def _document_errors() -> list[type[DocumentError]]:
    return [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, DocumentError)]


def _first_sentence(error: type[DocumentError]) -> str:
    return " ".join((error.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
