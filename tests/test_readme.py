"""What README shows works: its example layout, its commands, its exit codes, the packages it explains."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.layouts.registry import parse_layout
from pipeline.cli.app import app
from pipeline.errors import ExitCode

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return [textwrap.dedent(block) for block in re.findall(rf"```{language}\n(.*?)\n *```", README, re.DOTALL)]


def test_the_example_of_a_layout_follows_the_model() -> None:
    (block,) = blocks("yaml")
    layout = parse_layout(block, "README.md")
    assert layout.id == "esempio-nord"
    assert layout.tables is not None
    assert len(layout.nodes) == 2


@pytest.mark.parametrize("snippet", blocks("python"))
def test_the_snippets_are_python_that_reads_published_tables(snippet: str) -> None:
    compile(snippet, "README.md", "exec")
    assert "data/clean/" in snippet


def test_every_command_shown_exists() -> None:
    for command in set(re.findall(r"`cruscotto ([a-z][a-z-]+)", README)):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_every_exit_code_is_explained() -> None:
    shown = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert shown >= {int(code) for code in ExitCode} - {int(ExitCode.INTERNAL)}


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    named = [name for group in groups for name in group if isinstance(name, str)]  # else it is another group
    names = project["project"]["dependencies"] + named
    section = README.partition("## Dependencies")[2].partition("\n## ")[0].casefold()
    missing = [name for name in (re.split(r"[>=<\[ ]", n)[0] for n in names) if name.casefold() not in section]
    assert not missing
