"""The rooms of the project know of each other only what the design allows, and no code knows a chamber by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from extractors.layouts.own_words import UnitName
from extractors.layouts.registry import layouts
from normalizers.quantities.units import UNITS

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for room in ("extractors", "normalizers", "pipeline", "wordlists") for path in (ROOT / room).rglob("*.py")
)
MAY_IMPORT = {
    "extractors": {"extractors", "wordlists"},
    "normalizers": {"normalizers", "wordlists"},
    "pipeline": {"pipeline", "extractors", "normalizers", "wordlists"},
    "wordlists": {"wordlists"},
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module).partition(".")[0]


def decided_by(tree: ast.AST) -> Iterator[str]:
    """The texts that something is decided by: in comparisons, conditions and cases."""
    for node in ast.walk(tree):
        decisions: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            decisions = [node]
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            decisions = [node.test]
        elif isinstance(node, ast.comprehension):
            decisions = list(node.ifs)
        elif isinstance(node, ast.match_case):
            decisions = [node.pattern]
        for decision in decisions:
            for part in ast.walk(decision):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def chambers() -> set[str]:
    """Words that name a chamber: of the layouts' ids and chambers, common words aside."""
    words = {
        word.strip(".,").casefold()
        for layout in layouts().values()
        if not layout.generic
        for text in (layout.id, layout.chamber)
        for word in text.replace("-", " ").split()
    }
    return words - {"camera", "di", "commercio", "della", "del", "e", "ed", "delle"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    rooms = set(imported(ast.parse(path.read_text(encoding="utf-8")))) & MAY_IMPORT.keys()
    assert rooms <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_decided_by_a_chambers_name(path: Path) -> None:
    named = chambers()
    for text in decided_by(ast.parse(path.read_text(encoding="utf-8"))):
        assert not named & set(text.casefold().replace("-", " ").replace("_", " ").split()), text


def test_the_check_sees_a_chamber_and_the_wrong_room() -> None:
    assert {"modena", "liguria", "massa", "tirreno"} <= chambers()
    tree = ast.parse(
        'import normalizers.quantities.dates\nif layout.id == "modena": pass\nx = [y for y in z if "Liguria" in y]'
    )
    assert set(imported(tree)) == {"normalizers"}
    assert list(decided_by(tree)) == ["modena", "modena", "Liguria", "Liguria"]


def test_normalizers_read_no_files_and_no_pdf() -> None:
    """Pure functions: what they know beside their arguments comes with the package."""
    for path in sorted((ROOT / "normalizers").rglob("*.py")):
        found = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
        assert not found & {"pdfplumber", "pdfminer", "camelot", "pypdfium2", "pandas", "pyarrow", "os", "io"}, path


def test_the_units_of_layouts_are_those_of_the_dataset() -> None:
    # The rooms do not share the list: layouts are checked without the schemas, and the schemas without layouts.
    assert set(get_args(UnitName)) == UNITS.keys() - {"count"}, "a layout has words for every unit but the plain number"
