"""Schemes of codes that are data: what a description may say."""

from __future__ import annotations

import pytest
import yaml
from pydantic import ValidationError

from normalizers.codes.described import SchemeRules

TEXT = """
valle:
  description: Codes of an invented body.
  slots:
    area: {letters: AB}
    line: {digits: [1, 2]}
    again: {latin: {b: bis, bis: bis}}
  forms:
    - {form: "{area}", level: area}
    - {form: "{area}.{line}", level: strategic, ancestors: ["{area}"], parts: {line: "{area}.{line}"}}
    - {form: "{area}.{line}{again}", level: strategic, ancestors: ["{area}"]}
"""


def test_a_described_scheme_reads_its_codes() -> None:
    scheme = SchemeRules.model_validate(yaml.safe_load(TEXT)["valle"]).as_scheme("valle")
    (code,) = scheme.sound("B.12")
    assert (code.code, code.level, code.ancestors) == ("B.12", "strategic", ("B",))
    assert code.parts == {"line": "B.12"}
    (again,) = scheme.sound("A.3 b")
    assert (again.code, again.parts) == ("A.3-bis", {"area": "A", "line": "3", "again": "bis"})
    assert scheme.sound("C.1") == ()
    (repaired,) = scheme.repairable("A.l2")
    assert (repaired.code, len(repaired.repaired)) == ("A.12", 1)


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ('form: "{area}", level', 'form: "{zone}", level', "has no slot zone"),
        ('ancestors: ["{area}"], parts', 'ancestors: ["{again}"], parts', "has no slot again"),
        ('form: "{area}", level', 'form: "Area {area}", level', "holds slots in braces, dots and dashes"),
        ("{letters: AB}", "{letters: AB, digits: [1, 1]}", "one of the three"),
        ("level: area", "level: zone", "level"),
        ("description:", "described:", "described"),
    ],
)
def test_a_faulty_description_is_refused_with_its_fault(right: str, wrong: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        SchemeRules.model_validate(yaml.safe_load(TEXT.replace(right, wrong))["valle"])
