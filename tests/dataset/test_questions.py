"""The three questions of the README are one query each, and the samples answer as the README shows."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

README = Path(__file__).parents[2] / "README.md"
_QUESTION = re.compile(
    r"\*\*(?P<title>[^\n]+)\*\*\n\n```sql\n(?P<query>.+?)\n```\n\n(?P<answer>(?:\|[^\n]*\n)+)", re.DOTALL
)


def questions() -> list[tuple[str, str, str]]:
    text = README.read_text(encoding="utf-8").split("### Three questions")[1].split("\n### ")[0]
    return [(found["title"], found["query"], found["answer"]) for found in _QUESTION.finditer(text)]


def test_there_are_three() -> None:
    assert len(questions()) == 3


@pytest.mark.parametrize(("title", "query", "answer"), questions())
def test_the_samples_answer_as_shown(samples: Path, title: str, query: str, answer: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{samples}'")
        connection.execute((samples / "views.sql").read_text(encoding="utf-8"))
        found = connection.sql(query)
        rows = [found.columns, ["---"] * len(found.columns), *found.fetchall()]
    shown = ["| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |" for row in rows]
    assert shown == answer.splitlines(), f"{title}: bring the README up to date"
