"""A clause written back as text, in the one form in which it is read again without a doubt."""

from normalizers.targets.clauses import Clause

_UNITS: dict[str | None, str] = {
    None: "",
    **{"percent": "%", "permille": "‰", "percentage_point": " punti percentuali", "point": " punti", "EUR": " euro"},
    **{"day": " giorni", "week": " settimane", "month": " mesi", "year": " anni", "hour": " ore", "minute": " minuti"},
    **{"FTE": " fte"},
}


def canonical_text(clause: Clause) -> str | None:
    """The clause in words that are read as it again; None where no text says it (`invalid`, running text)."""
    if clause.kind == "quantity":
        return _quantity(clause)
    if clause.kind == "date" and clause.date is not None:
        sign = "" if clause.comparator_source == "implicit" else f"{clause.comparator} "
        return f"{sign}{clause.date:%d/%m/%Y}"
    if clause.kind == "boolean":
        return "SI" if clause.boolean else "NO"
    if clause.kind == "relative":
        return f"{clause.comparator} {clause.reference}" if clause.comparator else None
    return {"missing": "n.d.", "baseline_year": "Anno di rilevazione"}.get(clause.kind)


def _quantity(clause: Clause) -> str | None:
    if clause.number is None or clause.unit not in _UNITS or clause.reference is not None:
        return None
    unit = _UNITS[clause.unit]
    due = f" entro il {clause.date:%d/%m/%Y}" if clause.date is not None else ""
    if clause.number_high is not None:
        return f"tra {_number(clause.number)} e {_number(clause.number_high)}{unit}{due}"
    sign = f"{clause.comparator} " if clause.comparator_source == "cell" else ""
    return f"{sign}{_number(clause.number)}{unit}{due}"


def _number(value: float) -> str:
    whole, _, decimals = f"{value:.9f}".rstrip("0").rstrip(".").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = "-" + grouped
    return f"{grouped},{decimals}" if decimals else grouped
