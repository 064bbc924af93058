"""Change code in small ways and count the changes that its tests notice: `python -m tests.mutate [PACKAGE] [TESTS]`.

mutmut makes the changes (mutants), in a copy of the repository in `mutants/`. The tests are collected there once. Each
mutant is tried by a copy of that process in which nothing is remembered, on the test modules that reach the changed
function, the quickest first; so is what each module reaches. `docs/mutation.md` says how to read the figure.
"""

import argparse
import ast
import functools
import gc
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

COPY = Path("mutants")
_LEFT = 42
"""The exit code of a trial in which all tests passed."""
_MEMORY = 4 << 30
"""Bytes that a trial may hold: a loop that a mutant never ends is noticed by it before the machine is full."""


class Trial(NamedTuple):
    """What tests of a mutant, or of the code as it is, came to."""

    passed: bool
    seconds: float
    reached: frozenset[str]


def make_mutants(package: str) -> list[str]:
    """Copy the repository to `mutants/` with all mutants of a package, or of a room of it, in it; their names."""
    shutil.rmtree(COPY, ignore_errors=True)
    named: list[str] = []
    tracked = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    for path in filter(Path.is_file, map(Path, tracked.split("\0"))):
        module = ".".join(path.with_suffix("").parts)
        (COPY / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, COPY / path)
        if path.suffix == ".py" and f"{module}.".startswith(f"{package}."):
            mutated = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
            (COPY / path).write_text(mutated.code, encoding="utf-8")
            named += [f"{module}.{name}" for name in mutated.mutant_names]
    return named


class Trials:
    """A pytest plugin that tries mutants instead of running the tests."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.killed: dict[str, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what each test module reaches, then try each mutant."""
        modules: defaultdict[Path, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            modules[item.path].append(item)
        plain = {path: _try("stats", items) for path, items in modules.items()}
        failing = [str(path) for path, trial in plain.items() if not trial.passed]
        if failing:
            pytest.exit(f"fail without any change: {', '.join(failing)}", 1)
        for name in self.names:
            function = name.partition("__mutmut_")[0]
            reaching = sorted((trial.seconds, path) for path, trial in plain.items() if function in trial.reached)
            if reaching:
                limit = 20 + 10 * sum(seconds for seconds, _ in reaching)
                self.killed[name] = not _try(name, [i for _, path in reaching for i in modules[path]], limit).passed
                print("." if self.killed[name] else f"\n{name} survived\n", end="", flush=True)
        return True


def _try(mutant: str, items: Sequence[pytest.Item], limit: float = 3600) -> Trial:
    """Run tests in a copy of this process, with a mutant or (`stats`) watched, until one fails."""
    found = COPY.absolute().with_suffix(".json")
    start = time.monotonic()
    if (child := os.fork()) == 0:
        signal.alarm(int(limit))
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for remembering in gc.get_objects():
            if isinstance(remembering, functools._lru_cache_wrapper):
                remembering.cache_clear()
        set_mutant_under_test(mutant)
        passed = all(map(_passes, items, [*items[1:], None]))
        found.write_text(json.dumps(sorted(state()._stats)), encoding="utf-8")
        os._exit(_LEFT if passed else 0)
    passed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _LEFT
    reached = json.loads(found.read_text(encoding="utf-8")) if mutant == "stats" and passed else ()
    return Trial(passed, time.monotonic() - start, frozenset(reached))


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    return not item.session.testsfailed


def describe_change(mutant: str) -> Iterable[str]:
    """The lines of a mutant that are not those of the code."""
    module, _, name = mutant.rpartition(".")
    source = Path(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    texts = {
        node.name: ast.unparse(ast.Module(node.body, [])).splitlines()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name in {name, f"{name.partition('__mutmut_')[0]}__mutmut_orig"}
    }
    changed, plain = texts.pop(name), next(iter(texts.values()), [])
    return (line.strip() for line in changed if line not in plain)


def report(killed: dict[str, bool], asked: int) -> str:
    """Killed and tried by module, the share of all, and the survivors with their changed lines."""
    tried = Counter(name.rpartition(".")[0] for name in killed)
    noticed = Counter(name.rpartition(".")[0] for name, is_killed in killed.items() if is_killed)
    lines = [f"{module:45} {noticed[module]:5} of {number:5}" for module, number in sorted(tried.items())]
    lines.append(f"{'all':45} {noticed.total():5} of {len(killed):5}  {noticed.total() / max(1, len(killed)):.1%}")
    lines.append(f"{asked - len(killed)} are reached by no test, or only while modules are loaded")
    for name in (name for name, is_killed in killed.items() if not is_killed):
        lines += [name, *(f"    {line}" for line in describe_change(name))]
    return "\n".join(lines)


def main() -> None:
    """Make the mutants, try them or a sample of them, and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    asked.add_argument("package", nargs="?", default="normalizers", help="mutants of this package, or room, alone")
    asked.add_argument("tests", nargs="*", default=["tests/normalizers"], help="files or folders of tests")
    asked.add_argument("--sample", type=int, metavar="N", help="try N mutants instead of all")
    asked.add_argument("--seed", type=int, default=0, help="which sample (default 0)")
    given = asked.parse_args()
    names = Path("mutants.txt")
    if Path.cwd().name != COPY.name:
        made = make_mutants(given.package)
        os.chdir(COPY)
        names.write_text("\n".join(made), encoding="utf-8")
        os.execv(sys.executable, [sys.executable, "-m", "tests.mutate", *sys.argv[1:]])
    chosen = sorted(names.read_text(encoding="utf-8").split())
    if given.sample is not None:
        chosen = random.Random(given.seed).sample(chosen, min(given.sample, len(chosen)))
    trials = Trials(chosen)
    pytest.main(["-s", "-p", "no:cacheprovider", "--hypothesis-seed=0", *given.tests], plugins=[trials])
    print("\n" + report(trials.killed, len(chosen)))


if __name__ == "__main__":
    main()
