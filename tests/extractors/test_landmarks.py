"""Letters that are printed wherever a pattern is: a layout is never passed over for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layouts.registry import landmark_of, layouts
from extractors.layouts.typography import printed_pattern

PATTERNS = sorted({p for la in layouts().values() for p in (*la.recognise.all, *la.recognise.any)})


@pytest.mark.parametrize(
    ("pattern", "landmark"),
    [
        ("Maremma e (?:del )?Tirreno", "maremmae"),
        ("Massa[ -]Carrara", "carrara"),
        (r"Indicatori \(strategici e operativi\)", "strategicieoperativi"),
        ("attività culturali", "culturali"),
        ("attivita' x", "attivit"),
        ("uno|due", ""),
        ("abc?de", "de"),
        ("x(?:a(b(c|d))cc)+yz", "yz"),
        ("foo{0,2}bar", "bar"),
        (r"\d{4}\.[A-D]\d", ""),
    ],
)
def test_only_what_is_sure_is_a_landmark(pattern: str, landmark: str) -> None:
    assert landmark_of(pattern) == landmark


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_what_a_layout_is_known_by_has_its_landmark(pattern: str, data: st.DataObject) -> None:
    known = printed_pattern(pattern, re.MULTILINE)
    text = data.draw(st.from_regex(known))
    assert landmark_of(pattern) in "".join(text.split()).casefold()
