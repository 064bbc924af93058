"""Issues as rows of their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.pages.model import Place
from pipeline.dataset.identity import Identities
from pipeline.dataset.issue_codes import IssueCode, as_code
from pipeline.dataset.text import clean_lines, clean_text

if TYPE_CHECKING:
    from pipeline.dataset import vocabularies as words
    from pipeline.dataset.schemas.issues import IssueRow

NOWHERE = Place()
"""The place of an issue that is about a whole document."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was not published as it stood; `raw` is the printed text it is about."""

    severity: words.Severity
    code: str
    message: str
    place: Place = NOWHERE
    raw: str | None = None
    indicator_id: str | None = None


def make_issue(
    kind: IssueCode,
    message: str,
    place: Place = NOWHERE,
    *,
    raw: str | None = None,
    indicator: str | None = None,
) -> Issue:
    """An issue of a kind that the pipeline raises."""
    return Issue(kind.severity, kind.code, message, place, raw, indicator)


class IssueRows:
    """Makes rows of the issues of one file; `plan` is None for a file that gave no plan."""

    def __init__(self, source_file: str, plan: str | None) -> None:
        self._source_file = source_file
        self._plan = plan
        self._ids = Identities("iss")

    def make_row(self, found: Issue) -> IssueRow:
        """The row of an issue."""
        row: IssueRow = {
            "issue_id": "",
            "plan_id": self._plan,
            "source_file": self._source_file,
            "page": found.place.page,
            "line": found.place.line,
            "sheet": clean_text(found.place.sheet),
            "cell": found.place.cell,
            "severity": found.severity,
            "code": as_code(found.code),
            "message": clean_text(found.message) or as_code(found.code),
            "raw": clean_lines(found.raw),
            "indicator_id": found.indicator_id,
        }
        # An issue of a file with pages or lines has the id that it had before tables had sheets.
        given = {k: v for k, v in row.items() if k != "issue_id" and not (k in ("sheet", "cell") and v is None)}
        return {**row, "issue_id": self._ids.make_id(given)}
