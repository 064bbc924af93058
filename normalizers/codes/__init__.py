"""Codes of objectives and indicators: schemes that are data, behind one interface.

A scheme is an entry of `schemes.yml`, or one that a layout file brings along (`make_scheme`); `generic` reads codes of
plans that nobody has described. The contract is section "Codes and the tree" of the dataset's description.

    read_code("01.2.4-a", "massa-carrara").code      # 'O1.2.4-a', with the repair in .repaired
    read_code("1011.01.D1.11").scheme                # 'modena': only that scheme writes such a code
    read_code("1.1").code                            # None: several schemes do, and nobody said which
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.codes import generic
from normalizers.codes.described import SchemeFaultyError, load_schemes, make_scheme
from normalizers.codes.model import Code, Reading, Scheme
from normalizers.codes.text import close_spaces, tidy_code

__all__ = ["Code", "Scheme", "SchemeFaultyError", "list_schemes", "make_scheme", "read_code"]

_BETWEEN = re.compile(r"[,;] | [/+] | ed? ")
"""What parts the codes of a cell that holds several; without a space it would part amounts and days."""

_DESCRIBED: dict[str, Scheme] = {name: rules.as_scheme(name) for name, rules in load_schemes().items()}
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
    found: tuple[str, Reading] | None = None
    if scheme is None:
        found = _any_scheme(text)
    elif (rules := _ALL.get(scheme) if isinstance(scheme, str) else scheme) and (reading := _reading_of(rules, text)):
        found = (rules.name, reading)
    if found is None:
        return Code(close_spaces(raw), None, None, None, None, (), (), {})
    return _code(raw, *found)


def _code(raw: str, scheme: str, reading: Reading) -> Code:
    meaning = reading.meaning
    return Code(
        raw=close_spaces(raw),
        code=reading.code,
        scheme=scheme,
        level=meaning.level,
        process_code=meaning.process_code,
        ancestors=meaning.ancestors,
        repaired=reading.repairs,
        parts=dict(meaning.parts),
        doubts=reading.doubts,
    )


def _reading_of(scheme: Scheme, text: str) -> Reading | None:
    """The code that the text is; the first of those that it holds, where each is sound."""
    if (only := _only_reading(scheme, text)) is not None:
        return only
    parts = _BETWEEN.split(text)
    sound = [found[0] for part in parts if len(found := scheme.sound(tidy_code(part))) == 1]
    if not 1 < len(parts) == len(sound):
        return None
    listed = ", ".join(reading.code for reading in sound)
    first = sound[0]
    return Reading(
        first.code, first.meaning, doubts=(f"the cell holds {len(sound)} codes, the first is taken: {listed}",)
    )


def _only_reading(scheme: Scheme, text: str) -> Reading | None:
    """The one legal code that the text is or, failing that, can be repaired to."""
    for found in (scheme.sound(text), scheme.repairable(text)):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _any_scheme(text: str) -> tuple[str, Reading] | None:
    for found in (
        [(name, r) for name, scheme in _DESCRIBED.items() for r in scheme.sound(text)],
        [(name, r) for name, scheme in _DESCRIBED.items() for r in scheme.repairable(text)],
        [(generic.SCHEME.name, r) for r in generic.SCHEME.sound(text)],
    ):
        if found:
            return found[0] if len(found) == 1 else None
    return None
