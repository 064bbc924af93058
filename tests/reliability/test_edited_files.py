"""Files that people edit: small on disk and without end in memory, pipes, devices. Each is refused, with a remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.edited_text import LARGEST, EditedFileError, read_edited_text
from extractors.edited_yaml import load_edited_yaml
from extractors.errors import UnknownLayout
from extractors.layouts.registry import LayoutInvalid, layout_by_id, parse_layout
from pipeline.cli.config import load_config
from pipeline.corrections.files import load_corrections
from pipeline.dataset.derived.catalogue import load_catalogue
from pipeline.dataset.derived.chambers import load_chambers
from pipeline.dataset.derived.lookup_tables import load_processes
from pipeline.dataset.rows.series_files import load_series
from pipeline.errors import CruscottoError, ExitCode
from pipeline.run.inputs import find_inputs

MERGED = "a: &a {x: 1, y: 2}\n" + "".join(
    f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 10)}]}}\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
"""Merge keys: ten times as many at each line, 10^8 in 500 bytes."""
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
"""Aliases of aliases, which every check against a model walks through."""
BOMBS = {
    "merge keys": (MERGED, "more than 50000 things"),
    "aliases": (ALIASES, "more than 50000 things"),
    "a list of itself": ("a: &a [*a]", "holds it"),
    "nested lists": ("a: " + "[" * 400_000, "inside one another"),
    "nested mappings": ("a: " + "{a: " * 200_000, "inside one another"),
    "nested blocks": ("\n".join(" " * depth + "a:" for depth in range(900)), "inside one another"),
    "nested lists in blocks": ("- " * 400_000, "inside one another"),
    "many keys": ("".join(f"k{number}: 1\n" for number in range(70_000)), "more than 50000 things"),
    "many bytes": ("# " + "x" * LARGEST, "larger than"),
    "a number of many digits": ("a: " + "9" * 10_000, "a figure of more"),
    "a number in base 60": ("a: 1" + ":59" * 100_000, "a figure of more"),
    "a day that is none": ("a: 2018-13-45", "month must be"),
    "a key twice": ("a: {b: 1, c: 2, b: 3}", "line 1: the key b is given twice"),
    "code": ("a: !!python/object/apply:os.system [true]", "not YAML"),
    "no end": ('a: "', "not YAML"),
}


@pytest.mark.parametrize(("text", "said"), BOMBS.values(), ids=BOMBS)
def test_what_is_no_file_of_a_person_is_refused(text: str, said: str) -> None:
    with pytest.raises(EditedFileError, match=said):
        load_edited_yaml(text)
    with pytest.raises(LayoutInvalid, match=said):
        parse_layout(text, "draft.yml")


def test_anchors_and_merge_keys_of_people_are_read() -> None:
    text = "base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\nagain: {<<: *base}\nboth: [*base, *base]"
    assert load_edited_yaml(text) == {
        "base": {"a": 1, "b": 2},
        "more": {"a": 1, "b": 3},
        "again": {"a": 1, "b": 2},
        "both": [{"a": 1, "b": 2}] * 2,
    }


@given(st.text(alphabet="ab:-&*<[]{}!'\"#\n 0159.", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(EditedFileError):
        load_edited_yaml(text)


READERS: dict[str, Callable[[Path], object]] = {
    "layout": lambda path: layout_by_id(str(path)),
    "corrections": lambda path: load_corrections(path.parent),
    "series": lambda path: load_series(path.parent),
    "catalogue": load_catalogue,
    "chambers": load_chambers,
    "processes": load_processes,
    "settings": load_config,
}


@pytest.mark.parametrize("name", READERS)
def test_every_reader_refuses_them_with_a_remedy(name: str, tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    makers: dict[str, Callable[[], object]] = {
        "no regular file": lambda: os.mkfifo(path),
        "no regular file|Not a": lambda: path.symlink_to("/dev/zero"),
        "larger than": lambda: path.write_bytes(b"#" * (LARGEST + 1)),
        "inside one another|recursion": lambda: path.write_text("a = " + "[" * 60_000),
        "not UTF-8": lambda: path.write_bytes(b"a: \xff"),
    }
    if name != "settings":
        makers["more than 50000 things"] = lambda: path.write_text(MERGED)
        makers["inside one another"] = lambda: path.write_text("a: " + "[" * 60_000)
        del makers["inside one another|recursion"]
    for said, make in makers.items():
        path.unlink(missing_ok=True)
        make()
        with pytest.raises((CruscottoError, UnknownLayout), match=said) as caught:
            READERS[name](path)
        assert isinstance(caught.value, CruscottoError | UnknownLayout)
        assert caught.value.remedy
        assert len(str(caught.value)) < 2000


@pytest.mark.parametrize(
    "text", ["a" + ".a" * 50_000 + " = 1\n", "[" + '"a b" . ' * 9000 + "a]\n", "a = " + "9" * 9000]
)
def test_settings_that_take_the_cube_of_their_length_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "cruscotto.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CruscottoError, match="cannot be read"):
        load_config(path)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["layout", "check", "draft.yml"], "draft.yml"),
        (["extract", "plan.txt", "--layout", "draft.yml", "--out", "out"], "draft.yml"),
        (["extract", "plan.txt", "--corrections", "notes", "--out", "out"], "notes/plan.yml"),
        (["read-cell", "80%"], "cruscotto.toml"),
    ],
)
def test_no_command_waits_for_a_pipe(arguments: list[str], place: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "plan.txt").write_text("Indicatore\tTarget\nTempo\t80%\n", encoding="utf-8")
    os.mkfifo(tmp_path / place)
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.app", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode in {ExitCode.USAGE, ExitCode.CORRECTIONS}
    assert "no regular file" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert load_edited_yaml(read_edited_text(tmp_path / "a.yml")) == {"a": 1}


def test_a_manifest_without_end_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Indicatore\tTarget\nTempo\t80%\n", encoding="utf-8")
    with (tmp_path / "manifest.csv").open("wb") as file:
        file.write(b"file,sha256\n")
        file.truncate(17 << 20)
    found = find_inputs([tmp_path])
    assert [issue.code for _, _, issue in found.issues] == ["manifest-unreadable"]
    assert "larger than 16 MiB" in found.issues[0][2].message
