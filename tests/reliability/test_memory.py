"""What a long document takes: of the run, of the worker that reads it, and where it is refused for its length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.processes.limits import MIB
from pipeline.run.extract import run
from tests.reliability.hostile import page_of, stream
from tests.sizes import size

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "raw" / "massa-carrara-2019.pdf"
"""Of the plans with rules, the one with most figures a page."""
_LINE = b"Il piano individua gli obiettivi dell'ente e definisce, per ciascuno, risorse e indicatori"
_PROSE = b"BT /F1 10 Tf 60 780 Td 15 TL " + b"".join(b"(%d. %s) Tj T* " % (n, _LINE) for n in range(45)) + b"ET"
_PARENT = 300 * MIB
_WORKER = 600 * MIB

# A run with its report, and the peaks of memory: of the run itself, and of the largest of its worker processes.
_RUN = """
import json, resource, sys
from pathlib import Path
from pipeline.processes.limits import peak_resident
from pipeline.run.extract import run
if __name__ == "__main__":
    result = run([Path(sys.argv[1])], Path(sys.argv[2]), jobs=1, report=True)
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps({"pages": [one.pages for one in result.plans], "run": peak_resident(), "worker": worker}))
"""


def long_plan(folder: Path, pages: int, prose: int = 0) -> Path:
    """A PDF of so many pages: those of a plan, again and again, behind each so many pages of prose."""
    path = folder / f"{pages}.pdf"
    with (
        pypdfium2.PdfDocument(PLAN) as plan,
        pypdfium2.PdfDocument(page_of(stream(_PROSE))) as text,
        pypdfium2.PdfDocument.new() as joined,
    ):
        while len(joined) < pages:
            joined.import_pages(plan, list(range(min(len(plan), pages - len(joined)))))
            if behind := min(prose * len(plan), pages - len(joined)):
                joined.import_pages(text, [0] * behind)
        joined.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("pages", "prose"), [(100, 0), (size(300, 1000), 0), (size(1200, 5000), size(4, 0))])
def test_a_long_document_takes_little_of_the_run_and_of_its_worker(pages: int, prose: int, tmp_path: Path) -> None:
    program = tmp_path / "measured.py"
    program.write_text(_RUN, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, program, long_plan(tmp_path, pages, prose), tmp_path / "out"],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    assert told["pages"] == [pages]
    assert 0 < told["run"] < _PARENT
    assert 0 < told["worker"] < _WORKER


@pytest.mark.slow
def test_a_document_of_more_than_five_thousand_pages_is_refused_for_their_number(tmp_path: Path) -> None:
    result = run([long_plan(tmp_path, 5001)], tmp_path / "out", jobs=1)
    assert [one.failure.code for one in result.failed] == ["pages-exceeded"]
