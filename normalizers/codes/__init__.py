"""Codes of objectives and indicators: schemes that are data, behind one interface.

A scheme is an entry of `schemes.yml`, or one that a layout file brings along (`make_scheme`); `generic` reads codes of
plans that nobody has described. The contract is section "Codes and the tree" of the dataset's description.

    read_code("01.2.4-a", "massa-carrara").code      # 'O1.2.4-a', with the repair in .repaired
    read_code("1011.01.D1.11").scheme                # 'modena': only that scheme writes such a code
    read_code("1.1").code                            # None: several schemes do, and nobody said which
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from normalizers.codes import generic
from normalizers.codes.described import SchemeFaultyError, SchemeRules, make_scheme
from normalizers.codes.model import Code, Scheme
from normalizers.codes.text import close_spaces, tidy_code

__all__ = ["Code", "Scheme", "SchemeFaultyError", "list_schemes", "make_scheme", "read_code"]

_BETWEEN = re.compile(r"[,;] | [/+] | ed? ")
"""What parts the codes of a cell that holds several; without a space it would part amounts and days."""

_RULES = SchemeRules.load_each(__package__, "schemes")
_DESCRIBED: dict[str, Scheme] = {name: rules.as_scheme(name) for name, rules in _RULES.items()}
_ALL: dict[str, Scheme] = {**_DESCRIBED, generic.SCHEME.name: generic.SCHEME}


def list_schemes() -> tuple[str, ...]:
    """The names that `read_code` takes as `scheme`, in alphabetical order."""
    return tuple(sorted(_ALL))


@lru_cache(maxsize=4096)  # a node's code is asked for at each of its rows
def read_code(raw: str, scheme: str | Scheme | None = None) -> Code:
    """Read a printed code.

    Args:
        raw: the code as printed, with nothing of the title behind it; a word of its level may stand before it
            (`Linea Strategica 1.1:`).
        scheme: one of `list_schemes()`, or a scheme of its own. None tries them all: a code that exactly one described
            scheme reads as it stands has that scheme, else one that exactly one can repair; `generic` is asked only
            when no described scheme fits.

    Returns:
        The code; of a text that holds several the first, with a doubt. A text that is no legal code, or that repairs
        turn into more than one, has `code` None and keeps its `raw`; so has every text when there is no scheme of
        that name. Never raises.
    """
    text = tidy_code(raw)
    found: Code | None = None
    if scheme is None:
        found = _any_scheme(text)
    elif rules := _ALL.get(scheme) if isinstance(scheme, str) else scheme:
        found = _read_by(rules, text)
    return replace(found or Code(raw), raw=close_spaces(raw))


def _read_by(scheme: Scheme, text: str) -> Code | None:
    """The one legal code that the text is or can be repaired to; the first of those that it holds, if all are sound."""
    if readings := scheme.sound(text) or scheme.repairable(text):
        return readings[0] if len(readings) == 1 else None
    parts = _BETWEEN.split(text)
    sound = [found[0] for part in parts if len(found := scheme.sound(tidy_code(part))) == 1]
    if not 1 < len(parts) == len(sound):
        return None
    listed = ", ".join(str(one.code) for one in sound)
    doubt = f"the cell holds {len(sound)} codes, the first is taken: {listed}"
    return replace(sound[0], doubts=(doubt,))


def _any_scheme(text: str) -> Code | None:
    for found in (
        [code for scheme in _DESCRIBED.values() for code in scheme.sound(text)],
        [code for scheme in _DESCRIBED.values() for code in scheme.repairable(text)],
        generic.SCHEME.sound(text),
    ):
        if found:
            return found[0] if len(found) == 1 else None
    return None
