"""What no code of the project may do, and texts that no spreadsheet may compute."""

from __future__ import annotations

import ast
import csv
import importlib.metadata
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pdfminer.cmapdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.csv_export import csv_head, csv_lines, escaped, unescaped
from pipeline.run.documents.fragment import seal, unseal
from pipeline.run.documents.fragment_rows import FragmentTaker, part_line
from pipeline.run.documents.serialization import Failure
from pipeline.run.inputs import find_inputs

ROOT = Path(__file__).parents[2]
ROOMS = ("pipeline", "extractors", "normalizers", "wordlists")
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
ON_THE_NET = (
    ROOT / "pipeline" / "sources",
    ROOT / "pipeline" / "report" / "server.py",
    ROOT / "pipeline" / "run" / "cluster" / "reading.py",
)
"""What fetches documents before they are read, the server of the review on this machine alone, and what speaks to the
scheduler that `--cluster` names; no process that opens documents imports any of them."""
NETWORK = {"socket", "urllib.request", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "ssl", "asyncio"}
CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "subprocess", "code", "runpy"}
CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "system",
    "popen",
    "read_pickle",
    "to_pickle",
    "unsafe_load",
    "full_load",
}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[str]:
    safe = {"SafeLoader", "CSafeLoader"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in safe for base in node.bases):
            safe.add(node.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = node.func
            name = found.attr if isinstance(found, ast.Attribute) else found.id if isinstance(found, ast.Name) else ""
            owner = found.value.id if isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name) else ""
            loader = next((ast.unparse(k.value).split(".")[-1] for k in node.keywords if k.arg == "Loader"), None)
            if (owner, name) != ("re", "compile") and not (owner == "yaml" and loader in safe):
                yield f"{owner}.{name}" if owner == "yaml" else name
            if any(keyword.arg == "shell" for keyword in node.keywords):
                yield "system"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_network_no_shell_no_foreign_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = CODE if any(path.is_relative_to(place) for place in ON_THE_NET) else NETWORK | CODE
    assert not {name for name in imports(tree) if name in forbidden or name.split(".")[0] in forbidden}
    assert not (CALLS | {"yaml.load"}) & set(calls(tree))


def test_the_check_sees_what_it_looks_for() -> None:
    tree = ast.parse("import pickle, os\nfrom urllib import request\nyaml.load(x)\nos.system('x')\nrun(x, shell=True)")
    assert {"pickle", "urllib.request"} <= set(imports(tree))
    assert {"yaml.load", "system"} <= set(calls(tree))


def test_character_maps_of_pdfminer_are_not_pickled() -> None:
    """CVE-2025-64512 and CVE-2025-70559: since 20251230 the maps are JSON, and none from outside is looked for."""
    assert importlib.metadata.version("pdfminer.six") >= "20251230"
    tree = ast.parse(Path(pdfminer.cmapdb.__file__).read_text(encoding="utf-8"))
    assert "pickle" not in set(imports(tree))


@given(st.text(max_size=20))
def test_texts_come_back_from_csv(text: str) -> None:
    safe = escaped(text)
    assert unescaped(safe) == text
    assert safe == "=" or not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


CELLS = {
    pa.string(): st.text(st.sampled_from(list("ab1=+-@',;\"\r\n\t ＝è")), max_size=8),
    pa.float64(): st.floats(),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.date32(): st.dates(),
}


@given(st.data())
def test_lines_are_those_of_the_csv_module(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 5))
    columns = {
        str(kind): pa.array(data.draw(st.lists(st.none() | cells, min_size=size, max_size=size)), kind)
        for kind, cells in CELLS.items()
    }
    table = pa.table(columns)
    rows = [[escaped(c) if isinstance(c, str) else c for c in row.values()] for row in table.to_pylist()]
    wanted = io.StringIO(newline="")
    csv.writer(wanted, lineterminator="\r\n").writerows([table.column_names, *rows])
    assert csv_head(table.column_names) + csv_lines(table) == wanted.getvalue().encode("utf-8")


def test_a_formula_in_a_plan_is_none_in_the_csv_file(tmp_path: Path) -> None:
    texts = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "'quoted", "=", ">=", "Tempo", None]
    table = pa.table({"text": pa.array(texts), "number": pa.array([-20.0] * len(texts))})
    (tmp_path / "table.csv").write_bytes(csv_head(table.column_names) + csv_lines(table))
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    assert [unescaped(row[0]) or None for row in rows] == texts
    assert [row[0][:1] for row in rows[:6]] == ["'"] * 6
    assert {row[1] for row in rows} == {"-20.0"}


@given(st.binary(max_size=200))
def test_what_a_worker_says_is_never_more_than_wrong(content: bytes) -> None:
    (source,) = find_inputs([ROOT / "tests/pipeline/plans/massa-carrara-2017.txt"]).sources
    for take in (FragmentTaker(source, 1000).add, FragmentTaker(source, 1000).finish, unseal):
        with suppress(ValueError):
            take(content)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b'"rows"',
        b'{"rows": []}',
        b'{"set_aside": 0}',
        b'{"set_aside": "0", "failed": null}',
        b'{"set_aside": 0, "failed": null}',
        b'{"set_aside": 0, "failed": {"code": "x"}}',
        b'{"failure": {"code": "x"}}',
        b'{"failure": {"code": "x", "cause": "y", "remedy": 1}}',
        b'{"failure": ' + b"[" * 100_000,
    ],
)
def test_an_answer_of_another_shape_is_no_answer(content: bytes) -> None:
    (source,) = find_inputs([ROOT / "tests/pipeline/plans/massa-carrara-2017.txt"]).sources
    with pytest.raises(ValueError, match=r"no answer|of none|no JSON"):
        FragmentTaker(source, 1000).finish(content)


@pytest.mark.parametrize("claimed", [1 << 20, 1 << 40, 1000])
def test_rows_that_are_too_many_are_not_taken_apart(claimed: int) -> None:
    (source,) = find_inputs([ROOT / "tests/pipeline/plans/massa-carrara-2017.txt"]).sources
    bomb = claimed.to_bytes(8) + pa.Codec("zstd").compress(bytes(1 << 20), asbytes=True)
    with pytest.raises(ValueError, match=r"no part|no rows"):
        FragmentTaker(source, 1000).add(part_line("plans", bomb))


def test_a_failure_survives_its_way() -> None:
    failure = Failure("code", "cause \ud800", "remedy", None)
    assert unseal(b"".join(seal(failure))) == failure
