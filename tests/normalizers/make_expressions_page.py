"""Write `docs/expressions.md` from the table of expressions: `python -m tests.normalizers.make_expressions_page`."""

from pathlib import Path

from tests.normalizers.expressions import FAMILIES
from tests.normalizers.meaning import Example

PAGE = Path(__file__).parents[2] / "docs" / "expressions.md"

_HEAD = """# What target expressions mean

Made from `tests/normalizers/expressions.py`, where each line is a test, by
`python -m tests.normalizers.make_expressions_page`. Do not edit it by hand.

A cell is read by `normalizers.targets.reader.read_cell`: the text is cleaned, the grammar
`normalizers/targets/targets.lark` finds figures, days, comparisons and words in it, and these are put together into
clauses. A meaning is written here as kind, comparison, number or date, unit, what it is compared with (`to …`) or
counted from (`from […]`), the words left over in quotes, and where the comparison stands if not in the cell
(`formula`, `implicit`). A status other than `ok` stands at the end, with its reason beside it: `review` is read, with
a reason to look; `unparsed` is not understood; `invalid` names no day there is.

Examples stand in a target column of 2020 unless they say otherwise.
"""


def _code(text: str) -> str:
    """Text as a code span of a table: bars and invisible characters made visible."""
    shown = text.replace("\\", "\\\\") if "|" in text else text
    for sign, name in {"\u00ad": "[soft hyphen]", "\u00a0": "[nbsp]", "|": "\\|"}.items():
        shown = shown.replace(sign, name)
    fence = "``" if "`" in shown else "`"
    return f"{fence}{shown}{fence}"


def _place(example: Example) -> str:
    parts = []
    if example.role != "target":
        parts.append(f"a {example.role}")
    if example.period is None:
        parts.append("no year")
    elif example.period != Example("", ()).period:
        parts.append(f"in {example.period}")
    if example.formula is not None:
        parts.append(f"formula {_code(example.formula)}")
    if example.unit is not None:
        parts.append(f"unit column {_code(example.unit)}")
    if example.siblings:
        parts.append(f"beside {', '.join(_code(raw) for raw in example.siblings)}")
    return ", ".join(parts)


def _reasons(example: Example) -> str:
    """The reasons that the reading gives, each once."""
    return "<br>".join(dict.fromkeys(clause.reason for clause in example.read() if clause.reason is not None))


def page() -> str:
    """The whole page as text."""
    lines = [_HEAD]
    for family in FAMILIES:
        lines += [f"## {family.title}", "", family.rule, ""]
        placed = any(_place(example) for example in family.examples)
        doubted = any(_reasons(example) for example in family.examples)
        heads = ["printed", *(["place"] if placed else []), "meaning", *(["why not certain"] if doubted else [])]
        lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        for example in family.examples:
            meaning = "<br>".join(_code(line) for line in example.meaning)
            cells = [_code(example.raw), *([_place(example)] if placed else []), meaning]
            lines.append(f"| {' | '.join([*cells, *([_reasons(example)] if doubted else [])])} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
