"""What can go wrong with a run as a whole, and the exit code each case ends with.

A document that cannot be read is no error of the run: see `extractors.errors` and `pipeline.run.documents.reading`.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How the command line ends. Where several apply, `extract` ends with the first of 9, 3, 5, 4."""

    OK = 0
    """All that was asked for was done; every document was published."""
    INTERNAL = 1
    """An error nobody foresaw: please report it."""
    USAGE = 2
    """The command was called wrongly, or the input folder holds no document."""
    DOCUMENT = 3
    """At least one document could not be read; the others were published."""
    UNRESOLVED = 4
    """With `--strict`: published values that are `review`, `unparsed` or `invalid`, rejected rows, or files that a
    folder holds and that are not read."""
    SCHEMA = 5
    """Rows failed the schema and were set aside in `issues`, or published tables do not satisfy it."""
    PUBLISH = 6
    """The tables could not be written; what was published before is still there, whole."""
    NOT_FOUND = 7
    """There is no published dataset, or nothing in it matches."""
    CORRECTIONS = 8
    """A file that people edit (corrections, catalogue) cannot be read; `corrections check`: some are stale or in
    conflict."""
    REGRESSION = 9
    """A document published before failed or gives clearly fewer rows: its rows of before were kept, or with
    `--on-regression fail` nothing was published."""
    CLUSTER = 10
    """The cluster that was to read cannot be reached or was lost; what was published before is still there, whole, and
    what was read is not read again."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was published before is still there, whole."""


class CruscottoError(Exception):
    """Ends a command. The message says what is wrong, `remedy` in one sentence what to do."""

    exit_code = ExitCode.INTERNAL
    remedy = "Report this with the command you ran and the message you got."

    def __init__(self, cause: str, *, remedy: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        if remedy is not None:
            self.remedy = remedy


class UsageError(CruscottoError):
    """The command was called in a way that cannot work."""

    exit_code = ExitCode.USAGE
    remedy = "Run the command with --help to see what it takes."


class NoInputError(UsageError):
    """The paths that were given hold no document."""

    remedy = "Put .pdf or .txt files into the folder, or name the files to read."


class PublishError(CruscottoError):
    """The tables could not be written."""

    exit_code = ExitCode.PUBLISH
    remedy = "Check that the output folder can be written to and that the disk is not full, then run again."


class ForeignFolderError(PublishError):
    """The output folder holds files that this program has not published; none of them was touched."""

    remedy = "Name another folder with --out, or move what stands there away."


class RegressionError(CruscottoError):
    """Documents that were published before would be published with less; nothing was published."""

    exit_code = ExitCode.REGRESSION
    remedy = "Look at the documents; keep their rows with --on-regression keep, or publish what there is with replace."


class DatasetMissingError(CruscottoError):
    """A folder holds no published dataset, or only a part of one."""

    exit_code = ExitCode.NOT_FOUND
    remedy = "Run `cruscotto extract` first, or name the folder that holds the tables."


class NothingFoundError(CruscottoError):
    """A search found nothing in the published dataset."""

    exit_code = ExitCode.NOT_FOUND
    remedy = "Try a part of the indicator's name, its code, or its indicator_id."


class ClusterError(CruscottoError):
    """The cluster that was to read the documents cannot be reached, does not fit, or is lost for good."""

    exit_code = ExitCode.CLUSTER
    remedy = "Start its scheduler and workers, then run again: what was read is not read again."


class CorrectionsError(CruscottoError):
    """A file of corrections cannot be read. Publishing without it would bring corrected mistakes back."""

    exit_code = ExitCode.CORRECTIONS
    remedy = "Mend the file, or take it out of the folder of corrections."


class EditedDataError(CruscottoError):
    """A file of `data/` that people edit (catalogue, series, chambers, processes) cannot be read. Publishing without it
    would take ids away."""

    exit_code = ExitCode.CORRECTIONS
    remedy = "Mend the file; its head, or docs/contract.md, says what may stand in it."


class SchemaError(CruscottoError):
    """Tables that do not satisfy the schema and must not be published, or were changed after publishing."""

    exit_code = ExitCode.SCHEMA
    remedy = "Publish the tables again with `cruscotto extract`; if that fails too, report it."
