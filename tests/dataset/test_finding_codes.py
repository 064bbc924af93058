"""Every code that the extractors report is in their one list of codes, with the severity it is reported with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.cross_check import DIFFERS
from extractors.finding_codes import FINDING_CODES, Severity
from extractors.records.signals.undetected_rows import CODE
from pipeline.publish.dictionary import dictionary_text

ROOT = Path(__file__).parents[2]
NAMED = {"CODE": CODE, "DIFFERS": DIFFERS}
_REPORTERS: dict[str, Severity | None] = {
    "Finding": None,  # the severity is its first argument
    "_report_finding": None,
    "reject": "error",
    "_reject_row": "error",
    "report_once": "warning",
}


def reported() -> Iterator[tuple[str, str, str]]:
    """Where, the severity and the code of every call that reports a finding with a code it names."""
    for path in sorted((ROOT / "extractors").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called not in _REPORTERS:
                continue
            texts = [t for argument in node.args if (t := _text(argument)) is not None]
            severity = _REPORTERS[called] or (texts.pop(0) if texts else "")
            codes = [text for text in texts[:1] if "-" in text and " " not in text]
            for code in codes:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", severity, code


def _text(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return NAMED.get(argument.id) if isinstance(argument, ast.Name) else None


@pytest.mark.parametrize(("place", "severity", "code"), list(reported()))
def test_a_reported_code_is_documented(place: str, severity: str, code: str) -> None:
    assert code in FINDING_CODES, f"{place}: add {code} to extractors/finding_codes.py"
    assert FINDING_CODES[code].severity == severity
    assert f"| `{code}` | {severity} |" in dictionary_text()


def test_no_code_is_listed_that_nothing_reports() -> None:
    assert {code for _, _, code in reported()} == set(FINDING_CODES)
