"""From the rows of one document to what is published of them: checked, with what is computed of them, as tables.

This is done where the document was read. A long document is settled in parts, so that its process never has more of it
as Arrow than a part (`pipeline.run.documents.long_documents`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from extractors.errors import DocumentError
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.dataset.checks.quarantine import SetAsideRow, quarantine_rows
from pipeline.dataset.derived.evaluations import (
    computed_rows,
    disputed_values,
    evaluate_plans,
    with_computed_issues,
    with_usable,
)
from pipeline.dataset.forms.arrow import to_arrow
from pipeline.dataset.issue_codes import SCHEMA_PREFIX
from pipeline.run.documents.fragment import Fragment
from pipeline.run.documents.fragment_rows import FragmentTaker, end_line, pack_rows, part_line, size_of
from pipeline.run.documents.long_documents import settle_long
from pipeline.run.documents.serialization import LONGEST, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.dataset.columns import Row
    from pipeline.run.documents.rows import DocumentRows

_ENOUGH: Final = 6000  # rows of a part


class OutputExceededError(DocumentError):
    """A document that gives more rows than the limit."""

    code = codes.OUTPUT_EXCEEDED.code
    remedy = "Look at the file in a viewer; if it is a plan, allow more with --max-output."


def settle(rows: DocumentRows, send: Callable[[bytes], None], most: int, enough: int = _ENOUGH) -> bytes:
    """Check the rows of a document and `send` them, as `FragmentTaker.add` takes them; what its `finish` takes.

    Args:
        rows: the rows.
        send: takes each part of a table.
        most: the bytes that all rows together may have.
        enough: the rows of a part.

    Raises:
        OutputExceededError: they have more.
        SchemaError: rows do not satisfy the schema even after the sieve, which is a fault of this program.
    """
    left = most

    def put(name: str, some: Sequence[Row]) -> None:
        nonlocal left
        if not some:
            return
        packed = pack_rows(to_arrow(name, some))
        left -= size_of(packed)
        line = part_line(name, packed)
        if left < 0:
            raise OutputExceededError(f"its rows take more than {most >> 20} MiB")
        if len(line) > LONGEST:
            raise OutputExceededError(f"one of its indicators takes more than {LONGEST >> 20} MiB")
        send(line)

    set_aside = _settle_whole(rows, put) if len(rows) <= enough else settle_long(rows, put, enough)
    failed = next((one for one in set_aside if one.table == "plans"), None)
    return end_line(len(set_aside), None if failed is None else _failure_of(failed))


def make_fragment(rows: DocumentRows, enough: int = _ENOUGH) -> Fragment:
    """The fragment of rows that this process has made or read itself."""
    name, sha256 = rows.plan["source_file"], rows.plan["source_sha256"]
    most = 1 << 40
    taker = FragmentTaker(Source(Path(name), name, sha256), most)
    found = taker.finish(settle(rows, taker.add, most, enough))
    assert isinstance(found, Fragment)
    return found


def _settle_whole(rows: DocumentRows, put: Callable[[str, Sequence[Row]], None]) -> Sequence[SetAsideRow]:
    sieved = quarantine_rows(rows.tables)
    tables = sieved.tables
    evaluated = evaluate_plans(tables)
    tables["values"] = with_usable(tables["values"], disputed_values(evaluated))
    tables["issues"] = with_computed_issues(tables["issues"], evaluated)
    for name, some in {**tables, **computed_rows(evaluated)}.items():
        put(name, some)
    return sieved.set_aside


def _failure_of(failed: SetAsideRow) -> Failure:
    cause = "; ".join(str(check) for check in failed.checks)
    return Failure(SCHEMA_PREFIX + failed.checks[0].check, cause, "Report this with the file.")
