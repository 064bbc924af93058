"""The parts of a heading that may be headings themselves: what stands before a word that leads to more of it, and what
stands at its end and is led to by none.

In: a heading's key without its period. Out: its heads, the longest first; its tails, the longest first. Public:
`heads_of`, `tails_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEADS = (
    r"(?:che|cui|di|da|in|a|per|con|su|del|dell'|dello|della|dei|degli|delle|al|all'|allo|alla|ai|agli|alle"
    r"|nel|nell'|nella|nei|nelle|sul|sull'|sulla|sui|sulle|rispetto|tra|fra|e|o|il|lo|la|l'|i|gli|le)"
)
# What such a word may not lead to: `Indicatore di attuazione` is one of measures against risks.
_OTHER = "(?:calcolo|attuazione|riferimento|consuntivo|partenza|peso|monitoraggio|verifica|rischio)"
_BEHIND_HEAD = re.compile(rf" (?={_LEADS}(?:(?<=')|\b))(?!\S+ ?{_OTHER}\b)")
_BEFORE_TAIL = re.compile(rf"(?<!\w)(?!{_LEADS} )[\w.%]+[ -]+(?!{_LEADS}(?:(?<=')|\b))")


def heads_of(key: str) -> Iterator[str]:
    """What stands before a word that leads to more: `strutture` of `strutture che contribuiscono`."""
    return (key[: found.start()] for found in reversed(list(_BEHIND_HEAD.finditer(key))))


def tails_of(key: str) -> Iterator[str]:
    """What a heading ends with behind a word that does not lead to it: `target` of `fase di avvio target`."""
    return (key[found.end() :] for found in _BEFORE_TAIL.finditer(key))
