"""The program in Italian: what it says on the terminal, and that everything it can say has its Italian."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from extractors.finding_codes import FINDING_CODES
from pipeline.cli.app import app
from pipeline.dataset.issue_codes import ISSUE_CODES
from pipeline.language.choice import asked_language, choose_language, say
from pipeline.language.italian import has_italian, to_italian

ROOT = Path(__file__).parents[2]
VARIED = "\N{BULLET}"  # stands for what an f-string fills in
NOT_SAID_TO_PEOPLE = {"ValueError", "TypeError", "KeyError", "AssertionError", "OSError", "ConstructorError"}


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "it_IT.UTF-8"}, "it"),
        (None, {"LANG": "it"}, "it"),
        (None, {"LANG": "it_IT.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "it_IT.UTF-8"}, "it"),
        (None, {"LANG": "italic"}, "en"),
        ("it", {"LANG": "en_GB.UTF-8"}, "it"),
        ("en", {"LC_ALL": "it_IT.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_environment_s(
    asked: str | None, environment: dict[str, str], language: str
) -> None:
    assert choose_language(asked, environment) == language


def call(*arguments: str, **environment: str) -> tuple[int, str, str]:
    shown = CliRunner().invoke(app, list(arguments), env=environment)
    return shown.exit_code, shown.stdout, shown.stderr


def test_an_error_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    wanted = f"errore: {tmp_path / 'x'} non contiene plans.parquet. Eseguire prima `cruscotto extract`, o indicare la"
    for code, _, said in (
        call("--lang", "it", "validate", str(tmp_path / "x")),
        call("validate", str(tmp_path / "x"), LC_ALL="it_IT.UTF-8"),
    ):
        assert code == 7
        assert said.startswith(wanted)
    assert call("--lang", "en", "validate", str(tmp_path / "x"), LC_ALL="it_IT.UTF-8")[2].startswith("error: ")


def test_settings_choose_the_language_and_the_command_line_counts_more(tmp_path: Path) -> None:
    settings = tmp_path / "cruscotto.toml"
    settings.write_text('lang = "it"\n', encoding="utf-8")
    given = ("--config", str(settings))
    assert call(*given, "validate", str(tmp_path / "x"))[2].startswith("errore: ")
    assert call(*given, "--lang", "en", "validate", str(tmp_path / "x"))[2].startswith("error: ")


def test_a_command_leaves_the_language_as_it_was() -> None:
    call("--lang", "it", "validate", "nowhere")
    assert say("error") == "error"
    assert asked_language() is None


def test_a_language_that_there_is_not_is_an_error() -> None:
    assert call("--lang", "fr", "validate")[0] == 2


def test_help_is_in_the_language_asked_for_or_the_environment_s() -> None:
    for arguments, environment in ((["--lang", "it"], {}), ([], {"LC_ALL": "it_IT.UTF-8"})):
        code, said, _ = call(*arguments, "--help", **environment)
        assert code == 0
        assert said.startswith("Uso: ")
        assert "Legge i piani e ne pubblica le tabelle." in said
        assert "Cartella in cui pubblicare le tabelle." in call(*arguments, "extract", "--help", **environment)[1]
    assert call("--help")[1].startswith("Usage: ")


def help_texts(command: Any) -> Iterator[str]:
    """What the help of a command and of those below it says."""
    yield from filter(None, (command.help, command.epilog, *(getattr(one, "help", None) for one in command.params)))
    for below in getattr(command, "commands", {}).values():
        yield from help_texts(below)


def test_everything_that_help_says_has_its_italian() -> None:
    said = set(help_texts(typer.main.get_command(app)))
    assert len(said) > 100
    said |= {codes.removesuffix(".") for text in said if (codes := text.partition("Exit codes: ")[2])}
    assert [text for text in sorted(said) if not has_italian(text)] == []


def test_a_run_is_summed_up_in_italian_and_its_json_is_for_programs(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    run = ("--lang", "it", "extract", str(tmp_path), "--out", str(tmp_path / "clean"), "--jobs", "1", "--no-report")
    code, said, failed = call(*run)
    assert code == 3
    assert said.split()[:3] == ["piano", "profilo", "pagine"]
    assert "non letto: file-empty" in said
    assert "errore: empty.pdf: il file è vuoto. Scaricare di nuovo il piano: il file è vuoto." in failed
    assert '"cause": "the file has no content"' in call(*run, "--json")[1]


def test_parts_of_a_message_stay_as_printed_or_are_put_into_italian_too() -> None:
    said = "target 2018: 'Realizzare 4': The formula says SI/NO. The number recurs."
    assert to_italian(said) == "target 2018: «Realizzare 4»: L'algoritmo dice SI/NO. Il numero si ripete."
    assert to_italian("plan.pdf: the file has no content. Download it again.") == (
        "plan.pdf: il file è vuoto. Scaricarlo di nuovo."
    )
    assert to_italian("nobody has said this: ever") == "nobody has said this: ever"


@pytest.mark.parametrize(
    "meaning",
    sorted({*(one.meaning for one in ISSUE_CODES.values()), *(one.meaning for one in FINDING_CODES.values())}),
)
def test_what_a_code_means_has_its_italian(meaning: str) -> None:
    assert has_italian(meaning)


def texts_of(node: ast.expr) -> Iterator[str]:
    """What an expression may say, with `VARIED` where something is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else VARIED for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)


def said_by(path: Path) -> Iterator[str]:
    """Causes and remedies of errors, and messages of issues, that stand where they are raised."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "remedy":
                    yield from texts_of(line.value)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
            yield from texts_of(node.value)
        raised = node.exc if isinstance(node, ast.Raise) else node
        if not isinstance(raised, ast.Call) or not isinstance(raised.func, ast.Name):
            continue
        name = raised.func.id
        issue = name in ("make_issue", "Finding")
        if issue or (isinstance(node, ast.Raise) and name not in NOT_SAID_TO_PEOPLE and not name.startswith("_")):
            for argument in (*raised.args, *(key.value for key in raised.keywords if key.arg == "remedy")):
                yield from (text for text in texts_of(argument) if " " in text)


def test_everything_that_is_said_has_its_italian() -> None:
    sources = [path for room in ("pipeline", "extractors") for path in sorted((ROOT / room).rglob("*.py"))]
    said = {text for path in sources for text in said_by(path)}
    assert len(said) > 100
    # What varies alone says nothing, and a cause or reason inside is put into Italian where it stands.
    missing = [
        text
        for text in sorted(said)
        if text.strip(f"{VARIED}: ;(),") and not (has_italian(text) or has_italian(text.removeprefix(f"{VARIED} ")))
    ]
    assert not missing, missing
