"""What the name of an indicator says of its measure: its unit, and whether more or less of it is better.

Only what a reader would not doubt: "Tempo medio di pagamento" is days, "N. incontri" a number, "Reclami" are better
few. A ratio of two years or of two counts has no unit of its own, whatever its parts are measured in. Where a name
says nothing, nothing is said.
"""

from __future__ import annotations

from typing import Final, Literal

from normalizers.declared import AnyOf, Declared
from normalizers.names.names import fold
from normalizers.vocabulary import italian as words

Way = Literal["higher", "lower"]


class NamePatterns(Declared):
    """`measure.yml`, which says what each key is for."""

    variation: AnyOf
    ratio: AnyOf
    times: AnyOf
    other_times: dict[str, AnyOf]
    number_of: AnyOf
    percent: AnyOf
    lower: AnyOf
    higher: AnyOf


_SAYS: Final = NamePatterns.load("normalizers.names", "measure")


def is_ratio(text: str) -> bool:
    """Whether a name or formula is a ratio or a variation from year to year, which has no unit of its own."""
    folded = fold(text)
    return bool(_SAYS.variation.search(folded) or _SAYS.ratio.search(folded))


def read_unit_of_name(name: str) -> str | None:
    """The unit (one of `normalizers.quantities.units.UNITS`) that a name says; None where it says none."""
    folded = fold(name)
    if is_ratio(name):
        return None
    if _SAYS.times.search(folded):
        return next((unit for unit, pattern in _SAYS.other_times.items() if pattern.search(folded)), "day")
    if (counted := _SAYS.number_of.search(folded)) is not None:
        return {"giorni": "day", "ore": "hour"}.get(counted["what"], "count")
    if _SAYS.percent.match(folded):
        return "percent"
    return "count" if folded.split(" ", 1)[0].strip("/,") in words.counted_in_names else None


def read_way_of_name(name: str) -> Way | None:
    """Whether a name says that more (`higher`) or less (`lower`) is better; None where it does not."""
    folded = fold(name)
    if is_ratio(name):
        return None
    higher, lower = bool(_SAYS.higher.search(folded)), bool(_SAYS.lower.search(folded))
    return None if higher == lower else "higher" if higher else "lower"
