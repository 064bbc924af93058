"""Commands and worker processes load what they need and nothing heavier, so that they start fast and stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = {"pandas", "pandera", "pyarrow", "numpy"}
PDF = {"pdfplumber", "pdfminer", "camelot", "cv2", "playa"}
COMMAND = "import sys; from pipeline.cli.app import app; app({arguments!r}, standalone_mode=False)"


def _loaded(code: str) -> set[str]:
    """The top packages that a Python process has loaded after `code`."""
    code += "\nprint('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["read-cell", ">= 80%"], ["read-code", "01.2.4-a"]])
def test_small_commands_load_neither_tables_nor_pdf_engines(arguments: list[str]) -> None:
    assert _loaded(COMMAND.format(arguments=arguments)).isdisjoint(TABLES | PDF | {"pypdfium2"})


def test_the_module_that_is_run_as_the_command_loads_nothing_that_its_processes_would_load_again() -> None:
    assert _loaded("import sys; import cruscotto").isdisjoint(TABLES | PDF | {"pypdfium2", "typer"})


def test_worker_processes_load_no_second_engine_and_nothing_that_tells_which_rows_break_rules() -> None:
    assert _loaded("import sys; import pipeline.run.workers.process").isdisjoint({"pandera"} | PDF)


def test_who_starts_workers_and_a_worker_of_a_cluster_load_no_tables_for_it() -> None:
    code = "import sys; import pipeline.run.workers.worker, pipeline.run.cluster.task, pipeline.run.cache.cache"
    assert _loaded(code).isdisjoint(TABLES | PDF)


def test_rows_whose_rules_hold_are_checked_without_what_tells_which_break_them() -> None:
    code = """
import sys
from pipeline.dataset.checks.quarantine import quarantine_rows
from pipeline.processes.without_pandas import load_no_pandas
from tests.pipeline.sample import MAKERS
load_no_pandas()
assert not quarantine_rows({name: [make()] for name, make in MAKERS.items()}).set_aside
"""
    loaded = _loaded(code)
    assert "pyarrow" in loaded
    assert loaded.isdisjoint({"pandas", "pandera"})


def test_a_run_publishes_without_pandas_and_what_has_frames_loads_it_all_the_same(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from pipeline.run.extract import run
if __name__ == "__main__":
    plan = Path("tests/pipeline/plans/massa-carrara-2017.txt")
    assert run([plan], Path({str(tmp_path)!r}), jobs=1).plans
    run([plan], Path({str(tmp_path)!r}), jobs=1, force=True)
"""
    assert "pandas" not in _loaded(code)
    code += f"""
    from cruscotto import open_dataset
    assert len(open_dataset({str(tmp_path)!r})["values"])
"""
    assert "pandas" in _loaded(code)


def test_a_run_loads_nothing_of_what_reads_documents_before_its_workers_have_begun() -> None:
    readers = {"simplemma", "spellchecker", "lark", "lxml", "pypdfium2"}
    assert _loaded("import sys; import pipeline.run.extract").isdisjoint(TABLES | PDF | readers)
    assert _loaded("import sys; import pipeline.run.assembly.assemble").isdisjoint(PDF | readers)


def test_reading_a_plan_loads_pdfium_alone() -> None:
    code = """
import sys
from pathlib import Path
from pathlib import Path
from extractors.documents import extract_document
extract_document(Path("data/raw/massa-carrara-2017.pdf"))
"""
    loaded = _loaded(code)
    assert "pypdfium2" in loaded
    assert loaded.isdisjoint(TABLES | PDF)
