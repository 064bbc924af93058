"""Codes that stand at the begin of the names of a plan's indicators, told by all of them together.

One name that begins like a code may begin with a thing (`A4 stampati`); where nearly all of a plan do, each with
another code, they are codes. In: records. Out: the same, with their codes. Public: `with_codes_of_names`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.code_forms import code_and_title, is_signed_code
from extractors.records.model import Record

_LEAST = 3  # names
_NEARLY_ALL = 0.9  # share of the names; of ten, the code of one may not be read


def with_codes_of_names(records: Sequence[Record]) -> list[Record]:
    """The records; of those without a code the code that stands in their names is taken out of these."""
    told = iter(codes_of_names([record.name for record in records if record.code_raw is None]))
    found = list(records)
    for index, record in enumerate(records):
        if record.code_raw is None:
            code, name = next(told)
            found[index] = replace(record, code_raw=code, name=name)
    return found


def codes_of_names(names: Sequence[str]) -> list[tuple[str | None, str]]:
    """Of each name its code and the name without it; the code is None where the plan prints none before names."""
    found = [code_and_title(name) for name in names]
    codes = [code for code, _ in found if code is not None and is_signed_code(code)]
    if len(codes) < max(_LEAST, _NEARLY_ALL * len(names)) or len(set(codes)) < len(codes):
        return [(None, name) for name in names]
    return [
        (code, rest) if code is not None and is_signed_code(code) else (None, name)
        for (code, rest), name in zip(found, names, strict=True)
    ]
