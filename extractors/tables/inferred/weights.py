"""The weights by which evidence is weighed together: `weights.tsv`, a line for each feature of a kind of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def weights_of(kind: str, features: Sequence[str]) -> tuple[float, ...]:
    """The weights of the `features` of a kind of evidence (`pair`, `row`, `border`, `extra`), in their order.

    Raises:
        KeyError: the file has no weight for a feature.
    """
    text = files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")
    found = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(float(found[f"{kind} {name}"]) for name in features)
