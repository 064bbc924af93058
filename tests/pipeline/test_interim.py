"""Results of years that had not ended when the document was made."""

from __future__ import annotations

import datetime

import pytest

from pipeline.dataset.rows.interim import interim_issues, is_interim, set_usability
from pipeline.dataset.schemas.plans import StatedFacts
from pipeline.dataset.vocabularies import DocType
from tests.pipeline import sample

JANUARY_2019 = datetime.date(2019, 1, 31)


def facts(
    doc_type: DocType = "piano", approved: datetime.date | None = None, start: int | None = 2019, title: str = "Piano"
) -> StatedFacts:
    return {
        "chamber": None,
        "title": title,
        "doc_type": doc_type,
        "period_start": start,
        "period_end": start,
        "approved_act": None,
        "approved_on": approved,
    }


@pytest.mark.parametrize(
    ("role", "period", "of", "interim"),
    [
        ("result", 2019, facts(approved=JANUARY_2019), True),  # Massa-Carrara 2019, approved on 31/01/2019
        ("achievement", 2019, facts(approved=JANUARY_2019), True),
        ("target", 2019, facts(approved=JANUARY_2019), False),
        ("baseline", 2019, facts(approved=JANUARY_2019), False),
        ("result", 2018, facts(approved=JANUARY_2019), False),
        ("result", 2018, facts(approved=datetime.date(2018, 12, 31)), True),
        ("result", 2017, facts("relazione", datetime.date(2018, 5, 25), 2017), False),
        ("result", 2018, facts("relazione", datetime.date(2018, 5, 25), 2018), True),
        ("result", 2019, facts(), True),
        ("result", 2018, facts(), False),
        ("result", 2019, facts(start=None), False),
        ("result", None, facts(approved=JANUARY_2019), False),
        ("result", 2019, facts("relazione"), False),
        ("result", 2019, facts("cruscotto"), False),
        ("result", 2019, facts("pira", title="PIRA: consuntivo 2019"), False),
    ],
)
def test_what_could_not_be_known_is_interim(role: str, period: int | None, of: StatedFacts, interim: bool) -> None:
    assert is_interim(role, period, of) is interim


@pytest.mark.parametrize(
    ("status", "role", "usable"),
    [
        ("ok", "target", True),
        ("corrected", "target", True),
        ("review", "target", False),
        ("invalid", "target", False),
        ("unparsed", "target", False),
        ("ok", "result", False),
        ("corrected", "result", False),
    ],
)
def test_one_flag_tells_what_to_compute_with(status: str, role: str, usable: bool) -> None:
    row = sample.value(status=status, role=role, period=2019)
    set_usability([row], facts(approved=JANUARY_2019))
    assert (row["usable"], row["interim"]) == (usable, role == "result")


def test_one_issue_a_plan_tells_of_them() -> None:
    made = facts(approved=JANUARY_2019)
    values = [sample.value(role="result", period=2019, raw=raw) for raw in ("0", "0,00 %", "0")]
    set_usability(values, made)
    (found,) = interim_issues(values, made)
    assert (found.code, found.raw) == ("results-interim", "0\n0,00 %")
    assert "2019-01-31" in found.message
    assert "3 of 2019" in found.message
    assert interim_issues([sample.value()], made) == []
