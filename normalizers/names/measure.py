"""What the name of an indicator says of its measure: its unit, and whether more or less of it is better.

Only what a reader would not doubt: "Tempo medio di pagamento" is days, "N. incontri" a number, "Reclami" are better
few. A ratio of two years or of two counts has no unit of its own, whatever its parts are measured in. Where a name
says nothing, nothing is said.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from normalizers.names.names import fold
from normalizers.vocabulary import italian as words

Way = Literal["higher", "lower"]

_VARIATION: Final = re.compile(
    r"anno (?:x|n|t)\b(?!-)[^/]*/.*anno (?:x|n|t)-\d"  # "incontri anno x/incontri anno x-1"
    r"|(?:19|20)\d\d\)?\s*/.*(?:19|20)\d\d"  # "tempo medio 2018/tempo medio 2017"
    r"|\b(?:incremento|variazione|scostamento|riduzione|aumento)\b"
    r"|rispetto (?:al|all'anno|agli anni?) (?:(?:19|20)\d\d|precedent)"
)
_RATIO: Final = re.compile(
    r"[\w)]\s*/\s*\(?\s*(?:numero|totale|tot\b|media|costi|proventi|importo|dipendenti|ore|giorni)\b"
)
_TIMES: Final = re.compile(r"\btemp(?:o|i) medi[oa]?\b|\btempestivita\b.*\btemp[oi]\b")
_OTHER_TIMES: Final = (
    ("hour", re.compile(r"\b(?:in )?ore\b")),
    ("minute", re.compile(r"\bminuti\b")),
    ("month", re.compile(r"\bmesi\b")),
)
_NUMBER_OF: Final = re.compile(r"(?:^|[:(-] ?)(?:numero|quantita)(?: di| dei| delle| degli| medio di)? (?P<what>\w+)")
_PERCENT: Final = re.compile(r"^(?:%|percentuale\b|perc\b)")
_LOWER: Final = re.compile(
    r"^temp[oi] medi[oa]?\b|\bgiorni (?:medi )?di (?:ritardo|assenza)\b"
    r"|\breclami\b|\bnon conformita\b|\bcontenzios[oi]\b"
)
_HIGHER: Final = re.compile(
    r"\bsoddisfazione\b|\bcustomer satisfaction\b|\bgrado di (?:rispetto|copertura|raggiungimento)\b"
    r"|\b(?:percentuale|%|grado) di (?:riscossione|realizzazione|attuazione)\b|\brispetto dei tempi\b"
)


def is_ratio(text: str) -> bool:
    """Whether a name or formula is a ratio or a variation from year to year, which has no unit of its own."""
    folded = fold(text)
    return bool(_VARIATION.search(folded) or _RATIO.search(folded))


def read_unit_of_name(name: str) -> str | None:
    """The unit (one of `normalizers.quantities.units.UNITS`) that a name says; None where it says none."""
    folded = fold(name)
    if is_ratio(name):
        return None
    if _TIMES.search(folded):
        return next((unit for unit, pattern in _OTHER_TIMES if pattern.search(folded)), "day")
    if (counted := _NUMBER_OF.search(folded)) is not None:
        return {"giorni": "day", "ore": "hour"}.get(counted["what"], "count")
    if _PERCENT.match(folded):
        return "percent"
    return "count" if folded.split(" ", 1)[0].strip("/,") in words.counted_in_names else None


def read_way_of_name(name: str) -> Way | None:
    """Whether a name says that more (`higher`) or less (`lower`) is better; None where it does not."""
    folded = fold(name)
    if is_ratio(name):
        return None
    higher, lower = bool(_HIGHER.search(folded)), bool(_LOWER.search(folded))
    if higher == lower:
        return None
    return "higher" if higher else "lower"
