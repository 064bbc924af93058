"""The data dictionary is what the models say now."""

from __future__ import annotations

from pathlib import Path

from pipeline.dataset.issue_codes import ISSUE_CODES
from pipeline.dataset.table import rule_name
from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.dictionary import dictionary_text

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_page_is_fresh() -> None:
    remedy = "run: cruscotto dictionary --out docs/data-dictionary.md"
    assert PAGE.read_text(encoding="utf-8") == dictionary_text(), remedy


def test_it_names_every_table_column_rule_and_issue() -> None:
    text = dictionary_text()
    for name, table in ALL_TABLES.items():
        assert f"\n## {name}\n" in text
        assert all(f"| `{column}` |" in text for column in table.columns)
        assert all(f"- `{rule_name(rule)}`: " in text for rule in table.rules)
    assert all(f"| `{code}` |" in text for code in ISSUE_CODES)
    assert "None" not in text
