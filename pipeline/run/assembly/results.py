"""What a run did, as those see it who started it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from pipeline.dataset.vocabularies import CURRENT
from pipeline.errors import ExitCode
from pipeline.run.documents.serialization import Failure, Passing

OnRegression: TypeAlias = Literal["keep", "fail", "replace"]
ON_REGRESSION: Final[tuple[OnRegression, ...]] = get_args(OnRegression)
"""Keep the rows published before; publish nothing; publish what there is now."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What to do about documents that give less than before; `accepted` names files of which less is right."""

    on_regression: OnRegression = "keep"
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How tables are published: `partitioned` by year and publisher, or in one file each, as they are now where None;
    `versions` that were replaced stay, however long ago."""

    partitioned: bool | None = None
    versions: int = 1


AS_NOW: Final = Form()

UNRESOLVED = ("review", "unparsed", "invalid")
"""The statuses of values that `--strict` does not let pass."""


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What a run published of one document."""

    plan_id: str
    source_file: str
    chamber: str | None
    layout: str
    pages: int | None
    indicators: int
    values: int
    review: int
    unparsed: int
    invalid: int
    rejected: int
    ignored: int
    seconds: float
    freshness: str = CURRENT
    cached: bool = False

    @property
    def unresolved(self) -> int:
        """Values that a person should look at."""
        return self.review + self.unparsed + self.invalid


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file of which nothing was published."""

    source_file: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """Something in a folder of the input that is not read, and why."""

    source_file: str
    cause: str


@dataclass(frozen=True, slots=True)
class Regression:
    """A document that gives less than before: `plan_id` and `before` are of the rows published before.

    `stands_now` is the plan that would take its place, None where there is none; `accepted` where somebody has said so.
    """

    source_file: str
    plan_id: str
    before: int
    now: int | None
    cause: str
    kept: bool = False
    stands_now: str | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `set_aside` counts rows that failed the schema, `issues` all issues by severity.

    `regressions` are documents that give less than before, `gone` the files of plans published before that were not
    among those to read. `skipped` is what the folders hold beside documents, `quarantined` files that failed twice.
    """

    out: Path
    plans: tuple[PlanSummary, ...]
    failed: tuple[FailedDocument, ...]
    set_aside: int
    issues: dict[str, int]
    strict: bool
    changed: bool
    regressions: tuple[Regression, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    quarantined: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: the gravest thing that happened decides."""
        if any(one.kept for one in self.regressions):
            return ExitCode.REGRESSION
        if self.failed:
            return ExitCode.DOCUMENT
        if self.set_aside:
            return ExitCode.SCHEMA
        if self.strict and (self.skipped or any(plan.unresolved or plan.rejected for plan in self.plans)):
            return ExitCode.UNRESOLVED
        return ExitCode.OK


def as_remembered(result: RunResult) -> dict[str, Any]:
    """What `recalled` needs of a result, each plan as it passes by."""
    told = {field.name: getattr(result, field.name) for field in fields(result) if field.name not in ("out", "plans")}
    for name in ("failed", "regressions", "skipped"):
        told[name] = [asdict(one) for one in told[name]]
    return {**told, "plans": Passing(result.plans, asdict)}


def recalled(known: Mapping[str, Any], out: Path, *, strict: bool) -> RunResult:
    """The result of the last run, which had the same input and whose dataset is still published; what was gone then is
    told of once."""
    return RunResult(
        out=out,
        plans=tuple(PlanSummary(**{**plan, "seconds": 0.0, "cached": True}) for plan in known["plans"]),
        failed=tuple(FailedDocument(one["source_file"], Failure(**one["failure"])) for one in known["failed"]),
        set_aside=known["set_aside"],
        issues=known["issues"],
        strict=strict,
        changed=False,
        regressions=tuple(Regression(**one) for one in known["regressions"]),
        skipped=tuple(SkippedFile(**one) for one in known["skipped"]),
        quarantined=tuple(known["quarantined"]),
    )
