"""`evaluate` publishes what it computes together with what is there, and changes nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from extractors.layouts.evaluation import Evaluation
from extractors.layouts.registry import layouts
from pipeline.cli.app import app
from pipeline.dataset.derived import evaluations
from pipeline.dataset.forms.arrow import to_arrow
from pipeline.errors import ExitCode
from pipeline.publish.atomic import current_version
from pipeline.publish.dataset_files import WholeTables, publish_dataset, read_dataset


@pytest.fixture
def dataset(published: Path, tmp_path: Path) -> Path:
    """A dataset of one's own, with a report beside its tables."""

    def report(path: Path) -> None:
        path.mkdir()
        (path / "index.html").write_text("report", encoding="utf-8")

    publish_dataset(tmp_path / "clean", WholeTables(read_dataset(published)), beside={"report": report})
    return tmp_path / "clean"


def count_differences(dataset: Path) -> int:
    return sum(row["code"] == "achievement-differs" for row in read_dataset(dataset)["issues"])


def test_evaluate_changes_nothing_where_nothing_is_new(dataset: Path) -> None:
    before = current_version(dataset).name
    found = CliRunner().invoke(app, ["evaluate", str(dataset)])
    assert found.exit_code == 0
    assert "56 achieved, 4 not achieved" in found.stdout
    assert current_version(dataset).name == before


def test_another_method_gives_other_figures_and_issues(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = layouts()["massa-carrara"].evaluation
    assert stated is not None
    other = Evaluation.model_validate({**stated.model_dump(), "bare_target": "unknown"})
    monkeypatch.setattr(evaluations, "method_of", lambda _: other)
    found = CliRunner().invoke(app, ["evaluate", str(dataset), "--json"])
    assert found.exit_code == 0
    (plan,) = json.loads(found.stdout)
    assert plan["pairs"]["not_computable"] == 17
    assert count_differences(dataset) == 1
    assert sum(row["computed_pct"] is None for row in read_dataset(dataset, ["achievement"])["achievement"]) == 17
    assert (dataset / "report" / "index.html").read_text(encoding="utf-8") == "report"
    monkeypatch.undo()
    assert CliRunner().invoke(app, ["evaluate", str(dataset)]).exit_code == 0
    assert count_differences(dataset) == 2


def test_without_a_dataset_it_says_so(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["evaluate", str(tmp_path)]).exit_code == ExitCode.NOT_FOUND


def test_a_copy_of_plain_files_is_not_taken_over(published: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(current_version(published), plain)
    names = sorted(path.name for path in plain.iterdir())
    found = CliRunner().invoke(app, ["evaluate", str(plain)])
    assert found.exit_code == ExitCode.PUBLISH
    assert "is not of a dataset that this program has published" in found.stderr
    assert [name for name in sorted(path.name for path in plain.iterdir()) if name != ".lock"] == names


def test_a_copy_of_plain_files_is_valid(published: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(current_version(published), plain)
    assert CliRunner().invoke(app, ["validate", str(plain)]).exit_code == ExitCode.OK


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("achievement", {"computed_pct": 99.0}, "as-computed"),
        ("objective_achievement", {"measured": 999}, "measured-of-pairs"),
        ("units", {"label_it": "percentuale"}, "as-computed"),
    ],
)
def test_validate_finds_changed_computed_tables(
    published: Path, tmp_path: Path, table: str, change: dict[str, object], said: str
) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(current_version(published), plain)
    rows = read_dataset(plain, [table])[table]
    pq.write_table(to_arrow(table, [{**rows[0], **change}, *rows[1:]]), plain / f"{table}.parquet")
    found = CliRunner().invoke(app, ["validate", str(plain)])
    assert found.exit_code == ExitCode.SCHEMA
    assert said in found.stderr
    pq.write_table(to_arrow(table, rows[1:]), plain / f"{table}.parquet")
    assert CliRunner().invoke(app, ["validate", str(plain)]).exit_code == ExitCode.SCHEMA
