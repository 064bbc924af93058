"""Files with their tags taken out, and the tables of what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from extractors.engines.registry import open_with
from extractors.pages.model import Page
from extractors.pages.scans.options import Ocr
from tests.extractors.tagged_files import TaggedFile
from tests.files.makers import without_tags
from tests.files.measured import Measured
from tests.files.page import GOALS, cost_table, table
from tests.files.tag_cost import TagCost

ONE = Measured("office", "docx", "a-2020", 1.0, 1.0, 1.0, 50, 0, 0, 0, 0, 5, {})


def page_of(path: Path) -> Page:
    _, opened = open_with("pdfium", path, Ocr("off"))
    with opened as pages:
        return pages.page(1)


def test_a_file_without_its_tags_prints_the_same(tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.pdf"
    tagged.write_bytes(TaggedFile([["Indicatore", "Target"], ["Incontri", "3"]]).data())
    bare = without_tags(tagged, tmp_path / "bare.pdf")
    assert page_of(tagged).tags
    assert not page_of(bare).tags
    assert [word.text for word in page_of(bare).words] == [word.text for word in page_of(tagged).words]


def test_a_line_tells_how_many_plans_it_is_of_and_whether_they_reach_the_goal() -> None:
    worse = replace(ONE, plan="b-2020", recall=0.5, flagged=0)
    line = table([ONE, worse]).splitlines()[-1]
    assert "| 2 of 5 | 0.7500 | 0.5000 |" in line
    assert line.endswith("| 5.0% | no |")
    assert table([ONE]).endswith("| yes |")


def test_one_wrong_figure_with_nothing_said_misses_the_goal() -> None:
    assert table([replace(ONE, silent_figures=1)]).endswith("| no |")
    assert GOALS["scans"].silent_figures
    assert table([replace(ONE, group="scans", rows=200, silent_figures=1)]).endswith("| yes |")


def test_what_tags_cost_is_told_of_all_plans_of_a_printing() -> None:
    costs = [TagCost("chromium s1", (2.4, 2.0), (4.4, 4.0), (10.5, 10.0))]
    assert cost_table(costs).endswith("| chromium s1 | 1.20 × | 1.10 × | 1.05 × |")
