"""Why a person should look at a cell or row, and what issues say, in Italian and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from extractors.finding_codes import FINDING_CODES
from extractors.quality.signals import Signal
from pipeline.dataset.issue_codes import ISSUE_CODES
from pipeline.language.italian import has_italian, to_italian


def reason_markup(message: str) -> Markup:
    """A reason as an element that the script changes with the language."""
    return _in_both(to_italian(message), message)


def issue_markup(issue: Mapping[str, Any]) -> Markup:
    """The message of an issue; one that has no Italian stands behind what its code means."""
    message = str(issue["message"])
    kind = ISSUE_CODES.get(issue["code"]) or FINDING_CODES.get(issue["code"])
    if kind is None or has_italian(message):
        return _in_both(to_italian(message), message)
    return _in_both(f"{to_italian(kind.meaning)} ({message})", message)


def signals_of(signs: str | None) -> tuple[str, ...]:
    """What the signals of a row or cell say (`indicators.signs`), without those that lower the doubt."""
    known = {signal.value: signal for signal in Signal}
    found = [known.get(name) for name in (signs or "").split(",") if name]
    return tuple(signal.meaning for signal in found if signal is not None and not signal.reassures)


def _in_both(italian: str, english: str) -> Markup:
    return Markup('<span data-it="{}" data-en="{}">{}</span>').format(italian, english, italian)
