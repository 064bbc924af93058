"""Coverage-guided fuzzing, as a program: TARGET SECONDS. Ends with an error at the first input no reader can bear.

What readers promise: whatever the bytes, `DocumentError` or items; whatever the cell, clauses that say what is printed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["extractors", "normalizers"]):
    from extractors.errors import DocumentError
    from extractors.pages.text_form.source import read_document
    from normalizers.targets.reader import read_cell

SEEDS = {
    "text": [b"Indicatore\tPeso\tTarget 2019\nTempo\t50%\t>= 80%\n", "\ufeff# **Àrea**\n\t---\n<b>x</b>\ty".encode()],
    "cell": [
        text.encode()
        for text in (">= 80%", "entro il 30/06 e 31/12", "x ≤ x-1", "100% entro 31/12/2018", "tra 10 e 15")
    ],
}


def text(place: Path) -> Callable[[bytes], None]:
    """Reads a text file of any bytes."""
    file = place / "plan.txt"

    def one(content: bytes) -> None:
        file.write_bytes(content)
        try:
            read_document(file)
        except DocumentError:
            return

    return one


def cell(_: Path) -> Callable[[bytes], None]:
    """Reads a cell of any text; it is never passed over: where something is printed there is a clause."""

    def one(content: bytes) -> None:
        printed = content.decode("utf-8", "replace")
        clauses = read_cell(printed, role="target", period=2019, formula=None, unit=None)
        assert clauses or not printed.strip(), printed

    return one


if __name__ == "__main__":
    target, seconds = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(SEEDS[target]):
            (corpus / str(number)).write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            "-max_len=400",
            "-timeout=10",
            "-seed=1",
            f"-artifact_prefix={folder}/",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], {"text": text, "cell": cell}[target](Path(folder)))
        atheris.Fuzz()
