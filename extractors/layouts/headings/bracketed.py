"""What brackets behind a heading of figures may say without making them figures of something else.

In: the text within the brackets, folded. Out: whether it is a unit. Public: `is_unit`.
"""

from __future__ import annotations

import re

_UNIT = re.compile(
    r"[%€\W\d]*|(?:in )?(?:migliaia|milioni|miliardi|mln|mld|k)? ?(?:di )?(?:€|euro|eur)?(?: ?[/x]? ?1?\.?000)?"
    r"|valor[ei](?: assolut[oi]| %)?|percentuale|num(?:ero|\.)?|n\.?°?|unita|giorni|gg\.?|ore|mesi|anni|punti|scala.*"
)


def is_unit(text: str) -> bool:
    """Whether a text is the unit of the figures below a heading (`%`, `migliaia di euro`), no other's figures."""
    return _UNIT.fullmatch(text) is not None
