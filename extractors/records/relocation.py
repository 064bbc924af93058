"""What was read from pages that were made for reading, with the places that its file has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from extractors.pages.model import Place
from extractors.pages.office.model import Omission
from extractors.records.model import Extraction, Finding


def relocated(extraction: Extraction, origin: Callable[[Place], Place]) -> Extraction:
    """The extraction with each place put through `origin`, and no pages."""
    records = tuple(
        replace(
            record,
            place=origin(record.place),
            values=tuple(replace(value, place=origin(value.place)) for value in record.values),
        )
        for record in extraction.records
    )
    return replace(
        extraction,
        pages=None,
        records=records,
        nodes=tuple(replace(node, place=origin(node.place)) for node in extraction.nodes),
        rejected=tuple(replace(found, place=origin(found.place)) for found in extraction.rejected),
        ignored=tuple(replace(row, place=origin(row.place)) for row in extraction.ignored),
        findings=tuple(replace(found, place=origin(found.place)) for found in extraction.findings),
    )


def omission_findings(omissions: Iterable[Omission]) -> tuple[Finding, ...]:
    """What to report of parts of a file that were left out, and of values that it lacks."""
    return tuple(map(_omission_finding, omissions))


def _omission_finding(omission: Omission) -> Finding:
    sheet, cell, line = omission.origin
    place = Place(line=line, sheet=sheet, cell=cell)
    if omission.lost:
        return Finding("warning", "value-not-computed", f"{omission.what}: open the file and save it again.", place)
    return Finding("warning", "hidden-part", f"Not read, as no reader of the file sees it: {omission.what}.", place)
