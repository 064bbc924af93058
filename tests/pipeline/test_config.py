"""Settings of a folder stand in for the defaults of the command line, and for nothing that it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer.main

from pipeline.cli.app import app
from pipeline.cli.config import Config, command_defaults, load_config
from pipeline.cli.defaults import find_config_file
from pipeline.errors import UsageError

SETTINGS = """
[paths]
raw = "piani"
clean = "dataset"

[extract]
ocr = "off"
on-regression = "fail"

[limits]
page-timeout = 60
"""


def defaults(config: Config) -> dict[str, Any]:
    return command_defaults(typer.main.get_command(app), config)


def test_folders_options_and_limits_reach_the_commands(tmp_path: Path) -> None:
    (tmp_path / "cruscotto.toml").write_text(SETTINGS, encoding="utf-8")
    file = find_config_file(tmp_path)
    assert file is not None
    found = defaults(load_config(file))
    assert found["extract"]["paths"] == ["piani"]
    assert found["extract"]["out"] == found["validate"]["folder"] == found["show"]["data"] == "dataset"
    assert (found["extract"]["ocr"], found["extract"]["on_regression"]) == ("off", "fail")
    assert found["extract"]["page_timeout"] == 60
    assert "timeout" not in found["extract"]
    assert found["corrections"]["check"] == {"folder": "data/corrections", "data": "dataset"}


def test_every_setting_is_a_parameter_of_extract() -> None:
    group = typer.main.get_command(app)
    known = {parameter.name for parameter in group.commands["extract"].params}  # type: ignore[attr-defined]
    assert set(defaults(Config())["extract"]) <= known
    fields = [*type(Config().extract).model_fields, *type(Config().limits).model_fields]
    assert set(fields) <= known


def test_a_project_file_holds_settings_under_its_own_heading(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert load_config(file) == Config()
    file.write_text("[tool.cruscotto.paths]\nraw = 'piani'\n", encoding="utf-8")
    assert load_config(file).paths.raw == Path("piani")


@pytest.mark.parametrize(
    ("text", "told"),
    [("[paths]\nrow = 'x'", "paths.row"), ("[extract]\nocr = 'maybe'", "extract.ocr"), ("[limits", "cannot be read")],
)
def test_what_is_no_setting_is_an_error(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "cruscotto.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        load_config(file)
