"""Calls of camelot: the one place that knows its reading function, its flavours and its coordinates."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from camelot.io import read_pdf

Flavour: TypeAlias = Literal["lattice", "hybrid", "network"]
"""`lattice` goes by the rules that a page draws, the others by how its texts stand."""


def tables_on(path: Path, page: int, flavour: Flavour) -> Sequence[Any]:
    """The tables that camelot finds on the page, from 1, of the PDF at `path`.

    Raises whatever camelot raises.
    """
    options = {"engine": "vector"} if flavour == "lattice" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page without a table is no news
        tables: Sequence[Any] = read_pdf(str(path), pages=str(page), suppress_stdout=True, flavor=flavour, **options)
    return tables
