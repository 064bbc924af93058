"""What a run and its workers say to each other. Who gives tasks loads nothing of what reads documents.

Both ways of the pipe: the run sends tasks; the worker answers with lines, the first byte of which tells what they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.engines.registry import Engine
from extractors.errors import DocumentError
from extractors.pages.scans.options import AS_NEEDED, Ocr
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.processes.limits import DEFAULT_LIMITS, Limits
from pipeline.run.documents.serialization import Failure

STARTED, PAGE, PICTURE, STAGE, PART, RESULT, HELPED = b"s", b"p", b"o", b"t", b"d", b"r", b"h"
"""What a worker says: it has begun, a page is done, OCR goes on reading a page, a stage after the pages goes on, these
are some of its rows, this became of the document, and no page is left to read for another."""

_LARGE: Final = "Look at the file in a viewer; if it is a plan, allow more with --max-memory."


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How all documents of a run are read: by one `layout`, where they do not choose; with the `engine` that reads the
    pages of PDFs; whether pages are read from their pictures; within which `limits`."""

    layout: str | None = None
    engine: Engine = "pdfium"
    ocr: Ocr = AS_NEEDED
    limits: Limits = DEFAULT_LIMITS


AS_USUAL: Final = ReadingOptions()


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read, or with `helps` pages of it for the worker that reads it; `shared` is where these lie."""

    source: Source
    shared: Path | None = None
    helps: bool = False


def failure_of(error: DocumentError) -> Failure:
    """The failure of a document that cannot be read."""
    return Failure(error.code, error.cause, error.remedy)


def over_memory(limits: Limits) -> Failure:
    """The failure of a document that takes more memory than it may."""
    cause = f"reading it takes more than {limits.memory >> 20} MiB of memory"
    return Failure(codes.MEMORY_EXCEEDED.code, cause, _LARGE)
