"""Lists of words are those of their package, whoever wrote them down, and are written once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from simplemma.strategies import DefaultDictionaryFactory

from wordlists.base_forms import MappedList, load_list

ROOT = Path(__file__).parents[2]
ASK = """
import sys
from wordlists.base_forms import load_list
print(load_list("sl").get("učencev"), load_list("sl").get("učencevv"), "simplemma" in sys.modules)
"""
LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)){ASK}"


def ask(cache: Path, code: str = ASK) -> str:
    """What a new process finds, and whether it needed simplemma."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    return done.stdout.strip()


def test_a_list_is_that_of_its_package() -> None:
    whole, mapped = DefaultDictionaryFactory().get_dictionary("sl"), load_list("sl")
    words = sorted(whole)
    assert list(mapped) == words
    assert len(mapped) == len(words)
    for word in (words[0], words[-1], *words[:: len(words) // 500]):
        assert mapped[word] == whole[word]
        assert mapped.get(f"{word}q") == whole.get(f"{word}q")
        assert mapped.get(word[:-1]) == whole.get(word[:-1])


@pytest.mark.parametrize("word", ["", "a", "al", "alunn", "alunnii", "zzz", "ò"])
def test_a_word_is_in_no_list_by_its_beginning_or_end(word: str) -> None:
    assert MappedList("alunni\talunno\nalunno\talunno\nperò\tperò\n".encode()).get(word) is None


def test_words_are_told_to_their_last_letter() -> None:
    mapped = MappedList("alunni\talunno\nalunno\talunno\nperò\tperò\n".encode())
    assert [mapped.get(word) for word in ("alunni", "alunno", "però")] == ["alunno", "alunno", "però"]


def test_a_list_is_written_once_and_then_no_longer_asked_of_its_package(tmp_path: Path) -> None:
    assert ask(tmp_path) == "učenec None True"
    (written,) = (tmp_path / "cruscotto").iterdir()
    changed = written.stat().st_mtime_ns
    assert ask(tmp_path) == "učenec None False"
    assert written.stat().st_mtime_ns == changed


def test_where_nothing_can_be_written_words_are_found_all_the_same(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("in the way")
    assert ask(no_folder) == "učenec None True"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_a_list_that_finds_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    assert ask(tmp_path, LIMITED) == "učenec None True"
    assert list((tmp_path / "cruscotto").iterdir()) == []


def test_an_empty_file_in_the_place_of_a_list_is_as_good_as_none(tmp_path: Path) -> None:
    ask(tmp_path)
    (written,) = (tmp_path / "cruscotto").iterdir()
    written.write_bytes(b"")
    assert ask(tmp_path) == "učenec None True"
