"""The meaning of a cell in one line, for tests and the page made of them."""

from dataclasses import dataclass, field

from normalizers.targets.clauses import Clause
from normalizers.targets.reader import read_cell


@dataclass(frozen=True)
class Example:
    """A cell as printed, where it stands, and one line for each clause that is to be read."""

    raw: str
    meaning: tuple[str, ...]
    role: str = "target"
    period: int | None = 2020
    formula: str | None = None
    unit: str | None = None
    siblings: tuple[str, ...] = ()

    def read(self) -> tuple[Clause, ...]:
        return read_cell(
            self.raw,
            role=self.role,
            period=self.period,
            formula=self.formula,
            unit=self.unit,
            siblings=self.siblings,
        )


@dataclass(frozen=True)
class Family:
    """Cells of one kind; `rule` says in a sentence how they are read."""

    title: str
    rule: str
    examples: tuple[Example, ...] = field(default=())


def _number(value: float) -> str:
    return f"{value:.10g}" if value != int(value) else str(int(value))


def shown(clause: Clause) -> str:
    """The clause in one line: `quantity >= 80 percent (formula)`; what is not `ok` says so at the end."""
    sign = None if clause.comparator == "between" else clause.comparator
    parts = [clause.kind, sign, _figures(clause), clause.unit]
    if clause.boolean is not None:
        parts.append(str(clause.boolean).lower())
    if clause.date is not None:
        parts.append(f"{'' if clause.kind == 'date' else 'due '}{clause.date.isoformat()}")
    if clause.reference is not None:
        parts.append(f"to {clause.reference}" if clause.kind == "relative" else f"from [{clause.reference}]")
    parts.append(f"“{clause.text}”" if clause.text is not None else None)
    parts.append(f"({clause.comparator_source})" if clause.comparator_source in {"formula", "implicit"} else None)
    parts.append(f"— {clause.status}" if clause.status != "ok" else None)
    return " ".join(part for part in parts if part is not None)


def _figures(clause: Clause) -> str | None:
    if clause.number is None:
        return None
    if clause.number_high is None:
        return _number(clause.number)
    return f"between {_number(clause.number)} and {_number(clause.number_high)}"
