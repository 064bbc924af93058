"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from inspect import signature
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.cli.commands.extract import extract_plans
from pipeline.errors import ExitCode
from pipeline.processes.limits import DEFAULT_LIMITS, MIB, Limits
from pipeline.publish.dataset_files import WholeTables, publish_dataset
from tests.pipeline.bad_files import BAD_FILES, write_bad_files
from tests.pipeline.test_dataset_files import tables

RAW = Path(__file__).parents[2] / "data" / "raw"
PDF = RAW / "massa-carrara-2017.pdf"
TEXT = Path(__file__).parent / "plans" / "massa-carrara-2017.txt"
COMMANDS = ("extract", "validate", "show", "read-cell", "read-code")
CRUSCOTTO = (sys.executable, "-m", "pipeline.cli.app")


def cruscotto(*args: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line as its users do."""
    return subprocess.run(
        [*CRUSCOTTO, *map(str, args)], input=stdin, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean")
    publish_dataset(out, WholeTables(tables()))
    return out


# Help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert f"cruscotto {command}" in " ".join(shown.stdout.split()).partition("Example")[2]


def test_help_names_the_exit_codes() -> None:
    shown = " ".join(CliRunner().invoke(app, ["--help"]).stdout.split())
    for code in ExitCode:
        if code not in (ExitCode.OK, ExitCode.INTERNAL):
            assert f" {int(code)} " in shown, code


@pytest.mark.parametrize(
    "args",
    [
        ("extract", "--jobs", "0"),
        ("extract", "no-such-folder"),
        ("extract", "--layout", "paris"),
        ("read-cell",),
        ("read-cell", "3", "--stdin"),
        ("read-cell", "3", "--role", "goal"),
        ("read-code", "1", "--scheme", "paris"),
        ("show",),
        ("no-such-command",),
    ],
)
def test_wrong_usage_ends_with_two(args: tuple[str, ...], tmp_path: Path) -> None:
    out = ("--out", str(tmp_path)) if args[0] == "extract" else ()
    shown = CliRunner().invoke(app, [*args, *out])
    assert shown.exit_code == ExitCode.USAGE
    assert shown.stderr
    assert not shown.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        (["read-cell", "80%"], ("pandas", "pandera", "pyarrow", "pdfplumber")),
        (["read-code", "1.1"], ("pandas", "pandera", "pyarrow", "pdfplumber")),
        (["--help"], ("pandas", "pyarrow", "pdfplumber", "lark", "rich.progress")),
    ],
)
def test_commands_start_lean(command: list[str], heavy: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from pipeline.cli.app import app\n"
        "try:\n"
        "    app(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    print(*sys.modules, file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    assert set(heavy).isdisjoint(ended.stderr.split())


# extract


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("clean")
    return cruscotto("extract", TEXT, "--out", out, "--no-report"), out


def test_extract_prints_the_summary_to_stdout(
    extracted: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    ended, out = extracted
    assert ended.returncode == ExitCode.OK
    heading, row, *_ = ended.stdout.splitlines()
    assert heading.split() == [
        *("plan", "layout", "pages", "indicators", "values", "review", "rejected", "seconds"),
    ]
    assert row.split()[0] == TEXT.name
    assert int(row.split()[3]) == len(pq.read_table(out / "indicators.parquet"))
    assert str(out) in ended.stdout
    assert ended.stderr == ""


def test_json_prints_one_object_and_nothing_else(tmp_path: Path) -> None:
    shutil.copy(TEXT, tmp_path / "good.txt")
    (tmp_path / "empty.pdf").touch()
    ended = CliRunner().invoke(
        app, ["extract", str(tmp_path), "--out", str(tmp_path / "clean"), "--json", "--no-report"]
    )
    shown = json.loads(ended.stdout)
    assert ended.exit_code == shown["exit_code"] == ExitCode.DOCUMENT
    (plan,) = shown["plans"]
    assert plan["source_file"] == "good.txt"
    assert {"pages", "indicators", "values", "review", "rejected", "layout", "seconds"} <= plan.keys()
    (failed,) = shown["failed"]
    assert (failed["source_file"], failed["code"]) == ("empty.pdf", "file-empty")
    assert ended.stderr.startswith("error: empty.pdf: ")


def test_quiet_prints_errors_alone(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    given = ["extract", str(tmp_path / "empty.pdf"), "--out", str(tmp_path / "clean"), "--quiet", "--no-report"]
    ended = CliRunner().invoke(app, given)
    assert ended.exit_code == ExitCode.DOCUMENT
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1


def test_what_a_folder_holds_beside_documents_is_said_and_strict_minds_it(tmp_path: Path) -> None:
    folder, out = tmp_path / "raw", tmp_path / "clean"
    (folder / "older").mkdir(parents=True)
    shutil.copy(TEXT, folder)
    (folder / "plan.pages").write_bytes(b"PK")
    command = ["extract", str(folder), "--out", str(out), "--no-report"]
    for _ in ("first", "nothing to do"):
        shown = CliRunner().invoke(app, command)
        assert shown.exit_code == ExitCode.OK
        assert "warning: plan.pages: not read: it is of a kind that is not read" in shown.stderr
        assert "warning: older: not read: it is a folder" in shown.stderr
        assert "plan.pages" not in shown.stdout
    strict = CliRunner().invoke(app, [*command, "--strict", "--quiet"])
    assert strict.exit_code == ExitCode.UNRESOLVED
    assert "plan.pages" in strict.stderr
    told = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert [one["source_file"] for one in told["skipped"]] == ["older", "plan.pages"]


def test_files_that_cannot_be_read_have_their_message_and_exit_code(tmp_path: Path) -> None:
    bad = write_bad_files(tmp_path)
    shown = CliRunner().invoke(app, ["extract", *map(str, bad), "--out", str(tmp_path / "clean"), "--no-report"])
    assert shown.exit_code == ExitCode.DOCUMENT
    messages = shown.stderr.splitlines()
    assert len(messages) == len(BAD_FILES)
    rows = {line.split()[0]: line for line in shown.stdout.splitlines()}
    for name, (_, code) in BAD_FILES.items():
        assert [line for line in messages if line.startswith(f"error: {name}: ")]
        assert f"not read: {code}" in rows[name]


def test_an_output_that_cannot_be_written_ends_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    shown = CliRunner().invoke(app, ["extract", str(TEXT), "--out", str(tmp_path / "out")])
    assert shown.exit_code == ExitCode.PUBLISH
    assert "cannot publish" in shown.stderr


@pytest.mark.slow
def test_progress_shows_on_a_terminal_alone(tmp_path: Path) -> None:
    """stderr is a terminal, stdout a pipe: the bar is on the one, the summary on the other."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*CRUSCOTTO, "extract", str(PDF), "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"},
    ) as process:
        os.close(theirs)
        drawn = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            drawn += chunk
        assert process.stdout is not None
        summary = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert b"documents" in drawn
    assert PDF.name.encode() in drawn
    assert summary.startswith("plan ")


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(2400):  # two minutes: a busy machine is no failure
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for child processes in /proc")
@pytest.mark.parametrize("pause", [0.0, 0.1, 0.3, 1.0])  # seconds: workers that begin, and workers that read
def test_ctrl_c_leaves_what_was_published_and_ends_with_130(published: Path, tmp_path: Path, pause: float) -> None:
    out = tmp_path / "clean"
    publish_dataset(out, WholeTables(tables()))
    before = (out / "plans.parquet").read_bytes()
    with subprocess.Popen(
        [*CRUSCOTTO, "extract", str(RAW), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Where the tests run in the background, they are told to take no notice of Ctrl-C, and would pass that on.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        wait_for(lambda: len(children.read_text().split()) > 1)
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == ExitCode.INTERRUPTED
    assert stdout == b""
    assert stderr.decode().startswith("interrupted")
    assert (out / "plans.parquet").read_bytes() == before


# validate and show


def test_validate_accepts_what_was_published(published: Path) -> None:
    shown = CliRunner().invoke(app, ["validate", str(published)])
    assert shown.exit_code == 0
    assert "is valid: 1 plans, 1 objectives, 1 indicators, 2 values, 1 issues" in shown.stdout


@pytest.mark.parametrize("table", ["plans", "objectives", "indicators", "values"])
def test_validate_refuses_tables_that_were_changed(table: str, tmp_path: Path) -> None:
    publish_dataset(tmp_path, WholeTables(tables()))
    path = tmp_path / f"{table}.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    shown = CliRunner().invoke(app, ["validate", str(tmp_path)])
    if table == "values":  # no figure has to be there
        assert shown.exit_code == 0
        return
    assert shown.exit_code == ExitCode.SCHEMA
    assert "is not valid" in shown.stderr
    assert shown.stdout == ""


def test_validate_without_dataset_says_what_to_do(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["validate", str(tmp_path)])
    assert shown.exit_code == ExitCode.NOT_FOUND
    assert "cruscotto extract" in shown.stderr


@pytest.mark.parametrize("wanted", ["ind-00000000000000cc", "imprese  CESSATE", "1"])
def test_show_finds_by_id_code_and_text(wanted: str, published: Path) -> None:
    shown = CliRunner().invoke(app, ["show", wanted, "--data", str(published)])
    assert shown.exit_code == 0
    for part in (
        "Imprese cessate/ Imprese attive",
        "Camera di commercio di Modena 2017-2019 (modena-2017.pdf)",
        "[area] 1 COMPETITIVITA' DELLE IMPRESE",
        "target 2017: '<= 7,5 %' = quantity <= 7.5 percent, page 1, box 120 140 180 150",
        "target 2017: '31/12/2019' = date <= 2019-12-31",
        "page 1, box 50 100 300 180",
        "info ignored-rows",
    ):
        assert part in shown.stdout


def test_show_as_json_is_the_whole_indicator(published: Path) -> None:
    shown = CliRunner().invoke(app, ["show", "cessate", "--data", str(published), "--json"])
    (found,) = json.loads(shown.stdout)
    assert found["name"] == "Imprese cessate/ Imprese attive"
    assert [v["raw"] for v in found["values"]] == ["<= 7,5 %", "31/12/2019"]
    assert found["path"][0]["code"] == "1"
    assert found["plan"]["chamber"] == "Camera di commercio di Modena"


@pytest.mark.parametrize("wanted", ["nessuno", "(", "[", ""])
def test_show_that_finds_nothing_says_so(wanted: str, published: Path) -> None:
    shown = CliRunner().invoke(app, ["show", wanted, "--data", str(published)])
    assert shown.exit_code == ExitCode.NOT_FOUND
    assert shown.stdout == ""


# read-cell and read-code


def test_read_cell_prints_the_clauses_as_json() -> None:
    ended = cruscotto("read-cell", ">= 80%", "--role", "target", "--period", "2019")
    assert ended.returncode == 0
    (clause,) = json.loads(ended.stdout)
    assert (clause["comparator"], clause["number"], clause["unit"]) == (">=", 80, "percent")
    assert ended.stderr == ""


def answer(*args: str) -> Any:
    """What a command prints as JSON."""
    ended = CliRunner().invoke(app, args)
    assert ended.exit_code == 0
    return json.loads(ended.stdout)


@pytest.mark.parametrize(
    ("cell", "number"), [("-20% rispetto al consolidato 2015", -20), ("- 7,72", -7.72), ("---", None)]
)
def test_read_cell_takes_a_cell_that_begins_with_a_minus_for_no_option(cell: str, number: float | None) -> None:
    assert answer("read-cell", cell, "--role", "result", "--period", "2019")[0]["number"] == number


def test_read_cell_takes_the_formula() -> None:
    assert answer("read-cell", "80%", "--formula", "evase / totale >= 80%")[0]["comparator_source"] == "formula"


def test_read_cell_answers_lines_in_their_order() -> None:
    questions = [{"raw": "almeno 3"}, {"raw": "entro il 30/06 e 31/12", "period": 2020}, {"raw": ""}]
    ended = cruscotto("read-cell", "--stdin", stdin="".join(json.dumps(q) + "\n" for q in questions) + "{\n")
    assert ended.returncode == 0
    first, second, _, last = map(json.loads, ended.stdout.splitlines())
    assert first[0]["number"] == 3
    assert [clause["date"] for clause in second] == ["2020-06-30", "2020-12-31"]
    assert list(last) == ["error"]


def test_signs_beyond_ascii_survive_any_locale() -> None:
    ended = subprocess.run(
        [*CRUSCOTTO, "read-cell", "attività qualità ✓"],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert ended.returncode == 0
    assert "attività" in ended.stdout.decode("utf-8")


def test_read_code_prints_the_parts() -> None:
    assert answer("read-code", "01.2.4-a", "--scheme", "massa-carrara")["code"] == "O1.2.4-a"


def test_a_reader_that_has_enough_does_not_make_an_error() -> None:
    lines = json.dumps({"raw": "3"}) + "\n"
    command = f"{sys.executable} -m pipeline.cli.app read-cell --stdin | head -n 1"
    ended = subprocess.run(command, shell=True, input=lines * 20000, capture_output=True, text=True, check=False)
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stderr == ""


def test_the_limits_of_a_run_that_gives_none_are_those_of_the_library() -> None:
    options = {name: parameter.default for name, parameter in signature(extract_plans).parameters.items()}
    assert (
        Limits(
            options["timeout"],
            options["page_timeout"],
            options["stage_timeout"],
            options["max_memory"] * MIB,
            options["max_pages"],
            options["max_output"] * MIB,
        )
        == DEFAULT_LIMITS
    )
