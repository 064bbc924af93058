"""A reader in the middle of swaps, as a program: OUT SWAPS READS.

Publishes versions as fast as it can while another process reads them, until there were so many swaps and so many
reads, and prints one JSON object: how many there were, how many looks saw files of two versions, and how many failed.
Each file is read as README's example does it, without the time that pandas takes, so that a version is looked at as
often as can be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.publish.atomic import POINTER, publish

TABLES = ("plans", "indicators", "values")

# The version is found 1. by the link, 2. by the pointer; a look at it reads all tables.
_READER = """
import json, sys
from pathlib import Path
folder, wanted, pointer, tables = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
told = dict.fromkeys(("reads", "mixed", "failed"), 0)
while told["reads"] < wanted or not (folder / "enough").exists():
    try:
        version = (folder / ".versions" / "current").resolve()
        named = folder / json.loads((folder / pointer).read_text())["path"]
        for place in (version, named):
            told["mixed"] += len({(place / f"{table}.parquet").read_text() for table in tables}) > 1
            told["reads"] += len(tables)
    except OSError:
        told["failed"] += 1
print(json.dumps(told))
"""


def swap_and_read(out: Path, swaps: int, reads: int) -> Mapping[str, int]:
    """What a reader saw: `reads` of files, `mixed` and `failed` looks, and how many `swaps` there were meanwhile."""

    def version(number: int) -> None:
        def write(path: Path) -> None:
            path.write_text(str(number))

        publish(out, {f"{table}.parquet": write for table in TABLES})

    version(0)
    command = [sys.executable, "-c", _READER, str(out), str(reads), POINTER, *TABLES]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    done = 0
    while reader.poll() is None:
        done += 1
        version(done)
        if done == swaps:
            (out / "enough").touch()
    told: dict[str, int] = json.loads(reader.communicate()[0])
    return {"swaps": done, **told}


if __name__ == "__main__":
    print(json.dumps(swap_and_read(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
