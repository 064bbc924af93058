"""Change code in small ways and count the changes that its tests notice: `python -m tests.mutate [PACKAGE]`.

All mutants take hours; `--sample` takes so many of them by chance, the same ones for the same `--seed`. mutmut keeps
its copies and results in `mutants/`; its settings stand in `pyproject.toml`, how to read the figure in
`docs/mutation.md`.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

MUTANTS = Path("mutants")
SURVIVED, UNTESTED = 0, 33
_NONE = "no.such.mutant"


def results() -> dict[str, int | None]:
    """Each mutant with what became of it: mutmut's exit code, None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted(MUTANTS.rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def module_of(mutant: str) -> str:
    """`normalizers.codes.text` of `normalizers.codes.text.x_fit__mutmut_3`."""
    return mutant.rsplit(".", 1)[0]


def run(names: list[str], processes: int) -> None:
    """Try mutants; with a name that none has, only make them all."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *names]
    subprocess.run(command, check=names != [_NONE])


def report(tried: dict[str, int | None]) -> str:
    """Killed and tried by module, the share of all, and the names of the survivors.

    Mutants of what only runs when a module is loaded (tables of words) cannot be tried and do not count.
    """
    of_module: dict[str, Counter[str]] = {}
    untried = [mutant for mutant, code in tried.items() if code in {UNTESTED, None}]
    for mutant, code in tried.items():
        if mutant in untried:
            continue
        alive = code == SURVIVED
        of_module.setdefault(module_of(mutant), Counter())["alive" if alive else "killed"] += 1
    lines = [f"{m:40} {c['killed']:5} of {c.total():5}" for m, c in sorted(of_module.items())]
    total = sum((c for c in of_module.values()), Counter[str]())
    lines.append(f"{'all':40} {total['killed']:5} of {total.total():5}  {total['killed'] / total.total():.1%}")
    lines += [f"{len(untried)} could not be tried", ""]
    return "\n".join([*lines, *(mutant for mutant, code in tried.items() if code == SURVIVED)])


def main() -> None:
    """Make the mutants, try them or a sample of them, and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    asked.add_argument(
        "package", nargs="?", default="normalizers", help="mutants of this package, or room of it, alone"
    )
    asked.add_argument("--sample", type=int, metavar="N", help="try N mutants instead of all")
    asked.add_argument("--seed", type=int, default=0, help="which sample (default 0)")
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    run([_NONE], given.processes)
    names = sorted(name for name in results() if name.startswith(f"{given.package}."))
    if given.sample is not None:
        names = random.Random(given.seed).sample(names, min(given.sample, len(names)))
    run(names, given.processes)
    found = results()
    print(report({name: found[name] for name in sorted(names)}))


if __name__ == "__main__":
    main()
